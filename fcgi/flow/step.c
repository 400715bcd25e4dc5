/* One event: which transition takes it, and what then happens, in the order of SCXML 3.13. */
#include "flow/private.h"

#include "base/arena.h"

struct doing {
	struct arena	*a;
	const struct flow_case *c;
	int64_t		 received_at;
	struct flow_action *v;
	size_t		 n, room;
};

static struct doing
begin(struct arena *a, const struct flow *f, const struct flow_case *c, int64_t received_at)
{
	/* each state is left once and entered once; leaving cancels what entering set; clocks are
	   started at the beginning or stopped at the end */
	size_t room = 2 * f->nacts + 2 * f->nclocks + 1;

	return (struct doing){ a, c, received_at, arena_alloc(a, room * sizeof(struct flow_action)),
	    0, room };
}

static void
put(struct doing *d, struct flow_action x)
{
	bool limit = x.kind == FLOW_DEADLINE_SET || (x.kind == FLOW_CLOCK_START && x.after.n > 0);
	int64_t from_at = x.from == FLOW_FROM_RECEIVED ? d->received_at :
	    x.from == FLOW_FROM_TOLD && d->c->told_at != 0 ? d->c->told_at : d->c->at;

	CHECK(d->n < d->room);
	if (limit && x.from != FLOW_FROM_NOTIFIED)
		CHECK(flow_due(x.after, from_at, x.workday, &x.due_at));
	d->v[d->n++] = x;
}

/* What was cancelled on the way out goes on as it was. */
static void
keep(struct doing *d, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].kind != FLOW_DEADLINE_CANCEL || !str_eq(d->v[i].name, name))
			d->v[n++] = d->v[i];
	d->n = n;
}

static void
put_all(struct doing *d, const struct flow_acts *acts)
{
	for (const struct flow_act *x = acts->first; x != NULL; x = x->next)
		if (x->action.keep)
			keep(d, x->action.name);
		else
			put(d, x->action);
}

static void
leave(struct doing *d, const struct flow_state *s)
{
	put_all(d, &s->leave);
	for (const struct flow_act *x = s->enter.first; x != NULL; x = x->next)
		if (x->action.kind == FLOW_DEADLINE_SET)
			put(d, (struct flow_action){ .kind = FLOW_DEADLINE_CANCEL,
			    .name = x->action.name });
}

/* Enter s and those around it, below top. */
static void
enter_below(struct doing *d, const struct flow_state *top, const struct flow_state *s)
{
	if (s->parent != top)
		enter_below(d, top, s->parent);
	put_all(d, &s->enter);
}

/* The same, and then on to where it begins; gives the innermost. */
static const struct flow_state *
enter(struct doing *d, const struct flow_state *top, const struct flow_state *s)
{
	enter_below(d, top, s);
	for (; s->compound; s = s->initial) {
		put_all(d, &s->initially);
		enter_below(d, s, s->initial);
	}
	return s;
}

static void
done(struct doing *d, const struct flow *f, struct str from, const struct flow_state *to,
    const struct flow_transition *t, struct flow_result *out)
{
	for (const struct flow_name *c = to->final ? f->clocks : NULL; c != NULL; c = c->next)
		put(d, (struct flow_action){ .kind = FLOW_CLOCK_STOP, .name = c->s });
	*out = (struct flow_result){ t, from, to->id, to->final, t != NULL && t->four_eyes, d->v,
	    d->n };
}

void
flow_initial(struct arena *a, const struct flow *f, const struct flow_case *c,
    struct flow_result *out)
{
	struct doing d;

	CHECK_OBJ(f, FLOW_MAGIC);
	d = begin(a, f, c, c->received_at != 0 ? c->received_at : c->at);
	for (const struct flow_name *n = f->clocks; n != NULL; n = n->next)
		if (!n->started)
			put(&d, (struct flow_action){ .kind = FLOW_CLOCK_START, .name = n->s,
			    .from = FLOW_FROM_RECEIVED, .ball = STR("municipality") });
	done(&d, f, STR_NONE, enter(&d, NULL, f->initial), NULL, out);
}

static bool
may(const struct flow *f, const struct flow_transition *t, struct str event, enum flow_by by)
{
	return by == FLOW_SYSTEM ? flow_sets(f, event) : (t->by & (unsigned)by) != 0;
}

static bool
holds(const struct flow_case *c, const struct flow_transition *t)
{
	if (t->told && c->told_at == 0)
		return false;
	return !t->has_cond || (c->holds != NULL && c->holds(c->ctx, t->cond));
}

/* The transition that takes it and the state it stands in; else why there is none. */
static enum err
choose(const struct flow *f, const struct flow_case *c, struct str event, enum flow_by by,
    const struct flow_state **source, const struct flow_transition **out)
{
	enum err e = ERR_STALE;

	for (const struct flow_state *s = *source; s != NULL; s = s->parent)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next) {
			if (!flow_has_event(t->events, event))
				continue;
			if (!may(f, t, event, by)) {
				e = e == ERR_STALE ? ERR_DENIED : e;
			} else if (!holds(c, t)) {
				e = ERR_INVALID;
			} else {
				*source = s;
				*out = t;
				return ERR_OK;
			}
		}
	return e;
}

/* Take the transition t of `source` while `active` is the innermost state. */
static const struct flow_state *
take(struct doing *d, const struct flow_state *active, const struct flow_state *source,
    const struct flow_transition *t)
{
	const struct flow_state *top = source->parent;

	if (t->target == NULL) {
		put_all(d, &t->acts);
		return active;
	}
	while (top != NULL && (top == t->target || !flow_inside(t->target, top)))
		top = top->parent;
	for (const struct flow_state *s = active; s != top; s = s->parent)
		leave(d, s);
	put_all(d, &t->acts);
	return enter(d, top, t->target);
}

void
flow_take(struct arena *a, const struct flow *f, const struct flow_case *c,
    const struct flow_state *active, const struct flow_state *source,
    const struct flow_transition *t, struct str event, struct flow_result *out)
{
	struct doing d = begin(a, f, c, c->received_at);
	const struct flow_state *to = take(&d, active, source, t);
	bool overrun = str_eq_z(event, FLOW_OVERRUN);

	for (const struct flow_name *n = overrun ? f->clocks : NULL; n != NULL; n = n->next)
		put(&d, (struct flow_action){ .kind = FLOW_CLOCK_OVERRUN, .name = n->s });
	done(&d, f, active->id, to, t, out);
}

enum err
flow_step(struct arena *a, const struct flow *f, const struct flow_case *c, struct str event,
    enum flow_by by, struct flow_result *out)
{
	const struct flow_state *active, *source;
	const struct flow_transition *t = NULL;

	CHECK_OBJ(f, FLOW_MAGIC);
	active = source = flow_state(f, c->state);
	if (active == NULL || active->compound)
		return ERR_CONFIG;
	TRY(choose(f, c, event, by, &source, &t));
	flow_take(a, f, c, active, source, t, event, out);
	return ERR_OK;
}

size_t
flow_may(struct arena *a, const struct flow *f, const struct flow_case *c, enum flow_by by,
    const struct flow_choice **out)
{
	const struct flow_state *active = flow_state(f, c->state);
	const struct str *events;
	size_t all = flow_events(a, f, &events), n = 0;
	struct flow_choice *v = arena_alloc(a, all * sizeof *v);

	for (size_t i = 0; active != NULL && i < all; i++) {
		const struct flow_state *source = active;
		const struct flow_transition *t = NULL;

		if (choose(f, c, events[i], by, &source, &t) == ERR_OK)
			v[n++] = (struct flow_choice){ events[i], t->four_eyes };
	}
	*out = v;
	return n;
}
