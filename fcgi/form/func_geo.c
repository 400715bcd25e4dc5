/* Functions of what is drawn on a map. */
#include "form/private.h"

#include <math.h>

/* The answer that an argument names, read; false when there is none that counts. */
static bool
place(struct eval *e, const struct expr *x, struct geo_shape *out)
{
	const struct answer *n = ref_one(e, x->ref);

	return n != NULL && n->relevant && !n->wrong && n->text.n > 0 &&
	    spend_text(e, n->text.n) &&
	    geo_read(e->a, n->text, n->item->type == FORM_POLYGON, out);
}

static struct val
unknown(enum vtype t)
{
	return (struct val){ .t = t, .num = (double)NAN, .missing = true };
}

/* The square of its corners is gone through. */
struct val
f_geo_valid(struct eval *e, const struct expr *x)
{
	struct geo_shape s;

	if (!place(e, x->arg[0], &s) || !spend_text(e, s.n * s.n))
		return unknown(V_BOOL);
	return val_bool(geo_simple(s));
}

/* To what a person can draw and mean. */
static struct val
tenths(double n)
{
	return val_num(xpath_round(n * 10) / 10);
}

struct val
f_geo_area(struct eval *e, const struct expr *x)
{
	struct geo_shape s;

	return place(e, x->arg[0], &s) ? tenths(geo_area(s)) : unknown(V_NUM);
}

struct val
f_geo_length(struct eval *e, const struct expr *x)
{
	struct geo_shape s;

	return place(e, x->arg[0], &s) ? tenths(geo_length(s)) : unknown(V_NUM);
}

/* The map, when it has that layer; else NULL. */
static const struct geo_map *
map_with(struct eval *e, struct str name, enum geo_layer *layer)
{
	const struct geo_map *m = e->w->map != NULL ? e->w->map(e->w->map_ctx) : NULL;

	CHECK(geo_layer_named(name, layer));
	return m != NULL && spend_text(e, m->n) && geo_map_has(m, *layer) ? m : NULL;
}

struct val
f_geo_within(struct eval *e, const struct expr *x)
{
	struct geo_feature other = { .layer = GEO_PROPERTY };
	struct geo_map one = { &other, 1 };
	const struct geo_map *m = &one;
	enum geo_layer layer = GEO_PROPERTY;
	struct geo_shape s;

	if (!place(e, x->arg[0], &s))
		return unknown(V_BOOL);
	if (x->arg[1]->op == OP_STR)
		m = map_with(e, x->arg[1]->s, &layer);
	else if (!place(e, x->arg[1], &other.shape))
		return unknown(V_BOOL);
	return m != NULL ? val_bool(geo_within(s, m, layer)) : unknown(V_BOOL);
}

struct val
f_geo_distance(struct eval *e, const struct expr *x)
{
	const struct geo_map *m;
	enum geo_layer layer;
	struct geo_shape s, other;

	if (!place(e, x->arg[0], &s))
		return unknown(V_NUM);
	if (x->arg[1]->op != OP_STR)
		return place(e, x->arg[1], &other) ? tenths(geo_distance(s, other)) :
		    unknown(V_NUM);
	m = map_with(e, x->arg[1]->s, &layer);
	return m != NULL ? tenths(geo_to_edge(s, m, layer)) : unknown(V_NUM);
}
