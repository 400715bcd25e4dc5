#include "release/said.h"

#include <math.h>

#include "base/arena.h"

struct str
release_said_of(struct str lines, const char *kind, struct str id)
{
	while (lines.n > 0) {
		struct str line = str_cut(&lines, '\n');

		if (str_eq_z(str_cut(&line, '\t'), kind) && str_eq(str_cut(&line, '\t'), id))
			return line;
	}
	return STR("");
}

static enum form_said
fact(void *ctx, struct str id)
{
	const struct release_said *s = ctx;
	struct str said = release_said_of(s->lines, "fact", id);

	return str_eq_z(said, "yes") ? FORM_SAID_YES : str_eq_z(said, "no") ? FORM_SAID_NO :
	    FORM_SAID_NOTHING;
}

/* A point may ask for facts, and not how far the checklist has come. */
static int64_t
points(void *ctx, struct str how)
{
	const struct release_said *s = ctx;
	struct form_world world = { .today = s->today, .fact = fact, .fact_ctx = ctx };
	struct str want = str_eq_z(how, "missing") ? how : STR("");
	int64_t n = 0;

	for (size_t i = 0; i < s->release->service->npoints; i++)
		n += release_point_asks(s->release, i, s->answers, &world) &&
		    str_eq(release_said_of(s->lines, "point", s->release->service->points[i].id),
		    want);
	return n;
}

static int64_t
remarks(void *ctx, struct str how)
{
	const struct release_said *s = ctx;
	int64_t n;

	return str_int(release_said_of(s->lines, "inspection", how), &n) ? n : 0;
}

void
release_said_in(struct release_said *s, struct form_world *world)
{
	s->today = world->today;
	world->fact = fact;
	world->points = points;
	world->remarks = remarks;
	world->fact_ctx = s;
}

bool
release_point_asks(const struct release *r, size_t i, const struct answers *as,
    const struct form_world *world)
{
	return r->points[i].when == NULL || form_expr_true(r->points[i].when, as, world);
}

size_t
release_fee(struct arena *a, const struct release *r, const struct answers *as,
    const struct form_world *world, const struct release_fee_line **out, int64_t *total)
{
	size_t all = r->service->nfees, n = 0;
	struct release_fee_line *v = arena_alloc(a, (all + 1) * sizeof *v);
	double ore;

	*total = 0;
	for (size_t i = 0; i < all; i++) {
		if ((r->fees[i].when != NULL && !form_expr_true(r->fees[i].when, as, world)) ||
		    !form_expr_number(r->fees[i].amount, as, world, &ore) || fabs(ore) > 1e14 ||
		    llround(ore) == 0)
			continue;
		v[n++] = (struct release_fee_line){ &r->service->fees[i], (int64_t)llround(ore) };
		*total += v[n - 1].ore;
	}
	*out = v;
	return n;
}
