/* held.c - the outcomes that cannot be chosen yet, and what each waits for */
#include "base/arena.h"
#include "base/buf.h"
#include "desk/decision.h"
#include "page/page.h"

enum held_by { BY_OPEN, BY_MISSING, BY_REMARKS, BY_NOTHING };

static const char *const names[] = { [BY_OPEN] = "open", [BY_MISSING] = "missing",
	[BY_REMARKS] = "remarks" };

static bool
said_of(struct str lines, struct str point)
{
	return release_said_of(lines, "point", point).n > 0;
}

/* What is said of the case, as if nothing were left but what `by` is about. */
static struct str
but_for(struct arena *a, const struct service *s, struct str said, enum held_by by)
{
	struct buf b = buf_new(a, 1024);
	struct str rest = said;

	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n'), left = line;
		struct str kind = str_cut(&left, '\t'), id = str_cut(&left, '\t');

		if (str_eq_z(kind, "inspection") && by != BY_REMARKS)
			continue;
		if (str_eq_z(kind, "point") && str_eq_z(left, "missing") && by != BY_MISSING)
			buf_fmt(&b, "point\t" STR_FMT "\tok\n", STR_ARG(id));
		else
			buf_fmt(&b, STR_FMT "\n", STR_ARG(line));
	}
	for (size_t i = 0; by != BY_OPEN && i < s->npoints; i++)
		if (!said_of(said, s->points[i].id))
			buf_fmt(&b, "point\t" STR_FMT "\tok\n", STR_ARG(s->points[i].id));
	return buf_str(&b);
}

/* Could it be decided, were nothing left but that? */
static bool
may(struct req *r, const struct work *w, struct str outcome, enum held_by by)
{
	struct str lines = w->c.said->lines;
	struct work then = *w;
	bool may;

	then.c.may = NULL;		/* what it remembers is of now */
	then.c.said->lines = but_for(r->a, w->c.release->service, lines, by);
	may = decision_event(r, &then, outcome) != NULL;
	then.c.said->lines = lines;
	return may;
}

void
held_fill(struct req *r, const struct work *w)
{
	const struct service *s = w->c.release->service;
	struct vmap *v = page_map(r);

	vlist(v, "held");
	for (size_t i = 0; i < s->noutcomes; i++) {
		const struct service_words *o = &s->outcomes[i];
		struct vmap *m;

		if (decision_event(r, w, o->id) != NULL || !may(r, w, o->id, BY_NOTHING))
			continue;
		m = vadd(v, "held");
		vset(m, "words", o->desk);
		for (size_t by = 0; by < BY_NOTHING; by++)
			vset_flag(m, names[by], !may(r, w, o->id, (enum held_by)by));
	}
	vset(v, "check_href", str_fmt(r->a, STR_FMT "/sjekkliste", STR_ARG(w->base)));
	vset(v, "inspection_href", str_fmt(r->a, STR_FMT "/tilsyn", STR_ARG(w->base)));
}
