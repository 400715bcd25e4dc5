/* note.c - notes on a case: the desk's own, until somebody lets the party see one */
#include "base/id.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/share.h"
#include "desk/sql.h"

#define TEXT_CHARS	10000

static const char *
text_wrong(struct str text)
{
	return text.n == 0 ? "note-empty" : str_chars(text) > TEXT_CHARS ? "note-long" : NULL;
}

static struct str
address(const struct req *r, const char *rest)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/notater%s" STR_FMT "%s",
	    STR_ARG(url_encode(r->a, r->seg[0])), r->seg[1].n > 0 ? "/" : "",
	    STR_ARG(r->seg[1]), rest);
}

/* ---- all of a case, and a new one ---- */

static enum err
show_all(struct req *r, const struct work *w, const struct db_rows *notes, const char *wrong)
{
	struct vmap *v = page_map(r);

	work_head(r, w);
	share_notes(r, w, notes);
	vset(v, "ground", w->disqualified);
	vset_flag(v, "can_write", work_writes(r, w));
	work_error(r, "error_note", wrong, "#notat");
	vset(v, "note_text", page_field(r, "notat"));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	return page_show(r, "desk/notes");
}

enum err
desk_notes(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *notes = DB_ADD(page_db(r), SQL_NOTE_LIST, r->seg[0]);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("notes"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	return show_all(r, &w, notes, NULL);
}

enum err
desk_note_put(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *notes = DB_ADD(page_db(r), SQL_NOTE_LIST, r->seg[0]);
	struct str text = str_trim(page_field(r, "notat"));
	const char *wrong = text_wrong(text);
	struct work w;
	enum err e;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, address(r, ""));
	e = page_judge(r);
	TRY(work_take(r, rows, &w));
	if (!work_writes(r, &w))
		return ERR_DENIED;
	if (e == ERR_OK && wrong != NULL)
		e = ERR_INVALID;
	if (e == ERR_OK)
		DB_ADD(page_db(r), SQL_NOTE_PUT, id_new(r->a), page_tenant(r)->id, w.c.id, text,
		    STR_NONE);
	else
		DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("notes"));
	TRY(page_commit(r));
	r->status = err_http(e);
	if (e != ERR_OK)
		return show_all(r, &w, notes, e == ERR_INVALID ? wrong : NULL);
	reply_redirect(r, str_fmt(r->a, STR_FMT "?notert=1#notater", STR_ARG(w.base)));
	return ERR_OK;
}

/* ---- one of them ---- */

struct note {
	const struct db_rows *rows, *versions, *of_case;
	struct work	 w;
	bool		 released, mine;
};

static struct note
note_ask(struct req *r, const struct db_stmt *of_case)
{
	struct note n = { .of_case = db_add(page_db(r), of_case, &r->seg[0], 1) };

	n.rows = DB_ADD(page_db(r), SQL_NOTE_READ, r->seg[0], r->seg[1]);
	n.versions = DB_ADD(page_db(r), SQL_NOTE_VERSIONS, r->seg[1]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("notes"));
	return n;
}

static enum err
note_take(struct req *r, struct note *n)
{
	TRY(work_take(r, n->of_case, &n->w));
	if (db_count(n->rows) == 0)
		return ERR_GONE;
	n->released = db_at(n->rows, 0, "released_at") != 0;
	n->mine = db_bool(n->rows, 0, "mine");
	return ERR_OK;
}

static void
fill_versions(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "versions");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "versions");

		vset(m, "text", db_get(rows, i, "text"));
		vset(m, "at", page_at(r, db_at(rows, i, "at")));
	}
}

static void
fill_note(struct req *r, const struct note *n)
{
	struct vmap *v = page_map(r);

	work_head(r, &n->w);
	fill_versions(r, n->versions);
	vset(v, "written_by", db_get(n->rows, 0, "author"));
	vset(v, "at", page_at(r, db_at(n->rows, 0, "at")));
	vset(v, "changed_at", page_at(r, db_at(n->rows, 0, "changed_at")));
	vset(v, "released_at", page_at(r, db_at(n->rows, 0, "released_at")));
	vset(v, "released_by", db_get(n->rows, 0, "released_by"));
	vset(v, "text", db_get(n->rows, 0, "text"));
	vset(v, "revision", db_get(n->rows, 0, "revision"));
	vset(v, "note_href", address(r, ""));
	vset(v, "release_href", address(r, "/frigi"));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
}

static enum err
show_note(struct req *r, const struct note *n, struct str mine, const char *wrong)
{
	fill_note(r, n);
	work_error(r, "error_note", wrong, "#notat");
	vset(page_map(r), "note_text", mine);
	vset_flag(page_map(r), "can_change", n->mine && !n->released && work_writes(r, &n->w));
	vset_flag(page_map(r), "can_release", !n->released && work_writes(r, &n->w));
	return page_show(r, "desk/note");
}

enum err
desk_note(struct req *r)
{
	struct note n;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	n = note_ask(r, &SQL_CASE_READ);
	TRY(page_read(r));
	TRY(note_take(r, &n));
	return show_note(r, &n, db_get(n.rows, 0, "text"), NULL);
}

/* Changed or released since the page was made?  The case is locked, so it stays as it was read. */
static bool
note_moved(const struct req *r, const struct note *n)
{
	return n->released ||
	    !str_eq(page_field(r, "revisjon"), db_get(n->rows, 0, "revision"));
}

enum err
desk_note_save(struct req *r)
{
	struct str text = str_trim(page_field(r, "notat"));
	const char *wrong = text_wrong(text);
	struct note n;
	enum err e;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	n = note_ask(r, &SQL_CASE_LOCK);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, address(r, ""));
	e = page_judge(r);
	TRY(note_take(r, &n));
	if (!n.mine || !work_writes(r, &n.w))
		return ERR_DENIED;
	if (e == ERR_OK)
		e = note_moved(r, &n) ? ERR_STALE : wrong != NULL ? ERR_INVALID : ERR_OK;
	if (e == ERR_OK)
		DB_ADD(page_db(r), SQL_NOTE_SAVE, r->seg[1], page_field(r, "revisjon"), text);
	TRY(page_commit(r));
	r->status = err_http(e);
	if (e != ERR_OK)
		return show_note(r, &n, text, e == ERR_INVALID ? wrong : NULL);
	reply_redirect(r, str_fmt(r->a, STR_FMT "?notert=1#notater", STR_ARG(n.w.base)));
	return ERR_OK;
}

/* ---- let the party see it ---- */

enum err
desk_note_ask(struct req *r)
{
	struct note n;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	n = note_ask(r, &SQL_CASE_READ);
	TRY(page_read(r));
	TRY(note_take(r, &n));
	if (!work_writes(r, &n.w))
		return ERR_DENIED;
	if (n.released)
		return ERR_STALE;
	fill_note(r, &n);
	return page_show(r, "desk/release");
}

static void
say_release(struct req *r, const struct note *n, struct str sha256)
{
	struct case_event e = page_case_event(r, &n->w.c, "desk.note-release");

	e.data = str_fmt(r->a, "{\"note\":\"" STR_FMT "\",\"sha256\":\"" STR_FMT "\"}",
	    STR_ARG(r->seg[1]), STR_ARG(sha256));
	case_happen(page_db(r), &e);
}

static enum err
release(struct req *r, const struct note *n)
{
	const struct db_rows *done = DB_ADD(page_db(r), SQL_NOTE_RELEASE, r->seg[1],
	    page_field(r, "revisjon"));

	TRY(db_run(page_db(r)));
	if (db_count(done) == 0)
		return ERR_STALE;
	say_release(r, n, db_get(done, 0, "sha256"));
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "?frigitt=1#notater", STR_ARG(n->w.base)));
	return ERR_OK;
}

enum err
desk_note_release(struct req *r)
{
	struct note n;
	enum err e;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	n = note_ask(r, &SQL_CASE_LOCK);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, address(r, "/frigi"));
	e = page_judge(r);
	TRY(note_take(r, &n));
	if (!work_writes(r, &n.w))
		return ERR_DENIED;
	if (e == ERR_OK && !note_moved(r, &n))
		return release(r, &n);
	TRY(page_commit(r));
	r->status = err_http(e != ERR_OK ? e : ERR_STALE);
	if (n.released)
		return show_note(r, &n, db_get(n.rows, 0, "text"), NULL);
	fill_note(r, &n);
	return page_show(r, "desk/release");
}
