/* impartial.c - who is disqualified in a case: told, noted, declared, taken back */
#include "desk/impartial.h"

#include "base/id.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "release/messages.h"

#define REASON_CHARS	2000

static struct str
form_href(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/inhabil",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

/* ---- refused ---- */

/* The transaction that was refused is gone: what is noted here stands. */
static bool
is_disqualified(struct req *r, struct str *ground)
{
	const struct db_rows *rows;

	db_rollback(page_db(r));
	if (r->seg[0].n == 0 || page_begin(r) != ERR_OK)
		return false;
	rows = DB_ADD(page_db(r), SQL_DISQUALIFIED_NOTE, r->seg[0]);
	if (page_commit(r) != ERR_OK || db_count(rows) == 0)
		return false;
	*ground = db_get(rows, 0, "ground");
	return true;
}

static bool
says_no(enum err e)
{
	return e == ERR_DISQUALIFIED || e == ERR_DENIED || e == ERR_STALE;
}

void
impartial_trouble(struct req *r, enum err e)
{
	struct str ground;

	if (!says_no(e) || r->ctx == NULL || page_session(r) == NULL ||
	    !is_disqualified(r, &ground)) {
		page_trouble(r, e);
		return;
	}
	r->status = err_http(ERR_DISQUALIFIED);
	vset(page_map(r), "ground", ground);
	vset(page_map(r), "ref", r->seg[0]);
	vset(page_map(r), "case_href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0]))));
	vset(page_map(r), "declare_href", form_href(r));
	if (page_show(r, "desk/disqualified") != ERR_OK)
		page_trouble(r, e);
}

/* ---- on the case page ---- */

void
impartial_fill(struct req *r, const struct db_rows *rows, const struct work *w)
{
	struct vmap *v = page_map(r);

	vset(v, "ground", w->disqualified);
	vset(v, "declare_href", form_href(r));
	vset(v, "qualify_href", str_fmt(r->a, STR_FMT "/habil", STR_ARG(form_href(r))));
	vlist(v, "disqualified");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(v, "disqualified");
		bool me = db_bool(rows, i, "me");

		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "reason", db_get(rows, i, "reason"));
		vset(m, "at", page_day(r, db_at(rows, i, "declared_at")));
		vset(m, "id", db_get(rows, i, "id"));
		vset_flag(m, "me", me);
		vset_flag(m, "may_qualify", !me && str_eq_z(w->role, "leader"));
	}
}

/* ---- «Jeg er inhabil» ---- */

static enum err
show_form(struct req *r, const struct work *w, const char *wrong)
{
	struct vmap *v = page_map(r);
	struct str said = wrong == NULL ? STR("") :
	    form_message(page_app(r)->messages->in[LANG_NB], r->a, wrong, STR(""));

	work_head(r, w);
	vset(v, "form_href", form_href(r));
	vset(v, "ground", w->disqualified);
	vset_flag(v, "mine", w->mine);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset(v, "reason", page_field(r, "grunn"));
	vset(v, "error_reason", said);
	vset_flag(v, "error", wrong != NULL);
	vlist(v, "errors");
	if (wrong != NULL) {
		struct vmap *m = vadd(v, "errors");

		vset(m, "text", said);
		vset_z(m, "href", "#grunn");
	}
	return page_show(r, "desk/disqualify");
}

enum err
desk_disqualify_form(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_read(r));
	TRY(work_take_any(r, rows, &w));
	return show_form(r, &w, NULL);
}

static const char *
reason_wrong(struct str reason)
{
	if (reason.n == 0)
		return "disqualify-reason";
	return str_chars(reason) > REASON_CHARS ? "disqualify-long" : NULL;
}

enum err
desk_disqualify(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct str reason = str_trim(page_field(r, "grunn"));
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, form_href(r));
	token = page_judge(r);
	TRY(work_take_any(r, rows, &w));
	if (token != ERR_OK || reason_wrong(reason) != NULL) {
		DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
		TRY(page_commit(r));
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return show_form(r, &w, token == ERR_OK ? reason_wrong(reason) : NULL);
	}
	DB_ADD(page_db(r), SQL_CASE_DISQUALIFY, w.c.id, reason);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "?inhabil=1", STR_ARG(w.base)));
	return ERR_OK;
}

enum err
desk_qualify(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct str who = page_field(r, "hvem");
	struct work w;

	TRY(page_open(r));
	TRY(work_take(r, rows, &w));
	if (!id_is(who))
		return ERR_INPUT;
	DB_ADD(page_db(r), SQL_CASE_QUALIFY, w.c.id, who);
	TRY(page_commit(r));
	reply_redirect(r, w.base);
	return ERR_OK;
}
