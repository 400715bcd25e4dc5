/*
 * ask.h - which part of a list is asked for, as eInnsyn's lists are asked
 *
 *	limit=25		1 to 100
 *	sortOrder=desc		asc: from the oldest
 *	startingAfter=ID	the part after that one; or endingBefore=ID: before it
 *	ids=ID&ids=ID		these alone, at most 100; what else is said is then passed by
 *	expand=saksmappe	whole, not by its id (what is not known is passed by)
 *	since=2026-11-22	what is new or shown otherwise from that day on; an instant is the
 *				day it is in Norway
 */
#ifndef API_ASK_H
#define API_ASK_H

#include "api/answer.h"

struct api_ask {
	const char	*kind;			/* of the ids in the list: "jp", "sm" */
	struct str	 ids;			/* {UUID,UUID}; p == NULL: all */
	struct str	 since;			/* YYYY-MM-DD; p == NULL: not asked */
	struct str	 from;			/* UUID; p == NULL: from the beginning */
	bool		 up;			/* from the oldest, as it is read */
	bool		 before;		/* what comes before `from`: read backwards */
	bool		 expand;
	int64_t		 limit;
};

/* fails  ERR_INVALID  as api_refuse() */
enum err api_ask_read(struct req *, const char *kind, struct api_ask *out) MUST_USE;

/* Queue the read; one row more than the limit when there is more.  of_case: UUID, or p == NULL. */
const struct db_rows *api_ask_rows(struct req *, const struct api_ask *, struct str of_case);

/* Says row i, as a member of that name, or in a list. */
typedef void api_item_fn(struct req *, const char *name, const struct db_rows *, size_t i,
    bool expand);

/* {"items": …, "next": URL, "previous": URL} */
void api_list(struct req *, const struct api_ask *, const struct db_rows *, api_item_fn *);

#endif
