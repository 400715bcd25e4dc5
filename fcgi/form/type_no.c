/* Norwegian numbers, and e-mail. */
#include "form/private.h"

#define EMAIL_BYTES	254		/* RFC 5321 §4.5.3.1.3, without its brackets */

/* The last digit is a control digit modulo 11; a remainder of 1 has none. */
static bool
mod11(struct str s, const int *weights)
{
	int sum = 0, last = s.p[s.n - 1] - '0';

	for (size_t i = 0; i + 1 < s.n; i++)
		sum += weights[i] * (s.p[i] - '0');
	return (11 - sum % 11) % 11 == last;
}

static bool
numbered(struct arena *a, struct str typed, size_t n, const int *weights, struct str *out)
{
	struct str s = digits_only(a, typed);

	if (s.n != n || (weights != NULL && !mod11(s, weights)))
		return false;
	*out = s;
	return true;
}

bool
read_orgnr(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	(void)w;
	return numbered(a, typed, 9, (const int[]){ 3, 2, 7, 6, 5, 4, 3, 2 }, out);
}

struct str
show_orgnr(struct arena *a, struct str s)
{
	return grouped(a, s, (const int[]){ 3, 3, 3, 0 });
}

bool
read_account(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	(void)w;
	return numbered(a, typed, 11, (const int[]){ 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 }, out);
}

struct str
show_account(struct arena *a, struct str s)
{
	return grouped(a, s, (const int[]){ 4, 2, 5, 0 });
}

bool
read_postcode(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	(void)w;
	return numbered(a, typed, 4, NULL, out);
}

/* ---- telephone: stored as +47 and eight digits, or + and a foreign number (ITU-T E.164) ---- */

static struct str
without_brackets(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '(' && s.p[i] != ')' && s.p[i] != '/')
			z[n++] = s.p[i];
	return str_trim((struct str){ z, n });
}

static bool
norwegian(struct str digits)
{
	return digits.n == 8 && digits.p[0] >= '2';
}

bool
read_phone(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	struct str s = without_brackets(a, typed), digits;
	bool abroad = str_starts(s, STR("+")) || str_starts(s, STR("00"));

	(void)w;
	if (abroad)
		s = str_skip(s, s.p[0] == '+' ? 1 : 2);
	digits = digits_only(a, s);
	if (!abroad && digits.n == 10 && str_starts(digits, STR("47")))
		abroad = true;
	if (abroad && str_starts(digits, STR("47"))) {
		digits = str_skip(digits, 2);
		abroad = false;
	}
	if (abroad ? digits.n < 7 || digits.n > 15 || digits.p[0] == '0' : !norwegian(digits))
		return false;
	*out = str_fmt(a, "+%s" STR_FMT, abroad ? "" : "47", STR_ARG(digits));
	return true;
}

/* Mobile numbers are spoken in groups of three, two and three. */
struct str
show_phone(struct arena *a, struct str s)
{
	struct str digits;

	if (s.n != 11 || !str_starts(s, STR("+47")))
		return s;
	digits = str_skip(s, 3);
	if (digits.p[0] == '4' || digits.p[0] == '8' || digits.p[0] == '9')
		return grouped(a, digits, (const int[]){ 3, 2, 3, 0 });
	return grouped(a, digits, (const int[]){ 2, 2, 2, 2, 0 });
}

/* ---- e-mail: one @, something before it, a name with a dot after it (RFC 5321 lengths) ---- */

static bool
good_domain(struct str d)
{
	size_t labels = 0;

	if (d.n < 3 || d.n > 253 || str_ends(d, STR(".")))
		return false;
	while (d.n > 0) {
		struct str label = str_cut(&d, '.');

		if (label.n == 0 || label.n > 63 || label.p[0] == '-' ||
		    label.p[label.n - 1] == '-')
			return false;
		labels++;
	}
	return labels >= 2;
}

bool
read_email(struct arena *a, struct str s, const struct form_world *w, struct str *out)
{
	struct str domain = s, local = str_cut(&domain, '@');

	(void)a, (void)w;
	if (s.n > EMAIL_BYTES || local.n == 0 || local.n > 64 || str_starts(local, STR(".")) ||
	    str_ends(local, STR(".")))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>()[]\\,;:\"\x7f", s.p[i]) != NULL ||
		    blank_at(str_skip(s, i)) > 0)
			return false;
	if (memchr(domain.p != NULL ? domain.p : "", '@', domain.n) != NULL || !good_domain(domain))
		return false;
	*out = s;
	return true;
}
