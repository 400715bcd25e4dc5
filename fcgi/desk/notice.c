/* notice.c - a notice that a person must send, of an application that is not sent yet */
#include "base/hex.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "page/day.h"

#define LIST		"/saksbehandling/brev"

static struct str
here(struct req *r, const char *end)
{
	return str_fmt(r->a, "/saksbehandling/varsel/" STR_FMT "%s", STR_ARG(r->seg[0]), end);
}

static enum err
show(struct req *r, const struct db_rows *rows, const char *wrong)
{
	static const char *const names[] = { "code", "property", "title", "name", "pid", "line1",
		"postcode", "city" };
	const struct release *rel;
	struct vmap *v = page_map(r);

	TRY(page_release(r, db_get(rows, 0, "release_id"), &rel));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		vset(v, names[i], db_get(rows, 0, names[i]));
	vset(v, "title_lang", db_get(rows, 0, "language"));
	vset(v, "service", rel->service->title);
	vset(v, "opened_at", page_at(r, db_at(rows, 0, "opened_at")));
	vset_flag(v, "graded", db_bool(rows, 0, "graded"));
	vset_flag(v, "letter", db_bool(rows, 0, "letter"));
	vset_flag(v, "can_act", db_bool(rows, 0, "writes"));
	vset_flag(v, "addressed", false);
	vset(v, "pdf_href", db_bool(rows, 0, "pdf") ? here(r, "/pdf") : STR(""));
	vset(v, "action", here(r, ""));
	vset(v, "dag", r->method == POST ? page_field(r, "dag") :
	    page_day_short(r, time_now_at()));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "busy", r->status == err_http(ERR_STALE));
	vlist(v, "errors");
	vset_flag(v, "error", false);
	work_error(r, "error_dag", wrong, "#dag");
	return page_show(r, "desk/notice");
}

static enum err
gone(struct req *r)
{
	reply_redirect(r, STR(LIST));
	return ERR_OK;
}

enum err
desk_notice(struct req *r)
{
	const struct db_rows *rows;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_NOTICE_LOOK, r->seg[0]);
	TRY(page_read(r));
	return db_count(rows) == 0 ? ERR_GONE : show(r, rows, NULL);
}

enum err
desk_notice_pdf(struct req *r)
{
	const struct db_rows *rows;
	struct str pdf;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_NOTICE_PDF, r->seg[0]);
	TRY(page_read(r));
	if (db_count(rows) == 0 || !hex_read(r->a, db_get(rows, 0, "hex"), &pdf))
		return ERR_GONE;
	reply_attachment(r, STR("application/pdf"), str_fmt(r->a, STR_FMT ".pdf",
	    STR_ARG(db_get(rows, 0, "title"))));
	buf_add(&r->body, pdf);
	return ERR_OK;
}

/* ---- done ---- */

/* "paper" needs a day that has come and a letter that is there. */
static bool
posted_on(struct req *r, struct str *day)
{
	return page_day_read(r, str_trim(page_field(r, "dag")), day) &&
	    str_cmp(*day, time_date_iso(r->a, time_oslo_date(time_now_at()))) <= 0;
}

static enum err
act(struct req *r, bool again, struct str day)
{
	DB_ADD(page_db(r), SQL_MAIL_TASK_CLOSE, r->seg[0], again ? STR("again") : STR("paper"),
	    str_fmt(r->a, "{\"day\":\"" STR_FMT "\"}", STR_ARG(day)));
	return page_commit(r);
}

static enum err
judge(struct req *r, const struct db_rows *rows, const char **wrong)
{
	bool again = str_eq_z(page_field(r, "handling"), "igjen");
	struct str day = STR("");

	TRY(page_judge(r));
	if (!db_bool(rows, 0, "writes"))
		return ERR_DENIED;
	if (!again && !(db_bool(rows, 0, "letter") && posted_on(r, &day))) {
		*wrong = "mail-day";
		TRY(page_commit(r));
		return ERR_INVALID;
	}
	return act(r, again, day);
}

enum err
desk_notice_do(struct req *r)
{
	const struct db_rows *rows;
	const char *wrong = NULL;
	enum err e;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_NOTICE_LOOK, r->seg[0]);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, here(r, ""));
	if (db_count(rows) == 0) {
		TRY(page_judge(r));
		TRY(page_commit(r));
		return gone(r);
	}
	e = judge(r, rows, &wrong);
	if (e == ERR_OK)
		return gone(r);
	if (e != ERR_CSRF && e != ERR_INVALID && e != ERR_STALE)
		return e;
	r->status = err_http(e);
	return show(r, rows, wrong);
}
