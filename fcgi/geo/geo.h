/*
 * geo.h - places on the ground: what people type, what it measures, and how it is drawn
 *
 * Pure.  Points are degrees of latitude and longitude (EUREF89; WGS84 is the same to within a
 * metre), kept in whole 1e-7 degrees: 11 mm.  Kept as text, a point is "LAT,LON" with up to seven
 * decimals and points are separated by a blank.  A polygon is its outer ring, the last point
 * joined to the first, which does not stand twice.
 *
 * Lengths are metres on the ground: the ellipsoid's radii at the first point, so a few parts in a
 * million off within a kilometre; nothing here is meant for longer.
 */
#ifndef GEO_GEO_H
#define GEO_GEO_H

#include "base/str.h"

struct arena;

enum geo_limit {
	GEO_POINTS_MOST = 200,		/* of one drawing */
	GEO_WIDE = 600, GEO_HIGH = 400	/* of a picture, in units */
};

struct geo_point {
	int32_t		 lat, lon;
};

struct geo_shape {
	const struct geo_point *v;
	size_t		 n;
	bool		 area;		/* a polygon; else a line, or one point */
};

/*
 * geo_typed - points as people write them: one a line (or with ; between), latitude and longitude
 *
 * Decimals with a point or a comma; ° and letters of the compass are passed over; the two may come
 * in either order, as no place in Norway can be taken wrongly.  A last point that is the first once
 * more is left out.
 * takes  area  a polygon is wanted: three points or more, else one point alone
 * gives  *out  as it is kept
 *        false: not points, outside Norway and its waters, or not as many as wanted
 */
bool geo_typed(struct arena *, struct str typed, bool area, struct str *out);

/* What is kept; false when it is none. */
bool geo_read(struct arena *, struct str kept, bool area, struct geo_shape *out);
struct str geo_write(struct arena *, struct geo_shape);
/* "59.91234, 10.74567", one a line, or with `between` between. */
struct str geo_show(struct arena *, struct str kept, const char *between);

double geo_area(struct geo_shape);	/* m²; 0 of what is no polygon */
double geo_length(struct geo_shape);	/* metres along it, once around a polygon */
/* Does no edge of the polygon meet another but where they are joined, and is there something in
   it?  One point is simple. */
bool geo_simple(struct geo_shape);
/* Metres between what is nearest of each; 0 where they meet or one holds the other. */
double geo_distance(struct geo_shape, struct geo_shape);

/* ---- the map of a municipality ------------------------------------------------------------- */

enum geo_layer { GEO_MUNICIPALITY, GEO_PROPERTY, GEO_ROAD, GEO_BUILDING };
#define GEO_LAYERS 4

const char *geo_layer_name(enum geo_layer);	/* "municipality" … */
bool geo_layer_named(struct str, enum geo_layer *out);

struct geo_feature {
	enum geo_layer	 layer;
	struct str	 label;		/* of a property: "55/12"; may be empty */
	struct geo_shape shape;		/* one ring or line; holes and islands are rings too */
	struct geo_point low, high;	/* the corners around it */
};

struct geo_map {
	const struct geo_feature *v;
	size_t		 n;
};

/* A line for each ring or line: layer, label, 1 for a ring, points; a tab between.  false: it is
   not so. */
bool geo_map_read(struct arena *, struct str text, struct geo_map *out);

/* Is all of it in the layer?  By the rule of odd and even, over all rings of it: what is within a
   hole is not.  false as well where the layer has no ring. */
bool geo_within(struct geo_shape, const struct geo_map *, enum geo_layer);
bool geo_map_has(const struct geo_map *, enum geo_layer);
/* Metres to the nearest edge or line of the layer, from inside as from outside; negative: it has
   none. */
double geo_to_edge(struct geo_shape, const struct geo_map *, enum geo_layer);
/* The label of the property its first point is on, as "55/12"; empty: none on the map. */
struct str geo_place(struct geo_shape, const struct geo_map *);

/* ---- a picture ----------------------------------------------------------------------------- */

struct geo_stroke {
	enum geo_layer	 layer;
	bool		 drawn;		/* what was drawn; else of the map */
	struct str	 d;		/* path data of SVG */
};

struct geo_word {
	struct str	 text;
	int		 x, y;
};

struct geo_picture {
	const struct geo_stroke *stroke;	/* from the ground up: the drawing is last */
	size_t		 nstrokes;
	const struct geo_word *word;
	size_t		 nwords;
	int		 scale_m, scale_wide;	/* so many metres are so many units */
};

/*
 * geo_picture - the drawing, with what is near it on the map, north up, GEO_WIDE by GEO_HIGH
 *
 * takes  map  may be NULL: then the drawing stands alone
 */
struct geo_picture geo_picture(struct arena *, struct geo_shape, const struct geo_map *);

#endif
