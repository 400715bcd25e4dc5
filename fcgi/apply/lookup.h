/*
 * lookup.h - the lookups of a page of an application: searched in, chosen from, fetched, and what
 *            is typed by hand asked about
 *
 * The register has two seconds in all for one page (register/lookup.h).  When it is away, people
 * go on by hand.
 */
#ifndef APPLY_LOOKUP_H
#define APPLY_LOOKUP_H

#include "http/req.h"
#include "page/found.h"

struct lookup {
	struct answers	*answers;
	const struct form_item *page;
	const struct form_world *world;
	struct str	 draft_id;	/* what refs are sealed to */
	const struct params *sent;	/* the page as it was sent */
};

enum lookup_did {
	LOOKUP_NOTHING,
	LOOKUP_FILLED,			/* a hit was chosen: the answers are others */
	LOOKUP_SHOWS			/* found: the page is to be shown with it */
};

/*
 * lookup_press - after the answers were posted: a button of a lookup, and what was shown of one
 *
 * takes  button  sok:FIELD, velg:FIELD:MARK, hent:FIELD, or any other: words in a box that nobody
 *                has searched for yet are searched for when the page is to be left, and hits that
 *                were shown stay
 * gives  *out    what to show at its lookup, or NULL
 */
enum lookup_did lookup_press(struct req *, const struct lookup *, struct str button,
    const struct found **out);

/* Ask the register about properties of the page that it has not spoken of yet; runs the rules when
   it was asked. */
void lookup_check(struct req *, const struct lookup *);

#endif
