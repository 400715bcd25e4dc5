/* Texts met so far, each with its number: open addressing, so that n of them take time n. */
#include "form/private.h"

#include "base/hash.h"

struct seen
seen_new(struct arena *a, size_t most)
{
	struct seen s = { .size = 16 };

	while (s.size < 2 * most)
		s.size *= 2;
	s.v = arena_alloc(a, s.size * sizeof *s.v);
	return s;
}

bool
seen_put(struct seen *s, struct str text)
{
	size_t i = (size_t)hash_quick(text) & (s->size - 1);

	for (; s->v[i].p != NULL; i = (i + 1) & (s->size - 1))
		if (str_eq(s->v[i], text))
			return true;
	s->v[i] = text;
	return false;
}
