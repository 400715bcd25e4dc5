/* preliminary.h - on the page of a case: when its preliminary reply goes by itself */
#ifndef DESK_PRELIMINARY_H
#define DESK_PRELIMINARY_H

#include "desk/work.h"

/* Queue before page_read. */
const struct db_rows *preliminary_ask(struct req *);
/* preliminary_on (empty when none is to go) and preliminary_href */
void preliminary_fill(struct req *, const struct work *, const struct db_rows *);

#endif
