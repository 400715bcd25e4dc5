/* Numbers and money as Norwegians write them: 1 200,50 and 1.200,50; money is stored in øre. */
#include "form/private.h"

#define DIGITS_MOST	15

struct plain {
	bool		 minus;
	struct str	 whole, part;	/* digits before and after the comma */
};

/* Blanks of every kind become one kind, so that the rest looks at single bytes. */
static struct str
plain_blanks(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n > 0) {
		size_t blank = blank_at(s);

		z[n++] = blank > 0 ? ' ' : s.p[0];
		s = str_skip(s, blank > 0 ? blank : 1);
	}
	return str_trim((struct str){ z, n });
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static size_t
count(struct str s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

/* 1 200 300 or 1.200.300: one to three digits, then groups of three; also without groups. */
static bool
ungroup(struct arena *a, struct str s, struct str *out)
{
	char sep = count(s, ' ') > 0 ? ' ' : '.';
	struct buf b = buf_new(a, s.n);
	bool first = true, groups = count(s, sep) > 0;

	if (s.n == 0)
		return false;
	while (s.n > 0) {
		struct str g = str_cut(&s, sep);

		if (!all_digits(g) || g.n == 0 || (groups && (first ? g.n > 3 : g.n != 3)))
			return false;
		buf_add(&b, g);
		first = false;
	}
	*out = buf_str(&b);
	return true;
}

static struct str
no_leading_zeros(struct str s)
{
	while (s.n > 1 && s.p[0] == '0')
		s = str_skip(s, 1);
	return s;
}

/* 1.200 is twelve hundred to some and one and a fifth to others. */
static bool
ambiguous(struct str s)
{
	struct str rest = s, head = str_cut(&rest, '.');

	return count(s, '.') == 1 && rest.n == 3 && head.n >= 1 && head.n <= 3 && head.p[0] != '0';
}

static bool
read_plain(struct arena *a, struct str typed, bool dot_groups, struct plain *out)
{
	struct str s = plain_blanks(a, typed), rest;
	char sep = ',';

	out->minus = str_starts(s, STR("-")) || str_starts(s, STR("\u2212"));
	if (out->minus)
		s = str_trim(str_skip(s, s.p[0] == '-' ? 1 : strlen("\u2212")));
	if (count(s, ',') == 0 && count(s, '.') == 1 && ambiguous(s)) {
		if (!dot_groups)
			return false;
	} else if (count(s, ',') == 0 && count(s, '.') == 1) {
		sep = '.';
	}
	rest = s;
	s = str_cut(&rest, sep);
	out->part = rest;
	if (rest.p != NULL && rest.n == 0)
		return false;
	if (!ungroup(a, s, &out->whole) || !all_digits(rest))
		return false;
	out->whole = no_leading_zeros(out->whole);
	return out->whole.n + out->part.n <= DIGITS_MOST;
}

static struct str
signed_digits(struct arena *a, bool minus, struct str s)
{
	return minus && !str_eq_z(s, "0") ? str_fmt(a, "-" STR_FMT, STR_ARG(s)) : s;
}

bool
read_integer(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	struct plain p;

	(void)w;
	if (!read_plain(a, typed, true, &p) || p.part.n > 0)
		return false;
	*out = signed_digits(a, p.minus, p.whole);
	return true;
}

bool
read_decimal(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	struct plain p;
	struct str s;

	(void)w;
	if (!read_plain(a, typed, false, &p))
		return false;
	while (p.part.n > 0 && p.part.p[p.part.n - 1] == '0')
		p.part.n--;
	s = p.part.n > 0 ? str_fmt(a, STR_FMT "." STR_FMT, STR_ARG(p.whole), STR_ARG(p.part)) :
	    p.whole;
	*out = signed_digits(a, p.minus, s);
	return true;
}

/* kr 1 200, 1200 kr, 1 200 kroner, 1200,- and both at once */
static struct str
without_kroner(struct arena *a, struct str s)
{
	static const char *const heads[] = { "kr.", "kr", "Kr.", "Kr", "KR", "NOK" };
	static const char *const tails[] = { ",-", ",--", ",\u2013", "kroner", "kr.", "kr", "Kr",
	    "KR", "NOK" };

	s = plain_blanks(a, s);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (str_starts(s, str_from_z(heads[i])))
			s = str_trim(str_skip(s, strlen(heads[i])));
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (str_ends(s, str_from_z(tails[i])))
			s = str_trim((struct str){ s.p, s.n - strlen(tails[i]) });
	return s;
}

bool
read_money(struct arena *a, struct str typed, const struct form_world *w, struct str *out)
{
	struct plain p;
	struct str s;

	(void)w;
	if (!read_plain(a, without_kroner(a, typed), true, &p) || p.part.n > 2)
		return false;
	s = str_fmt(a, STR_FMT STR_FMT "%s", STR_ARG(p.whole), STR_ARG(p.part),
	    p.part.n == 0 ? "00" : p.part.n == 1 ? "0" : "");
	*out = signed_digits(a, p.minus, no_leading_zeros(s));
	return true;
}

/* ---- shown ---- */

static void
add_thousands(struct buf *b, enum lang l, struct str digits)
{
	for (size_t i = 0; i < digits.n; i++) {
		if (i > 0 && (digits.n - i) % 3 == 0)
			buf_add_z(b, l == LANG_EN ? "," : "\u00a0");
		buf_add_char(b, digits.p[i]);
	}
}

static void
add_part(struct buf *b, enum lang l, struct str part)
{
	if (part.n > 0)
		buf_add_char(b, l == LANG_EN ? '.' : ',');
	buf_add(b, part);
}

static struct str
add_minus(struct buf *b, struct str s)
{
	if (!str_starts(s, STR("-")))
		return s;
	buf_add_z(b, "\u2212");
	return str_skip(s, 1);
}

/* Four digits stand together: they may be a year. */
struct str
show_integer(struct arena *a, enum lang l, struct str s)
{
	struct buf b = buf_new(a, 32);
	struct str digits = add_minus(&b, s);

	if (digits.n > 4)
		add_thousands(&b, l, digits);
	else
		buf_add(&b, digits);
	return buf_str(&b);
}

struct str
show_decimal(struct arena *a, enum lang l, struct str s)
{
	struct buf b = buf_new(a, 32);
	struct str part = s, whole = str_cut(&part, '.');

	buf_add(&b, show_integer(a, l, whole));
	add_part(&b, l, part);
	return buf_str(&b);
}

struct str
edit_decimal(struct arena *a, struct str s)
{
	struct str part = s, whole = str_cut(&part, '.');

	return part.n > 0 ? str_fmt(a, STR_FMT "," STR_FMT, STR_ARG(whole), STR_ARG(part)) : s;
}

static struct str
kroner(struct arena *a, enum lang l, struct str ore)
{
	struct buf b = buf_new(a, 32);
	struct str digits = add_minus(&b, ore);

	if (digits.n < 3)
		digits = str_fmt(a, "%.*s" STR_FMT, (int)(3 - digits.n), "00", STR_ARG(digits));
	add_thousands(&b, l, (struct str){ digits.p, digits.n - 2 });
	digits = str_skip(digits, digits.n - 2);
	if (!str_eq_z(digits, "00"))
		add_part(&b, l, digits);
	return buf_str(&b);
}

struct str
form_kroner(struct arena *a, enum lang l, int64_t ore)
{
	return show_money(a, l, str_fmt(a, "%lld", (long long)ore));
}

struct str
edit_money(struct arena *a, struct str s)
{
	return kroner(a, LANG_NB, s);
}

struct str
show_money(struct arena *a, enum lang l, struct str s)
{
	return str_fmt(a, l == LANG_EN ? "NOK\u00a0" STR_FMT : STR_FMT "\u00a0kr",
	    STR_ARG(kroner(a, l, s)));
}
