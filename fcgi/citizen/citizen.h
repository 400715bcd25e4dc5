/* citizen.h - what the citizen program's pages share */
#ifndef CITIZEN_CITIZEN_H
#define CITIZEN_CITIZEN_H

#include "citizen/event.h"
#include "http/req.h"
#include "page/page.h"
#include "release/release.h"

extern struct events citizen_events;	/* filled by main before the first request */

/* An instant in words, or the empty str for 0. */
struct str citizen_at(const struct req *, int64_t at);

/* The release of a service that a page is about; begins a transaction of its own when none is open. */
enum err citizen_release(struct req *, struct str id, const struct release **out) MUST_USE;

#endif
