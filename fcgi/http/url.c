#include <string.h>

#include "http/private.h"

static bool
unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    memchr("-._~", c, 4) != NULL;
}

struct str
url_encode(struct arena *a, struct str s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *p = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (unreserved(c)) {
			p[n++] = (char)c;
			continue;
		}
		p[n++] = '%';
		p[n++] = digits[c >> 4];
		p[n++] = digits[c & 15];
	}
	return (struct str){ p, n };
}

struct str
url_local(struct str s)
{
	if (s.n == 0 || s.p[0] != '/')
		return STR("/");
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7f || c == '\\' || (c == '/' && i > 0 && s.p[i - 1] == '/'))
			return STR("/");
	}
	return s;
}
