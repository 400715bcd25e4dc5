/* inspection_note.c - a note of an inspection is written, with its files, read over, and sent */
#include "apply/files.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "case/files.h"
#include "desk/inspection.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"

#define SPARE_ROWS	2
#define DRAFT_BYTES	190000		/* far more than what can be sent; the table takes little more */

static const struct form_item file_question = {
	.kind = FORM_UPLOAD, .type = FORM_IDS, .name = { "filer", 5 },
	.accept = { "application/pdf image/*", 23 }, .max_files = 10, .max_bytes = (size_t)20 << 20,
};

/* ---- the page ---- */

static void
tell(struct req *r, const char *name, const char *id, struct str label, struct str href)
{
	struct str text = id != NULL ? work_say(r, id, label) : STR("");
	struct vmap *m;

	if (name != NULL)
		vset(page_map(r), name, text);
	if (id == NULL)
		return;
	m = vadd(page_map(r), "errors");
	vset(m, "text", text);
	vset(m, "href", href);
	vset_flag(page_map(r), "error", true);
}

/* An ISO day as people write it; what is none as it is. */
static struct str
typed(struct req *r, struct str day)
{
	struct date d;

	return time_date_read(day, &d) ? form_type_edit(r->a, FORM_DAY, day) : day;
}

static void
fill_remarks(struct req *r, const struct note *n)
{
	size_t rows = n->nremarks + SPARE_ROWS;

	vlist(page_map(r), "remarks");
	for (size_t i = 0; i < rows && i < INSPECTION_REMARKS; i++) {
		struct note_remark none = { .text = STR(""), .due = STR("") };
		const struct note_remark *x = i < n->nremarks ? &n->remark[i] : &none;
		struct vmap *m = vadd(page_map(r), "remarks");
		struct str number = str_fmt(r->a, "%zu", i + 1);

		vset(m, "n", number);
		vset(m, "text", x->text);
		vset(m, "due", typed(r, x->due));
		vset(m, "error_text", x->wrong_text != NULL ? work_say(r, x->wrong_text, number) :
		    STR(""));
		vset(m, "error_due", x->wrong_due != NULL ? work_say(r, x->wrong_due, number) :
		    STR(""));
		tell(r, NULL, x->wrong_text, number, str_fmt(r->a, "#merknad-%zu", i + 1));
		tell(r, NULL, x->wrong_due, number, str_fmt(r->a, "#frist-%zu", i + 1));
	}
}

static void
fill_files(struct req *r, const struct db_rows *files)
{
	vlist(page_map(r), "scans");
	for (size_t i = 0; i < db_count(files); i++) {
		struct str id = db_get(files, i, "id"), verdict = db_get(files, i, "verdict");
		struct vmap *m;

		if (db_get(files, i, "inspection_id").n > 0)
			continue;
		m = vadd(page_map(r), "scans");
		vset(m, "id", id);
		vset(m, "name", db_get(files, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(files, i, "size")));
		vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/vedlegg/" STR_FMT,
		    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(id)));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
}

static void
fill_said(struct req *r, const struct note *n, const struct note *stored)
{
	bool stale = r->status == err_http(ERR_STALE);
	struct vmap *v = page_map(r);

	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", stale);
	vset(v, "stale_by", stale ? stored->by : STR(""));
	vset(v, "stale_at", stale ? page_at(r, stored->at) : STR(""));
	vset(v, "stale_seen", stale ? stored->seen : STR(""));
	vset_flag(v, "saved", params_has(&r->query, "lagret"));
	vset(v, "corrects", n->corrects);
	vset(v, "corrects_n", n->corrects_n);
	vset_int(v, "revision", stale ? stored->revision : n->revision);
	vset(v, "saved_by", n->by);
	vset(v, "saved_at", page_at(r, n->at));
}

static enum err
show(struct req *r, const struct work *w, const struct note *n, const struct note *stored,
    const struct db_rows *files)
{
	struct vmap *v = page_map(r);

	work_head(r, w);
	vlist(v, "errors");
	vset_flag(v, "error", false);
	tell(r, "error_day", n->wrong_day, STR(""), STR("#dag"));
	tell(r, "error_present", n->wrong_present, STR(""), STR("#til_stede"));
	tell(r, "error_seen", n->wrong_seen, STR(""), STR("#sett"));
	fill_remarks(r, n);
	tell(r, "error_files", n->wrong_files, STR(""), STR("#filer"));
	fill_files(r, files);
	fill_said(r, n, stored);
	vset(v, "day", typed(r, n->day));
	vset(v, "present", n->present);
	vset(v, "seen", n->seen);
	vset(v, "what", w->c.release->service->inspections.desk);
	vset(v, "law", w->c.release->service->inspections.law);
	vset(v, "inspection_href", inspection_href(r, ""));
	vset(v, "note_href", inspection_href(r, "/notat"));
	vlist(v, "file_errors");	/* stays as it is */
	return page_show(r, "desk/inspection-note");
}

/* A new one that takes the place of another begins as that was; empty when it is not there. */
static struct note
correcting(const struct req *r, const struct db_rows *list, struct str id)
{
	struct note n = { .corrects = STR_NONE };

	for (size_t i = 0; i < db_count(list) && n.nremarks < INSPECTION_REMARKS; i++) {
		if (!str_eq(db_get(list, i, "id"), id) || db_get(list, i, "replaced_n").n > 0)
			continue;
		n.corrects = id;
		n.corrects_n = db_get(list, i, "n");
		n.day = db_get(list, i, "day");
		n.present = db_get(list, i, "present");
		n.seen = db_get(list, i, "seen");
		if (db_get(list, i, "text").n > 0 && db_get(list, i, "how").n == 0)
			n.remark[n.nremarks++] = (struct note_remark){
				.text = db_get(list, i, "text"), .due = db_get(list, i, "due_on") };
	}
	(void)r;
	return n;
}

enum err
desk_inspection_note(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *list = DB_ADD(page_db(r), SQL_INSPECTION_LIST, r->seg[0]);
	struct note_asked q = note_ask(r);
	struct work w;
	struct note n;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("inspection"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	TRY(note_may(r, &w));
	n = note_stored(&q);
	if (n.revision == 0 && params_has(&r->query, "retter"))
		n = correcting(r, list, params_get(&r->query, "retter"));
	if (params_has(&r->query, "feil"))
		note_judge(r, &w, q.files, &n);
	return show(r, &w, &n, &n, q.files);
}

/* ---- saved ---- */

static enum err
look(struct req *r, struct draft *out, bool *here)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct work w;

	TRY(page_look(r));
	TRY(page_commit(r));
	*here = page_session(r) != NULL && db_count(rows) > 0;
	if (!*here)
		return ERR_OK;
	TRY(work_take(r, rows, &w));
	*out = (struct draft){ .id = w.c.id, .release = w.c.release, .answers = w.c.answers,
		.world = w.c.world };
	return note_may(r, &w);
}

static enum err
read_files(struct req *r, struct files **out)
{
	struct draft d;
	bool here;

	if (!r->multipart)
		return ERR_OK;
	TRY(look(r, &d, &here));
	TRY(files_read_loose(r, here ? &d : NULL, &file_question, out));
	return page_begin(r);
}

static enum err
next(struct req *r, struct str button, bool came)
{
	if (str_eq_z(button, "vis"))
		reply_redirect(r, inspection_href(r, "/send"));
	else if (str_eq_z(button, "slett"))
		reply_redirect(r, inspection_href(r, "?slettet=1"));
	else
		reply_redirect(r, inspection_href(r, came || str_starts(button, STR("fjern:")) ?
		    "/notat#bilder" : "/notat?lagret=1"));
	return ERR_OK;
}

/* The limits of files are those of the letter, and told of before it is sent. */
static enum err
keep_files(struct req *r, const struct work *w, struct files *came, enum err *refused)
{
	struct draft d = { .id = w->c.id, .release = w->c.release, .answers = w->c.answers,
		.world = w->c.world };

	if (came == NULL)
		return ERR_OK;
	(void)case_files_read(r->a, STR(""), &d.world);
	return files_keep_inspection(r, &d, w->c.id, came, "file_errors", refused);
}

static void
do_button(struct req *r, const struct work *w, struct str button)
{
	if (str_eq_z(button, "slett"))
		DB_ADD(page_db(r), SQL_INSPECTION_DROP, r->seg[0]);
	else if (str_starts(button, STR("fjern:")) && id_is(str_skip(button, 6)))
		DB_ADD(page_db(r), SQL_INSPECTION_FILE_DROP, w->c.id, str_skip(button, 6));
}

static enum err
show_typed(struct req *r, const struct work *w, struct note *n, const struct note_asked *q,
    enum err why)
{
	struct note stored = note_stored(q);

	db_rollback(page_db(r));
	TRY(page_begin(r));
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("inspection"));
	TRY(page_commit(r));
	n->corrects_n = stored.corrects_n;
	r->status = err_http(why);
	return show(r, w, n, &stored, q->files);
}

static enum err
save(struct req *r, const struct work *w, struct note *n, const struct note_asked *before,
    struct files *came)
{
	struct str button = page_field(r, "handling");
	enum err refused = ERR_OK;
	const struct db_rows *saved = DB_ADD(page_db(r), SQL_INSPECTION_SAVE, r->seg[0],
	    str_fmt(r->a, "%lld", (long long)n->revision), note_json(r->a, n),
	    id_is(n->corrects) ? n->corrects : STR_NONE);
	struct note_asked q;
	struct note stored;

	TRY(db_run(page_db(r)));
	if (!db_bool(saved, 0, "saved"))
		return show_typed(r, w, n, before, ERR_STALE);
	TRY(keep_files(r, w, came, &refused));
	do_button(r, w, button);
	q = note_ask(r);
	TRY(page_commit(r));
	if (refused == ERR_OK)
		return next(r, button, files_came(came));
	r->status = err_http(refused);
	stored = note_stored(&q);
	return show(r, w, &stored, &stored, q.files);
}

/* Any draft is kept but one that no draft could be. */
static enum err
keepable(struct req *r, const struct work *w, const struct note_asked *q, struct note *n)
{
	if (note_json(r->a, n).n <= DRAFT_BYTES)
		return ERR_OK;
	note_judge(r, w, q->files, n);
	return ERR_INVALID;
}

enum err
desk_inspection_save(struct req *r)
{
	struct files *came = NULL;
	const struct db_rows *rows;
	struct note_asked q;
	struct work w;
	struct note n;
	enum err token;

	TRY(read_files(r, &came));
	vset_flag(page_map(r), "files_lost", files_came(came));
	rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	q = note_ask(r);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, inspection_href(r, "/notat"));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(note_may(r, &w));
	n = note_posted(r);
	if (token == ERR_OK)
		token = keepable(r, &w, &q, &n);
	return token != ERR_OK ? show_typed(r, &w, &n, &q, token) : save(r, &w, &n, &q, came);
}

/* ---- read over, and sent ---- */

static enum err
show_letter(struct req *r, const struct work *w, const struct note *n, const struct note_asked *q)
{
	struct buf letter = buf_new(r->a, 16 * 1024);
	struct vmap *v = page_map(r);

	TRY(note_letter(r, w, n, q->files, &letter));
	TRY(letter_read(r->a, buf_str(&letter), v));
	work_head(r, w);
	vset_int(v, "revision", n->revision);
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset(v, "note_href", inspection_href(r, "/notat"));
	vset(v, "send_href", inspection_href(r, "/send"));
	return page_show(r, "desk/inspection-preview");
}

/* Something is left to correct, or there is nothing to send (any more): where that is seen. */
static bool
elsewhere(struct req *r, const struct note *n)
{
	if (n->revision != 0 && n->ok)
		return false;
	reply_redirect(r, inspection_href(r, n->revision == 0 ? "" : "/notat?feil=1"));
	return true;
}

enum err
desk_inspection_preview(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct note_asked q = note_ask(r);
	struct work w;
	struct note n;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("inspection"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	TRY(note_may(r, &w));
	n = note_stored(&q);
	note_judge(r, &w, q.files, &n);
	return elsewhere(r, &n) ? ERR_OK : show_letter(r, &w, &n, &q);
}

static enum err
send(struct req *r, const struct work *w, const struct note *n)
{
	const struct db_rows *sent = DB_ADD(page_db(r), SQL_INSPECTION_SEND, r->seg[0],
	    str_fmt(r->a, "%lld", (long long)n->revision), note_json(r->a, n),
	    w->c.release->service->inspections.letter, id_new(r->a), id_new(r->a));

	TRY(page_commit(r));
	if (db_get(sent, 0, "n").n == 0)
		return ERR_STALE;
	reply_redirect(r, inspection_href(r, "?sendt=1"));
	return ERR_OK;
}

enum err
desk_inspection_send(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	struct note_asked q = note_ask(r);
	struct work w;
	struct note n;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, inspection_href(r, "/send"));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(note_may(r, &w));
	n = note_stored(&q);
	note_judge(r, &w, q.files, &n);
	if (elsewhere(r, &n))
		return page_commit(r);
	if (token == ERR_OK && page_edition(r, "utgave") == n.revision)
		return send(r, &w, &n);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("inspection"));
	TRY(page_commit(r));
	r->status = err_http(token != ERR_OK ? token : ERR_STALE);
	return show_letter(r, &w, &n, &q);
}
