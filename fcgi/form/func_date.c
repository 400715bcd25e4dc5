/* Functions of dates and identity numbers.  An empty answer gives a missing value, never a
   guess. */
#include "form/private.h"

#include <math.h>

#include "base/time.h"

#define MONTHS_MOST	(12 * 1000)

struct val
f_today(struct eval *e, const struct expr *x)
{
	(void)x;
	return val_day((double)e->w->today);
}

struct str
instant_iso(struct arena *a, int64_t at)
{
	int64_t sec = at / 1000000;
	struct date d = time_date(sec / 86400);

	return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day,
	    (int)(sec / 3600 % 24), (int)(sec / 60 % 60), (int)(sec % 60));
}

bool
instant_read(struct str s, int64_t *at)
{
	int64_t part[3], sec = 0;
	struct date d;

	if (s.n != strlen("2026-11-22T13:05:00Z") || !time_date_read((struct str){ s.p, 10 }, &d))
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!str_int((struct str){ s.p + 11 + 3 * i, 2 }, &part[i]) || part[i] < 0)
			return false;
		sec = 60 * sec + part[i];
	}
	*at = (time_day(d) * 86400 + sec) * 1000000;
	return true;
}

struct val
f_now(struct eval *e, const struct expr *x)
{
	(void)x;
	return val_str(instant_iso(e->a, e->w->now_at));
}

struct val
f_date(struct eval *e, const struct expr *x)
{
	struct date d;

	return val_day(time_date_read(to_str(e, eval_expr(e, x->arg[0])), &d) ?
	    (double)time_day(d) : (double)NAN);
}

/* Both days of a function of two; false when one is missing. */
static bool
two_days(struct eval *e, const struct expr *x, int64_t day[2])
{
	for (size_t i = 0; i < 2; i++) {
		struct val v = eval_expr(e, x->arg[i]);

		if (v.missing)
			return false;
		day[i] = (int64_t)v.num;
	}
	return true;
}

static struct val
whole(bool known, int64_t n)
{
	return (struct val){ .t = V_NUM, .num = known ? (double)n : (double)NAN,
	    .missing = !known };
}

/* Whole months from one day to another; the 31st is reached on the last day of a shorter month. */
static int64_t
months(int64_t from, int64_t to)
{
	struct date a = time_date(from), b = time_date(to);
	int64_t n = (b.year - a.year) * 12 + b.month - a.month;
	int64_t there = time_day(time_add_months(a, (int)n));

	if (from <= to)
		return there > to ? n - 1 : n;
	return there < to ? n + 1 : n;
}

struct val
f_days(struct eval *e, const struct expr *x)
{
	int64_t d[2] = { 0, 0 };
	bool known = two_days(e, x, d);

	return whole(known, d[1] - d[0]);
}

struct val
f_months(struct eval *e, const struct expr *x)
{
	int64_t d[2] = { 0, 0 };
	bool known = two_days(e, x, d);

	return whole(known, known ? months(d[0], d[1]) : 0);
}

/* Full years; who is born on 29 February has a birthday on 1 March in other years. */
struct val
f_age_at(struct eval *e, const struct expr *x)
{
	int64_t d[2] = { 0, 0 };
	bool known = two_days(e, x, d);
	struct date born = time_date(d[0]), at = time_date(d[1]);
	bool before = at.month < born.month || (at.month == born.month && at.day < born.day);

	return whole(known, at.year - born.year - before);
}

struct val
f_add_months(struct eval *e, const struct expr *x)
{
	struct val v = eval_expr(e, x->arg[0]), n = to_num(eval_expr(e, x->arg[1]));
	struct date d;

	if (v.missing || n.missing || !(fabs(n.num) <= MONTHS_MOST))
		return val_day((double)NAN);
	d = time_add_months(time_date((int64_t)v.num), (int)n.num);
	return val_day(time_date_valid(d) ? (double)time_day(d) : (double)NAN);
}

struct val
f_pid_valid(struct eval *e, const struct expr *x)
{
	struct str s = to_str(e, eval_expr(e, x->arg[0]));

	return val_bool(str_starts(s, STR("person:")) || pid_valid(s, e->w->test_numbers));
}

struct val
f_pid_born(struct eval *e, const struct expr *x)
{
	int64_t day;

	return val_day(pid_born(to_str(e, eval_expr(e, x->arg[0])), e->w->test_numbers, &day) ?
	    (double)day :
	    (double)NAN);
}
