/* The national identity number (Skatteetaten's register, § numbers; rule of 2032 included). */
#include "form/private.h"

#include "base/time.h"

static const int weights1[10] = { 3, 7, 6, 1, 8, 9, 4, 5, 2, 1 };
static const int weights2[11] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 };

struct parts {
	int	day, month, yy, individual;
	int	remainder;	/* of the first control digit: 0 today, 0 to 3 from 2032 */
};

static int
digit(struct str s, size_t i)
{
	return s.p[i] - '0';
}

static int
two(struct str s, size_t i)
{
	return digit(s, i) * 10 + digit(s, i + 1);
}

static bool
control(struct str s, struct parts *out)
{
	int a = 0, b = 0;

	for (size_t i = 0; i < 11; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	for (size_t i = 0; i < 10; i++)
		a += weights1[i] * digit(s, i);
	for (size_t i = 0; i < 11; i++)
		b += weights2[i] * digit(s, i);
	out->remainder = a % 11;
	return a % 11 <= 3 && b % 11 == 0;
}

/* Day +40 is a D-number; month +80 and +40 are synthetic people's. */
static bool
take_apart(struct str s, bool test_numbers, struct parts *out)
{
	if (s.n != 11 || !control(s, out))
		return false;
	out->day = two(s, 0) > 40 ? two(s, 0) - 40 : two(s, 0);
	out->month = two(s, 2);
	if (test_numbers && out->month > 40)
		out->month -= out->month > 80 ? 80 : 40;
	out->yy = two(s, 4);
	out->individual = digit(s, 6) * 100 + two(s, 7);
	/* 1900 was no leap year, 2000 was: the number that tells no century is judged by 2000 */
	return time_date_valid((struct date){ 2000 + out->yy, out->month, out->day });
}

/* By the individual number; 0 when it tells none. */
static int
century(const struct parts *p)
{
	if (p->individual < 500)
		return 1900;
	if (p->individual < 750 && p->yy >= 54)
		return 1800;
	if (p->yy < 40)
		return 2000;
	return p->individual >= 900 ? 1900 : 0;
}

bool
pid_valid(struct str s, bool test_numbers)
{
	struct parts p;

	return take_apart(s, test_numbers, &p);
}

bool
pid_born(struct str s, bool test_numbers, int64_t *day_out)
{
	struct parts p;
	struct date d;

	if (!take_apart(s, test_numbers, &p) || p.remainder != 0 || century(&p) == 0)
		return false;
	d = (struct date){ century(&p) + p.yy, p.month, p.day };
	if (!time_date_valid(d))
		return false;
	*day_out = time_day(d);
	return true;
}

bool
read_pid(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	struct str s = digits_only(a, typed);

	if (!pid_valid(s, w->test_numbers))
		return false;
	*out = s;
	return true;
}

struct str
show_pid(struct arena *a, struct str s)
{
	return grouped(a, s, (const int[]){ 6, 5, 0 });
}
