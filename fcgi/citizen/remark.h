/* remark.h - what must be put right after an inspection: shown to the party, who says it is done */
#ifndef CITIZEN_REMARK_H
#define CITIZEN_REMARK_H

#include "db/db.h"
#include "http/req.h"

#define REMARKS_MOST	20		/* of a letter */

/* Queue, then fill parts/remarks. */
const struct db_rows *remark_ask(struct req *);
void remark_fill(struct req *, const struct db_rows *);

/* Those of a letter that are ticked as done: fields, or a list in the address, of the name `gjort`;
   "1,3" of what is still open. */
struct str remark_ticked(struct req *, const struct db_rows *letter_remarks);
/* The list "remarks" of the page that answers the letter, with the ticks. */
void remark_fill_ticks(struct req *, const struct db_rows *letter_remarks, struct str ticked);
/* Their ids. */
size_t remark_ids(const struct db_rows *letter_remarks, struct str ticked,
    struct str ids[REMARKS_MOST]);

#endif
