/* drawing.h - the life of a case as a drawing, with a table that says the same */
#ifndef DESK_DRAWING_H
#define DESK_DRAWING_H

#include "desk/work.h"

/* The values that parts/history-flow.xml reads. */
void drawing_fill(struct req *, const struct work *);

#endif
