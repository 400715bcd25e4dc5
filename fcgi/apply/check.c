/* check.c - everything that was answered, looked over once more; then sent, or thrown away */
#include "apply/form.h"
#include "apply/sql.h"
#include "base/id.h"
#include "page/fee.h"
#include "page/page.h"
#include "release/said.h"

#define SUMMARY	STR("oppsummering")	/* what is typed there is parked under its name */

static bool
may_send(struct req *r, const struct draft *d)
{
	return d->at->door->may_send != NULL ? d->at->door->may_send(r, d) :
	    d->answers->nerrors == 0;
}

/* What it costs, as it is answered now. */
static void
fill_fee(struct req *r, const struct draft *d)
{
	const struct release_fee_line *fee;
	struct vmap *v = page_map(r);
	int64_t total;
	size_t n = d->at_sent != NULL ? 0 : release_fee(r->a, d->release, d->answers, &d->world,
	    &fee, &total);

	vlist(v, "fee");
	for (size_t i = 0; i < n; i++)
		page_fee_line(v, "fee", &(struct letter_fee){ fee[i].line->citizen,
		    fee[i].line->law, form_kroner(r->a, page_lang(r), fee[i].ore) });
	vset(v, "fee_total", n > 0 ? form_kroner(r->a, page_lang(r), total) : STR(""));
}

enum err
apply_show_check(struct req *r, const struct draft *d)
{
	const struct form_item *last = steps_last(d->answers);
	struct vmap *v = page_map(r);

	fields_errors(v, r->a, d->answers, NULL, d->base, TELL_ALL);
	vset(v, "service_title", d->release->service->form_title);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "complete", may_send(r, d));
	vset_flag(v, "supplement", d->at_sent != NULL);
	vset(v, "send_action", str_fmt(r->a, STR_FMT "/send", STR_ARG(d->base)));
	vset(v, "delete_href", str_fmt(r->a, STR_FMT "/slett", STR_ARG(d->base)));
	vset(v, "back_href", last == NULL ? STR("") : str_fmt(r->a, STR_FMT "/" STR_FMT,
	    STR_ARG(d->base), STR_ARG(last->name)));
	vset(v, "files_href", str_fmt(r->a, STR_FMT "/fil", STR_ARG(d->base)));
	fields_warnings(v, d->answers);
	fill_fee(r, d);
	draft_steps(r, d, NULL);
	fields_summary(v, r->a, d->answers, &d->world, d->base);
	vview(v, "summary", d->release->summary);
	if (d->at->door->checking != NULL)
		TRY(d->at->door->checking(r, d));
	return page_show(r, d->at->door->check);
}

enum err
apply_check(struct req *r, const struct apply *at)
{
	struct draft d;
	bool here;

	TRY(form_open(r, at, SUMMARY, &d, &here));
	return here ? apply_show_check(r, &d) : ERR_OK;
}

/* After a login in between, or a reload: the summary has the button. */
enum err
apply_send_again(struct req *r, const struct apply *at)
{
	TRY(page_read(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "/oppsummering", STR_ARG(at->base)));
	return ERR_OK;
}

/* The connection was lost while COMMIT was under way: look, never send again blindly. */
static enum err
look_up(struct req *r, const struct apply *at)
{
	const struct db_rows *became;

	TRY(page_begin(r));
	became = DB_ADD(page_db(r), SQL_CASE_OF_DRAFT, at->id);
	TRY(page_commit(r));
	return db_count(became) == 0 ? ERR_UNCERTAIN : form_gone(r, at, became);
}

/* What the case keeps for staff, its warnings, is kept in their language. */
static enum err
for_staff(struct req *r, const struct db_rows *rows, struct draft *d)
{
	if (page_lang(r) == LANG_NB)
		return ERR_OK;
	TRY(page_answers_in(r, rows, LANG_NB, 0, &d->release, &d->answers, &d->world));
	draft_person(r, rows, d);
	return d->at->door->ready != NULL ? d->at->door->ready(r, rows, d) : ERR_OK;
}

/* Something that is worked out by the day is another by now than when it was signed. */
static enum err
sign_again(struct req *r, const struct draft *d)
{
	TRY(page_begin(r));
	DB_ADD(page_db(r), SQL_DRAFT_UNSIGN, d->id);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "/oppsummering?usignert=1", STR_ARG(d->base)));
	return ERR_OK;
}

static enum err
submit(struct req *r, struct draft *d)
{
	const struct db_rows *made;
	enum err e;

	TRY(d->at->door->send(r, d, &made));
	e = page_commit(r);
	if (e == ERR_UNCERTAIN || e == ERR_STALE)
		return look_up(r, d->at);
	if (e == ERR_UNSIGNED)
		return sign_again(r, d);
	if (e != ERR_OK)
		return e;
	return form_gone(r, d->at, made);
}

enum err
apply_send(struct req *r, const struct apply *at)
{
	const struct db_rows *held, *rows, *became;
	struct draft d;
	enum err token;

	if (!id_is(at->id))
		return ERR_GONE;
	held = at->door->hold != NULL ? at->door->hold(r, at) : NULL;
	rows = draft_hold(r, at->id);
	became = DB_ADD(page_db(r), SQL_CASE_OF_DRAFT, at->id);
	TRY(page_look(r));
	if (page_session(r) == NULL && at->door->lost != NULL)
		return at->door->lost(r, at);
	if (page_session(r) == NULL)
		return r->form.n > 1 ? form_park(r, at, SUMMARY, false) : ERR_LOGIN;
	token = page_judge(r);
	if (token != ERR_OK && (token != ERR_CSRF || db_count(rows) == 0))
		return token;
	if (db_count(rows) == 0) {
		TRY(page_commit(r));
		return form_gone(r, at, became);
	}
	TRY(draft_take(r, at, rows, &d));
	d.held = held;
	if (token != ERR_OK || !may_send(r, &d)) {
		db_rollback(page_db(r));
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return apply_show_check(r, &d);
	}
	TRY(for_staff(r, rows, &d));
	return submit(r, &d);
}

enum err
apply_erase_ask(struct req *r, const struct apply *at)
{
	struct draft d;
	bool here;

	TRY(form_open(r, at, STR(""), &d, &here));
	if (!here)
		return ERR_OK;
	vset(page_map(r), "service_title", d.release->service->form_title);
	vset(page_map(r), "saved_at", page_at(r, d.updated_at));
	vset(page_map(r), "action", str_fmt(r->a, STR_FMT "/slett", STR_ARG(d.base)));
	vset(page_map(r), "back_href", d.base);
	return page_show(r, at->door->erase);
}

enum err
apply_erase(struct req *r, const struct apply *at)
{
	const struct db_rows *deleted, *became;

	if (!id_is(at->id))
		return ERR_GONE;
	TRY(page_open(r));
	deleted = DB_ADD(page_db(r), SQL_DRAFT_DELETE, at->id);
	became = DB_ADD(page_db(r), SQL_CASE_OF_DRAFT, at->id);
	TRY(page_commit(r));
	if (db_count(deleted) == 0)
		return form_gone(r, at, became);
	reply_redirect(r, str_from_z(at->door->erased));
	return ERR_OK;
}
