#include "base/str.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/check.h"

struct str
str_from_z(const char *z)
{
	return (struct str){ z, z != NULL ? strlen(z) : 0 };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
str_eq_z(struct str a, const char *z)
{
	return str_eq(a, str_from_z(z));
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str head)
{
	return s.n >= head.n && str_eq((struct str){ s.p, head.n }, head);
}

bool
str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && str_eq(str_skip(s, s.n - tail.n), tail);
}

bool
str_among(struct str s, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i], s))
			return true;
	return false;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && blank(s.p[0]))
		s = str_skip(s, 1);
	while (s.n > 0 && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str
str_skip(struct str s, size_t n)
{
	CHECK(n <= s.n);
	return n == 0 ? s : (struct str){ s.p + n, s.n - n };
}

struct str
str_cut(struct str *rest, char sep)
{
	const char *at = rest->n > 0 ? memchr(rest->p, sep, rest->n) : NULL;
	struct str head = *rest;

	if (at == NULL) {
		*rest = STR_NONE;
		return head;
	}
	head.n = (size_t)(at - head.p);
	*rest = (struct str){ at + 1, rest->n - head.n - 1 };
	return head;
}

bool
str_int(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	int64_t v = 0;

	if (minus)
		s = str_skip(s, 1);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9 || v > (INT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = minus ? -v : v;
	return true;
}

/* Bytes of the UTF-8 character that starts at p, its code point in *cp; 0 when there is none. */
static size_t
utf8_one(const unsigned char *p, size_t n, uint32_t *cp)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 :
	    p[0] < 0xf5 ? 4 : 0;

	if (len == 0 || len > n)
		return 0;
	*cp = len == 1 ? p[0] : p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (p[i] & 0x3f);
	}
	return *cp < least[len] ? 0 : len;
}

static bool
xml_char(uint32_t c)
{
	return c >= 0x20 ? c <= 0xd7ff || (c >= 0xe000 && c <= 0xfffd) ||
	    (c >= 0x10000 && c <= 0x10ffff) : c == '\t' || c == '\n' || c == '\r';
}

bool
str_is_text(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t c = 0;

	for (size_t i = 0, len; i < s.n; i += len) {
		len = utf8_one(p + i, s.n - i, &c);
		if (len == 0 || !xml_char(c))
			return false;
	}
	return true;
}

size_t
str_chars(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

struct str
str_dup(struct arena *a, struct str s)
{
	return (struct str){ str_z(a, s), s.n };
}

const char *
str_z(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.n + 1);

	if (s.n > 0)
		memcpy(z, s.p, s.n);
	return z;
}

struct str
str_fmt(struct arena *a, const char *fmt, ...)
{
	char most[256];		/* nearly all fit: written once */
	va_list ap;
	int n;
	char *z;

	va_start(ap, fmt);
	n = vsnprintf(most, sizeof most, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	z = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof most) {
		memcpy(z, most, (size_t)n + 1);
		return (struct str){ z, (size_t)n };
	}
	va_start(ap, fmt);
	vsnprintf(z, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ z, (size_t)n };
}
