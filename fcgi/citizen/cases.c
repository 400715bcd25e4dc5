/* cases.c - where do my cases stand, and who has to do something now? */
#include "base/time.h"
#include "case/case.h"
#include "citizen/citizen.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/fields.h"
#include "register/register.h"

#define DRAFT_DAYS	30		/* the clock removes drafts that have not been touched for so long */

struct open_case {
	const struct release *release;
	struct answers	*answers;		/* judged */
	struct form_world world;
	struct str	 id, ref, state;
	int64_t		 received_at;
};

static struct str
kept_until(const struct req *r, int64_t saved_at)
{
	return time_date_show(r->a, time_oslo_date(saved_at + DRAFT_DAYS * (int64_t)86400 * 1000000));
}

static void
fill_draft(struct req *r, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct vmap *m = vadd(page_map(r), "drafts");
	struct str href = str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(rel->service_id),
	    STR_ARG(db_get(rows, i, "id")));

	vset(m, "title", rel->service->form_title);
	vset(m, "href", href);
	vset(m, "delete_href", str_fmt(r->a, STR_FMT "/slett", STR_ARG(href)));
	vset(m, "saved_at", citizen_at(r, db_at(rows, i, "updated_at")));
	vset(m, "kept_until", kept_until(r, db_at(rows, i, "updated_at")));
}

static const struct service_words *
state_words(struct req *r, const struct release *rel, struct str state)
{
	return service_words(r->a, rel->service->states, rel->service->nstates, state);
}

static struct str
outcome_words(struct req *r, const struct release *rel, struct str outcome)
{
	return outcome.n == 0 ? STR("") :
	    service_words(r->a, rel->service->outcomes, rel->service->noutcomes, outcome)->citizen;
}

static void
fill_case(struct req *r, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct vmap *m = vadd(page_map(r), "cases");
	struct str ref = db_get(rows, i, "ref");
	const struct service_words *w = state_words(r, rel, db_get(rows, i, "state"));

	vset(m, "ref", ref);
	vset(m, "title", rel->service->form_title);
	vset(m, "href", str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(ref)));
	vset(m, "state_text", w->citizen);
	vset(m, "ball", w->ball);
	vset(m, "outcome_text", outcome_words(r, rel, db_get(rows, i, "outcome")));
	vset(m, "received_at", citizen_at(r, db_at(rows, i, "received_at")));
}

enum err
citizen_cases(struct req *r)
{
	const struct db_rows *drafts = DB_ADD0(page_db(r), SQL_DRAFT_LIST);
	const struct db_rows *cases = DB_ADD0(page_db(r), SQL_CASE_MINE);
	const struct release *rel;

	TRY(page_read(r));
	vlist(page_map(r), "drafts");
	vlist(page_map(r), "cases");
	for (size_t i = 0; i < db_count(drafts); i++) {
		TRY(citizen_release(r, db_get(drafts, i, "release_id"), &rel));
		fill_draft(r, drafts, i, rel);
	}
	for (size_t i = 0; i < db_count(cases); i++) {
		TRY(citizen_release(r, db_get(cases, i, "release_id"), &rel));
		fill_case(r, cases, i, rel);
	}
	vset_flag(page_map(r), "saved", params_has(&r->query, "lagret"));
	vset_flag(page_map(r), "deleted", params_has(&r->query, "slettet"));
	return page_show(r, "citizen/cases");
}

static enum err
take_case(struct req *r, const struct db_rows *rows, struct open_case *out)
{
	struct open_case c = { .id = db_count(rows) > 0 ? db_get(rows, 0, "id") : STR_NONE };

	if (c.id.n == 0)
		return ERR_GONE;
	c.ref = db_get(rows, 0, "ref");
	c.state = db_get(rows, 0, "state");
	c.received_at = db_at(rows, 0, "received_at");
	TRY(citizen_release(r, db_get(rows, 0, "release_id"), &c.release));
	c.world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	TRY(answers_read(r->a, c.release->form, db_get(rows, 0, "answers"),
	    case_pairs(r->a, db_get(rows, 0, "pids")), &c.answers));
	answers_rules(c.answers, &c.world);
	*out = c;
	return ERR_OK;
}

static struct case_event
withdrawal(const struct req *r, const struct open_case *c)
{
	return (struct case_event){ .tenant_id = page_tenant(r)->id, .case_id = c->id, .state = c->state,
		.received_at = c->received_at, .flow = c->release->flow, .answers = c->answers,
		.world = &c->world, .event = "withdraw", .by = FLOW_APPLICANT,
		.actor_id = page_session(r)->person_id };
}

static bool
may_withdraw(struct req *r, const struct open_case *c)
{
	struct case_event e = withdrawal(r, c);
	const struct flow_choice *v;
	size_t n = case_may(r->a, &e, &v);

	for (size_t i = 0; i < n; i++)
		if (str_eq_z(v[i].event, e.event))
			return true;
	return false;
}

static void
fill_timeline(struct req *r, const struct db_rows *events, const struct release *rel)
{
	const struct service *s = rel->service;

	vlist(page_map(r), "timeline");
	for (size_t i = 0; i < db_count(events); i++) {
		struct vmap *m = vadd(page_map(r), "timeline");

		vset(m, "text", service_words(r->a, s->events, s->nevents, db_get(events, i, "event"))->citizen);
		vset(m, "at", citizen_at(r, db_at(events, i, "at")));
	}
}

static void
fill_letters(struct req *r, const struct db_rows *letters)
{
	vlist(page_map(r), "letters");
	for (size_t i = 0; i < db_count(letters); i++) {
		struct vmap *m = vadd(page_map(r), "letters");

		vset(m, "title", db_get(letters, i, "title"));
		vset(m, "at", citizen_at(r, db_at(letters, i, "available_at")));
		vset(m, "href", str_fmt(r->a, "/postkasse/" STR_FMT, STR_ARG(db_get(letters, i, "id"))));
		vset_flag(m, "unread", db_get(letters, i, "read_at").p == NULL);
	}
}

static void
fill_head(struct req *r, const struct db_rows *rows, const struct open_case *c)
{
	struct vmap *v = page_map(r);
	const struct service_words *w = state_words(r, c->release, c->state);
	struct str base = str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(c->ref));

	vset(v, "ref", c->ref);
	vset(v, "title", c->release->service->form_title);
	vset(v, "state_text", w->citizen);
	vset(v, "state_help", w->text);
	vset(v, "ball", w->ball);
	vset(v, "outcome_text", outcome_words(r, c->release, db_get(rows, 0, "outcome")));
	vset(v, "received_at", citizen_at(r, c->received_at));
	vset(v, "due_on", db_at(rows, 0, "due_at") == 0 || db_at(rows, 0, "decided_at") != 0 ? STR("") :
	    time_date_show(r->a, time_oslo_date(db_at(rows, 0, "due_at"))));
	vset(v, "href", base);
	vset(v, "receipt_href", str_fmt(r->a, STR_FMT "/kvittering", STR_ARG(base)));
	vset(v, "withdraw_href", str_fmt(r->a, STR_FMT "/trekk", STR_ARG(base)));
	vset_flag(v, "can_withdraw", may_withdraw(r, c));
}

enum err
citizen_case(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *events = DB_ADD(page_db(r), SQL_CASE_EVENTS, r->seg[0]);
	const struct db_rows *letters = DB_ADD(page_db(r), SQL_CASE_LETTERS, r->seg[0]);
	struct open_case c;

	TRY(page_read(r));
	TRY(take_case(r, rows, &c));
	fill_head(r, rows, &c);
	fill_timeline(r, events, c.release);
	fill_letters(r, letters);
	fields_summary(page_map(r), r->a, c.answers, &c.world, STR(""));
	vview(page_map(r), "summary", c.release->summary);
	vset_flag(page_map(r), "withdrawn", params_has(&r->query, "trukket"));
	return page_show(r, "citizen/case");
}

/* When a step of the service is to have happened, counted from the day the application came in. */
static struct str
step_when(struct req *r, const struct service_step *s, int64_t received_at)
{
	int64_t due;

	if (s->within.p == NULL || !flow_due(s->within, received_at, false, &due))
		return STR("");
	return time_date_show(r->a, time_oslo_date(due));
}

enum err
citizen_receipt(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct open_case c;

	TRY(page_read(r));
	TRY(take_case(r, rows, &c));
	fill_head(r, rows, &c);
	vset(page_map(r), "code", db_get(rows, 0, "code"));
	vlist(page_map(r), "next");
	for (size_t i = 0; i < c.release->service->nsteps; i++) {
		const struct service_step *s = &c.release->service->steps[i];
		struct vmap *m = vadd(page_map(r), "next");

		vset(m, "title", s->title);
		vset(m, "text", s->text);
		vset(m, "by", step_when(r, s, c.received_at));
	}
	fields_summary(page_map(r), r->a, c.answers, &c.world, STR(""));
	vview(page_map(r), "summary", c.release->summary);
	return page_show(r, "citizen/receipt");
}

enum err
citizen_withdraw_ask(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct open_case c;

	TRY(page_read(r));
	TRY(take_case(r, rows, &c));
	fill_head(r, rows, &c);
	if (!may_withdraw(r, &c))
		return ERR_STALE;
	return page_show(r, "citizen/withdraw");
}

enum err
citizen_withdraw(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	struct open_case c;
	struct case_event e;

	TRY(page_open(r));
	TRY(take_case(r, rows, &c));
	e = withdrawal(r, &c);
	e.revision = db_get(rows, 0, "revision");
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, "/mine-saker/" STR_FMT "?trukket=1", STR_ARG(c.ref)));
	return ERR_OK;
}
