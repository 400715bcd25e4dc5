/* work.h - a case as the desk has it open */
#ifndef DESK_WORK_H
#define DESK_WORK_H

#include "page/case.h"
#include "page/page.h"

struct work {
	struct page_case c;
	struct str	 base;			/* /saksbehandling/sak/REF */
	struct str	 applicant, code;
	struct str	 role;			/* for this service: reader, caseworker or leader */
	struct str	 disqualified;		/* why who is logged in may not act in it: declared,
						   party, household or address; empty: they may */
	struct str	 unit_id, unit;		/* whose it is, and its name; empty: nobody's */
	bool		 graded;		/* somebody in it has a graded address */
	bool		 mine;			/* who is logged in has taken the case */
	const struct db_rows *rows;
	enum lang	 lang;			/* the applicant's; the page is in bokmål */
};

/*
 * work_take - from a row of desk/case_read or desk/case_lock
 *
 * Who is disqualified is nobody to the flow, as a reader is (c.by): they may look.
 * fails  ERR_GONE  no such case, or not one this caseworker may see      and as page_case_take
 *        ERR_DISQUALIFIED  a POST by one who may not act in it (forvaltningsloven § 6)
 */
enum err work_take(struct req *, const struct db_rows *, struct work *out) MUST_USE;

/* The same for the one thing that who is disqualified may do: say so, and let go. */
enum err work_take_any(struct req *, const struct db_rows *, struct work *out) MUST_USE;

/* The names that all pages about one case read: ref, case_title, applicant, and where its doors
   are; graded. */
void work_head(struct req *, const struct work *);

#endif
