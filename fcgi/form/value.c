/* Values and XPath 1.0's conversions between them (§ 3.2–3.5, 4.2–4.4). */
#include "form/private.h"

#include <math.h>
#include <stdio.h>

#include "base/time.h"

#define NUMBER_CHARS	400
#define FIRST_DAY	(-719162.0)
#define LAST_DAY	2932896.0

struct val
val_bool(bool b)
{
	return (struct val){ .t = V_BOOL, .b = b };
}

struct val
val_num(double n)
{
	return (struct val){ .t = V_NUM, .num = n };
}

/* Outside the years 1 to 9999 there are no days. */
struct val
val_day(double day)
{
	bool known = day >= FIRST_DAY && day <= LAST_DAY;

	return (struct val){ .t = V_DAY, .num = known ? day : (double)NAN, .missing = !known };
}

struct val
val_str(struct str s)
{
	return (struct val){ .t = V_STR, .s = s, .num = (double)NAN };
}

/* Neither true nor false is only a var that was worked out from something unknown: a box without a
   tick is false, and so is what is not relevant. */
static bool
unknown(const struct answer *n)
{
	return n->item->kind == FORM_VAR && n->relevant && n->text.n == 0;
}

struct val
val_of(const struct answer *n)
{
	struct val v = { .t = vtype_of(n->item->type), .num = (double)NAN, .missing = true,
	    .s = STR("") };

	v.missing = v.t != V_BOOL || unknown(n);
	if (!n->relevant || n->wrong || n->text.n == 0)
		return v;
	v.s = n->item->kind == FORM_LOOKUP ? lookup_said(n) : n->text;
	v.num = n->num;
	v.b = v.t == V_BOOL && str_eq_z(n->text, "true");
	v.missing = (v.t == V_NUM || v.t == V_DAY) && isnan(n->num);
	return v;
}

bool
to_bool(struct val v)
{
	switch (v.t) {
	case V_BOOL:
		return v.b;
	case V_NUM:
		return v.s.p != NULL ? !v.missing : v.num != 0 && !isnan(v.num);
	case V_DAY:
		return !v.missing;
	case V_STR: case V_ROWS:
		break;
	}
	return v.s.n > 0;
}

double
str_number(struct str s)
{
	char z[NUMBER_CHARS + 1];
	size_t digits = 0, dots = 0;

	s = str_trim(s);
	if (s.n == 0 || s.n > NUMBER_CHARS)
		return (double)NAN;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] == '.')
			dots++;
		else if (s.p[i] != '-' || i > 0)
			return (double)NAN;
	}
	if (digits == 0 || dots > 1)
		return (double)NAN;
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	return strtod(z, NULL);
}

struct val
to_num(struct val v)
{
	struct val out = val_num(v.num);

	if (v.t == V_BOOL)
		out.num = v.b ? 1 : 0;
	else if (v.t == V_STR)
		out.num = str_number(v.s);
	out.missing = v.missing;
	return out;
}

/* 15 digits tell every number people write; no exponent, as XPath has none. */
struct str
number_str(struct arena *a, double n)
{
	struct str s;

	if (isnan(n))
		return STR("NaN");
	if (isinf(n))
		return n > 0 ? STR("Infinity") : STR("-Infinity");
	if (n == 0)
		return STR("0");
	if (n == trunc(n) && fabs(n) < 1e18)
		return str_fmt(a, "%.0f", n);
	s = str_fmt(a, "%.15g", n);
	if (memchr(s.p, 'e', s.n) == NULL)
		return s;
	s = str_fmt(a, "%.*f", fabs(n) < 1 ? 14 - (int)floor(log10(fabs(n))) : 0, n);
	if (memchr(s.p, '.', s.n) == NULL)
		return s;
	while (s.p[s.n - 1] == '0')
		s.n--;
	return s;
}

struct str
to_str(struct eval *e, struct val v)
{
	if (v.s.p != NULL)
		return v.s;
	if (v.t == V_BOOL)
		return v.b ? STR("true") : STR("false");
	if (v.missing)
		return STR("");
	return v.t == V_DAY ? time_date_iso(e->a, time_date((int64_t)v.num)) : v.t == V_NUM ?
	    number_str(e->a, v.num) : STR("");
}

/* Halves go up; -0.2 is -0, as XPath wants. */
double
xpath_round(double n)
{
	if (isnan(n) || isinf(n) || n == 0)
		return n;
	if (n < 0 && n >= -0.5)
		return -0.0;
	return n - floor(n) < 0.5 ? floor(n) : ceil(n);
}
