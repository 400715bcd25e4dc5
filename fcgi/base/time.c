#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/check.h"

static const char *const months[][LANG_COUNT] = {
#define MONTH(...) { __VA_ARGS__ },
#include "base/month.def"
#undef MONTH
};

int64_t
time_now_at(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Years start in March here, so that the leap day is the last of its year. */
int64_t
time_day(struct date d)
{
	int64_t y = d.month <= 2 ? d.year - 1 : d.year;
	int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct date
time_date(int64_t day)
{
	int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct date){ (int)(yoe + era * 400 + (month <= 2)), month,
	    (int)(doy - (153 * mp + 2) / 5 + 1) };
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

bool
time_date_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	    d.day <= month_days(d.year, d.month);
}

bool
time_date_read(struct str s, struct date *out)
{
	int64_t y, m, d;
	struct date got;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !str_int((struct str){ s.p, 4 }, &y) ||
	    !str_int((struct str){ s.p + 5, 2 }, &m) || !str_int((struct str){ s.p + 8, 2 }, &d))
		return false;
	got = (struct date){ (int)y, (int)m, (int)d };
	if (!time_date_valid(got))
		return false;
	*out = got;
	return true;
}

struct str
time_date_iso(struct arena *a, struct date d)
{
	return str_fmt(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static char *
put_digits(char *end, int v, int n)
{
	for (; n > 0; n--, v /= 10)
		*--end = (char)('0' + v % 10);
	return end;
}

/* By hand: a list shows hundreds. */
struct str
time_date_short(struct arena *a, struct date d)
{
	char *z = arena_alloc(a, 10), *p = z + 10;

	CHECK(time_date_valid(d));
	p = put_digits(p, d.year, 4);
	*--p = '.';
	p = put_digits(p, d.month, 2);
	*--p = '.';
	put_digits(p, d.day, 2);
	return (struct str){ z, 10 };
}

static struct tm
oslo(int64_t at)
{
	static bool set;
	time_t sec = (time_t)(at / 1000000);
	struct tm tm;

	if (!set) {
		setenv("TZ", "Europe/Oslo", 1);
		tzset();
		set = true;
	}
	CHECK(localtime_r(&sec, &tm) != NULL);
	return tm;
}

struct date
time_oslo_date(int64_t at)
{
	struct tm tm = oslo(at);

	return (struct date){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

struct str
time_date_show(struct arena *a, enum lang l, struct date d)
{
	const char *month;

	CHECK(d.month >= 1 && d.month <= 12);
	month = months[d.month - 1][l];
	if (l == LANG_SE)
		return str_fmt(a, "%s %d. b. %d", month, d.day, d.year);
	return str_fmt(a, "%d%s %s %d", d.day, l == LANG_EN ? "" : ".", month, d.year);
}

struct str
time_oslo_show(struct arena *a, enum lang l, int64_t at)
{
	static const char *const clock[] = { [LANG_NB] = "kl.", [LANG_NN] = "kl.",
	    [LANG_EN] = "at", [LANG_SE] = "dii." };
	struct tm tm = oslo(at);

	return str_fmt(a, STR_FMT " %s %02d%c%02d", STR_ARG(time_date_show(a, l, (struct date){
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday })), clock[l], tm.tm_hour,
	    l == LANG_EN ? ':' : '.', tm.tm_min);
}

/* A day, any one character, and a clock with or without a fraction; *rest is what follows. */
static bool
read_clock(struct str s, int64_t *at_out, struct str *rest)
{
	struct date d;
	int64_t h, m, sec, us = 0;

	if (s.n < 19 || !time_date_read((struct str){ s.p, 10 }, &d) ||
	    !str_int((struct str){ s.p + 11, 2 }, &h) || !str_int((struct str){ s.p + 14, 2 },
	    &m) || !str_int((struct str){ s.p + 17, 2 }, &sec))
		return false;
	s = str_skip(s, 19);
	if (s.n > 0 && s.p[0] == '.') {
		int64_t unit = 100000;

		for (s = str_skip(s, 1); s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
		    s = str_skip(s, 1), unit /= 10)
			us += (s.p[0] - '0') * unit;
	}
	*at_out = ((time_day(d) * 24 + h) * 60 + m) * 60000000 + sec * 1000000 + us;
	*rest = s;
	return true;
}

bool
time_read_pg(struct str s, int64_t *at_out)
{
	struct str zone;
	int64_t at;

	if (!read_clock(s, &at, &zone) || !str_eq(zone, STR("+00")))
		return false;
	*at_out = at;
	return true;
}

static bool
in_range(struct str s, int64_t most, int64_t *out)
{
	return str_int(s, out) && *out >= 0 && *out <= most;
}

/* Z, or +HH:MM; the colon may be missing. */
static bool
read_zone(struct str s, int64_t *min_out)
{
	struct str clock = s.n > 0 ? str_skip(s, 1) : s, h = { clock.p, 2 }, m;
	int64_t hours, minutes;

	*min_out = 0;
	if (str_eq(s, STR("Z")))
		return true;
	if (s.n < 5 || (s.p[0] != '+' && s.p[0] != '-'))
		return false;
	m = str_skip(clock, clock.p[2] == ':' ? 3 : 2);
	if (m.n != 2 || !in_range(h, 23, &hours) || !in_range(m, 59, &minutes))
		return false;
	*min_out = (s.p[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
	return true;
}

bool
time_read_iso(struct str s, int64_t *at_out)
{
	struct str zone;
	int64_t at, min, part;

	if (!read_clock(s, &at, &zone) || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
	    !read_zone(zone, &min))
		return false;
	if (!in_range((struct str){ s.p + 11, 2 }, 23, &part) ||
	    !in_range((struct str){ s.p + 14, 2 }, 59, &part) ||
	    !in_range((struct str){ s.p + 17, 2 }, 60, &part))
		return false;
	*at_out = at - min * 60000000;
	return true;
}

struct date
time_add_months(struct date d, int n)
{
	int m = d.year * 12 + d.month - 1 + n;
	struct date out = { m / 12, m % 12 + 1, d.day };

	if (out.day > month_days(out.year, out.month))
		out.day = month_days(out.year, out.month);
	return out;
}
