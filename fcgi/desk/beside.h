/* beside.h - the cases before and after one, in the list that it was opened from */
#ifndef DESK_BESIDE_H
#define DESK_BESIDE_H

#include "db/db.h"
#include "http/req.h"

/* Queue the question; NULL when the page was not opened from a list. */
const struct db_rows *beside_ask(struct req *, struct str ref);

/* The names of parts/case-beside: back_href, and before_href and next_href, empty where the list
   ends.  rows may be NULL. */
void beside_fill(struct req *, const struct db_rows *);

#endif
