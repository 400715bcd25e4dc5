/* Days as people write them: 17.8.2027, 17/8-27, 17082027, 17. august 2027, 2027-08-17. */
#include "form/private.h"

#include "base/time.h"

#define YEARS_AHEAD	20	/* two digits mean this century up to so many years from now, else
				   the last */
#define FIRST_YEAR	1800	/* earlier is a slip of the finger */

struct number {
	int	n;
	size_t	digits;
};

static bool
take_number(struct str *s, struct number *out)
{
	*out = (struct number){ 0, 0 };
	while (s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9' && out->digits < 9) {
		out->n = out->n * 10 + (s->p[0] - '0');
		out->digits++;
		*s = str_skip(*s, 1);
	}
	return out->digits > 0;
}

static void
skip_between(struct str *s)
{
	while (s->n > 0) {
		size_t blank = blank_at(*s);

		if (blank == 0 && strchr("./-,", s->p[0]) == NULL)
			return;
		*s = str_skip(*s, blank > 0 ? blank : 1);
	}
}

/* The first three letters tell every month. */
static bool
take_month(struct str *s, struct number *out)
{
	static const char *const names[] = { "januar", "februar", "mars", "april", "mai", "juni",
	    "juli", "august",
		"september", "oktober", "november", "desember" };
	char word[12];
	size_t n = 0;

	while (n < sizeof word && n < s->n && ((s->p[n] | 32) >= 'a' && (s->p[n] | 32) <= 'z')) {
		word[n] = (char)(s->p[n] | 32);
		n++;
	}
	if (n < 3)
		return false;
	for (int m = 0; m < 12; m++)
		if (str_starts(str_from_z(names[m]), (struct str){ word, n })) {
			*out = (struct number){ m + 1, 2 };
			*s = str_skip(*s, n);
			return true;
		}
	return false;
}

static int
full_year(struct number y, const struct form_world *w)
{
	int now = time_date(w->today).year, century = now / 100 * 100;

	if (y.digits == 4)
		return y.n;
	return century + y.n > now + YEARS_AHEAD ? century - 100 + y.n : century + y.n;
}

/* All in one: ddmmyyyy or ddmmyy. */
static bool
split(struct number all, struct number *d, struct number *m, struct number *y)
{
	int unit = all.digits == 8 ? 10000 : 100;

	if (all.digits != 8 && all.digits != 6)
		return false;
	*y = (struct number){ all.n % unit, all.digits - 4 };
	*m = (struct number){ all.n / unit % 100, 2 };
	*d = (struct number){ all.n / unit / 100, 2 };
	return true;
}

static bool
three_parts(struct str s, struct number *d, struct number *m, struct number *y)
{
	if (!take_number(&s, d))
		return false;
	skip_between(&s);
	if (s.n == 0)
		return split(*d, d, m, y);
	if (!take_number(&s, m) && !take_month(&s, m))
		return false;
	skip_between(&s);
	if (!take_number(&s, y))
		return false;
	skip_between(&s);
	if (d->digits == 4) {
		struct number year = *d;

		*d = *y;
		*y = year;
	}
	return s.n == 0 && d->digits <= 2 && m->digits <= 2 && (y->digits == 2 || y->digits == 4);
}

bool
read_day(struct arena *a, struct str s, const struct form_world *w, struct str *out)
{
	struct number d, m, y;
	struct date got;

	if (!three_parts(s, &d, &m, &y))
		return false;
	got = (struct date){ full_year(y, w), m.n, d.n };
	if (got.year < FIRST_YEAR || !time_date_valid(got))
		return false;
	*out = time_date_iso(a, got);
	return true;
}

struct str
show_day(struct arena *a, enum lang l, struct str s)
{
	struct date d;

	return time_date_read(s, &d) ? time_date_show(a, l, d) : s;
}

struct str
edit_day(struct arena *a, struct str s)
{
	struct date d;

	return time_date_read(s, &d) ? time_date_short(a, d) : s;
}
