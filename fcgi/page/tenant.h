/*
 * tenant.h - the municipalities of this install, by the host name people came to
 *
 * Held in the process and read anew after a minute, so that a change needs no restart.
 */
#ifndef PAGE_TENANT_H
#define PAGE_TENANT_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;
struct tenants;

struct tenant {
	struct str	 id, name, palette;
	struct str	 email, phone, address, url;
	struct str	 settings;		/* name=value, a line each */
	struct str	*hosts;
	size_t		 nhosts;
};

struct tenants *tenants_new(struct arena *process, struct db *);

/* fails  ERR_GONE  no municipality has this host      ERR_DB  never read and the database is
   away */
enum err tenants_find(struct tenants *, struct str host, const struct tenant **out) MUST_USE;

/* What the municipality has set under this name; the empty str when nothing. */
struct str tenant_setting(const struct tenant *, const char *name);

#endif
