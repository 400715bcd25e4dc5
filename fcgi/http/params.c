#include <string.h>

#include "base/hex.h"
#include "http/private.h"

/* Decodes s to p, which has room for s.n bytes; the number of them, or -1 for a bad %. */
static ptrdiff_t
decode_to(char *p, struct str s, bool plus_is_space)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%') {
			if (i + 2 >= s.n || hex_digit(s.p[i + 1]) < 0 || hex_digit(s.p[i + 2]) < 0)
				return -1;
			c = (char)(hex_digit(s.p[i + 1]) << 4 | hex_digit(s.p[i + 2]));
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		p[n++] = c;
	}
	return (ptrdiff_t)n;
}

/* Browsers send \r\n, whatever was typed. */
size_t
newlines(char *p, size_t n)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		bool cr = p[i] == '\r';

		p[len++] = cr ? '\n' : p[i];
		if (cr && i + 1 < n && p[i + 1] == '\n')
			i++;
	}
	return len;
}

enum err
percent_decode(struct arena *a, struct str s, bool plus_is_space, struct str *out)
{
	char *p = arena_alloc(a, s.n + 1);
	ptrdiff_t n = decode_to(p, s, plus_is_space);

	if (n < 0 || !str_is_text((struct str){ p, (size_t)n }))
		return ERR_INPUT;
	*out = (struct str){ p, newlines(p, (size_t)n) };
	return ERR_OK;
}

static size_t
count(struct str s, char sep)
{
	size_t n = s.n > 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == sep;
	return n;
}

/* application/x-www-form-urlencoded (WHATWG URL §5.1), in UTF-8 */
enum err
params_read(struct arena *a, struct str s, struct params *out)
{
	struct params ps = { .n = 0 };
	size_t most = count(s, '&');

	if (most > MOST_FIELDS)
		return ERR_TOO_BIG;
	ps.v = arena_alloc(a, most * sizeof *ps.v);
	while (s.n > 0) {
		struct str value = str_cut(&s, '&'), name = str_cut(&value, '=');
		struct param *p = &ps.v[ps.n];

		if (name.n == 0 && value.n == 0)
			continue;
		TRY(percent_decode(a, name, true, &p->name));
		TRY(percent_decode(a, value, true, &p->value));
		if (p->name.n > LONGEST_NAME)
			return ERR_TOO_BIG;
		ps.n++;
	}
	*out = ps;
	return ERR_OK;
}

/*
 * RFC 6265 §4.2.1; nothing is decoded.  Other programs at the same host leave cookies too: one
 * that is not text, or has no name, is passed by.
 */
enum err
cookies_read(struct arena *a, struct str s, struct params *out)
{
	struct params ps = { .n = 0 };
	size_t most = count(s, ';');

	if (s.n > LONGEST_COOKIES || most > MOST_COOKIES)
		return ERR_TOO_BIG;
	ps.v = arena_alloc(a, most * sizeof *ps.v);
	while (s.n > 0) {
		struct str whole = str_trim(str_cut(&s, ';')), value = whole;
		struct str name = str_cut(&value, '=');

		if (name.n > 0 && name.n < whole.n && str_is_text(whole))
			ps.v[ps.n++] = (struct param){ .name = name, .value = value };
	}
	*out = ps;
	return ERR_OK;
}

static const struct param *
find(const struct params *ps, const char *name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (str_eq_z(ps->v[i].name, name))
			return &ps->v[i];
	return NULL;
}

struct str
params_get(const struct params *ps, const char *name)
{
	const struct param *p = find(ps, name);

	if (p == NULL)
		return STR_NONE;
	return p->value.p != NULL ? p->value : STR("");
}

bool
params_has(const struct params *ps, const char *name)
{
	return find(ps, name) != NULL;
}
