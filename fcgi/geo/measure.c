/* Shapes in a plane that touches the ground at their first point: lengths, areas, crossings. */
#include "geo/private.h"

#include <math.h>

/* GRS 80, as EUREF89 has it: half axis in metres, and the square of its eccentricity */
#define AXIS		6378137.0
#define ECCENTRIC	0.00669438002290

#define RADIAN		57.29577951308232
#define DEGREE		1e-7
#define LEAST_M2	0.01

struct plane
plane_at(struct geo_point p)
{
	double lat = p.lat * DEGREE / RADIAN, w = 1 - ECCENTRIC * sin(lat) * sin(lat);
	double across = AXIS / sqrt(w), along = AXIS * (1 - ECCENTRIC) / (w * sqrt(w));

	return (struct plane){ p, across * cos(lat) * DEGREE / RADIAN, along * DEGREE / RADIAN };
}

struct flat
flat_of(const struct plane *p, struct geo_point at)
{
	return (struct flat){ ((double)at.lon - p->origin.lon) * p->east,
	    ((double)at.lat - p->origin.lat) * p->north };
}

struct flat
corner(const struct plane *p, const struct geo_shape *s, size_t i)
{
	return flat_of(p, s->v[i < s->n ? i : i - s->n]);
}

/* A point is an edge of no length. */
size_t
edges_of(const struct geo_shape *s)
{
	return s->area || s->n == 1 ? s->n : s->n - 1;
}

static double
turn(struct flat a, struct flat b, struct flat c)
{
	return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool
in_box(struct flat p, struct flat a, struct flat b)
{
	return p.x >= fmin(a.x, b.x) && p.x <= fmax(a.x, b.x) && p.y >= fmin(a.y, b.y) &&
	    p.y <= fmax(a.y, b.y);
}

bool
edges_meet(struct flat a, struct flat b, struct flat c, struct flat d)
{
	double t1 = turn(a, b, c), t2 = turn(a, b, d), t3 = turn(c, d, a), t4 = turn(c, d, b);

	if (t1 * t2 < 0 && t3 * t4 < 0)
		return true;
	return (t1 == 0 && in_box(c, a, b)) || (t2 == 0 && in_box(d, a, b)) ||
	    (t3 == 0 && in_box(a, c, d)) || (t4 == 0 && in_box(b, c, d));
}

double
point_apart(struct flat p, struct flat a, struct flat b)
{
	double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
	double t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;

	t = fmin(1, fmax(0, t));
	return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

double
edges_apart(struct flat a, struct flat b, struct flat c, struct flat d)
{
	if (edges_meet(a, b, c, d))
		return 0;
	return fmin(fmin(point_apart(a, c, d), point_apart(b, c, d)),
	    fmin(point_apart(c, a, b), point_apart(d, a, b)));
}

bool
is_odd(const struct plane *plane, struct flat p, const struct geo_shape *ring)
{
	bool odd = false;

	for (size_t i = 0; i < ring->n; i++) {
		struct flat a = corner(plane, ring, i), b = corner(plane, ring, i + 1);

		if ((a.y > p.y) != (b.y > p.y) &&
		    p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y))
			odd = !odd;
	}
	return odd;
}

double
geo_area(struct geo_shape s)
{
	struct plane plane;
	double twice = 0;

	if (!s.area || s.n < 3)
		return 0;
	plane = plane_at(s.v[0]);
	for (size_t i = 0; i < s.n; i++) {
		struct flat a = corner(&plane, &s, i), b = corner(&plane, &s, i + 1);

		twice += a.x * b.y - b.x * a.y;
	}
	return fabs(twice) / 2;
}

double
geo_length(struct geo_shape s)
{
	struct plane plane;
	double sum = 0;

	if (s.n < 2)
		return 0;
	plane = plane_at(s.v[0]);
	for (size_t i = 0; i < edges_of(&s); i++) {
		struct flat a = corner(&plane, &s, i), b = corner(&plane, &s, i + 1);

		sum += hypot(b.x - a.x, b.y - a.y);
	}
	return sum;
}

/* Neighbours share a corner; more than that only when one folds back on the other. */
static bool
folds(struct flat a, struct flat b, struct flat c)
{
	return (a.x == b.x && a.y == b.y) || (turn(a, b, c) == 0 &&
	    (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0);
}

static bool
crosses_after(const struct plane *p, const struct geo_shape *s, size_t i)
{
	struct flat a = corner(p, s, i), b = corner(p, s, i + 1);

	if (folds(a, b, corner(p, s, i + 2)))
		return true;
	for (size_t j = i + 2; j < s->n; j++)
		if (!(i == 0 && j == s->n - 1) &&
		    edges_meet(a, b, corner(p, s, j), corner(p, s, j + 1)))
			return true;
	return false;
}

bool
geo_simple(struct geo_shape s)
{
	struct plane plane;

	if (!s.area)
		return true;
	plane = plane_at(s.v[0]);
	for (size_t i = 0; i < s.n; i++)
		if (crosses_after(&plane, &s, i))
			return false;
	return geo_area(s) >= LEAST_M2;
}

double
geo_distance(struct geo_shape s, struct geo_shape t)
{
	struct plane plane = plane_at(s.v[0]);
	double least = INFINITY;

	if ((s.area && is_odd(&plane, corner(&plane, &t, 0), &s)) ||
	    (t.area && is_odd(&plane, corner(&plane, &s, 0), &t)))
		return 0;
	for (size_t i = 0; i < edges_of(&s); i++)
		for (size_t k = 0; k < edges_of(&t); k++)
			least = fmin(least, edges_apart(corner(&plane, &s, i),
			    corner(&plane, &s, i + 1), corner(&plane, &t, k),
			    corner(&plane, &t, k + 1)));
	return least;
}
