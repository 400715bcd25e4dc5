/* part.h - what follows a case: begun from it, and a part of it */
#ifndef CITIZEN_PART_H
#define CITIZEN_PART_H

#include "db/db.h"
#include "http/req.h"
#include "page/case.h"

/* Queue: what may follow the case. */
const struct db_rows *part_ask(struct req *, struct str ref);

/* The list "follow_ups" of the case's page: those that can be begun, and those begun and not sent.
   fails  as page_release */
enum err part_fill(struct req *, const struct page_case *, const struct db_rows *) MUST_USE;

#endif
