/* check.h - the checklist of a case: what each point and each fact came to */
#ifndef DESK_CHECK_H
#define DESK_CHECK_H

#include "desk/ask.h"
#include "desk/work.h"

/* On the page of a case: checklist_href, limit_href and fee_href, each empty when there is none. */
void check_doors(struct req *, const struct work *);

/* Tick what is missing by the checklist (rows of check_list), as far as a point says what to ask
   for. */
void check_suggest(const struct work *, const struct db_rows *, struct ask *);

#endif
