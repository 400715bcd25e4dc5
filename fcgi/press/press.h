/*
 * press.h - the press: letters come in over a Unix socket, one a connection, and go back as PDF
 *
 * A letter that the child dies of, or does not finish in time, is tried once more with a new child;
 * the second time it is set aside and answered FRAME_POISON, then and whenever it comes again, until
 * the press is restarted.
 */
#ifndef PRESS_PRESS_H
#define PRESS_PRESS_H

#include "press/child.h"
#include "press/strikes.h"

struct press {
	struct child_setting setting;
	struct child	 child;
	struct strikes	 strikes;
	int64_t		 start_at;	/* frame_clock(): no new child before */
	int		 failed;	/* starts in a row */
};

/* Make sure of a child: replaces one that has died or grown too large.  False while none will
   start; it is tried again after a second, then two, at most half a minute. */
bool press_ready(struct press *, struct arena *);

/* One connection, from its letter to its answer; closes it. */
void press_serve(struct press *, struct arena *, int connection);

#endif
