/* wait.h - what a letter says of the time that a case takes */
#ifndef CASE_WAIT_H
#define CASE_WAIT_H

#include "db/db.h"
#include "release/service.h"

struct case_wait {
	struct str	 reason;	/* in a caseworker's words; may be empty */
	struct str	 pause;		/* what the case waits for now; may be empty */
	struct str	 expected;	/* ISO day of the answer: what was written, else what
					   such cases take; empty when neither is known */
};

/* From a row with reason, expected_on, clocks, received_at and most_days, each of which may be
   null. */
struct case_wait case_wait_read(struct arena *, const struct db_rows *, const struct service *,
    int64_t now_at);

#endif
