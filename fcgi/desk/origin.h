/* origin.h - where a case came from, for the page about it: parts/case-origin */
#ifndef DESK_ORIGIN_H
#define DESK_ORIGIN_H

#include "desk/work.h"

/* Names: origin (web, paper, telephone), registered_by, registered_at, list open (label, reason),
   list scans: of the part scan of desk/case_page, which the case is read from too. */
void origin_fill(struct req *, const struct work *, const struct db_rows *scans);

#endif
