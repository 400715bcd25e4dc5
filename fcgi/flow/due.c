/* When a deadline falls: ISO 8601 durations in the Norwegian calendar. */
#include "flow/private.h"

#include <string.h>

#include "base/time.h"

#define MOST		9999
#define USEC_A_SEC	INT64_C(1000000)
#define SEC_AN_HOUR	INT64_C(3600)
#define SEC_A_DAY	(24 * SEC_AN_HOUR)

struct duration {
	int	months, days, hours;
	bool	has_hours;
};

/* "12W" at the front of *s: the number, and which of `units` it has, which must come in that
   order. */
static bool
read_part(struct str *s, const char **units, int *number, char *unit)
{
	const char *at;
	int n = 0;
	size_t i = 0;

	while (i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && n <= MOST)
		n = n * 10 + (s->p[i++] - '0');
	if (i == 0 || n > MOST || i == s->n || s->p[i] == '\0' ||
	    (at = strchr(*units, s->p[i])) == NULL)
		return false;
	*number = n;
	*unit = *at;
	*units = at + 1;
	*s = str_skip(*s, i + 1);
	return true;
}

static bool
read_days(struct str s, struct duration *d)
{
	const char *units = "YMWD";
	int n = 0;
	char unit = 0;

	while (s.n > 0) {
		if (!read_part(&s, &units, &n, &unit))
			return false;
		if (unit == 'Y' || unit == 'M')
			d->months += n * (unit == 'Y' ? 12 : 1);
		else
			d->days += n * (unit == 'W' ? 7 : 1);
	}
	return true;
}

static bool
read_duration(struct str s, struct duration *d)
{
	const char *units = "H";
	struct str days;
	size_t whole = s.n;
	char unit = 0;

	if (s.n < 3 || s.p[0] != 'P' || str_ends(s, STR("T")))
		return false;
	s = str_skip(s, 1);
	days = str_cut(&s, 'T');
	d->has_hours = days.n + 1 < whole;
	return read_days(days, d) && (!d->has_hours || (read_part(&s, &units, &d->hours, &unit) &&
	    s.n == 0));
}

/* Easter Sunday of a year, in the Gregorian calendar (the anonymous method of 1876). */
static int64_t
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451, x = h + l - 7 * m + 114;

	return time_day((struct date){ year, x / 31, x % 31 + 1 });
}

/* Lov om helligdager og helligdagsfred § 2, and 1 and 17 May. */
bool
flow_is_workday(int64_t day)
{
	static const int fixed[] = { 101, 501, 517, 1225, 1226 };
	static const int from_easter[] = { -3, -2, 1, 39, 50 };
	struct date d = time_date(day);
	int weekday = (int)(((day + 3) % 7 + 7) % 7);	/* 1970-01-01 was a Thursday; Monday is 0 */

	if (weekday >= 5)
		return false;
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		if (d.month * 100 + d.day == fixed[i])
			return false;
	for (size_t i = 0; i < sizeof from_easter / sizeof from_easter[0]; i++)
		if (day == easter(d.year) + from_easter[i])
			return false;
	return true;
}

/* Midnight is an hour or two before that of UTC; summer time never begins or ends at it. */
static int64_t
midnight_at(int64_t day)
{
	int64_t at = (day * SEC_A_DAY - 2 * SEC_AN_HOUR) * USEC_A_SEC;

	return time_day(time_oslo_date(at)) == day ? at : at + SEC_AN_HOUR * USEC_A_SEC;
}

bool
flow_due_later(struct str text, int64_t from_at, int64_t more_days, int64_t more_usec, bool workday,
    int64_t *due_at)
{
	struct duration d = { 0 };
	int64_t from, day;

	if (!read_duration(text, &d))
		return false;
	if (d.has_hours)
		from_at += more_usec;
	from = time_day(time_oslo_date(from_at));
	day = time_day(time_add_months(time_date(from), d.months)) + d.days;
	if (!d.has_hours)
		day += more_days;
	while (workday && !flow_is_workday(day))
		day++;
	*due_at = d.has_hours ?
	    from_at + ((day - from) * SEC_A_DAY + d.hours * SEC_AN_HOUR) * USEC_A_SEC
	    : midnight_at(day + 1) - USEC_A_SEC;
	return true;
}

bool
flow_due(struct str text, int64_t from_at, bool workday, int64_t *due_at)
{
	return flow_due_later(text, from_at, 0, 0, workday, due_at);
}
