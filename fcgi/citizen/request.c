/*
 * request.c - anybody asks to see a document of the public journal (offentleglova §§ 3 and 28)
 *
 * Nobody says who they are.  A code is all that leads back to the request: it goes with the form,
 * is shown when the request has come, and stands in its address.
 */
#include "base/id.h"
#include "base/time.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "flow/flow.h"
#include "form/form.h"
#include "page/page.h"
#include "release/messages.h"

#define ANSWER_WORKDAYS	5		/* no answer by then is a refusal: offentleglova § 32 */
#define CODE_CHARS	12
#define CODE_SHOWN	14		/* in groups of four */
#define NAME_CHARS	200
#define ADDRESS_CHARS	500
#define WISH_CHARS	2000
#define HTTP_WAIT	429

struct asked {
	struct str	 how, name, email, address, wish;
};

/* What the form calls the ways to get an answer. */
static const struct {
	const char	*word, *how;
} ways[] = { { "epost", "email" }, { "post", "post" }, { "hent", "pickup" } };

/* ---- the form ---- */

static struct str
typed(const struct req *r, const char *field)
{
	struct str s = str_trim(page_field(r, field));

	return s.n > 0 ? s : STR("");
}

static struct asked
read_form(const struct req *r)
{
	struct asked q = { STR_NONE, typed(r, "navn"), typed(r, "epost"), typed(r, "adresse"),
		typed(r, "onske") };

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (str_eq_z(page_field(r, "hvordan"), ways[i].word))
			q.how = str_from_z(ways[i].how);
	return q;
}

/* The sentence at its field and in the list; nothing for NULL.  Was there one? */
static bool
wrong(struct req *r, const char *field, const char *message)
{
	struct str text = message == NULL ? STR("") : form_message(
	    page_app(r)->messages->in[page_lang(r)], r->a, message, STR(""));
	struct vmap *m;

	vset(page_map(r), str_fmt(r->a, "error_%s", field).p, text);
	if (message == NULL)
		return false;
	m = vadd(page_map(r), "errors");
	vset(m, "text", text);
	vset(m, "href", str_fmt(r->a, "#%s", field));
	return true;
}

/* An address that is not asked for is not kept. */
static bool
judge(struct req *r, struct asked *q)
{
	bool email = str_eq_z(q->how, "email"), post = str_eq_z(q->how, "post");
	unsigned n = 0;

	q->email = email ? q->email : STR("");
	q->address = post ? q->address : STR("");
	n += wrong(r, "hvordan", q->how.p == NULL ? "access-how" : NULL);
	n += wrong(r, "epost", email && !form_type_read(r->a, FORM_EMAIL, q->email, NULL,
	    &q->email) ? "type.email" : NULL);
	n += wrong(r, "adresse", post && q->address.n == 0 ? "access-address" :
	    str_chars(q->address) > ADDRESS_CHARS ? "access-address-long" : NULL);
	n += wrong(r, "navn", str_chars(q->name) > NAME_CHARS ? "access-name-long" : NULL);
	n += wrong(r, "onske", str_chars(q->wish) > WISH_CHARS ? "access-wish-long" : NULL);
	return n == 0;
}

static void
fill_entry(struct req *r, const struct db_rows *rows)
{
	static const char *const cells[] = { "number", "case_number", "document_on", "case_title",
	    "title", "law" };

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		vset(page_map(r), cells[i], db_get(rows, 0, cells[i]));
	vset_flag(page_map(r), "screened", db_bool(rows, 0, "screened"));
}

/* The code that the form has with it, so that a form sent twice asks once; or a new one. */
static struct str
form_code(const struct req *r)
{
	struct str code = id_code_read(r->a, page_field(r, "kode"));

	return code.n == CODE_SHOWN ? code : id_code(r->a, CODE_CHARS);
}

static enum err
show(struct req *r, const struct db_rows *entry)
{
	struct vmap *v = page_map(r);

	if (db_count(entry) == 0)
		return ERR_GONE;
	fill_entry(r, entry);
	vlist(v, "errors");
	vset(v, "action", str_fmt(r->a, "/innsyn/" STR_FMT "/be-om-innsyn", STR_ARG(r->seg[0])));
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		vset_flag(v, str_fmt(r->a, "by_%s", ways[i].how).p,
		    str_eq_z(page_field(r, "hvordan"), ways[i].word));
	vset(v, "name", page_field(r, "navn"));
	vset(v, "email", page_field(r, "epost"));
	vset(v, "address", page_field(r, "adresse"));
	vset(v, "wish", page_field(r, "onske"));
	vset(v, "code", form_code(r));
	vset_flag(v, "error", r->status == err_http(ERR_INVALID));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "wait", r->status == HTTP_WAIT);
	return page_show(r, "citizen/request");
}

enum err
citizen_request(struct req *r)
{
	const struct db_rows *entry;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	entry = DB_ADD(page_db(r), SQL_JOURNAL_ENTRY, r->seg[0]);
	TRY(page_read(r));
	(void)judge(r, &(struct asked){ .how = STR("") });
	return show(r, entry);
}

/* The last day of the five: the day it comes is not one of them. */
static struct str
answer_by(struct arena *a)
{
	int64_t day = time_day(time_oslo_date(time_now_at()));

	for (int left = ANSWER_WORKDAYS; left > 0; left -= flow_is_workday(day))
		day++;
	return time_date_iso(a, time_date(day));
}

static enum err
ask(struct req *r, const struct asked *q, struct str code, struct str *became)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_ACCESS_ASK, id_new(r->a), r->seg[0],
	    q->how, q->name, q->email, q->address, q->wish, answer_by(r->a), code);

	TRY(db_run(page_db(r)));
	*became = db_get(rows, 0, "became");
	return ERR_OK;
}

/* Kept; what came of it decides the page.  The form of a request that was sent asks anew when it is
   filled in otherwise. */
static enum err
put(struct req *r, const struct asked *q, const struct db_rows *entry)
{
	struct str code = form_code(r), became;

	TRY(ask(r, q, code, &became));
	if (str_eq_z(became, "other")) {
		code = id_code(r->a, CODE_CHARS);
		TRY(ask(r, q, code, &became));
	}
	TRY(page_commit(r));
	if (str_eq_z(became, "asked")) {
		reply_redirect(r, str_fmt(r->a, "/innsyn/krav/" STR_FMT "?sendt=1", STR_ARG(code)));
		return ERR_OK;
	}
	if (became.p == NULL)
		return ERR_GONE;
	r->status = HTTP_WAIT;
	return show(r, entry);
}

enum err
citizen_request_send(struct req *r)
{
	struct asked q = read_form(r);
	const struct db_rows *entry;
	enum err e;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	entry = DB_ADD(page_db(r), SQL_JOURNAL_ENTRY, r->seg[0]);
	TRY(page_look(r));
	e = page_judge(r);
	vlist(page_map(r), "errors");
	if (!judge(r, &q) && e == ERR_OK)
		e = ERR_INVALID;
	if (e == ERR_OK)
		return put(r, &q, entry);
	TRY(page_commit(r));
	r->status = err_http(e);
	return show(r, entry);
}
