/* The application comes in, and what happens to the case. */
#include "scenario/private.h"

#include "base/time.h"

#define SECOND_USEC	INT64_C(1000000)
#define DAY_USEC	INT64_C(86400000000)
#define MORNING_USEC	INT64_C(36000000000)	/* 10.00 UTC: the same day in Norway */

/* ---- what a step of the flow does ---- */

static struct run_deadline *
deadline(struct run *r, struct str event)
{
	struct run_deadline *d;

	for (d = r->deadlines; d != NULL; d = d->next)
		if (str_eq(d->event, event))
			return d;
	d = ARENA_NEW(r->a, struct run_deadline);
	d->event = event;
	d->next = r->deadlines;
	r->deadlines = d;
	return d;
}

/* One counted from the notice is counted from now: the notice follows at once. */
static void
set_deadline(struct run *r, const struct flow_action *x)
{
	struct run_deadline *d = deadline(r, x->name);

	d->running = x->due_at != 0 || flow_due(x->after, r->world.now_at, x->workday, &d->due_at);
	if (x->due_at != 0)
		d->due_at = x->due_at;
}

/* The day that the step's event tells of. */
static int64_t
told_at(const struct run *r)
{
	struct str day = xml_attr(r->step, "told");
	struct date d;

	return time_date_read(day.p != NULL ? day : r->told_until, &d) ?
	    time_day(d) * DAY_USEC + MORNING_USEC : 0;
}

/* The event at a clock's limit is a deadline, there while the clock runs. */
static void
turn_clock(struct run *r, const struct flow_action *x)
{
	struct asking q = { r, r->stored };
	struct flow_case c = { .at = r->world.now_at, .received_at = r->received_at,
	    .told_at = told_at(r), .rule = run_rule, .ctx = &q };
	const struct flow_clock *old = flow_clock(&r->clocks, x->name), *k;
	struct str before = old != NULL ? old->event : STR("");
	struct run_deadline *d;

	k = flow_clocks_turn(r->a, &r->clocks, x, &c);
	if (k != NULL && k == old && before.n > 0)
		deadline(r, before)->running = false;
	if (k == NULL || k->event.n == 0)
		return;
	d = deadline(r, k->event);
	d->due_at = flow_clock_alarm(k);
	d->running = d->due_at != 0;
}

/* The letters last: the postman makes them of the case as it has become. */
static void
act(struct run *r, const xmlNode *step, const struct flow_result *res)
{
	for (size_t i = 0; i < res->nactions; i++) {
		const struct flow_action *x = &res->actions[i];

		if (x->kind == FLOW_DEADLINE_SET)
			set_deadline(r, x);
		else if (x->kind == FLOW_DEADLINE_CANCEL)
			deadline(r, x->name)->running = false;
		else if (x->kind != FLOW_LETTER)
			turn_clock(r, x);
	}
	for (size_t i = 0; i < res->nactions; i++)
		if (res->actions[i].kind == FLOW_LETTER)
			run_letter(r, step, res->actions[i].name, res->actions[i].to);
}

/* ---- the answers of a case ---- */

static struct str
case_number(struct arena *a, struct str pid, size_t i)
{
	(void)pid;
	return str_fmt(a, "person:00000000-0000-4000-8000-%012zu", i);
}

/* Both stay as they came in, as every program reads a case. */
static bool
store(struct run *r, const xmlNode *step)
{
	struct form_pairs none = { NULL, 0 };
	struct form_world world = r->world;

	if (answers_read(r->a, r->rel->form, pruned_text(r, case_number), none,
	    &r->stored) != ERR_OK)
		return run_fail(r, step, "what is stored cannot be read again");
	world.seen = NULL;
	answers_sent(r->stored, &world);
	return true;
}

bool
run_submit(struct run *r, xmlNode *n)
{
	struct flow_result res;
	struct flow_case c;

	r->letters = NULL;
	if (!run_clock(r, n))
		return false;
	if (r->sent)
		return run_fail(r, n, "the application is sent already");
	if (r->at != NULL && xml_attr(n, "jump").p == NULL)
		return run_fail(r, n, "the person has come to " STR_FMT ", and not to the summary",
		    STR_ARG(r->at->name));
	r->at = NULL;
	answers_rules(r->as, &r->world);
	if (!run_no_other_errors(r, n, NULL))
		return false;
	r->sent = r->as->nerrors == 0;
	if (r->sent) {
		if (!store(r, n))
			return false;
		r->received_at = r->world.now_at;
		r->facts.origin = xml_attr(n, "origin");
		c = (struct flow_case){ .at = r->received_at, .received_at = r->received_at };
		r->said = (struct release_said){ r->rel, r->stored, STR(""), 0 };
		release_said_in(&r->said, &r->world);
		run_cover_said(r);
		flow_initial(r->a, r->rel->flow, &c, &res);
		r->state = res.to;
		act(r, n, &res);
	}
	run_expect(r, n, NULL);
	return true;
}

/* ---- events ---- */

static bool
holds(void *ctx, const void *cond)
{
	const struct asking *q = ctx;
	bool so = form_expr_true(cond, q->as, &q->r->world);

	cover_cond(q->r->cover, cond, so);
	return so;
}

static enum flow_by
who(struct str by)
{
	return str_eq_z(by, "applicant") ? FLOW_APPLICANT : str_eq_z(by, "caseworker") ?
	    FLOW_CASEWORKER : str_eq_z(by, "leader") ? FLOW_LEADER : FLOW_SYSTEM;
}

/* The system's events are deadlines: the clock goes on to just after it, as the clock's program
   comes a moment later. */
static bool
await(struct run *r, const xmlNode *n)
{
	struct run_deadline *d = deadline(r, xml_attr(n, "name"));

	if (!d->running)
		return run_fail(r, n, "the deadline " STR_FMT " is not running", STR_ARG(d->event));
	if (xml_attr(n, "today").p == NULL && r->world.now_at <= d->due_at)
		run_set_clock(r, d->due_at + SECOND_USEC);
	if (r->world.now_at < d->due_at)
		return run_fail(r, n, "the deadline " STR_FMT " is not due before %s",
		    STR_ARG(d->event), time_date_iso(r->a, time_oslo_date(d->due_at)).p);
	d->running = false;
	return true;
}

static struct str
place_name(const struct run *r, struct str value)
{
	const struct form *f = r->rel->form;

	for (size_t i = 0; i < f->nlists; i++) {
		const struct form_list *l = f->list[i];
		const struct form_options *o = l->source.n == 0 ? &l->options :
		    r->world.list(r->world.ctx, l);

		for (size_t k = 0; str_eq(l->id, r->rel->service->decision.places) && o != NULL &&
		    k < o->n; k++)
			if (str_eq(o->v[k].value, value))
				return o->v[k].label;
	}
	return STR("");
}

static const struct letter_reason *
read_choices(struct run *r, xmlNode *decision, const char *what,
    const struct service_reason *(*find)(const struct service *, struct str code), size_t *n_out)
{
	struct letter_reason *v = arena_alloc(r->a, (xmlChildElementCount(decision) + 1) *
	    sizeof *v);
	size_t n = 0;

	for (xmlNode *c = xml_first(decision); c != NULL; c = xml_next(c)) {
		const struct service_reason *one = xml_is(c, what) ?
		    find(r->rel->service, xml_text(r->a, c)) : NULL;

		if (one != NULL)
			v[n++] = (struct letter_reason){ one->text, one->law };
	}
	*n_out = n;
	return v;
}

static struct str
today(const struct run *r)
{
	return time_date_iso(r->a, time_oslo_date(r->world.now_at));
}

/* A decision after another takes its place. */
static void
follow(struct run *r, struct str event)
{
	struct letter_facts *f = &r->facts;

	f->replaces = str_eq(event, f->outcome) && !str_eq_z(event, "annul") ? STR("") :
	    f->decided_on;
	f->change = str_eq_z(event, "correct") || str_eq_z(event, "reverse") ? event : STR("");
	f->decided_on = today(r);
}

static struct str
said(struct run *r, xmlNode *n, const char *attr, const char *child)
{
	xmlNode *c = child != NULL ? xml_child(n, child) : NULL;
	struct str s = attr != NULL ? xml_attr(n, attr) : c != NULL ? xml_text(r->a, c) : STR("");

	return s.p != NULL ? s : STR("");
}

/* A complaint, what is thought of it here, and what its body came to.  Gives the complaint that
   was there before. */
static struct letter_complaint
complain(struct run *r, xmlNode *n)
{
	struct letter_complaint old = r->facts.complaint;
	struct str event = xml_attr(n, "name");
	xmlNode *c = xml_child(n, "complaint"), *appeal = xml_child(n, "appeal");

	if (c != NULL && (str_eq_z(event, "dismiss-own") || str_eq_z(event, "dismiss-other"))) {
		r->facts.complaint.ground = said(r, c, "dismissed", NULL);
		r->facts.complaint.reason = said(r, c, "reason", NULL);
	} else if (c != NULL)
		r->facts.complaint = (struct letter_complaint){ .joined = old.joined,
			.njoined = old.njoined, .received = today(r),
			.late = str_eq_z(xml_attr(c, "late"), "true"), .text = xml_text(r->a, c),
			.wanted = said(r, c, "wanted", NULL), .by = said(r, c, "by", NULL),
			.ground = said(r, c, "dismissed", NULL),
			.reason = said(r, c, "reason", NULL) };
	if (xml_child(n, "assessment") != NULL)
		r->facts.complaint.assessment = said(r, n, NULL, "assessment");
	if (appeal == NULL)
		return old;
	(void)str_cut(&event, '.');
	r->facts.appeal = (struct letter_appeal){ event, said(r, appeal, "on", NULL),
	    xml_text(r->a, appeal) };
	return old;
}

/* The complaint that was there before an event about another; that one is joined to it or not. */
static struct letter_complaint
with_joined(struct run *r, struct letter_complaint c, bool joins)
{
	const struct letter_complaint *it = &r->facts.complaint;
	struct letter_joined *v = arena_alloc(r->a, (c.njoined + 1) * sizeof *v);

	if (!joins)
		return c;
	for (size_t i = 0; i < c.njoined; i++)
		v[i] = c.joined[i];
	v[c.njoined++] = (struct letter_joined){ it->by.n > 0 ? it->by : r->facts.person_name,
		it->received, it->text, it->wanted };
	c.joined = v;
	return c;
}

/* As the desk takes it. */
static bool
decide(struct run *r, xmlNode *n)
{
	xmlNode *d = xml_child(n, "decision"), *text;
	struct letter_facts *f = &r->facts;
	struct str start, by;

	if (d == NULL)
		return true;
	text = xml_child(d, "text");
	start = xml_attr(d, "start");
	by = xml_attr(d, "by");
	f->outcome = xml_attr(d, "outcome").n > 0 ? xml_attr(d, "outcome") : xml_attr(n, "name");
	f->place = place_name(r, xml_attr(d, "place"));
	if (xml_attr(d, "place").n > 0 && f->place.n == 0)
		return run_fail(r, d, "there is no place " STR_FMT " among those to be had",
		    STR_ARG(xml_attr(d, "place")));
	if (!form_type_read(r->a, FORM_DAY, start, &r->world, &f->start))
		f->start = start;
	f->until = r->told_until;
	f->remains = said(r, d, NULL, "remains");
	f->text = text != NULL ? xml_text(r->a, text) : STR("");
	f->by = by.n > 0 ? by : STR("Siri Saksbehandler");
	f->approved_by = said(r, d, "approved-by", NULL);
	f->reasons = read_choices(r, d, "reason", service_reason, &f->nreasons);
	f->conditions = read_choices(r, d, "condition", service_condition, &f->nconditions);
	follow(r, xml_attr(n, "name"));
	return true;
}

/* As a caseworker prepared it, or as such cases go. */
static void
read_wait(struct run *r, xmlNode *n)
{
	const xmlNode *w = xml_child(n, "wait");

	r->facts.wait_reason = r->facts.wait_pause = r->facts.expected = STR("");
	if (w == NULL)
		return;
	r->facts.wait_reason = xml_attr(w, "reason");
	r->facts.wait_pause = xml_attr(w, "pause");
	r->facts.expected = xml_attr(w, "expected");
}

static const char *
why_not(const struct run *r, enum err e, struct str by)
{
	return e == ERR_DENIED ? str_fmt(r->a, "it is not for the " STR_FMT, STR_ARG(by)).p :
	    e == ERR_INVALID ? "its condition does not hold" :
	    str_fmt(r->a, "nothing takes it in the state " STR_FMT, STR_ARG(r->state)).p;
}

static bool
fire(struct run *r, xmlNode *n)
{
	struct str event = xml_attr(n, "name"), by = xml_attr(n, "by");
	struct asking q = { r, who(by) == FLOW_SYSTEM ? r->stored : r->as };
	struct flow_case c = { .state = r->state, .at = r->world.now_at,
		.received_at = r->received_at, .told_at = told_at(r),
		.holds = holds, .rule = run_rule, .ctx = &q };
	struct letter_complaint before;
	struct flow_result res;
	enum err e = flow_step(r->a, r->rel->flow, &c, event, who(by), &res);

	r->refused = e != ERR_OK ? why_not(r, e, by) : NULL;
	if (e != ERR_OK)
		return xml_child(xml_child(n, "expect"), "refused") != NULL || run_fail(r, n,
		    "the event " STR_FMT " is refused: %s", STR_ARG(event), r->refused);
	before = complain(r, n);
	if (!decide(r, n))
		return false;
	read_wait(r, n);
	run_missing(r, n);
	cover_transition(r->cover, res.taken, event);
	r->state = res.to;
	act(r, n, &res);
	if (str_eq_z(event, "join-complaint") || str_eq_z(event, "dismiss-complaint"))
		r->facts.complaint = with_joined(r, before, event.p[0] == 'j');
	return true;
}

bool
run_event(struct run *r, xmlNode *n)
{
	r->letters = NULL;
	r->refused = NULL;
	r->told_until = said(r, xml_child(n, "decision"), "until", NULL);
	if (!run_clock(r, n))
		return false;
	if (!r->sent)
		return run_fail(r, n, "the application is not sent yet: no case to do this to");
	if (str_eq_z(xml_attr(n, "by"), "system") && !await(r, n))
		return false;
	if (!fire(r, n))
		return false;
	run_expect(r, n, NULL);
	return true;
}

size_t
run_may(struct run *r, struct str by, const struct flow_choice **out)
{
	struct asking q = { r, r->as };
	struct flow_case c = { .state = r->state, .at = r->world.now_at,
		.received_at = r->received_at, .told_at = told_at(r),
		.holds = holds, .rule = run_rule, .ctx = &q };

	return flow_may(r->a, r->rel->flow, &c, who(by), out);
}
