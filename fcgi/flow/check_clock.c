/* Clocks are followed through every way a case can go: each must run before it pauses, pause before
   it goes on, and have its event taken wherever it may reach its limit. */
#include "flow/private.h"

#include "base/arena.h"

#define STEP_BYTES	((size_t)4 << 20)

enum hand { HAND_NONE = 1, HAND_RUNS = 2, HAND_PAUSED = 4 };	/* and sets of them */

struct walk {
	struct flow_loading *l;
	struct arena	*step;		/* of one step */
	struct str	 clock;
	unsigned	*seen;		/* of each state, how the clock may stand in it */
	int		*told;		/* lines complained of */
	size_t		 ntold;
};

static size_t
index_of(const struct flow *f, const struct flow_state *state)
{
	size_t i = 0;

	for (const struct flow_state *s = f->first; s != state; s = s->next)
		i++;
	return i;
}

static void
tell(struct walk *w, const struct flow_action *x, const char *what, struct str state)
{
	for (size_t i = 0; i < w->ntold; i++)
		if (w->told[i] == x->line)
			return;
	w->told[w->ntold++] = x->line;
	flow_wrong(w->l, x->line, "the clock '" STR_FMT "' %s; the way here goes through '" STR_FMT
	    "'", STR_ARG(w->clock), what, STR_ARG(state));
}

static enum hand
turn(struct walk *w, const struct flow_action *x, enum hand h, struct str state)
{
	switch (x->kind) {
	case FLOW_CLOCK_START:
		if (h != HAND_NONE)
			tell(w, x, "has begun already when it starts here; stop it in onexit", state);
		return HAND_RUNS;
	case FLOW_CLOCK_PAUSE:
		if (h != HAND_RUNS)
			tell(w, x, h == HAND_PAUSED ?
			    "is paused already when it pauses here; let it go on in onexit" :
			    "does not run when it pauses here; start it before", state);
		return HAND_PAUSED;
	case FLOW_CLOCK_RESUME:
		if (h != HAND_PAUSED)
			tell(w, x, "is not paused when it goes on here; pause it in onentry", state);
		return HAND_RUNS;
	case FLOW_CLOCK_STOP:
		return HAND_NONE;
	case FLOW_CLOCK_EXTEND:
		if (h != HAND_RUNS)
			tell(w, x, "does not run when its limit is moved here", state);
		return h;
	case FLOW_LETTER:
	case FLOW_DEADLINE_SET:
	case FLOW_DEADLINE_CANCEL:
	case FLOW_CLOCK_RECOUNT:
	case FLOW_CLOCK_OVERRUN:
		break;
	}
	return h;
}

/* What a step makes of the clock; true when the state was not known to be met so. */
static bool
follow(struct walk *w, const struct flow_result *step, enum hand h)
{
	unsigned *seen = &w->seen[index_of(w->l->flow, flow_state(w->l->flow, step->to))];
	bool more;

	for (size_t i = 0; i < step->nactions; i++)
		if (str_eq(step->actions[i].name, w->clock) &&
		    step->actions[i].kind >= FLOW_CLOCK_START)
			h = turn(w, &step->actions[i], h, step->from.n > 0 ? step->from :
			    step->to);
	more = (*seen & h) == 0;
	*seen |= h;
	return more;
}

/* Every transition out of a state, met with the clock standing so. */
static bool
leave_by_all(struct walk *w, const struct flow_state *active, enum hand h)
{
	struct flow_case c = { .state = active->id };
	struct flow_result step;
	bool more = false;

	for (const struct flow_state *s = active; s != NULL; s = s->parent)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next) {
			flow_take(w->step, w->l->flow, &c, active, s, t, STR_NONE, &step);
			more = follow(w, &step, h) || more;
			arena_reset(w->step);
		}
	return more;
}

static bool
walk_on(struct walk *w)
{
	bool more = false;
	size_t i = 0;

	for (const struct flow_state *s = w->l->flow->first; s != NULL; s = s->next, i++)
		for (unsigned h = HAND_NONE; h <= HAND_PAUSED; h <<= 1)
			if ((w->seen[i] & h) != 0)
				more = leave_by_all(w, s, (enum hand)h) || more;
	return more;
}

/* ---- the event at its limit ---- */

static void
check_taken(struct walk *w, const struct flow_action *act, struct str event)
{
	size_t i = 0;

	for (const struct flow_state *s = w->l->flow->first; s != NULL; s = s->next, i++)
		if ((w->seen[i] & HAND_RUNS) != 0 && !flow_takes(s, event))
			flow_wrong(w->l, act->line, "the clock '" STR_FMT "' may reach its limit in '"
			    STR_FMT "', and no transition takes '" STR_FMT "' there; give one that event",
			    STR_ARG(w->clock), STR_ARG(s->id), STR_ARG(event));
}

static void
check_alarm(struct walk *w, const struct flow_act *x)
{
	const struct flow_action *act = &x->action;

	if (act->kind != FLOW_CLOCK_START || !str_eq(act->name, w->clock))
		return;
	if (act->event.n > 0)
		check_taken(w, act, act->event);
	if ((act->overruns & FLOW_OVERRUN_FEE) != 0)
		check_taken(w, act, STR(FLOW_OVERRUN));
	if ((act->overruns & FLOW_OVERRUN_GRANTED) != 0)
		check_taken(w, act, STR(FLOW_GRANTED));
}

static void
check_alarms(struct walk *w, const struct flow_acts *acts)
{
	for (const struct flow_act *x = acts->first; x != NULL; x = x->next)
		check_alarm(w, x);
}

static void
check_state_alarms(struct walk *w, const struct flow_state *s)
{
	check_alarms(w, &s->enter);
	check_alarms(w, &s->initially);
	check_alarms(w, &s->leave);
	for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
		check_alarms(w, &t->acts);
}

static void
check_clock(struct flow_loading *l, struct arena *step, struct str clock)
{
	struct walk w = { .l = l, .step = step, .clock = clock,
	    .seen = arena_alloc(l->a, (l->flow->nstates + 1) * sizeof *w.seen),
	    .told = arena_alloc(l->a, (l->flow->nacts + 1) * sizeof *w.told) };
	struct flow_case none = { .at = 0 };
	struct flow_result begin;

	flow_initial(step, l->flow, &none, &begin);
	follow(&w, &begin, HAND_NONE);
	while (walk_on(&w))
		continue;
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		check_state_alarms(&w, s);
}

/* One event, one reason for it: a deadline and a clock would take each other away. */
static void
check_shared(struct flow_loading *l)
{
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		for (const struct flow_act *x = s->enter.first; x != NULL; x = x->next)
			for (const struct flow_name *n = l->flow->alarms; n != NULL; n = n->next)
				if (x->action.kind == FLOW_DEADLINE_SET &&
				    str_eq(x->action.name, n->s))
					flow_wrong(l, x->action.line, "a clock fires '" STR_FMT
					    "' too; give this deadline an event of its own",
					    STR_ARG(n->s));
}

static void
give_tables(struct flow_loading *l, const struct flow_acts *acts)
{
	for (struct flow_act *x = acts->first; x != NULL; x = x->next) {
		const struct flow_name *n = l->flow->clocks;

		if (x->action.kind != FLOW_CLOCK_RECOUNT)
			continue;
		while (!str_eq(n->s, x->action.name))
			n = n->next;
		if (n->by_table == NULL) {
			flow_wrong(l, x->action.line, "the clock '" STR_FMT "' is recounted here, "
			    "and no table says its limit; start it with table=", STR_ARG(n->s));
			return;
		}
		x->action.rules = n->by_table->rules;
		x->action.event = n->by_table->event;
	}
}

/* A clock is recounted by the table that it was started with. */
static void
check_recounts(struct flow_loading *l)
{
	for (struct flow_state *s = l->flow->first; s != NULL; s = s->next) {
		give_tables(l, &s->enter);
		give_tables(l, &s->initially);
		give_tables(l, &s->leave);
		for (struct flow_transition *t = s->first; t != NULL; t = t->next)
			give_tables(l, &t->acts);
	}
}

void
flow_check_clocks(struct flow_loading *l)
{
	struct arena *step = arena_new(STEP_BYTES);

	check_recounts(l);

	check_shared(l);
	for (const struct flow_name *n = l->flow->clocks; n != NULL; n = n->next) {
		check_clock(l, step, n->s);
		arena_reset(step);
	}
	arena_free(&step);
}
