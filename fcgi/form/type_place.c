/* Points and polygons on a map. */
#include "form/private.h"

bool
read_point(struct arena *a, struct str s, const struct form_world *w, struct str *out)
{
	(void)w;
	return geo_typed(a, s, false, out);
}

bool
read_polygon(struct arena *a, struct str s, const struct form_world *w, struct str *out)
{
	(void)w;
	return geo_typed(a, s, true, out);
}

struct str
edit_points(struct arena *a, struct str s)
{
	return geo_show(a, s, "\n");
}

struct str
show_points(struct arena *a, enum lang l, struct str s)
{
	(void)l;
	return geo_show(a, s, "; ");
}
