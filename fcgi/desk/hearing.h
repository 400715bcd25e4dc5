/* hearing.h - those who are asked for their view, on the pages of a case */
#ifndef DESK_HEARING_H
#define DESK_HEARING_H

#include "desk/work.h"

/* Queue, and fill for parts/case-hearings: the list "hearings", and hearing_href, which is empty
   where nobody was asked and nobody may be. */
const struct db_rows *hearing_list_ask(struct req *);
void hearing_list_fill(struct req *, const struct db_rows *, const struct work *);

#endif
