/* mailbox.h - how many letters wait unread, for the menu of any page */
#ifndef CITIZEN_MAILBOX_H
#define CITIZEN_MAILBOX_H

#include "db/db.h"
#include "http/req.h"

/* Queue the question; then, when the rows are there, fill in the menu's "unread" (absent for
   none). */
const struct db_rows *mailbox_unread_ask(struct req *);
void mailbox_unread_fill(struct req *, const struct db_rows *);

#endif
