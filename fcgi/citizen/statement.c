/*
 * statement.c - one who is asked for their view reads what it is about, and answers
 *
 * By login, or by the code that stands on the letter.  A code is never in an address: what it opens
 * is the answer to a POST, and it goes on in the forms of that page.
 */
#include "apply/files.h"
#include "base/arena.h"
#include "base/id.h"
#include "base/time.h"
#include "case/files.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "citizen/write.h"
#include "flow/flow.h"
#include "form/form.h"
#include "letter/answers.h"
#include "page/case.h"
#include "page/file.h"
#include "page/page.h"
#include "page/typed.h"

#define TEXT_BYTES	10000
#define HTTP_WAIT	429

struct seen {
	const struct db_rows *it, *own;		/* what they are told; their own files */
	const struct db_rows *heard;		/* to complain by; no row: there is no answer */
	const struct db_rows *typed;		/* kept when a session ran out; no row: nothing */
};

static struct seen
look(struct req *r, struct files_receiver who)
{
	return (struct seen){ DB_ADD(page_db(r), SQL_STATEMENT_LOOK, who.id, who.code),
		DB_ADD(page_db(r), SQL_STATEMENT_FILES, who.id, who.code),
		DB_ADD(page_db(r), SQL_HEARD_LOOK, who.id, who.code),
		DB_ADD(page_db(r), SQL_STATEMENT_TYPED, who.id) };
}

/* What was typed in a field: just now, or when a session ran out. */
static struct str
typed(const struct req *r, const struct seen *s, const char *field, const char *column)
{
	return r->method == POST || db_count(s->typed) == 0 ? page_field(r, field) :
	    db_get(s->typed, 0, column);
}

/* Nobody is logged in any more: what was written is kept, when it was this person a moment ago. */
static enum err
keep(struct req *r, struct files_receiver who, bool files)
{
	const struct db_rows *kept = DB_ADD(page_db(r), SQL_STATEMENT_TYPE, who.id,
	    page_field(r, "csrf"), page_field(r, "svar"), page_field(r, "tekst"),
	    page_field(r, "klage"), page_field(r, "endring"));

	TRY(page_commit(r));
	return db_bool(kept, 0, "kept") ?
	    write_over(r, str_fmt(r->a, "/uttalelse/" STR_FMT, STR_ARG(who.id)), files) : ERR_LOGIN;
}

static bool
is_over(const struct req *r, struct files_receiver who)
{
	return who.id.p != NULL && page_session(r) == NULL;
}

static void
fill_own(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "own");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "own");
		struct str verdict = db_get(rows, i, "verdict");

		vset(m, "id", db_get(rows, i, "id"));
		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "size", form_bytes_show(r->a, page_lang(r),
		    (size_t)db_int(rows, i, "size")));
		vset_flag(m, "sent", db_bool(rows, i, "sent"));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
}

/* Else they have complained without having been told of anything before. */
static bool
is_asked(const struct db_rows *rows)
{
	return !str_eq_z(db_get(rows, 0, "hearing"), "complainants");
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
	vset_flag(page_map(r), "asked", is_asked(rows));
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
	vset_flag(v, "closed", db_bool(rows, 0, "closed") || !is_asked(rows));
	vset(v, "told_id", db_get(rows, 0, "told_id"));
}

/* The last day to complain, counted from their own letter; 0 as long as they have none. */
static int64_t
complaint_due(const struct req *r, const struct db_rows *heard)
{
	struct str after = str_fmt(r->a, "P" STR_FMT "D", STR_ARG(db_get(heard, 0, "days")));
	int64_t told_at = db_at(heard, 0, "told_at"), due = 0;

	return told_at != 0 && flow_due(after, told_at, true, &due) ? due : 0;
}

static bool
complaint_late(const struct req *r, const struct db_rows *heard)
{
	int64_t due = complaint_due(r, heard);

	return due != 0 && time_now_at() > due;
}

static void
fill_complaint(struct req *r, const struct seen *s, struct str action)
{
	const struct db_rows *heard = s->heard;
	struct vmap *v = page_map(r);
	bool any = db_count(heard) > 0;

	vset_flag(v, "complains", any);
	vset(v, "complaint_action", str_fmt(r->a, STR_FMT "/klage", STR_ARG(action)));
	vset(v, "complaint_due", any ? page_day(r, complaint_due(r, heard)) : STR(""));
	vset_flag(v, "complaint_late", any && complaint_late(r, heard));
	vset(v, "complained", any ? page_at(r, db_at(heard, 0, "complained_at")) : STR(""));
	vset(v, "dismissed", any ? page_day(r, db_at(heard, 0, "dismissed_at")) : STR(""));
	vset_flag(v, "complaint_waits", any && db_bool(heard, 0, "waits"));
	vset(v, "complaint_text", any ? db_get(heard, 0, "text") : STR(""));
	vset(v, "complaint_wanted", any ? db_get(heard, 0, "wanted") : STR(""));
	vset(v, "typed_complaint", typed(r, s, "klage", "complaint"));
	vset(v, "typed_wanted", typed(r, s, "endring", "wanted"));
	vset_flag(v, "sent_complaint", params_has(&r->query, "klaget"));
	if (any)
		vset_flag(v, "closed", true);
}

/* Is the form that was posted on the page that comes?  Else it cannot hold the words. */
static bool
has_form(const struct req *r, const struct seen *s)
{
	if (params_has(&r->form, "klage"))
		return db_count(s->heard) > 0 && !db_bool(s->heard, 0, "waits");
	return !db_bool(s->it, 0, "closed") && db_count(s->heard) == 0;
}

/* wrong: what is the matter with what was typed, for the page's words; else "". */
static enum err
show(struct req *r, struct files_receiver who, const struct seen *s, const char *wrong)
{
	struct vmap *v = page_map(r);
	struct str svar = typed(r, s, "svar", "choice");

	TRY(fill_told(r, s->it));
	if (r->method == POST && !has_form(r, s))
		page_typed(r, page_is_words);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "told_anew", params_has(&r->form, "lest") &&
	    !str_eq(page_field(r, "lest"), db_get(s->it, 0, "told_id")));
	fill_state(r, s->it);
	page_files_fill(r, v, "files", db_get(s->it, 0, "files"), str_fmt(r->a,
	    "/uttalelse/" STR_FMT "/fil", STR_ARG(who.id)));
	fill_own(r, s->own);
	vlist(v, "file_errors");
	fill_complaint(r, s, who.code.p != NULL ? STR("/uttalelse") : str_fmt(r->a,
	    "/uttalelse/" STR_FMT, STR_ARG(who.id)));
	vset(v, "code", who.code.p != NULL ? who.code : STR(""));
	vset(v, "action", who.code.p != NULL ? STR("/uttalelse/svar") : str_fmt(r->a,
	    "/uttalelse/" STR_FMT, STR_ARG(who.id)));
	vset_z(v, "wrong", wrong);
	vset_flag(v, "picked_none", str_eq_z(svar, "ingen"));
	vset_flag(v, "picked_remarks", str_eq_z(svar, "merknader"));
	vset(v, "typed", typed(r, s, "tekst", "text"));
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
refuse_code(struct req *r, const struct db_rows *rows, const struct db_rows *mine)
{
	struct str state = db_count(rows) > 0 ? db_get(rows, 0, "state") : STR("unknown");

	r->status = str_eq_z(state, "wait") ? HTTP_WAIT : str_eq_z(state, "used") ?
	    err_http(ERR_STALE) : err_http(ERR_INVALID);
	if (str_eq_z(state, "used"))
		vset(page_map(r), "answered", page_at(r, db_at(rows, 0, "answered_at")));
	page_typed(r, page_is_words);
	return show_door(r, str_z(r->a, state), page_field(r, "kode"), mine);
}

static bool
is_open(const struct db_rows *rows)
{
	return db_count(rows) > 0 && str_eq_z(db_get(rows, 0, "state"), "open");
}

enum err
citizen_statement_code(struct req *r)
{
	struct files_receiver who = { STR_NONE, id_code_read(r->a, page_field(r, "kode")) };
	struct seen s = look(r, who);
	const struct db_rows *mine = DB_ADD0(page_db(r), SQL_STATEMENT_LIST);
	enum err token;

	TRY(page_look(r));
	token = page_judge(r);
	TRY(page_commit(r));
	if (token != ERR_OK) {
		r->status = err_http(token);
		return show_door(r, "old", page_field(r, "kode"), mine);
	}
	return is_open(s.it) ? show(r, who, &s, "") : refuse_code(r, s.it, mine);
}

enum err
citizen_statement(struct req *r)
{
	struct files_receiver who = { r->seg[0], STR_NONE };
	struct seen s;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	s = look(r, who);
	TRY(page_read(r));
	return is_open(s.it) ? show(r, who, &s, "") : ERR_GONE;
}

/* ---- files that go with the answer ---- */

/* Before any transaction is open; the session is known, and whose code it is comes after. */
static enum err
read_files(struct req *r, struct files **out)
{
	struct draft any = { 0 };

	*out = NULL;
	if (!r->multipart)
		return ERR_OK;
	TRY(page_look(r));
	TRY(page_commit(r));
	TRY(files_read_loose(r, &any, &write_question, out));
	return page_begin(r);
}

static enum err
keep_files(struct req *r, struct files_receiver who, struct files *came, enum err *refused)
{
	struct seen s = look(r, who);
	struct draft d = { 0 };

	TRY(db_run(page_db(r)));
	if (!is_open(s.it))
		return ERR_OK;
	TRY(page_told(r, s.it, &d.release, &d.answers, &d.world));
	(void)case_files_read(r->a, STR(""), &d.world);
	return files_keep_receiver(r, &d, &who, came, "file_errors", refused);
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

/* Nothing is sent: the page again, with why, and what was typed. */
static enum err
not_taken(struct req *r, struct files_receiver who, const char *why)
{
	const struct db_rows *mine;
	struct seen s;

	TRY(page_begin(r));
	s = look(r, who);
	mine = DB_ADD0(page_db(r), SQL_STATEMENT_LIST);
	TRY(page_commit(r));
	if (!is_open(s.it))
		return who.code.p != NULL ? refuse_code(r, s.it, mine) : ERR_GONE;
	if (str_eq_z(STR("changed"), why) || str_eq_z(STR("closed"), why))
		r->status = err_http(ERR_STALE);
	else if (why[0] != '\0' && r->status < 400)
		r->status = err_http(ERR_INVALID);
	return show(r, who, &s, why);
}

/* The page is of an earlier login: as not_taken, and what they are told may be another by now. */
static enum err
too_old(struct req *r, struct files_receiver who, enum err token, bool files)
{
	r->status = err_http(token);
	vset_flag(page_map(r), "files_lost", files);
	TRY(page_commit(r));
	return not_taken(r, who, "");
}

static enum err
taken(struct req *r, struct files_receiver who, struct str became)
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
reply(struct req *r, struct files_receiver who)
{
	struct str told = page_field(r, "lest"), became;
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_STATEMENT_REPLY, who.id, who.code,
	    id_is(told) ? told : STR_NONE,
	    str_eq_z(page_field(r, "svar"), "ingen") ? STR("none") : STR("remarks"),
	    str_trim(page_field(r, "tekst")));

	TRY(page_commit(r));
	became = db_get(rows, 0, "became");
	if (str_eq_z(became, "done") || str_eq_z(became, "late") || str_eq_z(became, "same"))
		return taken(r, who, became);
	return not_taken(r, who, became.p != NULL ? str_z(r->a, became) : "unknown");
}

/* The button that takes a file out, or puts files in, sends nothing. */
static enum err
answer(struct req *r, struct files_receiver who, struct files *came)
{
	struct str button = page_field(r, "handling"), drop = write_drop(r);
	const char *wrong = button.n > 0 && !str_eq_z(button, "send") ? "" : NULL;
	enum err refused = ERR_OK, token;

	TRY(page_look(r));
	if (is_over(r, who))
		return keep(r, who, files_came(came));
	token = page_judge(r);
	if (token != ERR_OK)
		return too_old(r, who, token, files_came(came));
	if (came != NULL)
		TRY(keep_files(r, who, came, &refused));
	if (drop.n > 0)
		DB_ADD(page_db(r), SQL_STATEMENT_FILE_DROP, who.id, who.code, drop);
	if (wrong == NULL && refused != ERR_OK)
		wrong = "file";
	if (refused != ERR_OK)
		r->status = err_http(refused);
	if (wrong == NULL && wrong_with(r)[0] != '\0')
		wrong = wrong_with(r);
	if (wrong == NULL)
		return reply(r, who);
	TRY(page_commit(r));
	return not_taken(r, who, wrong);
}

enum err
citizen_statement_answer(struct req *r)
{
	struct files *came;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	TRY(read_files(r, &came));
	return answer(r, (struct files_receiver){ r->seg[0], STR_NONE }, came);
}

enum err
citizen_statement_code_answer(struct req *r)
{
	struct files *came;

	TRY(read_files(r, &came));
	return answer(r, (struct files_receiver){ STR_NONE,
	    id_code_read(r->a, page_field(r, "kode")) }, came);
}

/* ---- the complaint ---- */

static const char *
wrong_complaint(const struct req *r)
{
	size_t n = str_trim(page_field(r, "klage")).n;

	if (n == 0)
		return "complaint";
	return n > TEXT_BYTES || str_trim(page_field(r, "endring")).n > TEXT_BYTES ?
	    "complaint-long" : "";
}

static enum err
complained(struct req *r, struct files_receiver who)
{
	reply_redirect(r, who.code.p != NULL ? STR("/uttalelse/takk?klaget=1") : str_fmt(r->a,
	    "/uttalelse/" STR_FMT "?klaget=1", STR_ARG(who.id)));
	return ERR_OK;
}

static enum err
complain(struct req *r, struct files_receiver who)
{
	const char *wrong = wrong_complaint(r);
	struct seen s = look(r, who);
	const struct db_rows *rows;
	struct str became;
	enum err token;

	TRY(page_look(r));
	if (is_over(r, who))
		return keep(r, who, false);
	token = page_judge(r);
	if (token != ERR_OK)
		return too_old(r, who, token, false);
	if (wrong[0] != '\0' || db_count(s.heard) == 0) {
		TRY(page_commit(r));
		return not_taken(r, who, wrong[0] != '\0' ? wrong : "changed");
	}
	rows = DB_ADD(page_db(r), SQL_HEARD_COMPLAIN, who.id, who.code,
	    complaint_late(r, s.heard) ? STR("t") : STR("f"), str_trim(page_field(r, "klage")),
	    str_trim(page_field(r, "endring")));
	TRY(page_commit(r));
	became = db_get(rows, 0, "became");
	if (str_eq_z(became, "done") || str_eq_z(became, "twice"))
		return complained(r, who);
	return not_taken(r, who, "changed");
}

enum err
citizen_statement_complain(struct req *r)
{
	return id_is(r->seg[0]) ? complain(r, (struct files_receiver){ r->seg[0], STR_NONE }) :
	    ERR_GONE;
}

enum err
citizen_statement_code_complain(struct req *r)
{
	return complain(r, (struct files_receiver){ STR_NONE,
	    id_code_read(r->a, page_field(r, "kode")) });
}

enum err
citizen_statement_thanks(struct req *r)
{
	TRY(page_read(r));
	vset_flag(page_map(r), "complained", params_has(&r->query, "klaget"));
	vset(page_map(r), "became", params_get(&r->query, "svart"));
	return page_show(r, "citizen/statement-thanks");
}

/* ---- files ---- */

static enum err
send_file(struct req *r, struct files_receiver who, struct str file)
{
	const struct db_rows *rows;
	struct str *args = arena_alloc(r->a, 3 * sizeof *args);

	if (!id_is(file))
		return ERR_GONE;
	args[0] = who.id;
	args[1] = who.code;
	args[2] = file;
	rows = DB_ADD(page_db(r), SQL_STATEMENT_FILE, who.id, who.code, file);
	TRY(page_look(r));
	if (who.code.p == NULL)		/* nothing is changed: a code needs no form token with it */
		TRY(page_judge(r));
	TRY(page_commit(r));
	return page_file_of(r, &(struct page_pieces){ &SQL_STATEMENT_PIECE, args, 3 }, rows,
	    STR("/uttalelse"));
}

enum err
citizen_statement_file(struct req *r)
{
	if (!id_is(r->seg[0]))
		return ERR_GONE;
	return send_file(r, (struct files_receiver){ r->seg[0], STR_NONE }, r->seg[1]);
}

enum err
citizen_statement_code_file(struct req *r)
{
	return send_file(r, (struct files_receiver){ STR_NONE,
	    id_code_read(r->a, page_field(r, "kode")) }, page_field(r, "fil"));
}
