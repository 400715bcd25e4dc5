/*
 * clock.h - the clocks of a case for a page: how long it has taken, who has the ball, when it is
 * due
 *
 * Citizen and caseworker see the same.
 */
#ifndef PAGE_CLOCK_H
#define PAGE_CLOCK_H

#include "page/case.h"

/* Queue before page_read: how long cases like this one take, of the case with that reference. */
const struct db_rows *page_pace_ask(struct req *, struct str ref);

/*
 * page_clock_fill - the values that parts/clock.xml and parts/case-clock.xml read
 *
 * timed      flag: there is something of all this to tell
 * clocks     list, of those that go on: name, law, due (may be empty), ball, used_days,
 *            paused_days; flags paused, late; of a pause: since, reason, pause_law
 * intervals  list, of all: clock, from, to (empty: not over), days, ball, law, reason; flag
 *            running
 * pace       flag: the two that follow are known: for a case that nobody has decided
 * pace_half, pace_most     days that half, and nine of ten, took at most
 * half_on, most_on         the same as dates for this case; empty when the day has passed
 *
 * takes  pace  rows of page_pace_ask, or of another statement with its columns; NULL in them,
 *              or no row: too few have been decided
 *        done  the case is decided or over
 */
void page_clock_fill(struct req *, const struct page_case *, const struct db_rows *pace,
    bool done);

#endif
