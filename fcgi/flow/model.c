/* Questions that every file of the room asks of a flow. */
#include "flow/private.h"

#include <string.h>

#include "base/arena.h"

struct flow_state *
flow_state(const struct flow *f, struct str id)
{
	for (struct flow_state *s = f->first; s != NULL; s = s->next)
		if (str_eq(s->id, id))
			return s;
	return NULL;
}

bool
flow_inside(const struct flow_state *s, const struct flow_state *ancestor)
{
	while (s != NULL && s != ancestor)
		s = s->parent;
	return s != NULL;
}

bool
flow_has_event(struct str events, struct str event)
{
	while (events.n > 0)
		if (str_eq(str_cut(&events, ' '), event))
			return true;
	return false;
}

bool
flow_sets(const struct flow *f, struct str event)
{
	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_act *x = s->enter.first; x != NULL; x = x->next)
			if (x->action.kind == FLOW_DEADLINE_SET && str_eq(x->action.name, event))
				return true;
	for (const struct flow_name *n = f->alarms; n != NULL; n = n->next)
		if (str_eq(n->s, event))
			return true;
	return false;
}

bool
flow_takes(const struct flow_state *s, struct str event)
{
	for (; s != NULL; s = s->parent)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
			if (flow_has_event(t->events, event))
				return true;
	return false;
}

/* done. and error. are SCXML's own. */
bool
flow_event_ok(struct str s)
{
	bool start = true;

	if (s.n > 64 || str_starts(s, STR("done.")) || str_starts(s, STR("error.")))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (!word && (start || (c != '-' && c != '.')))
			return false;
		start = c == '.';
	}
	return !start;
}

static const struct {
	const char	*word;
	enum flow_overrun overrun;
} overruns[] = {
	{ "none", FLOW_OVERRUN_NONE }, { "fee", FLOW_OVERRUN_FEE },
	{ "granted", FLOW_OVERRUN_GRANTED },
};
#define NOVERRUNS (sizeof overruns / sizeof *overruns)

enum flow_overrun
flow_overrun(struct str word)
{
	for (size_t i = 0; i < NOVERRUNS; i++)
		if (str_eq_z(word, overruns[i].word))
			return overruns[i].overrun;
	return (enum flow_overrun)0;
}

struct str
flow_overrun_word(enum flow_overrun x)
{
	for (size_t i = 0; i < NOVERRUNS; i++)
		if (overruns[i].overrun == x)
			return str_from_z(overruns[i].word);
	return STR("");
}

bool
flow_has_state(const struct flow *f, struct str id)
{
	const struct flow_state *s = flow_state(f, id);

	return s != NULL && !s->compound;
}

bool
flow_is_final(const struct flow *f, struct str id)
{
	const struct flow_state *s = flow_state(f, id);

	return s != NULL && s->final;
}

bool
flow_in(const struct flow *f, struct str id, struct str ancestor)
{
	const struct flow_state *s = flow_state(f, id), *up = flow_state(f, ancestor);

	return s != NULL && up != NULL && flow_inside(s, up);
}

size_t
flow_states(struct arena *a, const struct flow *f, const struct str **out)
{
	struct str *v = arena_alloc(a, (f->nstates + 1) * sizeof *v);
	size_t n = 0;

	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		if (!s->compound)
			v[n++] = s->id;
	*out = v;
	return n;
}

static size_t
names(struct arena *a, const struct flow_name *list, const struct str **out)
{
	struct str *v;
	size_t n = 0;

	for (const struct flow_name *x = list; x != NULL; x = x->next)
		n++;
	*out = v = arena_alloc(a, (n + 1) * sizeof *v);
	for (size_t i = 0; i < n; i++, list = list->next)
		v[i] = list->s;
	return n;
}

size_t
flow_tables(struct arena *a, const struct flow *f, const void *const **out)
{
	const void **v = arena_alloc(a, (f->nclocks + 1) * sizeof *v);
	size_t n = 0;

	for (const struct flow_name *c = f->clocks; c != NULL; c = c->next)
		if (c->by_table != NULL)
			v[n++] = c->by_table->rules;
	*out = v;
	return n;
}

size_t
flow_clock_names(struct arena *a, const struct flow *f, const struct str **out)
{
	return names(a, f->clocks, out);
}

size_t
flow_pause_reasons(struct arena *a, const struct flow *f, const struct str **out)
{
	return names(a, f->reasons, out);
}

static size_t
count_events(const struct flow *f)
{
	size_t n = 1;

	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
			for (struct str rest = t->events; rest.n > 0; n++)
				str_cut(&rest, ' ');
	return n;
}

static size_t
add_new(struct str *v, size_t n, struct str event)
{
	if (event.n > 0 && !str_among(event, v, n))
		v[n++] = event;
	return n;
}

size_t
flow_ways(struct arena *a, const struct flow *f, const struct flow_way **out)
{
	struct flow_way *v = arena_alloc(a, count_events(f) * sizeof *v);
	size_t n = 0;

	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
			for (struct str rest = t->events, event; rest.n > 0;) {
				event = str_cut(&rest, ' ');
				if (event.n > 0)
					v[n++] = (struct flow_way){ t, s->id, event, t->cond,
					    t->four_eyes, t->line };
			}
	*out = v;
	return n;
}

size_t
flow_events(struct arena *a, const struct flow *f, const struct str **out)
{
	struct str *v = arena_alloc(a, count_events(f) * sizeof *v);
	size_t n = 0;

	v[n++] = STR(FLOW_SUBMIT);
	for (const struct flow_state *s = f->first; s != NULL; s = s->next)
		for (const struct flow_transition *t = s->first; t != NULL; t = t->next)
			for (struct str rest = t->events; rest.n > 0;)
				n = add_new(v, n, str_cut(&rest, ' '));
	*out = v;
	return n;
}
