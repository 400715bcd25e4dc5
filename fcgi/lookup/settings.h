/*
 * settings.h - which registers there are, and how they are asked: the file SKRANKE_REGISTERS
 *
 * spec  templates/schema/registers.rng; deploy/registers.xml explains each
 */
#ifndef LOOKUP_SETTINGS_H
#define LOOKUP_SETTINGS_H

#include "base/err.h"
#include "base/str.h"
#include "lookup/breaker.h"

struct arena;
struct machine;

struct source {
	struct str	 tenant;		/* empty: of every municipality without one of its
						   own */
	struct str	 url, other_url;	/* other_url: when the first is away; may be
						   empty */
	struct machine	*machine;		/* with scope: a token goes with each question; or
						   NULL */
	struct str	 scope;
	struct str	 bearer;		/* or this; may be empty */
	struct breaker	 breaker, other_breaker;
};

#define SOURCES_MOST	1000

struct settings {
	struct str	 key;			/* what refs are sealed with */
	struct source	*addresses, *properties;
	size_t		 naddresses, nproperties;
};

/* fails  ERR_CONFIG  everything wrong in it is logged, with its line.  Process lifetime. */
enum err settings_read(struct arena *, const char *path, struct settings **out) MUST_USE;

/* NULL: the municipality has none. */
struct source *settings_addresses(struct settings *, struct str tenant);
struct source *settings_properties(struct settings *, struct str tenant);

#endif
