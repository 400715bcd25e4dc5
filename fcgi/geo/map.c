/* The map of a municipality: rings and lines by layer. */
#include "geo/private.h"

#include <math.h>

#include "base/arena.h"
#include "base/check.h"

static const char *const names[GEO_LAYERS] = { [GEO_MUNICIPALITY] = "municipality",
    [GEO_PROPERTY] = "property", [GEO_ROAD] = "road", [GEO_BUILDING] = "building" };

const char *
geo_layer_name(enum geo_layer l)
{
	return names[l];
}

bool
geo_layer_named(struct str s, enum geo_layer *out)
{
	for (unsigned i = 0; i < GEO_LAYERS; i++)
		if (str_eq_z(s, names[i])) {
			*out = (enum geo_layer)i;
			return true;
		}
	return false;
}

static int32_t
least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static void
set_corners(struct geo_feature *f)
{
	f->low = f->high = f->shape.v[0];
	for (size_t i = 1; i < f->shape.n; i++) {
		struct geo_point p = f->shape.v[i];

		f->low = (struct geo_point){ least(f->low.lat, p.lat), least(f->low.lon, p.lon) };
		f->high = (struct geo_point){ -least(-f->high.lat, -p.lat),
		    -least(-f->high.lon, -p.lon) };
	}
}

static bool
take_line(struct arena *a, struct str line, struct geo_feature *f)
{
	struct str layer = str_cut(&line, '\t'), ring;

	f->label = str_dup(a, str_cut(&line, '\t'));
	ring = str_cut(&line, '\t');
	if (!geo_layer_named(layer, &f->layer) ||
	    !geo_read(a, line, str_eq_z(ring, "1"), &f->shape))
		return false;
	if (f->shape.n < (f->shape.area ? 3 : 2))
		return false;
	set_corners(f);
	return true;
}

bool
geo_map_read(struct arena *a, struct str text, struct geo_map *out)
{
	struct geo_feature *v;
	size_t lines = 1;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	v = arena_alloc(a, lines * sizeof *v);
	*out = (struct geo_map){ v, 0 };
	while (text.n > 0) {
		struct str line = str_cut(&text, '\n');

		if (line.n > 0 && !take_line(a, line, &v[out->n++]))
			return false;
	}
	return true;
}

bool
geo_map_has(const struct geo_map *m, enum geo_layer l)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].layer == l)
			return true;
	return false;
}

static bool
holds_point(const struct geo_map *m, enum geo_layer l, struct geo_point p)
{
	struct plane plane = plane_at(p);
	bool odd = false;

	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].layer == l && m->v[i].shape.area &&
		    is_odd(&plane, (struct flat){ 0, 0 }, &m->v[i].shape))
			odd = !odd;
	return odd;
}

/* The whole ring may lie in the shape: a hole. */
static bool
meet(struct geo_shape s, const struct geo_shape *edge)
{
	struct plane plane = plane_at(s.v[0]);

	if (s.area && is_odd(&plane, corner(&plane, edge, 0), &s))
		return true;
	for (size_t i = 0; s.n > 1 && i < edges_of(&s); i++)
		for (size_t k = 0; k < edges_of(edge); k++)
			if (edges_meet(corner(&plane, &s, i), corner(&plane, &s, i + 1),
			    corner(&plane, edge, k), corner(&plane, edge, k + 1)))
				return true;
	return false;
}

bool
geo_within(struct geo_shape s, const struct geo_map *m, enum geo_layer l)
{
	CHECK(s.n > 0);
	for (size_t i = 0; i < s.n; i++)
		if (!holds_point(m, l, s.v[i]))
			return false;
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].layer == l && m->v[i].shape.area && meet(s, &m->v[i].shape))
			return false;
	return true;
}

static double
nearest(struct geo_shape s, const struct geo_shape *edge, double so_far)
{
	struct plane plane = plane_at(s.v[0]);

	for (size_t i = 0; i < edges_of(&s); i++)
		for (size_t k = 0; k < edges_of(edge); k++)
			so_far = fmin(so_far, edges_apart(corner(&plane, &s, i),
			    corner(&plane, &s, i + 1), corner(&plane, edge, k),
			    corner(&plane, edge, k + 1)));
	return so_far;
}

double
geo_to_edge(struct geo_shape s, const struct geo_map *m, enum geo_layer l)
{
	double least_m = INFINITY;

	CHECK(s.n > 0);
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].layer == l)
			least_m = nearest(s, &m->v[i].shape, least_m);
	return isinf(least_m) ? -1 : least_m;
}

struct str
geo_place(struct geo_shape s, const struct geo_map *m)
{
	struct plane plane = plane_at(s.v[0]);

	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].layer == GEO_PROPERTY && m->v[i].shape.area &&
		    is_odd(&plane, (struct flat){ 0, 0 }, &m->v[i].shape))
			return m->v[i].label;
	return STR("");
}
