/* clocks.h - the clocks of a case, as the database has them */
#ifndef CASE_CLOCKS_H
#define CASE_CLOCKS_H

#include "flow/clock.h"

/* From the column `lines` of the view case_clocks; p == NULL: the case has none. */
struct flow_clocks case_clocks_read(struct arena *, struct str lines);

/*
 * case_expected - the day by which cases like this one are answered
 *
 * So many whole days after receipt, and after the days that its first clock has been paused.
 * takes  days  of the table case_pace     gives  an instant of that day; 0 when it has passed
 */
int64_t case_expected(const struct flow_clocks *, int64_t received_at, int64_t days,
    int64_t now_at);

#endif
