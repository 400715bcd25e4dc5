/* told.h - a day that a caseworker tells with an event: as typed, and as it was read */
#ifndef DESK_TOLD_H
#define DESK_TOLD_H

#include "desk/work.h"

struct told {
	struct str	 typed;
	int64_t		 day;		/* number; 0 when it is no day */
	struct str	 iso;
};

/* The field "dag". */
struct told told_read(struct req *, const struct work *);

#endif
