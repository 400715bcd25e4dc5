/*
 * id.h - eInnsyn's ids: what kind of thing, and its UUID in Crockford's base 32
 *
 * jp_1n4e5zqw8r9b2t6v0x3y7c5d8f: a kind of a few lower-case letters, _, and 26 characters of
 * 0-9 a-z without i, l, o, u; 130 bits, of which the first two are 0.
 */
#ifndef API_ID_H
#define API_ID_H

#include "base/str.h"

struct arena;

struct str api_id(struct arena *, const char *kind, struct str uuid);	/* CHECKs that it is one */

/* The UUID of an id of that kind, as PostgreSQL writes it; false when it is none. */
bool api_id_read(struct arena *, const char *kind, struct str id, struct str *uuid_out);

#endif
