/* front.h - the life events of the front page, by language */
#ifndef CITIZEN_FRONT_H
#define CITIZEN_FRONT_H

#include "event/event.h"

/* Filled by main before the first request. */
extern struct events citizen_events[LANG_COUNT];

#endif
