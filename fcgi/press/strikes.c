#include "press/strikes.h"

#include <string.h>

#include "base/check.h"

static size_t
find(const struct strikes *s, struct str hash)
{
	CHECK(hash.n == STRIKES_HASH);
	for (size_t i = 0; i < STRIKES_KEPT; i++)
		if (s->v[i].n > 0 && memcmp(s->v[i].hash, hash.p, STRIKES_HASH) == 0)
			return i;
	return STRIKES_KEPT;
}

int
strikes_of(const struct strikes *s, struct str hash)
{
	size_t i = find(s, hash);

	return i < STRIKES_KEPT ? s->v[i].n : 0;
}

int
strikes_add(struct strikes *s, struct str hash)
{
	size_t i = find(s, hash);

	if (i == STRIKES_KEPT) {
		i = s->next;
		s->next = (s->next + 1) % STRIKES_KEPT;
		memcpy(s->v[i].hash, hash.p, STRIKES_HASH);
		s->v[i].n = 0;
	}
	return ++s->v[i].n;
}

void
strikes_drop(struct strikes *s, struct str hash)
{
	size_t i = find(s, hash);

	if (i < STRIKES_KEPT)
		s->v[i].n = 0;
}
