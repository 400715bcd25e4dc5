/*
 * trial.h - a form tried out by those who work here, before it is put in force
 *
 * Nothing is kept: every answer travels in the page, as hidden fields NAME=value, and how many rows
 * each repeat has as rader=REPEAT:N.  What a register said, and what nobody sees, is not carried.
 */
#ifndef DESK_TRIAL_H
#define DESK_TRIAL_H

#include "page/found.h"
#include "page/page.h"
#include "release/release.h"

struct trial {
	const struct release *release;
	struct answers	*answers;		/* judged */
	struct form_world world;
	const struct found *found;		/* by a lookup of the page, or NULL */
	enum lang	 lang;			/* of the form; the page around it is in bokmål */
};

/* The answers that came with the page. */
enum err trial_take(struct req *, struct trial *) MUST_USE;

/* The list "carried" of {name, value}: what must come with the page again, but for the fields of
   `page` itself, which may be NULL. */
void trial_carry(struct req *, const struct trial *, const struct form_item *page);

#endif
