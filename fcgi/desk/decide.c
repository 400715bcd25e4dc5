/* decide.c - a decision is written, read over as the very letter, and sent */
#include "base/arena.h"
#include "desk/decision.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"

static enum err
session_over(struct req *r)
{
	return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/vedtak",
	    STR_ARG(url_encode(r->a, r->seg[0]))));
}

static enum err
show_form(struct req *r, const struct work *w, const struct decision *d, bool tell)
{
	vset_flag(page_map(r), "old", r->status == err_http(ERR_CSRF));
	work_head(r, w);
	decision_fill(r, w, d, tell);
	return page_show(r, "desk/decide");
}

/* Only who has the case, and only in a state where a decision can be made. */
static enum err
may_decide(const struct req *r, const struct work *w)
{
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	if (!page_case_may(r, &w->c, "grant") && !page_case_may(r, &w->c, "reject"))
		return ERR_STALE;
	return w->mine ? ERR_OK : ERR_DENIED;
}

enum err
desk_decide(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct decision d;
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("decide"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? session_over(r) : ERR_LOGIN;
	TRY(page_commit(r));		/* what is posted is only shown: any form token will do */
	TRY(work_take(r, rows, &w));
	TRY(may_decide(r, &w));
	d = r->method == POST ? decision_read(r, &w) : decision_suggest(r, &w);
	return show_form(r, &w, &d, false);
}

enum err
desk_preview(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct buf letter = buf_new(r->a, 16 * 1024);
	struct decision d;
	struct work w;
	enum err token;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preview"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return session_over(r);
	token = page_judge(r);
	TRY(page_commit(r));
	TRY(work_take(r, rows, &w));
	TRY(may_decide(r, &w));
	d = decision_read(r, &w);
	if (token != ERR_OK || !d.ok) {
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return show_form(r, &w, &d, token == ERR_OK);
	}
	TRY(decision_letter(r, &w, &d, &letter));
	TRY(letter_read(r->a, buf_str(&letter), page_map(r)));
	work_head(r, &w);
	decision_carry(r, &d);
	return page_show(r, "desk/preview");
}

enum err
desk_send(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	struct case_event e;
	struct decision d;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return session_over(r);
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(may_decide(r, &w));
	d = decision_read(r, &w);
	if (token != ERR_OK || !d.ok) {
		DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("decide"));
		TRY(page_commit(r));
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return show_form(r, &w, &d, token == ERR_OK);
	}
	e = page_case_event(r, &w.c, str_z(r->a, d.outcome));
	e.outcome = d.outcome;
	e.data = decision_json(r->a, &d);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?sendt=1", STR_ARG(w.base)));
	return ERR_OK;
}
