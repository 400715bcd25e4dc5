/* clocks.h - the clocks of a case, as the database has them */
#ifndef CASE_CLOCKS_H
#define CASE_CLOCKS_H

#include "flow/clock.h"

/* From the column `lines` of the view case_clocks; p == NULL: the case has none. */
struct flow_clocks case_clocks_read(struct arena *, struct str lines);

#endif
