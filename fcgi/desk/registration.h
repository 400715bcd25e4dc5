/*
 * registration.h - an application that staff register for somebody, from paper or the telephone
 *
 *   register.c      whose, for which service, where from and when; lists one's own
 *   registration.c  the door to apply/: the pages of the form
 *   gaps.c          what the paper lacks: left open, with a reason for each
 *   scans.c         the paper itself
 */
#ifndef DESK_REGISTRATION_H
#define DESK_REGISTRATION_H

#include "apply/apply.h"
#include "apply/draft.h"
#include "page/page.h"

#define REGISTER_BASE	"/saksbehandling/registrer"

struct registration {
	const struct db_rows *scans;	/* of draft_scans, where they are shown */
	bool		 sending;	/* so that what stands in the way is told of */
	bool		 tried;	/* to make a case of it */
	int64_t		 came_at;	/* the rest is set when the draft has been read */
	struct str	 origin;	/* paper, telephone */
};

/* The draft of the address; its ctx is a struct registration. */
struct apply registration_here(struct req *);

/* The page that carries what was typed past a new login, and posts it to href again. */
enum err registration_over(struct req *, struct str href, struct str back) MUST_USE;

/* ---- gaps.c ---- */

/* The list "gaps" of {id, label, text, href; list reasons (reason, flag chosen); flag error} and
   the flag gaps_told; tell: of those without a reason.  What was chosen comes from the form as it
   was posted, fields mangel.ID and resten. */
void gaps_fill(struct req *, const struct draft *, bool tell);
/* Has each thing that is missing or wrong been given a reason? */
bool gaps_explained(const struct req *, const struct draft *);
/* As JSON: an array of {field, label, text, reason}. */
struct str gaps_json(const struct req *, const struct draft *);

/* ---- scans.c ---- */

/* The list "scans" of {id, name, size, href; flags waiting, infected}; href: base/ID. */
void scans_fill(struct req *, const struct db_rows *, struct str base);

/*
 * scans_take - the paper that comes with a posted summary
 *
 * gives  *shown  a page has been made: nothing else was asked for, or something stands in the way;
 *                what was chosen is in it.  Else files are kept, and a transaction is begun again.
 */
enum err scans_take(struct req *, const struct apply *, bool *shown) MUST_USE;

#endif
