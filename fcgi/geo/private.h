/* private.h - the plane that the files of this room reckon in */
#ifndef GEO_PRIVATE_H
#define GEO_PRIVATE_H

#include "geo/geo.h"

struct flat {			/* metres east and north of an origin */
	double		 x, y;
};

struct plane {
	struct geo_point origin;
	double		 east, north;	/* metres of one unit, there */
};

struct plane plane_at(struct geo_point);
struct flat flat_of(const struct plane *, struct geo_point);
struct flat corner(const struct plane *, const struct geo_shape *, size_t i);	/* i may be n */
size_t edges_of(const struct geo_shape *);
bool edges_meet(struct flat a, struct flat b, struct flat c, struct flat d);
double edges_apart(struct flat a, struct flat b, struct flat c, struct flat d);
double point_apart(struct flat p, struct flat a, struct flat b);
/* Is the number of edges that a line from p to the east goes through odd? */
bool is_odd(const struct plane *, struct flat p, const struct geo_shape *ring);

#endif
