/* json.h - jansson's values with the lifetime of an arena.  Private to this room. */
#ifndef IDENT_JSON_H
#define IDENT_JSON_H

#include <jansson.h>

#include "base/str.h"

struct arena;

json_t *json_own(struct arena *, json_t *);			/* let the arena drop it; NULL
								   passes through */
json_t *json_read(struct arena *, struct str text);		/* an object without doubled names,
								   or NULL */
/* a copy; empty when no string */
struct str json_text(struct arena *, const json_t *object, const char *name);

#endif
