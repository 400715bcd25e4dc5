/* preliminary.h - on the page of a case: when its preliminary reply goes by itself */
#ifndef DESK_PRELIMINARY_H
#define DESK_PRELIMINARY_H

#include "desk/work.h"

/* preliminary_on (empty when none is to go) and preliminary_href, from the part preliminary of the
   case's page */
void preliminary_fill(struct req *, const struct work *, const struct db_rows *);

#endif
