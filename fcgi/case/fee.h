/*
 * fee.h - what a case costs: kept when it comes in, to be paid when it comes so far, and said in
 * its letters
 */
#ifndef CASE_FEE_H
#define CASE_FEE_H

#include "case/case.h"
#include "letter/values.h"

/* Queue, if the state is one in which service.xml says that the fee is to be paid. */
void case_fee_settle(struct db *, const struct release *, struct str tenant_id,
    struct str case_id, struct str state);

/*
 * case_fee_facts - the fee and the limits of a case, as letters and pages tell them
 *
 * takes    lines   of the view case_fee_lines     clocks  lines of case_clocks     at  now
 * A line of nothing is none.  What weeks over a limit take away is there before it is
 * settled, too.
 */
void case_fee_facts(struct arena *, const struct service *, struct str lines, struct str clocks,
    int64_t at, enum lang, struct letter_facts *);

#endif
