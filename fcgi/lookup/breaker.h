/*
 * breaker.h - leave alone for a while what has just failed, and ask no faster than one may
 *
 * Of one process; the clock is frame_clock(), in milliseconds.
 */
#ifndef LOOKUP_BREAKER_H
#define LOOKUP_BREAKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define BREAKER_FAILS	3	/* in a row, and it rests */

struct breaker {
	int		 failed;
	int64_t		 rest_until;
};

/* May it be asked?  When it has rested enough, one question tries it: until that is told of, and
   for rest_ms more when it fails, it rests. */
bool breaker_open(struct breaker *, int64_t now, int64_t rest_ms);
/* How a question went. */
void breaker_told(struct breaker *, bool well, int64_t now, int64_t rest_ms);

#define LIMIT_KEPT	64
#define LIMIT_PER_SEC	5
#define LIMIT_BURST	20

struct limit {			/* of those who ask, by their process */
	struct {
		pid_t	 pid;
		int64_t	 free_at;	/* when all it asked is paid for */
	}		 v[LIMIT_KEPT];
};

/* Is one more question within LIMIT_PER_SEC, with LIMIT_BURST at once? */
bool limit_take(struct limit *, pid_t, int64_t now);

#endif
