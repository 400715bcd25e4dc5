#include <string.h>
#include <strings.h>

#include "view/private.h"

/* A control character is no text in any of our formats: U+FFFD, so that it is seen, not obeyed. */
#define NO_CHAR	"\xef\xbf\xbd"
#define CONTROLS \
	[0 ... 8] = NO_CHAR, [11] = NO_CHAR, [12] = NO_CHAR, [16 ... 31] = NO_CHAR
#define NB_SPAN	[14] = NB_OPEN, [15] = NB_CLOSE
#define NB_GONE	[14] = "", [15] = ""

static const char *const in_text[256] = { CONTROLS, NB_SPAN,
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\r'] = "&#13;" };
static const char *const in_plain[256] = { CONTROLS, NB_GONE,
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\r'] = "&#13;" };
static const char *const in_attr[256] = { CONTROLS, NB_GONE,
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
	['\t'] = "&#9;", ['\n'] = "&#10;", ['\r'] = "&#13;" };

static void
escape(struct buf *b, struct str s, const char *const as[256])
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		const char *e = as[(unsigned char)s.p[i]];

		if (e != NULL) {
			buf_add(b, (struct str){ s.p + from, i - from });
			buf_add_z(b, e);
			from = i + 1;
		}
		i++;
	}
	if (i > from)
		buf_add(b, (struct str){ s.p + from, i - from });
}

void
escape_text(struct buf *b, struct str s)
{
	escape(b, s, in_text);
}

void
escape_plain(struct buf *b, struct str s)
{
	escape(b, s, in_plain);
}

void
escape_attr(struct buf *b, struct str s)
{
	escape(b, s, in_attr);
}

/* What stands as it is in a URL: the unreserved of RFC 3986 §2.3 everywhere, of the others what the
   place has in use. */
#define LATER	1		/* in what is put into a URL */
#define CONTACT	2		/* … after mailto: or tel: */
#define FIRST	4		/* in a URL of ours, put in whole */
#define ALL	(LATER | CONTACT | FIRST)
static const unsigned char as_it_is[256] = {
	['a' ... 'z'] = ALL, ['A' ... 'Z'] = ALL, ['0' ... '9'] = ALL,
	['-'] = ALL, ['.'] = ALL, ['_'] = ALL, ['~'] = ALL, ['@'] = FIRST | CONTACT,
	['+'] = FIRST | CONTACT, ['%'] = FIRST, [':'] = FIRST, ['/'] = FIRST, ['?'] = FIRST,
	['#'] = FIRST, ['['] = FIRST, [']'] = FIRST, ['!'] = FIRST, ['$'] = FIRST, ['&'] = FIRST,
	['('] = FIRST, [')'] = FIRST, ['*'] = FIRST, [','] = FIRST, [';'] = FIRST, ['='] = FIRST,
};

static void
percent(struct buf *b, struct str s, unsigned char place)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char hex[3] = { '%', digits[c >> 4], digits[c & 15] };

		if ((as_it_is[c] & place) != 0 && c != '&')
			continue;
		buf_add(b, (struct str){ s.p + from, i - from });
		buf_add(b, (as_it_is[c] & place) != 0 ? STR("&amp;") : (struct str){ hex, 3 });
		from = i + 1;
	}
	if (s.n > from)
		buf_add(b, str_skip(s, from));
}

static bool
starts_nocase(struct str s, const char *head)
{
	size_t n = strlen(head);

	return s.n >= n && strncasecmp(s.p, head, n) == 0;
}

/* Browsers drop tabs and newlines inside a URL and read \ as /, so neither may stand in it. */
static bool
leads_nowhere_else(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == '\\')
			return false;
	if (s.n > 0 && s.p[0] == '#')
		return true;		/* a place on this page */
	if (s.n > 0 && s.p[0] == '/')
		return s.n == 1 || s.p[1] != '/';
	return starts_nocase(s, "http://") || starts_nocase(s, "https://");
}

void
escape_url_first(struct buf *b, struct str s)
{
	if (!leads_nowhere_else(s)) {
		buf_add(b, STR("#"));
		return;
	}
	percent(b, s, FIRST);
}

void
escape_url_later(struct buf *b, struct str s, bool contact)
{
	percent(b, s, contact ? CONTACT : LATER);
}
