/* journal.c - the public journal of one case: what anybody sees of each entry, and what is screened
   or opened of it, by law and with a reason */
#include "base/id.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#define LAW_CHARS	200		/* these two as the table has them */
#define REASON_CHARS	1000

static struct str
entry_href(struct req *r, const struct work *w, struct str id, const char *end)
{
	return str_fmt(r->a, STR_FMT "/journal/" STR_FMT "%s", STR_ARG(w->base), STR_ARG(id), end);
}

static void
fill_entry(struct req *r, const struct work *w, const struct db_rows *rows, size_t i,
    struct vmap *m)
{
	static const char *const cells[] = { "id", "number", "case_n", "document_on", "case_title",
	    "title", "party", "law", "changed", "reason", "by" };
	struct str id = db_get(rows, i, "id");

	for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
		vset(m, cells[k], db_get(rows, i, cells[k]).n > 0 ? db_get(rows, i, cells[k]) :
		    STR(""));
	vset(m, "at", page_at(r, db_at(rows, i, "at")));
	vset_flag(m, "in", str_eq_z(db_get(rows, i, "kind"), "inngaaende_dokument"));
	vset_flag(m, "screened", db_bool(rows, i, "screened"));
	vset_flag(m, "undone", db_bool(rows, i, "undone"));
	vset(m, "screen_href", entry_href(r, w, id, ""));
	vset(m, "undo_href", entry_href(r, w, id, "/angre"));
}

enum err
desk_journal(struct req *r)
{
	const struct db_rows *of_case = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_JOURNAL_OF_CASE, r->seg[0], STR_NONE);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("journal"));
	TRY(page_read(r));
	TRY(work_take(r, of_case, &w));
	work_head(r, &w);
	vlist(page_map(r), "entries");
	for (size_t i = 0; i < db_count(rows); i++)
		fill_entry(r, &w, rows, i, vadd(page_map(r), "entries"));
	vset_flag(page_map(r), "can_write", work_writes(r, &w));
	vset_z(page_map(r), "done", params_has(&r->query, "endret") ? "changed" :
	    params_has(&r->query, "angret") ? "undone" : params_has(&r->query, "stod") ?
	    "stood" : "");
	return page_show(r, "desk/journal");
}

static enum err
to_journal(struct req *r, const struct work *w, const char *done)
{
	reply_redirect(r, str_fmt(r->a, STR_FMT "/journal?%s=1", STR_ARG(w->base), done));
	return ERR_OK;
}

/* ---- one entry ---- */

struct screen {
	struct work	 w;
	const struct db_rows *of_case, *entry;
	struct str	 what, law, reason;
	const char	*wrong_what, *wrong_law, *wrong_reason;	/* messages, or NULL */
};

static struct screen
ask(struct req *r, const struct db_stmt *of_case)
{
	struct screen s = { .of_case = db_add(page_db(r), of_case, &r->seg[0], 1) };

	s.entry = DB_ADD(page_db(r), SQL_JOURNAL_OF_CASE, r->seg[0], r->seg[1]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("journal"));
	return s;
}

static enum err
take(struct req *r, struct screen *s)
{
	TRY(work_take(r, s->of_case, &s->w));
	if (db_count(s->entry) == 0)
		return ERR_GONE;
	return s->w.c.by == 0 ? ERR_DENIED : ERR_OK;
}

static bool
judge(struct req *r, struct screen *s)
{
	s->what = page_field(r, "hva");
	s->law = str_trim(page_field(r, "hjemmel"));
	s->reason = str_trim(page_field(r, "grunn"));
	if (!str_eq_z(s->what, "skjermet") && !str_eq_z(s->what, "apen"))
		s->wrong_what = "journal-what";
	if (s->law.n == 0 || str_chars(s->law) > LAW_CHARS)
		s->wrong_law = "journal-law";
	if (s->reason.n == 0 || str_chars(s->reason) > REASON_CHARS)
		s->wrong_reason = "journal-reason";
	return s->wrong_what == NULL && s->wrong_law == NULL && s->wrong_reason == NULL;
}

static enum err
show(struct req *r, const struct screen *s)
{
	struct vmap *v = page_map(r);

	work_head(r, &s->w);
	fill_entry(r, &s->w, s->entry, 0, v);
	vset_flag(v, "error", false);
	work_error(r, "error_reason", s->wrong_reason, "#grunn");
	work_error(r, "error_law", s->wrong_law, "#hjemmel");
	work_error(r, "error_what", s->wrong_what, "#hva");
	vset_flag(v, "is_screened", str_eq_z(s->what, "skjermet"));
	vset_flag(v, "is_open", str_eq_z(s->what, "apen"));
	vset(v, "typed_law", s->law.n > 0 ? s->law : STR(""));
	vset(v, "typed_reason", s->reason.n > 0 ? s->reason : STR(""));
	vset(v, "journal_href", str_fmt(r->a, STR_FMT "/journal", STR_ARG(s->w.base)));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	return page_show(r, "desk/journal-screen");
}

enum err
desk_journal_entry(struct req *r)
{
	struct screen s;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	s = ask(r, &SQL_CASE_READ);
	TRY(page_read(r));
	TRY(take(r, &s));
	s.what = db_bool(s.entry, 0, "screened") ? STR("apen") : STR("skjermet");
	s.law = db_get(s.entry, 0, "law");
	return show(r, &s);
}

static void
note_event(struct req *r, const struct screen *s, const char *event)
{
	struct case_event e = page_case_event(r, &s->w.c, event);

	e.data = str_fmt(r->a, "{\"entry\":\"" STR_FMT "\"}", STR_ARG(r->seg[1]));
	case_happen(page_db(r), &e);
}

/* Nothing is written when it is so already. */
static enum err
put(struct req *r, const struct screen *s)
{
	bool shut = str_eq_z(s->what, "skjermet");

	if (shut != db_bool(s->entry, 0, "screened") || !str_eq(s->law, db_get(s->entry, 0,
	    "law"))) {
		DB_ADD(page_db(r), SQL_JOURNAL_SCREEN_PUT, r->seg[1], shut ? STR("true") :
		    STR("false"), s->law, s->reason);
		note_event(r, s, shut ? "desk.journal-screen" : "desk.journal-open");
	}
	TRY(page_commit(r));
	return to_journal(r, &s->w, "endret");
}

enum err
desk_journal_screen(struct req *r)
{
	struct screen s;
	enum err token;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	s = ask(r, &SQL_CASE_LOCK);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/journal/"
		    STR_FMT, STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(r->seg[1])));
	token = page_judge(r);
	TRY(take(r, &s));
	if (judge(r, &s) && token == ERR_OK)
		return put(r, &s);
	TRY(page_commit(r));
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show(r, &s);
}

enum err
desk_journal_undo(struct req *r)
{
	const struct db_rows *undone;
	struct screen s;
	int64_t n;

	if (!id_is(r->seg[1]) || !str_int(page_field(r, "endring"), &n) || n < 1 || n > INT16_MAX)
		return ERR_GONE;
	s = ask(r, &SQL_CASE_LOCK);
	TRY(page_open(r));
	TRY(take(r, &s));
	undone = DB_ADD(page_db(r), SQL_JOURNAL_SCREEN_UNDO, r->seg[0], r->seg[1],
	    page_field(r, "endring"));
	TRY(db_run(page_db(r)));
	if (db_count(undone) > 0)
		note_event(r, &s, "desk.journal-undo");
	TRY(page_commit(r));
	return to_journal(r, &s.w, db_count(undone) > 0 ? "angret" : "stod");
}

enum err
desk_back_to_journal(struct req *r)
{
	TRY(page_read(r));
	reply_redirect(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/journal",
	    STR_ARG(url_encode(r->a, r->seg[0]))));
	return ERR_OK;
}
