#include "flow/clock.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/time.h"
#include "flow/private.h"

#define USEC_A_DAY	INT64_C(86400000000)

struct flow_clock *
flow_clock_add(struct arena *a, struct flow_clocks *cs, const struct flow_clock *clock)
{
	struct flow_clock **end = &cs->first;

	while (*end != NULL)
		end = &(*end)->next;
	*end = ARENA_NEW(a, struct flow_clock);
	**end = *clock;
	(*end)->next = NULL;
	(*end)->first = (*end)->last = NULL;
	(*end)->nintervals = 0;
	return *end;
}

struct flow_interval *
flow_interval_add(struct arena *a, struct flow_clock *c, const struct flow_interval *interval)
{
	struct flow_interval *x = ARENA_NEW(a, struct flow_interval);

	*x = *interval;
	x->next = NULL;
	if (c->last != NULL)
		c->last->next = x;
	else
		c->first = x;
	c->last = x;
	c->nintervals++;
	return x;
}

struct flow_clock *
flow_clock(const struct flow_clocks *cs, struct str name)
{
	struct flow_clock *found = NULL;

	for (struct flow_clock *c = cs->first; c != NULL; c = c->next)
		if (str_eq(c->name, name))
			found = c;
	return found;
}

bool
flow_clock_runs(const struct flow_clock *c)
{
	return c->stopped_at == 0 && c->last->running;
}

bool
flow_clock_paused(const struct flow_clock *c)
{
	return c->stopped_at == 0 && !c->last->running;
}

static int64_t
oslo_day(int64_t at)
{
	return time_day(time_oslo_date(at));
}

/* Of the intervals of one kind: days between, and the very time. */
static int64_t
sum_days(const struct flow_clock *c, bool running, int64_t now_at, int64_t *usec)
{
	int64_t days = 0;

	*usec = 0;
	for (const struct flow_interval *x = c->first; x != NULL; x = x->next) {
		int64_t to_at = x->to_at != 0 ? x->to_at : now_at;

		if (x->running != running || to_at < x->from_at)
			continue;
		days += oslo_day(to_at) - oslo_day(x->from_at);
		*usec += to_at - x->from_at;
	}
	return days;
}

/* ---- turning them ---- */

/* Weeks begun after the limit; those that were counted stay. */
static void
count_overruns(struct flow_clock *c, int64_t at)
{
	int64_t due_at = flow_clock_due(c), days, weeks;

	if (c->overrun != FLOW_OVERRUN_FEE || due_at == 0 || at <= due_at)
		return;
	days = oslo_day(at) - oslo_day(due_at);
	weeks = days > 0 ? (days + 6) / 7 : 1;
	if (weeks > c->overruns)
		c->overruns = weeks;
}

static struct flow_clock *
judge(struct flow_clock *clock, const struct flow_action *x, const struct flow_case *c)
{
	struct flow_rule rule = { .overrun = FLOW_OVERRUN_NONE };

	if (x->rules == NULL || clock->stopped_at != 0)
		return NULL;
	count_overruns(clock, c->at);
	if (c->rule != NULL)
		(void)c->rule(c->ctx, x->rules, oslo_day(clock->limit_from_at), &rule);
	clock->after = rule.after;
	clock->law = rule.law;
	clock->overrun = rule.overrun;
	clock->percent = rule.percent;
	clock->event = rule.overrun == FLOW_OVERRUN_FEE ? STR(FLOW_OVERRUN) :
	    rule.overrun == FLOW_OVERRUN_GRANTED ? STR(FLOW_GRANTED) : x->event;
	return clock;
}

/* The limit is moved to the end of the day that was agreed on; never forward. */
static struct flow_clock *
extend(struct flow_clock *clock, const struct flow_case *c)
{
	int64_t due_at = flow_clock_due(clock), at = 0, usec;

	if (due_at == 0 || c->told_at == 0 || !flow_due(STR("P0D"), c->told_at, false, &at) ||
	    at <= due_at)
		return NULL;
	count_overruns(clock, c->at);
	clock->agreed_at = at;
	clock->agreed_paused = sum_days(clock, false, c->at, &usec);
	return clock;
}

static struct flow_clock *
start(struct arena *a, struct flow_clocks *cs, const struct flow_action *x,
    const struct flow_case *c)
{
	struct flow_clock *old = flow_clock(cs, x->name), *clock;
	int64_t from_at = x->from == FLOW_FROM_RECEIVED && c->received_at != 0 ? c->received_at :
	    x->from == FLOW_FROM_TOLD && c->told_at != 0 ? c->told_at : c->at;

	if (old != NULL && old->stopped_at == 0)
		return NULL;
	clock = flow_clock_add(a, cs, &(struct flow_clock){ .name = x->name,
	    .round = old != NULL ? old->round + 1 : 1, .after = x->after, .law = x->law,
	    .ball = x->ball, .event = x->event, .workday = x->workday,
	    .limit_from_at = from_at });
	flow_interval_add(a, clock, &(struct flow_interval){ .running = true,
	    .from_at = from_at, .ball = x->ball });
	(void)judge(clock, x, c);
	return clock;
}

static struct flow_clock *
change(struct arena *a, struct flow_clock *clock, const struct flow_action *x, int64_t at)
{
	bool run = x->kind == FLOW_CLOCK_RESUME;

	if (run ? !flow_clock_paused(clock) : !flow_clock_runs(clock))
		return NULL;
	if (!run)
		count_overruns(clock, at);
	clock->last->to_at = at;
	flow_interval_add(a, clock, &(struct flow_interval){ .running = run, .from_at = at,
	    .ball = run ? clock->ball : x->ball, .law = x->law, .reason = x->reason });
	return clock;
}

static struct flow_clock *
stop(struct flow_clock *clock, int64_t at)
{
	if (clock->stopped_at != 0)
		return NULL;
	count_overruns(clock, at);
	clock->stopped_at = clock->last->to_at = at;
	return clock;
}

static struct flow_clock *
overrun(struct flow_clock *clock, int64_t at)
{
	if (clock->overrun != FLOW_OVERRUN_FEE || !flow_clock_runs(clock))
		return NULL;
	count_overruns(clock, at);
	return clock;
}

struct flow_clock *
flow_clocks_turn(struct arena *a, struct flow_clocks *cs, const struct flow_action *x,
    const struct flow_case *c)
{
	struct flow_clock *clock = flow_clock(cs, x->name);

	switch (x->kind) {
	case FLOW_CLOCK_START:
		return start(a, cs, x, c);
	case FLOW_CLOCK_PAUSE:
	case FLOW_CLOCK_RESUME:
		return clock != NULL ? change(a, clock, x, c->at) : NULL;
	case FLOW_CLOCK_STOP:
		return clock != NULL ? stop(clock, c->at) : NULL;
	case FLOW_CLOCK_RECOUNT:
		return clock != NULL ? judge(clock, x, c) : NULL;
	case FLOW_CLOCK_EXTEND:
		return clock != NULL ? extend(clock, c) : NULL;
	case FLOW_CLOCK_OVERRUN:
		return clock != NULL ? overrun(clock, c->at) : NULL;
	case FLOW_LETTER:
	case FLOW_DEADLINE_SET:
	case FLOW_DEADLINE_CANCEL:
		break;
	}
	return NULL;
}

/* ---- what they say ---- */

int64_t
flow_clock_days(const struct flow_clock *c, bool running, int64_t now_at)
{
	int64_t usec;

	return sum_days(c, running, now_at, &usec);
}

/* The limit, `more` days later. */
static int64_t
limit(const struct flow_clock *c, int64_t more)
{
	int64_t usec, due_at = 0, agreed_at = 0, days;

	if (c->after.n == 0)
		return 0;
	days = sum_days(c, false, 0, &usec);
	if (!flow_due_later(c->after, c->limit_from_at, days + more, usec + more * USEC_A_DAY,
	    c->workday, &due_at))
		return 0;
	if (c->agreed_at != 0)
		CHECK(flow_due_later(STR("P0D"), c->agreed_at, days - c->agreed_paused + more, 0,
		    false, &agreed_at));
	return agreed_at > due_at ? agreed_at : due_at;
}

int64_t
flow_clock_limit(const struct flow_clock *c)
{
	return limit(c, 0);
}

int64_t
flow_clock_due(const struct flow_clock *c)
{
	return flow_clock_runs(c) ? limit(c, 0) : 0;
}

int64_t
flow_clock_reduced(const struct flow_clock *c)
{
	int64_t percent = c->overruns * c->percent;

	return percent < 100 ? percent : 100;
}

int64_t
flow_clock_alarm(const struct flow_clock *c)
{
	if (!flow_clock_runs(c) ||
	    (c->overrun == FLOW_OVERRUN_FEE && flow_clock_reduced(c) == 100))
		return 0;
	return limit(c, c->overrun == FLOW_OVERRUN_FEE ? 7 * c->overruns : 0);
}

int64_t
flow_clocks_due(const struct flow_clocks *cs)
{
	int64_t first = 0;

	for (const struct flow_clock *c = cs->first; c != NULL; c = c->next) {
		int64_t due_at = flow_clock_due(c);

		if (due_at != 0 && (first == 0 || due_at < first))
			first = due_at;
	}
	return first;
}
