/*
 * enclosed.h - what goes with a letter: files and earlier letters of its case, as they are chosen
 *
 * The field "vedlegg" (several) of a form, each KIND:ID of desk/letter_things.  They stand in the
 * letter in the order that they came into the case, however they were posted.
 */
#ifndef DESK_ENCLOSED_H
#define DESK_ENCLOSED_H

#include "case/case.h"
#include "letter/values.h"
#include "page/page.h"

#define ENCLOSED_FIELD		"vedlegg"
/* As table letter_file has them. */
#define ENCLOSED_MOST		10
#define ENCLOSED_MOST_BYTES	((size_t)20 << 20)

struct enclosed {
	const struct db_rows *rows;	/* all there are; NULL: nothing may be enclosed here */
	bool		*chosen;	/* of each row */
	size_t		 n, bytes;	/* chosen, together */
	const char	*wrong;		/* message: one that is not there or may not be sent, too
					   many, too large; NULL: none of these */
};

/* Queue, with the page's other questions: what there is in the case. */
const struct db_rows *enclosed_ask(struct req *, struct str ref);

struct enclosed enclosed_read(const struct req *, const struct params *,
    const struct db_rows *);

/* The names of parts/desk-enclosed, with a message when tell is so. */
void enclosed_fill(struct req *, const struct enclosed *, bool tell);
/* Into the list "carried" of {name, value}, which is there: to be posted again. */
void enclosed_carry(struct req *, const struct enclosed *);

/* For the letter, for the event, and as its data: [{"name","sha256"}]. */
const struct letter_file *enclosed_facts(struct arena *, const struct enclosed *);
const struct case_enclosed *enclosed_things(struct arena *, const struct enclosed *);
void enclosed_json(struct buf *, const struct enclosed *);

#endif
