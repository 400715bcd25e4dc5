/* origin.h - a case that staff registered from paper or the telephone, for who follows it */
#ifndef CITIZEN_ORIGIN_H
#define CITIZEN_ORIGIN_H

#include "db/db.h"
#include "http/req.h"

/* Queue the scanned papers of the case of the address. */
const struct db_rows *origin_ask(struct req *);

/* Names: origin (web, paper, telephone), list scans (name, size, href; flags waiting, infected).
   rows: of case_read. */
void origin_fill(struct req *, const struct db_rows *rows, const struct db_rows *scans);

/* When it came in: of one that was registered only the day is known. */
struct str origin_at(struct req *, const struct db_rows *rows, int64_t received_at);

#endif
