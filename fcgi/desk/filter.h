/* filter.h - the form that narrows a worklist down, and what is in force of it */
#ifndef DESK_FILTER_H
#define DESK_FILTER_H

#include "desk/column.h"
#include "desk/list.h"

/*
 * filter_fill - the names that desk/worklist reads of its filters
 *
 * takes  staff, units, labels  those parts of desk/work_about
 */
void filter_fill(struct req *, const struct list *, const struct columns *,
    const struct db_rows *staff, const struct db_rows *units, const struct db_rows *labels);

#endif
