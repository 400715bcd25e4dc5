/* graded.h - how many cases a list leaves out because of a graded address */
#ifndef DESK_GRADED_H
#define DESK_GRADED_H

#include "db/db.h"
#include "http/req.h"

/* Queue before page_read, and fill the names of parts/work-graded. */
const struct db_rows *graded_ask(struct req *);
void graded_fill(struct req *, const struct db_rows *);

#endif
