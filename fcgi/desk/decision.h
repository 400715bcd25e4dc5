/* decision.h - grant or reject, with reasons: read from a form, judged, and kept with its event */
#ifndef DESK_DECISION_H
#define DESK_DECISION_H

#include "desk/work.h"
#include "letter/values.h"

struct decision {
	struct str	 outcome;		/* grant, reject, or empty */
	struct str	 place, place_name;	/* value and label of the list it is chosen from */
	struct str	 start;			/* ISO day; as typed when it is none */
	struct str	 text;
	const struct service_reason **reasons;
	size_t		 nreasons;
	struct str	 by;
	const char	*wrong[5];		/* messages for outcome, place, start, reasons,
						   text; NULL when right */
	bool		 ok;
};

/* What the form says.  When it is whole (ok), what belongs to the outcome not chosen has been left
   aside. */
struct decision decision_read(const struct req *, const struct work *);

/* What is chosen when the page is first seen: the first wish and the day asked for. */
struct decision decision_suggest(const struct req *, const struct work *);

/* The names of desk/decide, with messages when tell is so. */
void decision_fill(struct req *, const struct work *, const struct decision *, bool tell);
/* The list "carried" of {name, value}, to be posted again. */
void decision_carry(struct req *, const struct decision *);

/* The event's data: {"outcome","place","start","text","by","reasons":[{"code","text","law"}]}. */
struct str decision_json(struct arena *, const struct decision *);

/* The letter as it will be sent, finished: in the applicant's language, or bokmål when there is
   none in it. */
enum err decision_letter(struct req *, const struct work *, const struct decision *,
    struct buf *out) MUST_USE;

#endif
