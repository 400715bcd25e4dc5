/* apply.c - a citizen's own application: the door to apply/ */
#include "apply/apply.h"

#include "apply/draft.h"
#include "case/case.h"
#include "citizen/door.h"
#include "citizen/party.h"
#include "citizen/routes.h"
#include "page/page.h"
#include "release/service.h"

/* A draft that became a case sends its old addresses on to the receipt. */
static struct str
became(struct req *r, const struct db_rows *rows)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT "/kvittering", STR_ARG(db_get(rows, 0, "ref")));
}

static bool
is_last_page(const struct form *form, struct str name)
{
	const struct form_item *p = form_page(form, name);

	return p != NULL && p->next == NULL;
}

/* Where those who must know of the application are told: on the page that names them, on the last
   and when it is read over. */
static void
door_hearing(struct req *r, const struct draft *d)
{
	const struct service_hearing *h = service_hearing_on(d->release->service, true);
	const struct form_item *rows = h != NULL ? form_find(d->release->form, h->rows) : NULL;
	struct vmap *v;

	if (rows == NULL || d->world.hearing == NULL ||
	    (r->seg[2].p != NULL && !str_eq(r->seg[2], rows->page->name) &&
	    !is_last_page(d->release->form, r->seg[2])))
		return;
	v = vwith(page_map(r), "hearing");
	vset(v, "hearing_title", h->citizen);
	vset(v, "hearing_href", str_fmt(r->a, STR_FMT "/nabovarsel", STR_ARG(d->base)));
	vset_flag(v, "hearing_stale", d->world.hearing(d->world.hearing_ctx, str_fmt(r->a,
	    STR_FMT "/stale", STR_ARG(h->id))) > 0);
}

/* One that answers what a case was asked for is no new application; one that is shared to be read
   is not filled in. */
static enum err
ready(struct req *r, const struct db_rows *rows, struct draft *d)
{
	if (db_get(rows, 0, "supplement_ref").p != NULL || !party_fills(r->a, d->people))
		return ERR_GONE;
	door_hearing(r, d);
	return ERR_OK;
}

static enum err
checking(struct req *r, const struct draft *d)
{
	party_fill(r, d);
	return ERR_OK;
}

/* Signed by all who must, as it stands. */
static bool
may_send(struct req *r, const struct draft *d)
{
	return d->answers->nerrors == 0 && party_signed(r->a, d->people);
}

static enum err
submit(struct req *r, struct draft *d, const struct db_rows **made)
{
	*made = case_submit(page_db(r), r->a, &(struct case_new){
	    .draft_id = d->id, .tenant_id = page_tenant(r)->id,
	    .person_id = page_session(r)->person_id,
	    .release = d->release,
	    .answers = d->answers, .world = &d->world });
	return ERR_OK;
}

static const struct apply_door door = {
	.form = "citizen/form", .check = "citizen/check", .erase = "citizen/draft-delete",
	.over = "citizen/session-over",
	.later = "/mine-saker?lagret=1", .erased = "/mine-saker?slettet=1",
	.became = became, .ready = ready, .checking = checking, .may_send = may_send,
	.send = submit,
};

struct apply
door_here(struct req *r)
{
	return (struct apply){ .door = &door, .service = r->seg[0], .id = r->seg[1],
		.base = str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT,
		    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(url_encode(r->a, r->seg[1]))) };
}

enum err
citizen_form_resume(struct req *r)
{
	struct apply at = door_here(r);

	return apply_resume(r, &at);
}

enum err
citizen_form_show(struct req *r)
{
	struct apply at = door_here(r);

	return apply_page(r, &at, r->seg[2]);
}

enum err
citizen_form_save(struct req *r)
{
	struct apply at = door_here(r);

	return apply_save(r, &at, r->seg[2]);
}

enum err
citizen_check(struct req *r)
{
	struct apply at = door_here(r);

	return apply_check(r, &at);
}

enum err
citizen_send(struct req *r)
{
	struct apply at = door_here(r);

	return apply_send(r, &at);
}

/* After a login in between, or a reload: the summary has the button. */
enum err
citizen_send_again(struct req *r)
{
	struct apply at = door_here(r);

	return apply_send_again(r, &at);
}

enum err
citizen_delete_ask(struct req *r)
{
	struct apply at = door_here(r);

	return apply_erase_ask(r, &at);
}

enum err
citizen_delete(struct req *r)
{
	struct apply at = door_here(r);

	return apply_erase(r, &at);
}
