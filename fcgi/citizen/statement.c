/*
 * statement.c - one who is asked for their view reads what it is about, and answers
 *
 * By login, or by the code that stands on the letter.  A code is never in an address: what it opens
 * is the answer to a POST, and it goes on in the forms of that page.
 */
#include "base/arena.h"
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "form/form.h"
#include "letter/answers.h"
#include "page/case.h"
#include "page/file.h"
#include "page/page.h"

#define TEXT_BYTES	10000
#define HTTP_WAIT	429

struct receiver {
	struct str	 id, code;		/* one of them; the other has p == NULL */
};

static const struct db_rows *
look(struct req *r, struct receiver who)
{
	return DB_ADD(page_db(r), SQL_STATEMENT_LOOK, who.id, who.code);
}

static void
fill_files(struct req *r, struct str lines)
{
	vlist(page_map(r), "files");
	while (lines.n > 0) {
		struct str line = str_cut(&lines, '\n'), id = str_cut(&line, ' ');
		struct vmap *m = vadd(page_map(r), "files");
		int64_t size = 0;

		(void)str_cut(&line, ' ');
		(void)str_cut(&line, ' ');
		(void)str_int(str_cut(&line, ' '), &size);
		(void)str_cut(&line, ' ');
		vset(m, "id", id);
		vset(m, "name", line);
		vset(m, "size", form_bytes_show(r->a, page_lang(r), (size_t)size));
	}
}

static enum err
fill_told(struct req *r, const struct db_rows *rows)
{
	const struct service_hearing *h;
	const struct release *rel;
	struct form_world w;
	struct answers *as;

	TRY(page_told(r, rows, &rel, &as, &w));
	h = service_hearing(rel->service, db_get(rows, 0, "hearing"));
	vset(page_map(r), "title", h != NULL ? h->citizen : rel->service->title);
	vset(page_map(r), "service_title", rel->service->title);
	vlist(page_map(r), "answers");
	letter_answers(page_map(r), r->a, as, &w);
	return ERR_OK;
}

static void
fill_state(struct req *r, const struct db_rows *rows)
{
	struct vmap *v = page_map(r);

	vset(v, "asked_by", db_get(rows, 0, "asked_by"));
	vset(v, "words", db_get(rows, 0, "words"));
	vset(v, "law", db_get(rows, 0, "law"));
	vset(v, "property", db_get(rows, 0, "property"));
	vset(v, "due", page_day(r, db_at(rows, 0, "due_at")));
	vset_flag(v, "late", db_bool(rows, 0, "late"));
	vset(v, "answered", page_at(r, db_at(rows, 0, "answered_at")));
	vset(v, "answer", db_get(rows, 0, "answer"));
	vset(v, "said", db_get(rows, 0, "text"));
	vset_flag(v, "closed", db_bool(rows, 0, "closed"));
	vset(v, "told_id", db_get(rows, 0, "told_id"));
}

/* wrong: what is the matter with what was typed, for the page's words; else "". */
static enum err
show(struct req *r, struct receiver who, const struct db_rows *rows, const char *wrong)
{
	struct vmap *v = page_map(r);
	struct str svar = page_field(r, "svar");

	TRY(fill_told(r, rows));
	fill_state(r, rows);
	fill_files(r, db_get(rows, 0, "files"));
	vset(v, "code", who.code.p != NULL ? who.code : STR(""));
	vset(v, "action", who.code.p != NULL ? STR("/uttalelse/svar") : str_fmt(r->a,
	    "/uttalelse/" STR_FMT, STR_ARG(who.id)));
	vset_z(v, "wrong", wrong);
	vset_flag(v, "picked_none", str_eq_z(svar, "ingen"));
	vset_flag(v, "picked_remarks", str_eq_z(svar, "merknader"));
	vset(v, "typed", page_field(r, "tekst"));
	vset(v, "became", params_get(&r->query, "svart"));
	return page_show(r, "citizen/statement");
}

/* ---- where a code is typed, and what one has been asked ---- */

static enum err
show_door(struct req *r, const char *wrong, struct str typed, const struct db_rows *mine)
{
	struct vmap *v = page_map(r);

	vset_z(v, "wrong", wrong);
	vset(v, "code", typed);
	vset(v, "in_href", page_login_href(r, STR("/uttalelse")));
	vlist(v, "mine");
	for (size_t i = 0; mine != NULL && i < db_count(mine); i++) {
		struct vmap *m = vadd(v, "mine");

		vset(m, "href", str_fmt(r->a, "/uttalelse/" STR_FMT,
		    STR_ARG(db_get(mine, i, "id"))));
		vset(m, "asked_by", db_get(mine, i, "asked_by"));
		vset(m, "property", db_get(mine, i, "property"));
		vset(m, "sent", page_day(r, db_at(mine, i, "sent_at")));
		vset(m, "due", page_day(r, db_at(mine, i, "due_at")));
		vset(m, "answered", page_day(r, db_at(mine, i, "answered_at")));
	}
	return page_show(r, "citizen/statements");
}

enum err
citizen_statements(struct req *r)
{
	const struct db_rows *mine = DB_ADD0(page_db(r), SQL_STATEMENT_LIST);

	TRY(page_read(r));
	return show_door(r, "", STR(""), mine);
}

/* A reload, or the way back from a login: the code is typed anew. */
enum err
citizen_statements_again(struct req *r)
{
	TRY(page_read(r));
	reply_redirect(r, STR("/uttalelse"));
	return ERR_OK;
}

static enum err
refuse_code(struct req *r, const struct db_rows *rows)
{
	struct str state = db_count(rows) > 0 ? db_get(rows, 0, "state") : STR("unknown");

	r->status = str_eq_z(state, "wait") ? HTTP_WAIT : str_eq_z(state, "used") ?
	    err_http(ERR_STALE) : err_http(ERR_INVALID);
	if (str_eq_z(state, "used"))
		vset(page_map(r), "answered", page_at(r, db_at(rows, 0, "answered_at")));
	return show_door(r, str_z(r->a, state), page_field(r, "kode"), NULL);
}

static bool
is_open(const struct db_rows *rows)
{
	return db_count(rows) > 0 && str_eq_z(db_get(rows, 0, "state"), "open");
}

enum err
citizen_statement_code(struct req *r)
{
	struct receiver who = { STR_NONE, id_code_read(r->a, page_field(r, "kode")) };
	const struct db_rows *rows = look(r, who);

	TRY(page_read(r));
	return is_open(rows) ? show(r, who, rows, "") : refuse_code(r, rows);
}

enum err
citizen_statement(struct req *r)
{
	struct receiver who = { r->seg[0], STR_NONE };
	const struct db_rows *rows;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = look(r, who);
	TRY(page_read(r));
	return is_open(rows) ? show(r, who, rows, "") : ERR_GONE;
}

/* ---- the answer ---- */

static const char *
wrong_with(const struct req *r)
{
	struct str svar = page_field(r, "svar"), text = str_trim(page_field(r, "tekst"));

	if (!str_eq_z(svar, "ingen") && !str_eq_z(svar, "merknader"))
		return "choice";
	if (str_eq_z(svar, "merknader") && text.n == 0)
		return "text";
	return text.n > TEXT_BYTES ? "long" : "";
}

/* It was not taken: the page again, with why, and what was typed. */
static enum err
not_taken(struct req *r, struct receiver who, const char *why)
{
	const struct db_rows *rows;

	TRY(page_begin(r));
	rows = look(r, who);
	TRY(page_commit(r));
	if (!is_open(rows))
		return who.code.p != NULL ? refuse_code(r, rows) : ERR_GONE;
	r->status = err_http(str_eq_z(STR("changed"), why) || str_eq_z(STR("closed"), why) ?
	    ERR_STALE : ERR_INVALID);
	return show(r, who, rows, why);
}

static enum err
taken(struct req *r, struct receiver who, struct str became)
{
	const char *late = str_eq_z(became, "late") ? "sent" : "1";

	if (who.code.p != NULL)
		reply_redirect(r, str_fmt(r->a, "/uttalelse/takk?svart=%s", late));
	else
		reply_redirect(r, str_fmt(r->a, "/uttalelse/" STR_FMT "?svart=%s", STR_ARG(who.id),
		    late));
	return ERR_OK;
}

static enum err
answer(struct req *r, struct receiver who)
{
	const char *wrong = wrong_with(r);
	struct str told = page_field(r, "lest"), became;
	const struct db_rows *rows;

	TRY(page_open(r));
	if (wrong[0] != '\0') {
		TRY(page_commit(r));
		return not_taken(r, who, wrong);
	}
	rows = DB_ADD(page_db(r), SQL_STATEMENT_REPLY, who.id, who.code,
	    id_is(told) ? told : STR_NONE,
	    str_eq_z(page_field(r, "svar"), "ingen") ? STR("none") : STR("remarks"),
	    str_trim(page_field(r, "tekst")));
	TRY(page_commit(r));
	became = db_get(rows, 0, "became");
	if (str_eq_z(became, "done") || str_eq_z(became, "late") || str_eq_z(became, "same"))
		return taken(r, who, became);
	return not_taken(r, who, became.p != NULL ? str_z(r->a, became) : "");
}

enum err
citizen_statement_answer(struct req *r)
{
	return id_is(r->seg[0]) ? answer(r, (struct receiver){ r->seg[0], STR_NONE }) : ERR_GONE;
}

enum err
citizen_statement_code_answer(struct req *r)
{
	return answer(r, (struct receiver){ STR_NONE, id_code_read(r->a, page_field(r, "kode")) });
}

enum err
citizen_statement_thanks(struct req *r)
{
	TRY(page_read(r));
	vset(page_map(r), "became", params_get(&r->query, "svart"));
	return page_show(r, "citizen/statement-thanks");
}

/* ---- files ---- */

static enum err
send_file(struct req *r, struct receiver who, struct str file)
{
	const struct db_rows *rows;
	struct str *args = arena_alloc(r->a, 3 * sizeof *args);

	if (!id_is(file))
		return ERR_GONE;
	args[0] = who.id;
	args[1] = who.code;
	args[2] = file;
	rows = DB_ADD(page_db(r), SQL_STATEMENT_FILE, who.id, who.code, file);
	TRY(page_read(r));
	return page_file_of(r, &(struct page_pieces){ &SQL_STATEMENT_PIECE, args, 3 }, rows,
	    STR("/uttalelse"));
}

enum err
citizen_statement_file(struct req *r)
{
	if (!id_is(r->seg[0]))
		return ERR_GONE;
	return send_file(r, (struct receiver){ r->seg[0], STR_NONE }, r->seg[1]);
}

enum err
citizen_statement_code_file(struct req *r)
{
	return send_file(r, (struct receiver){ STR_NONE,
	    id_code_read(r->a, page_field(r, "kode")) }, page_field(r, "fil"));
}
