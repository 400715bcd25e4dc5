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
	struct str	 decided_on;		/* ISO day of the decision that stands, or empty */
	bool		 closed;
	bool		 deemed;		/* the time is out: granted without a decision */
	struct str	 assigned, assigned_to;	/* who has it: name and id; p == NULL when nobody */
	const struct db_rows *rows;
	enum lang	 lang;			/* the applicant's; the page is in bokmål */
};

/*
 * work_take - from a row of desk/case_read or desk/case_lock
 *
 * Who is disqualified is nobody to the flow, as a reader is (c.by): they may look.
 * fails  ERR_GONE  no such case, or not one this caseworker may see      and as page_case_take
 *        ERR_DENIED  a POST by who may only look
 *        ERR_DISQUALIFIED  a POST by one who may not act in it (forvaltningsloven § 6)
 */
enum err work_take(struct req *, const struct db_rows *, struct work *out) MUST_USE;

/* The same for the one thing that who is disqualified may do: say so, and let go. */
enum err work_take_any(struct req *, const struct db_rows *, struct work *out) MUST_USE;

/* The names that all pages about one case read: ref, case_title, applicant, and where its doors
   are; graded. */
void work_head(struct req *, const struct work *);

/* What who is logged in is to the flow, by the columns role and disqualified: 0 may only look. */
enum flow_by work_acting(struct str role, struct str disqualified);

/* May who is logged in do anything with the case but look? */
bool work_writes(const struct req *, const struct work *);

/* A sentence of templates/shared/messages.xml, with what is spoken of put in. */
struct str work_say(const struct req *, const char *id, struct str what);

/* One field that is wrong: its message as `name` and in the list "errors"; the empty str, and none,
   for id NULL. */
void work_error(struct req *, const char *name, const char *id, const char *href);

/* An event of desk/case_events in the desk's words. */
struct str work_event(const struct req *, const struct db_rows *events, size_t i,
    const struct service *);

#endif
