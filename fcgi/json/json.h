/*
 * json.h - libjansson lives here: JSON values with the lifetime of an arena
 *
 * Names in objects are C strings and texts are struct str.  What is read is never trusted: a name
 * twice in an object, bytes that are not UTF-8, or anything after the value is no JSON.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include <jansson.h>

#include "base/str.h"

struct arena;

json_t *json_own(struct arena *, json_t *);	/* let the arena drop it; NULL passes through */
json_t *json_read(struct arena *, struct str text);	/* an object without doubled names, or
							   NULL */
struct str json_write(struct arena *, const json_t *);	/* compact, members in their order */
/* a copy; empty when no string */
struct str json_text(struct arena *, const json_t *object, const char *name);

/* A new string: the caller's, or an object's that takes it; NULL when it is not UTF-8. */
json_t *json_from(struct str);
void json_put(json_t *object, const char *name, struct str utf8);	/* not when it is empty */

#endif
