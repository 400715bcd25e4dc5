/* Functions of text (XPath 1.0 § 4.2).  Positions and lengths count characters, not bytes. */
#include "form/private.h"

#include <math.h>
#include <time.h>

#include "xml/pattern.h"

static struct str
text(struct eval *e, const struct expr *x, size_t i)
{
	struct str s = to_str(e, eval_expr(e, x->arg[i]));

	return spend_text(e, s.n) ? s : STR("");
}

/* Bytes of the character that s opens with; s is valid UTF-8 and not empty. */
size_t
text_char(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n <= s.n ? n : s.n;
}

static struct str
first_char(struct str s)
{
	return (struct str){ s.p, text_char(s) };
}

static bool
find(struct str s, struct str part, size_t *at_out)
{
	const char *hit = part.n == 0 ? s.p : s.n == 0 ? NULL : memmem(s.p, s.n, part.p, part.n);

	if (part.n > 0 && hit == NULL)
		return false;
	*at_out = part.n == 0 ? 0 : (size_t)(hit - s.p);
	return true;
}

struct val
f_string(struct eval *e, const struct expr *x)
{
	return val_str(text(e, x, 0));
}

struct val
f_concat(struct eval *e, const struct expr *x)
{
	struct buf b = buf_new(e->a, 64);

	for (size_t i = 0; i < x->n; i++) {
		struct str s = text(e, x, i);

		if (spend_text(e, 0))
			buf_add(&b, s);
	}
	return val_str(buf_str(&b));
}

struct val
f_starts(struct eval *e, const struct expr *x)
{
	return val_bool(str_starts(text(e, x, 0), text(e, x, 1)));
}

struct val
f_contains(struct eval *e, const struct expr *x)
{
	size_t at;

	return val_bool(find(text(e, x, 0), text(e, x, 1), &at));
}

struct val
f_before(struct eval *e, const struct expr *x)
{
	struct str s = text(e, x, 0);
	size_t at;

	return val_str(find(s, text(e, x, 1), &at) ? (struct str){ s.p, at } : STR(""));
}

struct val
f_after(struct eval *e, const struct expr *x)
{
	struct str s = text(e, x, 0), part = text(e, x, 1);
	size_t at;

	return val_str(find(s, part, &at) && s.n > 0 ? str_skip(s, at + part.n) : STR(""));
}

struct val
f_substring(struct eval *e, const struct expr *x)
{
	struct str s = text(e, x, 0);
	double from = xpath_round(to_num(eval_expr(e, x->arg[1])).num), pos = 1;
	double end = x->n > 2 ? from + xpath_round(to_num(eval_expr(e, x->arg[2])).num) :
	    (double)INFINITY;
	struct buf b = buf_new(e->a, s.n);

	for (; s.n > 0; s = str_skip(s, text_char(s)), pos++)
		if (pos >= from && pos < end)
			buf_add(&b, first_char(s));
	return val_str(buf_str(&b));
}

struct val
f_length(struct eval *e, const struct expr *x)
{
	return val_num((double)str_chars(text(e, x, 0)));
}

struct val
f_normalize(struct eval *e, const struct expr *x)
{
	struct str s = str_trim(text(e, x, 0));
	struct buf b = buf_new(e->a, s.n);

	for (size_t i = 0; i < s.n; i++) {
		bool blank = strchr(" \t\r\n", s.p[i]) != NULL;

		if (!blank)
			buf_add_char(&b, s.p[i]);
		else if (b.p[b.n - 1] != ' ')
			buf_add_char(&b, ' ');
	}
	return val_str(buf_str(&b));
}

/* The character of `to` that stands where c stands in `from`; c itself when it is not there. */
static struct str
translated(struct str c, struct str from, struct str to)
{
	for (; from.n > 0; from = str_skip(from, text_char(from))) {
		if (str_eq(first_char(from), c))
			return to.n > 0 ? first_char(to) : STR("");
		if (to.n > 0)
			to = str_skip(to, text_char(to));
	}
	return c;
}

struct val
f_translate(struct eval *e, const struct expr *x)
{
	struct str s = text(e, x, 0), from = text(e, x, 1), to = text(e, x, 2);
	struct buf b = buf_new(e->a, s.n);

	if (!spend_text(e, s.n * (from.n + to.n) / 16))
		return val_str(STR(""));
	for (; s.n > 0; s = str_skip(s, text_char(s)))
		buf_add(&b, translated(first_char(s), from, to));
	return val_str(buf_str(&b));
}

/* ---- letters: ASCII, Latin-1 and Latin Extended-A, which hold Norwegian and Sámi ---- */

/* Of the pairs in Latin Extended-A the capital is even, but odd from U+0139 to U+0148 and from
   U+0179 on. */
static unsigned
extended_case(unsigned c, bool up)
{
	bool odd_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
	bool capital = (c % 2 == 1) == odd_capital;

	if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x178 || c == 0x17f ||
	    capital == up)
		return c;
	return up ? c - 1 : c + 1;
}

static unsigned
letter_case(unsigned c, bool up)
{
	if (c >= 0x100)
		return extended_case(c, up);
	if (up && ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7)))
		return c - 32;
	if (!up && ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7)))
		return c + 32;
	return c;
}

struct str
text_cased(struct arena *a, struct str s, bool up)
{
	struct buf b = buf_new(a, s.n);

	for (; s.n > 0; s = str_skip(s, text_char(s))) {
		struct str one = first_char(s);
		unsigned c = (unsigned char)one.p[0];

		if (one.n == 2 && c >= 0xc3 && c <= 0xc5) {
			c = letter_case((c & 0x1f) << 6 | ((unsigned char)one.p[1] & 0x3f), up);
			buf_add_char(&b, (char)(0xc0 | c >> 6));
			buf_add_char(&b, (char)(0x80 | (c & 0x3f)));
		} else if (one.n == 1) {
			buf_add_char(&b, (char)letter_case(c, up));
		} else {
			buf_add(&b, one);
		}
	}
	return buf_str(&b);
}

struct val
f_upper(struct eval *e, const struct expr *x)
{
	return val_str(text_cased(e->a, text(e, x, 0), true));
}

struct val
f_lower(struct eval *e, const struct expr *x)
{
	return val_str(text_cased(e->a, text(e, x, 0), false));
}

/* ---- many ---- */

struct joining {
	struct eval	*e;
	struct buf	 b;
	struct str	 between;
};

static bool
join_one(void *state, struct val v)
{
	struct joining *j = state;
	struct str s = to_str(j->e, v);

	if (s.n == 0 || !spend_text(j->e, s.n + j->between.n))
		return true;
	if (j->b.n > 0)
		buf_add(&j->b, j->between);
	buf_add(&j->b, s);
	return true;
}

struct val
f_join(struct eval *e, const struct expr *x)
{
	struct joining j = { e, buf_new(e->a, 64), text(e, x, 0) };

	for (size_t i = 1; i < x->n; i++)
		expr_each(e, x->arg[i], join_one, &j);
	return val_str(buf_str(&j.b));
}

static int64_t
cpu_nsec(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* A pattern with many ways through may take libxml2 a second in one text, so what it costs is what
   it took. */
struct val
f_matches(struct eval *e, const struct expr *x)
{
	struct str s = text(e, x, 0);
	int64_t begun = cpu_nsec();
	bool fits = false;

	if (spend_text(e, s.n))
		fits = xml_pattern_fits(x->pattern, e->a, s);
	(void)spend_text(e, (size_t)(cpu_nsec() - begun) / OP_NSEC * OP_BYTES);
	return val_bool(fits);
}

struct val
f_selected(struct eval *e, const struct expr *x)
{
	struct str rest = text(e, x, 0), want = text(e, x, 1);

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), want))
			return val_bool(want.n > 0);
	return val_bool(false);
}
