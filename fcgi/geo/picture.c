/* The drawing and what is near it, as paths that any SVG can hold. */
#include "geo/private.h"

#include <math.h>

#include "base/arena.h"
#include "base/buf.h"

#define AROUND_M	25.0	/* of the ground on each side */
#define LEAST_M		60.0	/* so wide is the ground shown at least */
#define DOT		6	/* a point is a dot so wide */
#define WORDS_MOST	40

struct view {
	struct plane	 plane;
	double		 left, top, scale;	/* metres; units of one metre */
};

struct box {
	struct flat	 low, high;
};

static struct box
box_of(const struct plane *p, const struct geo_shape *s)
{
	struct box b = { corner(p, s, 0), corner(p, s, 0) };

	for (size_t i = 1; i < s->n; i++) {
		struct flat c = corner(p, s, i);

		b.low = (struct flat){ fmin(b.low.x, c.x), fmin(b.low.y, c.y) };
		b.high = (struct flat){ fmax(b.high.x, c.x), fmax(b.high.y, c.y) };
	}
	return b;
}

static struct view
view_of(const struct geo_shape *s)
{
	struct view v = { .plane = plane_at(s->v[0]) };
	struct box b = box_of(&v.plane, s);
	double wide = fmax(b.high.x - b.low.x + 2 * AROUND_M, LEAST_M);
	double high = fmax(b.high.y - b.low.y + 2 * AROUND_M, LEAST_M * GEO_HIGH / GEO_WIDE);

	v.scale = fmin(GEO_WIDE / wide, GEO_HIGH / high);
	v.left = (b.low.x + b.high.x - GEO_WIDE / v.scale) / 2;
	v.top = (b.low.y + b.high.y + GEO_HIGH / v.scale) / 2;
	return v;
}

static double
across(const struct view *v, struct flat p)
{
	return (p.x - v->left) * v->scale;
}

static double
down(const struct view *v, struct flat p)
{
	return (v->top - p.y) * v->scale;
}

static bool
is_seen(const struct view *v, struct flat low, struct flat high)
{
	return across(v, high) > 0 && across(v, low) < GEO_WIDE && down(v, low) > 0 &&
	    down(v, high) < GEO_HIGH;
}

/* Only what is seen of a line: a municipality is wide. */
static struct str
line(struct arena *a, const struct view *v, const struct geo_shape *s)
{
	struct buf b = buf_new(a, 256);
	bool on = false;

	for (size_t i = 0; i < edges_of(s); i++) {
		struct flat p = corner(&v->plane, s, i), q = corner(&v->plane, s, i + 1);
		struct flat low = { fmin(p.x, q.x), fmin(p.y, q.y) };
		bool seen = is_seen(v, low, (struct flat){ fmax(p.x, q.x), fmax(p.y, q.y) });

		if (seen && !on)
			buf_fmt(&b, "M%.1f %.1f", across(v, p), down(v, p));
		if (seen)
			buf_fmt(&b, "L%.1f %.1f", across(v, q), down(v, q));
		on = seen;
	}
	return buf_str(&b);
}

static struct str
path(struct arena *a, const struct view *v, const struct geo_shape *s)
{
	struct buf b = buf_new(a, 16 * s->n + 8);

	for (size_t i = 0; i < s->n; i++) {
		struct flat p = corner(&v->plane, s, i);

		buf_fmt(&b, "%c%.1f %.1f", i == 0 ? 'M' : 'L', across(v, p), down(v, p));
	}
	if (s->n == 1)
		buf_fmt(&b, "m-%d 0a%d %d 0 1 0 %d 0a%d %d 0 1 0 -%d 0", DOT, DOT, DOT, 2 * DOT, DOT,
		    DOT, 2 * DOT);
	buf_add_z(&b, s->area || s->n == 1 ? "Z" : "");
	return buf_str(&b);
}

/* In the middle of what is seen of it. */
static void
name(const struct view *v, const struct geo_feature *f, struct geo_picture *p,
    struct geo_word *words)
{
	struct box b = box_of(&v->plane, &f->shape);
	double x = (fmax(0, across(v, b.low)) + fmin(GEO_WIDE, across(v, b.high))) / 2;
	double y = (fmax(0, down(v, b.high)) + fmin(GEO_HIGH, down(v, b.low))) / 2;

	if (f->label.n == 0 || f->layer != GEO_PROPERTY || p->nwords == WORDS_MOST ||
	    x < 20 || x > GEO_WIDE - 20 || y < 12 || y > GEO_HIGH - 12)
		return;
	words[p->nwords++] = (struct geo_word){ f->label, (int)x, (int)y };
}

/* 1, 2 or 5 times a power of ten, as near a sixth of the width as may be. */
static void
set_scale(const struct view *v, struct geo_picture *p)
{
	static const int steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000 };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i] * v->scale <= GEO_WIDE / 5.0 || i == 0) {
			p->scale_m = steps[i];
			p->scale_wide = (int)lround(steps[i] * v->scale);
		}
}

static void
add_layer(struct arena *a, const struct view *v, const struct geo_map *m, enum geo_layer l,
    struct geo_stroke *to, struct geo_word *words, struct geo_picture *p)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct geo_feature *f = &m->v[i];
		struct str s;

		if (f->layer != l ||
		    !is_seen(v, flat_of(&v->plane, f->low), flat_of(&v->plane, f->high)))
			continue;
		name(v, f, p, words);
		s = l == GEO_BUILDING ? path(a, v, &f->shape) : line(a, v, &f->shape);
		if (s.n > 0)
			to[p->nstrokes++] = (struct geo_stroke){ l, false, s };
	}
}

struct geo_picture
geo_picture(struct arena *a, struct geo_shape s, const struct geo_map *m)
{
	static const enum geo_layer order[] = { GEO_MUNICIPALITY, GEO_PROPERTY, GEO_ROAD,
	    GEO_BUILDING };
	struct geo_stroke *strokes = arena_alloc(a, ((m != NULL ? m->n : 0) + 1) *
	    sizeof *strokes);
	struct geo_word *words = arena_alloc(a, WORDS_MOST * sizeof *words);
	struct geo_picture p = { .stroke = strokes, .word = words };
	struct view v = view_of(&s);

	for (size_t i = 0; m != NULL && i < sizeof order / sizeof *order; i++)
		add_layer(a, &v, m, order[i], strokes, words, &p);
	strokes[p.nstrokes++] = (struct geo_stroke){ GEO_PROPERTY, true, path(a, &v, &s) };
	set_scale(&v, &p);
	return p;
}
