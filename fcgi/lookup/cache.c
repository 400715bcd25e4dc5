/* cache.c - what was just answered, for some minutes; forgotten whole when it is full */
#include "base/arena.h"
#include "base/str.h"
#include "lookup/lookup.h"

#define KEPT		128
#define KEPT_BYTES	((size_t)4 << 20)
#define FULL_BYTES	((size_t)2 << 20)
#define FRESH_MS	(5 * 60 * 1000)

struct cache {
	struct arena	*a;
	struct {
		struct str	 question, answer;
		int64_t		 until;
	}		 v[KEPT];
	size_t		 n, bytes;
};

static void
drop(void *p)
{
	struct cache *c = p;

	arena_free(&c->a);
}

struct cache *
cache_new(struct arena *process)
{
	struct cache *c = ARENA_NEW(process, struct cache);

	c->a = arena_new(KEPT_BYTES);
	arena_defer(process, drop, c);
	return c;
}

struct str
cache_get(struct cache *c, struct str question, int64_t now)
{
	for (size_t i = c->n; i-- > 0;)
		if (str_eq(c->v[i].question, question))
			return now < c->v[i].until ? c->v[i].answer : STR_NONE;
	return STR_NONE;
}

void
cache_put(struct cache *c, struct str question, struct str answer, int64_t now)
{
	if (c->n == KEPT || c->bytes + question.n + answer.n > FULL_BYTES) {
		arena_reset(c->a);
		c->n = c->bytes = 0;
	}
	if (question.n + answer.n > FULL_BYTES)
		return;
	c->v[c->n].question = str_dup(c->a, question);
	c->v[c->n].answer = str_dup(c->a, answer);
	c->v[c->n++].until = now + FRESH_MS;
	c->bytes += question.n + answer.n;
}
