/* citizen.h - what the citizen program's pages share */
#ifndef CITIZEN_CITIZEN_H
#define CITIZEN_CITIZEN_H

#include "citizen/event.h"
#include "http/req.h"
#include "page/page.h"
#include "release/release.h"

extern struct events citizen_events;	/* filled by main before the first request */

/* Put how many letters wait unread into the menu: queue the question, and fill it in when the rows are there. */
const struct db_rows *citizen_unread_ask(struct req *);
void citizen_unread_fill(struct req *, const struct db_rows *);

#endif
