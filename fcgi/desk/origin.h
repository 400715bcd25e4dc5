/* origin.h - where a case came from, for the page about it: parts/case-origin */
#ifndef DESK_ORIGIN_H
#define DESK_ORIGIN_H

#include "desk/work.h"

struct origin {
	const struct db_rows *row, *scans;
};

/* Queue what it asks for, before page_read. */
struct origin origin_ask(struct req *);

/* Names: origin (web, paper, telephone), registered_by, registered_at, list open (label, reason),
   list scans. */
void origin_fill(struct req *, const struct work *, struct origin);

#endif
