/* What is wrong with a flow that reads well: states out of reach, events nobody fires, deadlines
   nobody takes. */
#include "flow/private.h"

#include "base/arena.h"

static void
check_begin(struct flow_loading *l)
{
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		if (s == l->flow->initial && s->final)
			flow_wrong(l, s->line, "a case cannot begin in the final state '" STR_FMT
			    "'", STR_ARG(s->id));
}

/* Entering a state enters those around it, and the one it begins in.  true when something new was
   reached. */
static bool
reach(const struct flow_state *target, struct flow *f)
{
	bool more = false;

	while (target->compound)
		target = target->initial;
	for (struct flow_state *s = f->first; s != NULL; s = s->next)
		if (!s->reached && flow_inside(target, s))
			s->reached = more = true;
	return more;
}

static void
check_reached(struct flow_loading *l)
{
	bool more = reach(l->flow->initial, l->flow);

	while (more) {
		more = false;
		for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
			for (const struct flow_transition *t = s->first; s->reached && t != NULL;
			    t = t->next)
				if (t->target != NULL && reach(t->target, l->flow))
					more = true;
	}
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		if (!s->reached)
			flow_wrong(l, s->line, "no transition leads to the state '" STR_FMT
			    "'; give one that target, or take the state away", STR_ARG(s->id));
}

static bool
leads_to_end(const struct flow_state *s)
{
	for (; s != NULL; s = s->parent)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next) {
			const struct flow_state *to = t->target;

			while (to != NULL && to->compound)
				to = to->initial;
			if (to != NULL && (to->final || to->ends))
				return true;
		}
	return false;
}

static void
check_ends(struct flow_loading *l)
{
	bool more = true;

	while (more) {
		more = false;
		for (struct flow_state *s = l->flow->first; s != NULL; s = s->next)
			if (!s->compound && !s->final && !s->ends && leads_to_end(s))
				s->ends = more = true;
	}
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		if (!s->compound && !s->final && !s->ends)
			flow_wrong(l, s->line, "there is no way out of the state '" STR_FMT
			    "' to a final one; give it a transition", STR_ARG(s->id));
}

static bool
someone_may(const struct flow *f, const struct flow_transition *t, struct str event)
{
	return t->by != 0 || flow_sets(f, event);
}

static void
check_fired(struct flow_loading *l, const struct flow_transition *t)
{
	struct str rest = t->events;

	while (rest.n > 0) {
		struct str event = str_cut(&rest, ' ');

		if (event.n > 0 && !someone_may(l->flow, t, event))
			flow_wrong(l, t->line, "nobody may fire '" STR_FMT
			    "': give sk:by, or a deadline with that event", STR_ARG(event));
	}
}

/* An earlier one of the same state that is open whenever this one is. */
static bool
hidden_by(const struct flow *f, const struct flow_transition *first,
    const struct flow_transition *t, struct str event)
{
	for (const struct flow_transition *e = first; e != t; e = e->next)
		if (!e->has_cond && !e->told && flow_has_event(e->events, event) &&
		    someone_may(f, e, event) && (t->by & ~e->by) == 0)
			return true;
	return false;
}

static void
check_hidden(struct flow_loading *l, const struct flow_state *s, const struct flow_transition *t)
{
	struct str rest = t->events;

	while (rest.n > 0) {
		struct str event = str_cut(&rest, ' ');

		if (event.n > 0 && hidden_by(l->flow, s->first, t, event))
			flow_wrong(l, t->line, "an earlier transition of '" STR_FMT
			    "' always takes '" STR_FMT
			    "' before this; give that one a cond, or take this away", STR_ARG(s->id),
			    STR_ARG(event));
	}
}

static void
check_deadline(struct flow_loading *l, const struct flow_state *runs_in, const struct flow_act *x)
{
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next)
		if (!s->compound && flow_inside(s, runs_in) && !flow_takes(s, x->action.name))
			flow_wrong(l, x->action.line, "the deadline '" STR_FMT "' runs in '" STR_FMT
			    "', and no transition takes it there; give one that event", STR_ARG(x->action.name),
			    STR_ARG(s->id));
	if (runs_in->final)
		flow_wrong(l, x->action.line, "nothing runs in a final state");
}

static bool
is_set(const struct flow *f, struct str event)
{
	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_act *x = s->enter.first; x != NULL; x = x->next)
			if (x->action.kind == FLOW_DEADLINE_SET && !x->action.keep &&
			    str_eq(x->action.name, event))
				return true;
	return false;
}

static void
check_enter(struct flow_loading *l, const struct flow_state *s)
{
	for (const struct flow_act *x = s->enter.first; x != NULL; x = x->next)
		if (x->action.kind == FLOW_DEADLINE_SET) {
			check_deadline(l, s, x);
			if (x->action.keep && !is_set(l->flow, x->action.name))
				flow_wrong(l, x->action.line, "nothing sets '" STR_FMT
				    "', so there is none to keep", STR_ARG(x->action.name));
		}
}

/* SCXML lets event="deadline" take deadline.answer as well; we match whole names, so no name may
   begin another. */
static void
check_names(struct flow_loading *l)
{
	const struct str *v;
	size_t n = flow_events(l->a, l->flow, &v);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (v[k].n > v[i].n && str_starts(v[k], v[i]) && v[k].p[v[i].n] == '.')
				flow_wrong(l, l->flow->line,
				    "the event '" STR_FMT "' begins '" STR_FMT
				    "': rename one of them", STR_ARG(v[i]), STR_ARG(v[k]));
}

void
flow_check(struct flow_loading *l)
{
	check_begin(l);
	check_reached(l);
	check_ends(l);
	check_names(l);
	for (const struct flow_state *s = l->flow->first; s != NULL; s = s->next) {
		check_enter(l, s);
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next) {
			check_fired(l, t);
			check_hidden(l, s, t);
		}
	}
	if (!l->bad)
		flow_check_clocks(l);
}
