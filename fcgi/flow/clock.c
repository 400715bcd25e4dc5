#include "flow/clock.h"

#include "base/arena.h"
#include "base/time.h"
#include "flow/private.h"

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

/* ---- turning them ---- */

static struct flow_clock *
start(struct arena *a, struct flow_clocks *cs, const struct flow_action *x,
    const struct flow_case *c)
{
	struct flow_clock *old = flow_clock(cs, x->name), *clock;
	int64_t from_at = x->from == FLOW_FROM_RECEIVED && c->received_at != 0 ? c->received_at :
	    c->at;

	if (old != NULL && old->stopped_at == 0)
		return NULL;
	clock = flow_clock_add(a, cs, &(struct flow_clock){ .name = x->name,
	    .round = old != NULL ? old->round + 1 : 1, .after = x->after, .law = x->law,
	    .ball = x->ball, .event = x->event, .workday = x->workday,
	    .limit_from_at = from_at });
	flow_interval_add(a, clock, &(struct flow_interval){ .running = true,
	    .from_at = from_at, .ball = x->ball });
	return clock;
}

static struct flow_clock *
change(struct arena *a, struct flow_clock *clock, const struct flow_action *x, int64_t at)
{
	bool run = x->kind == FLOW_CLOCK_RESUME;

	if (run ? !flow_clock_paused(clock) : !flow_clock_runs(clock))
		return NULL;
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
	clock->stopped_at = clock->last->to_at = at;
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
	case FLOW_LETTER:
	case FLOW_DEADLINE_SET:
	case FLOW_DEADLINE_CANCEL:
		break;
	}
	return NULL;
}

/* ---- what they say ---- */

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

int64_t
flow_clock_days(const struct flow_clock *c, bool running, int64_t now_at)
{
	int64_t usec;

	return sum_days(c, running, now_at, &usec);
}

int64_t
flow_clock_due(const struct flow_clock *c)
{
	int64_t usec, due_at, days;

	if (c->after.n == 0 || !flow_clock_runs(c))
		return 0;
	days = sum_days(c, false, 0, &usec);
	return flow_due_later(c->after, c->limit_from_at, days, usec, c->workday, &due_at) ?
	    due_at : 0;
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
