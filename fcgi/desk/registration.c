/* registration.c - the form of an application that staff register: the door to apply/ */
#include "desk/registration.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/time.h"
#include "case/case.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"

enum err
registration_over(struct req *r, struct str href, struct str back)
{
	struct vmap *v = page_map(r);

	db_rollback(page_db(r));
	r->status = err_http(ERR_LOGIN);
	vset(v, "again_href", page_login_href(r, back));
	vset(v, "href", href);
	over_carry(r, "");
	return page_show(r, "desk/register-lost");
}

static struct str
became(struct req *r, const struct db_rows *rows)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "?registrert=1",
	    STR_ARG(db_get(rows, 0, "ref")));
}

/* It is judged as on the day it came in. */
static enum err
ready(struct req *r, const struct db_rows *rows, struct draft *d)
{
	struct registration *reg = d->at->ctx;
	struct vmap *v = page_map(r);

	reg->came_at = db_at(rows, 0, "came_at");
	reg->origin = db_get(rows, 0, "origin");
	d->world.today = time_day(time_oslo_date(reg->came_at));
	answers_rules(d->answers, &d->world);
	vset(v, "applicant", db_get(rows, 0, "name"));
	vset(v, "origin", reg->origin);
	vset(v, "came_on", page_day(r, reg->came_at));
	vset(v, "follows", db_get(rows, 0, "copied_ref"));
	return ERR_OK;
}

static enum err
checking(struct req *r, const struct draft *d)
{
	const struct registration *reg = d->at->ctx;

	vset_flag(page_map(r), "old", r->status == err_http(ERR_CSRF));
	gaps_fill(r, d, reg->sending && r->status != err_http(ERR_CSRF));
	vlist(page_map(r), "scan_errors");	/* stays as it is */
	scans_fill(r, reg->scans, str_fmt(r->a, STR_FMT "/skann", STR_ARG(d->base)));
	return ERR_OK;
}

static bool
may_send(struct req *r, const struct draft *d)
{
	return gaps_explained(r, d);
}

static enum err
lost(struct req *r, const struct apply *at)
{
	return registration_over(r, str_fmt(r->a, STR_FMT "/send", STR_ARG(at->base)),
	    str_fmt(r->a, STR_FMT "/oppsummering", STR_ARG(at->base)));
}

static enum err
submit(struct req *r, struct draft *d, const struct db_rows **made)
{
	struct registration *reg = d->at->ctx;
	struct str gaps = gaps_json(r, d);

	reg->tried = true;
	*made = case_submit(page_db(r), r->a, &(struct case_new){
	    .draft_id = d->id, .tenant_id = page_tenant(r)->id,
	    .desk_user_id = page_session(r)->desk_user_id, .came_at = reg->came_at,
	    .gaps = gaps, .data = str_fmt(r->a, "{\"origin\":\"" STR_FMT "\",\"came_on\":\"" STR_FMT
	    "\",\"gaps\":" STR_FMT "}", STR_ARG(reg->origin),
	    STR_ARG(time_date_iso(r->a, time_oslo_date(reg->came_at))), STR_ARG(gaps)),
	    .release = d->release, .answers = d->answers, .world = &d->world });
	return ERR_OK;
}

static const struct apply_door door = {
	.form = "desk/register-form", .check = "desk/register-check",
	.erase = "desk/register-delete", .over = "desk/register-over",
	.later = REGISTER_BASE "?lagret=1", .erased = REGISTER_BASE "?slettet=1",
	.became = became, .ready = ready, .checking = checking, .may_send = may_send,
	.lost = lost, .may_lack = true, .any_level = true, .send = submit,
};

struct apply
registration_here(struct req *r)
{
	return (struct apply){ .door = &door, .id = r->seg[0],
		.base = str_fmt(r->a, REGISTER_BASE "/" STR_FMT,
		    STR_ARG(url_encode(r->a, r->seg[0]))),
		.ctx = ARENA_NEW(r->a, struct registration) };
}

enum err
desk_register_resume(struct req *r)
{
	struct apply at = registration_here(r);

	return apply_resume(r, &at);
}

enum err
desk_register_page(struct req *r)
{
	struct apply at = registration_here(r);

	return apply_page(r, &at, r->seg[1]);
}

enum err
desk_register_save(struct req *r)
{
	struct apply at = registration_here(r);

	return apply_save(r, &at, r->seg[1]);
}

/* With the scans, which the summary shows. */
static enum err
ask_scans(struct req *r, struct apply *at)
{
	struct registration *reg = at->ctx;

	if (!id_is(at->id))
		return ERR_GONE;
	reg->scans = DB_ADD(page_db(r), SQL_DRAFT_SCANS, at->id);
	return ERR_OK;
}

enum err
desk_register_check(struct req *r)
{
	struct apply at = registration_here(r);

	TRY(ask_scans(r, &at));
	return apply_check(r, &at);
}

/* What they wrote says that they may not: PostgreSQL took no such case. */
static enum err
refused(struct req *r, const struct apply *at, enum err e)
{
	struct vmap *v = page_map(r);

	db_rollback(page_db(r));
	r->status = err_http(e);
	vset_flag(v, "graded", e == ERR_DENIED);
	vset(v, "delete_href", str_fmt(r->a, STR_FMT "/slett", STR_ARG(at->base)));
	vset_z(v, "list_href", REGISTER_BASE);
	return page_show(r, "desk/register-refused");
}

enum err
desk_register_send(struct req *r)
{
	struct apply at = registration_here(r);
	struct registration *reg = at.ctx;
	bool shown;
	enum err e;

	if (!id_is(at.id))
		return ERR_GONE;
	TRY(scans_take(r, &at, &shown));
	if (shown)
		return ERR_OK;
	TRY(ask_scans(r, &at));
	reg->sending = true;
	e = apply_send(r, &at);
	return reg->tried && (e == ERR_DENIED || e == ERR_DISQUALIFIED) ? refused(r, &at, e) : e;
}

enum err
desk_register_send_again(struct req *r)
{
	struct apply at = registration_here(r);

	return apply_send_again(r, &at);
}

enum err
desk_register_erase_ask(struct req *r)
{
	struct apply at = registration_here(r);

	return apply_erase_ask(r, &at);
}

enum err
desk_register_erase(struct req *r)
{
	struct apply at = registration_here(r);

	return apply_erase(r, &at);
}
