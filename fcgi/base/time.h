/*
 * time.h - instants and days
 *
 * An instant is microseconds since 1970 UTC and its name ends in _at.  A day is a civil date,
 * counted in days since 1970-01-01 (proleptic Gregorian).  What people read is in
 * Europe/Oslo, whatever the machine's own zone is.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/lang.h"
#include "base/str.h"

struct arena;

struct date {
	int	year, month, day;
};

int64_t time_now_at(void);
int64_t time_day(struct date);			/* a valid date -> day number */
struct date time_date(int64_t day);
bool time_date_valid(struct date);		/* years 1 to 9999 */
bool time_date_read(struct str iso, struct date *out);	/* YYYY-MM-DD exactly */
struct str time_date_iso(struct arena *, struct date);
struct str time_date_short(struct arena *, struct date);	/* DD.MM.YYYY, as lists show it */

struct date time_oslo_date(int64_t at);		/* the day it is in Norway */

/* As people write it in that language: 21. november 2026 (nb, nn), 21 November 2026 (en),
   skábmamánu 21. b. 2026 (se); and with the clock: kl. 14.05, at 14:05, dii. 14.05. */
struct str time_date_show(struct arena *, enum lang, struct date);
struct str time_oslo_show(struct arena *, enum lang, int64_t at);

/* PostgreSQL's text of a timestamptz in UTC ("2026-11-21 13:05:00.123456+00"). */
bool time_read_pg(struct str, int64_t *at_out);

/* RFC 3339 with its zone: 2026-11-21T14:05:00.123+01:00, 2026-11-21T13:05:00Z */
bool time_read_iso(struct str, int64_t *at_out);

/* Add whole months; the 31st becomes the last day of a shorter month. */
struct date time_add_months(struct date, int months);

#endif
