/* draft.h - an application under way, opened for a page */
#ifndef APPLY_DRAFT_H
#define APPLY_DRAFT_H

#include "apply/apply.h"
#include "db/db.h"
#include "http/req.h"
#include "page/case.h"
#include "page/found.h"
#include "page/steps.h"

#define DRAFT_SEARCH	"sok-"		/* opens the name of a field with words to search for: never
					   an answer, never stored */

struct draft {
	const struct apply *at;			/* NULL: not in the database yet */
	struct str	 id;
	struct str	 base;			/* its address */
	struct str	 revision;
	struct str	 page;			/* where it was last, or empty */
	struct str	 parked;		/* by form_open: the form as it was sent when the
						   session ran out, or p == NULL */
	struct str	 copied_ref;		/* by form_open: the case it began with the answers
						   of, or empty */
	int64_t		 updated_at, expires_at;
	struct str	 seen;			/* mark of the page as stored, when more was typed;
						   else empty */
	const struct release *release;
	struct answers	*answers;		/* judged */
	struct form_world world;
	struct str	 people;		/* lines of who is at it beside the applicant, as
						   draft_read gives them; p == NULL: nobody */
	const struct answers *at_sent;		/* by the door: of a case that asked for more, the
						   answers that stand; else NULL */
	const struct found *found;		/* by a lookup of the page shown, or NULL */
	const struct db_rows *held;		/* while it is sent: of the door's hold, or NULL */
};

/* Queue: hold the draft until the transaction ends, and read it as it is then. */
const struct db_rows *draft_hold(struct req *, struct str id);

/* Queue: the draft as it is, with what was typed on a page when the session ran out. */
const struct db_rows *draft_seen(struct req *, struct str id, struct str page);
/* Queue: what was typed on that page is dealt with. */
void draft_unpark(struct req *, struct str id, struct str page);

/*
 * draft_take - read what a statement gave of a draft
 *
 * takes  rows   of draft_read or draft_hold
 *        at     stays as long as the draft
 * fails  ERR_GONE  no such draft, not theirs, or of another service than the address says
 *        ERR_LOGIN the session is less sure than the service asks
 *                  and as page_answers and the door's ready
 */
enum err draft_take(struct req *, const struct apply *at, const struct db_rows *rows,
    struct draft *out) MUST_USE;

/* What we hold of the person, for answers just read: prefilled when nothing was saved yet, and
   judged. */
void draft_person(struct req *, const struct db_rows *rows, struct draft *);

/* answers_post with a form as it was sent. */
enum err draft_post(struct req *, struct draft *, const struct form_item *page,
    const struct params *, struct answers_posted *out) MUST_USE;

/* Queue the answers as they stand now, and forget what was parked for the page, and files that no
   answer names any more. */
const struct db_rows *draft_put(struct req *, const struct draft *, struct str page);
/* The answers as a statement takes them, with their identity numbers. */
struct str draft_xml(struct req *, const struct answers *, struct str *pids_out);

/* Steps of the form for the page's head: list "steps" of {title, href, current, done}. */
void draft_steps(struct req *, const struct draft *, const struct form_item *current);

#endif
