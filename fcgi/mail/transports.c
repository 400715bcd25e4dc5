/* Which transports a municipality has. */
#include "mail/transports.h"

#include <string.h>

#include "base/arena.h"
#include "mail/settings.h"

struct transports *
transports_of_one(struct arena *a, struct transport *t)
{
	struct transports *ts = ARENA_NEW(a, struct transports);

	ts->magic = TRANSPORTS_MAGIC;
	ts->ways[ts->nways++] = (struct way){ STR_NONE, t };
	return ts;
}

static bool
has_own(const struct transports *ts, struct str tenant, const char *channel)
{
	for (size_t i = 0; i < ts->nways; i++)
		if (ts->ways[i].tenant.n > 0 && str_eq(ts->ways[i].tenant, tenant) &&
		    strcmp(ts->ways[i].transport->channel, channel) == 0)
			return true;
	return false;
}

static bool
serves(const struct transports *ts, const struct way *w, struct str tenant)
{
	if (w->tenant.n > 0)
		return str_eq(w->tenant, tenant);
	return !has_own(ts, tenant, w->transport->channel);
}

size_t
transports_of(struct transports *ts, struct str tenant, enum mail_ability what,
    struct transport *const **out)
{
	size_t n = 0;

	CHECK_OBJ(ts, TRANSPORTS_MAGIC);
	for (size_t i = 0; i < ts->nways; i++)
		if (transport_can(ts->ways[i].transport, what) &&
		    serves(ts, &ts->ways[i], tenant))
			ts->chosen[n++] = ts->ways[i].transport;
	*out = ts->chosen;
	return n;
}

struct transport *
transports_by(const struct transports *ts, struct str tenant, struct str channel)
{
	CHECK_OBJ(ts, TRANSPORTS_MAGIC);
	for (size_t i = 0; i < ts->nways; i++)
		if (str_eq_z(channel, ts->ways[i].transport->channel) &&
		    serves(ts, &ts->ways[i], tenant))
			return ts->ways[i].transport;
	return NULL;
}

bool
transports_register(const struct transports *ts, struct str tenant, struct str *url_out,
    struct machine **machine_out)
{
	const struct book *found = NULL;

	CHECK_OBJ(ts, TRANSPORTS_MAGIC);
	for (size_t i = 0; i < ts->nbooks; i++)
		if (str_eq(ts->books[i].tenant, tenant) ||
		    (ts->books[i].tenant.n == 0 && found == NULL))
			found = &ts->books[i];
	if (found == NULL)
		return false;
	*url_out = found->url;
	*machine_out = found->machine;
	return true;
}
