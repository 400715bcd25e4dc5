/*
 * request.c - somebody has asked to see a document: what is given of it, and what is not
 *
 * Each document that is given is ticked by a caseworker; nothing is chosen beforehand.  PostgreSQL
 * judges each of them once more (migrations/0059_access.sql).
 */
#include "desk/request.h"

#include <string.h>

#include "apply/files.h"
#include "base/id.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#define LAW_CHARS	200		/* these three as PostgreSQL has them */
#define REASON_CHARS	4000
#define GIVEN_MOST	50
#define OPEN_DAYS	"30"		/* that what is given can be fetched */
#define CODE_CHARS	12

static const struct {
	const char	*word, *outcome;	/* in the form; to PostgreSQL */
} outcomes[] = { { "gis", "given" }, { "delvis", "partly" }, { "avslag", "refused" },
    { "mangler", "missing" } };

static struct str
here(struct req *r, const char *end)
{
	return str_fmt(r->a, "/saksbehandling/innsynskrav/" STR_FMT "%s", STR_ARG(r->seg[0]), end);
}

enum err
request_ask(struct req *r, struct request *q)
{
	if (!id_is(r->seg[0]))
		return ERR_GONE;
	*q = (struct request){ .base = here(r, ""), .done = params_get(&r->query, "gjort") };
	q->rows = DB_ADD(page_db(r), SQL_REQUEST_READ, r->seg[0]);
	q->things = DB_ADD(page_db(r), SQL_REQUEST_THINGS, r->seg[0]);
	q->given = DB_ADD(page_db(r), SQL_REQUEST_GIVEN, r->seg[0]);
	DB_ADD(page_db(r), SQL_REQUEST_LOOK, r->seg[0]);
	return ERR_OK;
}

enum err
request_take(struct req *r, struct request *q)
{
	struct str disqualified;

	if (db_count(q->rows) == 0)
		return ERR_GONE;
	disqualified = db_get(q->rows, 0, "disqualified");
	q->can_act = work_acting(db_get(q->rows, 0, "role"), disqualified) != 0;
	q->open = db_bool(q->rows, 0, "open");
	if (r->method == POST && !q->can_act)
		return disqualified.n > 0 ? ERR_DISQUALIFIED : ERR_DENIED;
	return ERR_OK;
}

/* ---- the page ---- */

/* Is this one of the things that were ticked? */
static bool
ticked(const struct req *r, struct str thing)
{
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(r->form.v[i].name, "gi") && str_eq(r->form.v[i].value, thing))
			return true;
	return false;
}

static struct str
thing_href(struct req *r, const struct request *q, struct str kind, struct str id)
{
	if (str_eq_z(kind, "copy"))
		return str_fmt(r->a, STR_FMT "/kopi/" STR_FMT, STR_ARG(q->base), STR_ARG(id));
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/%s/" STR_FMT "%s",
	    STR_ARG(db_get(q->rows, 0, "ref")), str_eq_z(kind, "file") ? "vedlegg" : "brev",
	    STR_ARG(id), str_eq_z(kind, "file") ? "" : "/pdf");
}

static void
fill_things(struct req *r, const struct request *q)
{
	vlist(page_map(r), "things");
	for (size_t i = 0; i < db_count(q->things); i++) {
		struct vmap *m = vadd(page_map(r), "things");
		struct str kind = db_get(q->things, i, "kind"), id = db_get(q->things, i, "id");
		struct str thing = str_fmt(r->a, STR_FMT ":" STR_FMT, STR_ARG(kind), STR_ARG(id));

		vset(m, "thing", thing);
		vset(m, "kind", kind);
		vset(m, "name", db_get(q->things, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(q->things, i,
		    "size")));
		vset(m, "at", page_day_short(r, db_at(q->things, i, "at")));
		vset_flag(m, "own", db_bool(q->things, i, "own"));
		vset(m, "why", db_get(q->things, i, "why").n > 0 ? db_get(q->things, i, "why") :
		    STR(""));
		vset_flag(m, "ticked", ticked(r, thing));
		vset(m, "href", thing_href(r, q, kind, id));
		vset(m, "drop", str_eq_z(kind, "copy") ? id : STR(""));
	}
}

static void
fill_given(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "given");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "given");

		vset(m, "kind", db_get(rows, i, "kind"));
		vset(m, "name", db_get(rows, i, "name"));
	}
}

static void
fill_words(struct req *r, const struct request *q)
{
	static const char *const cells[] = { "ref", "title", "case_title", "number", "case_number",
	    "law_shown", "how", "name", "email", "address", "wish", "assigned", "complaint",
	    "outcome", "law", "reason", "answered_by" };
	static const char *const days[] = { "asked_at", "due_at", "answered_at", "delivered_at",
	    "undelivered_at", "complained_at", "forwarded_at", "open_until" };
	struct vmap *v = page_map(r);

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		vset(v, cells[i], db_get(q->rows, 0, cells[i]).n > 0 ? db_get(q->rows, 0,
		    cells[i]) : STR(""));
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		vset(v, days[i], page_day(r, db_at(q->rows, 0, days[i])));
	vset(v, "case_href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(db_get(q->rows,
	    0, "ref"))));
	vset(v, "request_href", q->base);
	vset_flag(v, "screened", db_bool(q->rows, 0, "screened"));
	vset_flag(v, "late", db_bool(q->rows, 0, "late"));
	vset_flag(v, "mine", db_bool(q->rows, 0, "mine"));
	vset_flag(v, "open", q->open);
	vset_flag(v, "answerable", db_bool(q->rows, 0, "answerable"));
	vset_flag(v, "can_act", q->can_act);
	vset_flag(v, "disqualified", db_get(q->rows, 0, "disqualified").n > 0);
}

/* A list, or an error, that nobody has told of is none. */
void
request_no_errors(struct req *r)
{
	static const char *const names[] = { "error_svar", "error_gi", "error_hjemmel",
	    "error_begrunnelse" };

	vlist(page_map(r), "errors");
	vlist(page_map(r), "scan_errors");
	vset_flag(page_map(r), "error", false);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		vset(page_map(r), names[i], STR(""));
}

enum err
request_show(struct req *r, const struct request *q)
{
	struct vmap *v = page_map(r);

	fill_words(r, q);
	fill_things(r, q);
	fill_given(r, q->given);
	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
		vset_flag(v, str_fmt(r->a, "is_%s", outcomes[i].outcome).p,
		    str_eq_z(page_field(r, "svar"), outcomes[i].word));
	vset(v, "typed_law", page_field(r, "hjemmel"));
	vset(v, "typed_reason", page_field(r, "begrunnelse"));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset(v, "done", q->done);
	return page_show(r, "desk/request");
}

enum err
desk_request(struct req *r)
{
	struct request q;

	TRY(request_ask(r, &q));
	TRY(page_read(r));
	TRY(request_take(r, &q));
	request_no_errors(r);
	return request_show(r, &q);
}

/* ---- the answer ---- */

struct answer_typed {
	const char	*outcome;		/* as PostgreSQL has it; NULL: none */
	struct str	 law, reason, things;	/* things: an array in PostgreSQL's text */
	size_t		 n;
};

static bool
is_thing(struct str s)
{
	struct str kind = str_cut(&s, ':');

	return (str_eq_z(kind, "file") || str_eq_z(kind, "letter") || str_eq_z(kind, "copy")) &&
	    id_is(s);
}

static struct answer_typed
read_form(const struct req *r)
{
	struct answer_typed t = { .law = str_trim(page_field(r, "hjemmel")),
		.reason = str_trim(page_field(r, "begrunnelse")) };
	struct buf b = buf_new(r->a, 256);

	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
		if (str_eq_z(page_field(r, "svar"), outcomes[i].word))
			t.outcome = outcomes[i].outcome;
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(r->form.v[i].name, "gi") && is_thing(r->form.v[i].value))
			buf_fmt(&b, "%s" STR_FMT, t.n++ > 0 ? "," : "",
			    STR_ARG(r->form.v[i].value));
	t.things = str_fmt(r->a, "{" STR_FMT "}", STR_ARG(buf_str(&b)));
	return t;
}

static void
wrong(struct req *r, const char *field, const char *message, unsigned *n)
{
	struct str text = work_say(r, message, STR(""));
	struct vmap *m = vadd(page_map(r), "errors");

	vset(page_map(r), str_fmt(r->a, "error_%s", field).p, text);
	vset(m, "text", text);
	vset(m, "href", str_fmt(r->a, "#%s", field));
	vset_flag(page_map(r), "error", true);
	(*n)++;
}

static bool
is_one_of(const char *outcome, const char *a, const char *b)
{
	return outcome != NULL && (strcmp(outcome, a) == 0 || strcmp(outcome, b) == 0);
}

static bool
judge(struct req *r, const struct answer_typed *t)
{
	bool gives = is_one_of(t->outcome, "given", "partly");
	unsigned n = 0;

	if (t->outcome == NULL)
		wrong(r, "svar", "request-outcome", &n);
	if (gives && t->n == 0)
		wrong(r, "gi", "request-things", &n);
	if (t->outcome != NULL && !gives && t->n > 0)
		wrong(r, "gi", "request-no-things", &n);
	if (gives && t->n > GIVEN_MOST)
		wrong(r, "gi", "request-many", &n);
	if ((is_one_of(t->outcome, "partly", "refused") && t->law.n == 0) ||
	    str_chars(t->law) > LAW_CHARS)
		wrong(r, "hjemmel", "request-law", &n);
	if (is_one_of(t->outcome, "missing", "missing") && t->reason.n == 0)
		wrong(r, "begrunnelse", "request-reason", &n);
	if (str_chars(t->reason) > REASON_CHARS)
		wrong(r, "begrunnelse", "request-long", &n);
	return n == 0;
}

static enum err
back(struct req *r, const char *done)
{
	reply_redirect(r, here(r, str_fmt(r->a, "?gjort=%s", done).p));
	return ERR_OK;
}

static enum err
put(struct req *r, const struct answer_typed *t)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_REQUEST_ANSWER, r->seg[0],
	    str_from_z(t->outcome), t->law.n > 0 ? t->law : STR(""),
	    t->reason.n > 0 ? t->reason : STR(""), t->things, STR(OPEN_DAYS), id_code(r->a,
	    CODE_CHARS));

	TRY(page_commit(r));
	return back(r, str_eq_z(db_get(rows, 0, "became"), "done") ? "svar" : "for-sent");
}

/* No answer goes with a copy that nobody has chosen to give yet. */
static enum err
answer(struct req *r, struct request *q, struct copies *k, enum err token)
{
	struct answer_typed t = read_form(r);
	int status = err_http(token);

	if (token == ERR_OK)
		TRY(copies_put(r, q, k, &status));
	if (status == 0 && judge(r, &t))
		return put(r, &t);
	if (token != ERR_OK)
		(void)judge(r, &t);
	TRY(page_commit(r));
	r->status = status != 0 ? status : err_http(ERR_INVALID);
	return request_show(r, q);
}

enum err
desk_request_answer(struct req *r)
{
	struct copies k;
	struct request q;
	enum err token;

	TRY(copies_read(r, &k));
	TRY(request_ask(r, &q));
	TRY(page_look(r));
	vset_flag(page_map(r), "files_lost", files_came(k.came));
	if (page_session(r) == NULL)
		return over_show(r, q.base);
	token = page_judge(r);
	TRY(request_take(r, &q));
	if (!q.open) {
		TRY(page_commit(r));
		return back(r, "for-sent");
	}
	request_no_errors(r);
	return answer(r, &q, &k, token);
}

/* ---- what is done beside it ---- */

static enum err
open_for(struct req *r, struct request *q)
{
	TRY(request_ask(r, q));
	TRY(page_open(r));
	return request_take(r, q);
}

enum err
desk_request_assign(struct req *r)
{
	struct request q;

	TRY(open_for(r, &q));
	DB_ADD(page_db(r), SQL_REQUEST_TAKE, r->seg[0]);
	TRY(page_commit(r));
	return back(r, "tatt");
}

/* An answer that somebody took to the post, or a complaint that was sent on. */
enum err
desk_request_done(struct req *r)
{
	bool forwarded = str_eq_z(page_field(r, "hva"), "oversendt");
	const struct db_rows *rows;
	struct request q;

	TRY(open_for(r, &q));
	rows = DB_ADD(page_db(r), SQL_REQUEST_DONE, r->seg[0], forwarded ? STR("forwarded") :
	    STR("delivered"));
	TRY(page_commit(r));
	return back(r, !db_bool(rows, 0, "done") ? "for-sent" : forwarded ? "oversendt" : "levert");
}

enum err
desk_back_to_request(struct req *r)
{
	if (!id_is(r->seg[0]))
		return ERR_GONE;
	TRY(page_read(r));
	reply_redirect(r, here(r, ""));
	return ERR_OK;
}
