/*
 * said.h - what caseworkers have said of a case, and what follows of it: points and the fee
 *
 * Text with a line for each thing said, as the view case_said gives it: kind (point or fact), id
 * and what was said (ok, missing, none; yes, no), a tab between; and `inspection`, `open` and how
 * many remarks of inspections are.
 */
#ifndef RELEASE_SAID_H
#define RELEASE_SAID_H

#include "release/release.h"

/* What the hooks of a world ask; lives as long as the world does. */
struct release_said {
	const struct release *release;
	const struct answers *answers;		/* judged; points are left out where their `when`
						   does not hold */
	struct str	 lines;
	int64_t		 today;			/* filled in by release_said_in */
};

/* From now on the world's fact(), checklist() and inspection() answer by it. */
void release_said_in(struct release_said *, struct form_world *);

/* What was said of it; the empty str when nothing was. */
struct str release_said_of(struct str lines, const char *kind, struct str id);

/* Does the i-th point of the checklist concern this application? */
bool release_point_asks(const struct release *, size_t i, const struct answers *,
    const struct form_world *);

struct release_fee_line {
	const struct service_fee *line;
	int64_t		 ore;
};

/* The lines that hold, in order, and their sum; an amount that is not known is left out, and so is
   one of nothing.
   gives  how many */
size_t release_fee(struct arena *, const struct release *, const struct answers *,
    const struct form_world *, const struct release_fee_line **out, int64_t *total);

#endif
