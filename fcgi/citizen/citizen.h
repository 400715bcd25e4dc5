/* citizen.h - what the citizen program's pages share */
#ifndef CITIZEN_CITIZEN_H
#define CITIZEN_CITIZEN_H

#include "citizen/event.h"
#include "http/req.h"
#include "page/page.h"
#include "release/release.h"

extern struct events citizen_events;	/* filled by main before the first request */

#endif
