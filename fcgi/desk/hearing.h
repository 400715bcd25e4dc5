/* hearing.h - those who are asked for their view, on the pages of a case */
#ifndef DESK_HEARING_H
#define DESK_HEARING_H

#include "desk/work.h"

/* For parts/case-hearings, of part hearing of case_page: the list "hearings", and hearing_href,
   which is empty where nobody was asked and nobody may be. */
void hearing_list_fill(struct req *, const struct db_rows *, const struct work *);

#endif
