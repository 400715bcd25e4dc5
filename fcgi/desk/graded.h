/* graded.h - how many cases a list leaves out because of a graded address */
#ifndef DESK_GRADED_H
#define DESK_GRADED_H

#include "db/db.h"
#include "http/req.h"

/* The names of parts/work-graded, from the part graded of desk/work_about. */
void graded_fill(struct req *, const struct db_rows *);

#endif
