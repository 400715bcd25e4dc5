/* map.h - the map of one municipality, held by this process while rules and pictures ask for it */
#ifndef REGISTER_MAP_H
#define REGISTER_MAP_H

#include "geo/geo.h"

struct arena;
struct db;

struct map_held {
	struct db	*db;
	struct arena	*request;	/* of the one under way */
	struct str	 tenant;
	struct arena	*a[2];		/* the one in use, and the one to fill next; NULL until a
					   map is asked for */
	struct geo_map	 map;
	struct str	 sha256;	/* empty: it has none */
	int64_t		 read_at;
};

/*
 * map_ask - form_world's map: ctx is a struct map_held
 *
 * Read when it is first asked for, and looked at anew after a minute: in the open transaction, else
 * in one of its own.  NULL: there is none, or it is away.
 */
const struct geo_map *map_ask(void *map_held);
void map_drop(struct map_held *);

#endif
