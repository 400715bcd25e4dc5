/* clock.h - what the files of the clock share */
#ifndef CLOCK_CLOCK_H
#define CLOCK_CLOCK_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;
struct registers;
struct release_store;

#define CLOCK_MOST_SKIPPED	64

struct clock {
	struct arena	*process;
	struct db	*db;
	struct release_store *releases;
	struct registers *registers;
	/* Deadlines that could not be fired: passed over until the next sweep, so that one broken
	   release does not hold up everybody else. */
	char		 skipped[CLOCK_MOST_SKIPPED][37];
	size_t		 nskipped;
};

/*
 * clock_fire - fire the deadline that has been due longest, in one transaction
 *
 * However many clocks run, the case is locked by one and the others pass it by; a
 * deadline is marked and its event written together, so it fires once or is still due.
 *
 * gives  *found  false when nothing is due
 * fails  ERR_DB … nothing happened
 */
enum err clock_fire(struct clock *, struct arena *, bool *found) MUST_USE;

/*
 * clock_count - give the deadlines that waited for the party to be told their day
 *
 * However many clocks run, each deadline is counted once.
 */
enum err clock_count(struct clock *, struct arena *) MUST_USE;

/*
 * clock_scan - scan the content that has waited longest for it; infected content goes
 *
 * However many clocks run, each takes its own.
 * gives  *found  false when nothing waits      *away  the scanner gave no answer: leave it in peace
 */
enum err clock_scan(struct clock *, struct arena *, bool *found, bool *away) MUST_USE;

/* Ask for reminders of drafts that soon go, work out how long cases take (once an hour), remove
   what is past its retention, cases too, and try again what was passed over. */
enum err clock_sweep(struct clock *, struct arena *) MUST_USE;

#endif
