/*
 * clock.h - how long a case has taken, who held the ball, and by when it must be done
 *
 * A clock is a list of intervals: it runs, or is paused with a law and a reason.  Its limit is a
 * duration from an instant; the time it was paused is added.  A limit in days is moved by days: as
 * many as lie between the day a pause begins and the day it ends in Norway; one with hours is moved
 * by the very time.  Pure: no database, no clock of its own.
 *
 * A limit that comes from a table is worked out when the clock starts and when it is recounted.
 * One that was agreed on holds where it is later, and is moved by the pauses after it.
 *
 * Spec: forvaltningslovforskriften chapter 9; flow.h for what starts and stops a clock.
 */
#ifndef FLOW_CLOCK_H
#define FLOW_CLOCK_H

#include "flow/flow.h"

struct flow_interval {
	struct flow_interval *next;
	bool		 running;	/* or paused */
	int64_t		 from_at, to_at;	/* to_at 0: not over */
	struct str	 ball;		/* municipality, applicant or other */
	struct str	 law, reason;	/* of a pause; may be empty */
};

struct flow_clock {
	struct flow_clock *next;
	struct str	 name;
	int64_t		 round;		/* 1 the first time a case starts it, then 2 … */
	struct str	 after, law, ball, event;	/* as flow_action; empty where not said */
	bool		 workday;
	int64_t		 limit_from_at;	/* what `after` counts from */
	int64_t		 stopped_at;	/* 0: goes on */
	enum flow_overrun overrun;	/* 0: its limit is of no table */
	int64_t		 percent;
	int64_t		 overruns;	/* weeks begun after the limit, while it ran */
	int64_t		 agreed_at;	/* 0: no limit was agreed on */
	int64_t		 agreed_paused;	/* days it had been paused then */
	struct flow_interval *first, *last;	/* by time, at least one */
	int64_t		 nintervals;
};

/* Those of one case, the oldest first. */
struct flow_clocks {
	struct flow_clock *first;
};

/* Add at the end; what is pointed to must live as long as the clocks. */
struct flow_clock *flow_clock_add(struct arena *, struct flow_clocks *, const struct flow_clock *);
struct flow_interval *flow_interval_add(struct arena *, struct flow_clock *,
    const struct flow_interval *);

/* The newest of that name, stopped or not; NULL when there is none. */
struct flow_clock *flow_clock(const struct flow_clocks *, struct str name);

/*
 * flow_clocks_turn - what an action makes of the clocks
 *
 * takes    action  of flow_result; one that is no clock's does nothing     c  of the step it is of
 * gives    the clock that it changed: NULL when there was nothing to change (it runs already, is
 *          paused already, or is not there: a case older than its clocks)
 */
struct flow_clock *flow_clocks_turn(struct arena *, struct flow_clocks *,
    const struct flow_action *, const struct flow_case *);

bool flow_clock_runs(const struct flow_clock *);
bool flow_clock_paused(const struct flow_clock *);

/* When a clock that runs reaches its limit; 0 when it has none, is paused or is stopped. */
int64_t flow_clock_due(const struct flow_clock *);

/* The same, of a clock that stands still too: as it is by the pauses that are over. */
int64_t flow_clock_limit(const struct flow_clock *);
/* When its event is fired next: at the limit, and then, where the fee is reduced for each week, a
   week later as long as something is left of it.  0: at no time. */
int64_t flow_clock_alarm(const struct flow_clock *);
/* What is left out of the fee, in percent. */
int64_t flow_clock_reduced(const struct flow_clock *);
/* The earliest of all; 0 when there is none. */
int64_t flow_clocks_due(const struct flow_clocks *);

/* Whole days in Norway that it has run, or been paused, until now or until it was stopped. */
int64_t flow_clock_days(const struct flow_clock *, bool running, int64_t now_at);

#endif
