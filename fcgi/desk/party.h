/* party.h - all people of a case that has more than one, on its page at the desk */
#ifndef DESK_PARTY_H
#define DESK_PARTY_H

#include "db/db.h"
#include "http/req.h"
#include "release/service.h"

/* Of part party of case_page.  Names: list `parties`: id, word (empty of applicant and
   representative), name (may be empty), signed (when; may be empty), flag ended. */
void party_fill(struct req *, const struct db_rows *, const struct service *);

#endif
