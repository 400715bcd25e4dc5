/* missing.h - what is missing, as a part of the case's page */
#ifndef DESK_MISSING_H
#define DESK_MISSING_H

#include "db/db.h"
#include "desk/work.h"

/* parts/case-missing of the case's page, from its part missing. */
void missing_fill(struct req *, const struct db_rows *, const struct work *);

#endif
