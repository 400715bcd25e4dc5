#include "base/id.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/arena.h"
#include "base/check.h"

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
random_bytes(unsigned char *p, size_t n)
{
	CHECK(getrandom(p, n, 0) == (ssize_t)n);
}

struct str
id_new(struct arena *a)
{
	static const char hex[] = "0123456789abcdef";
	struct timespec ts;
	unsigned char b[16];
	char *z = arena_alloc(a, 37);
	uint64_t ms;
	size_t n = 0;

	clock_gettime(CLOCK_REALTIME, &ts);
	ms = (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
	random_bytes(b + 6, 10);
	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(ms >> (40 - 8 * i));
	b[6] = (unsigned char)(0x70 | (b[6] & 0x0f));
	b[8] = (unsigned char)(0x80 | (b[8] & 0x3f));
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			z[n++] = '-';
		z[n++] = hex[b[i] >> 4];
		z[n++] = hex[b[i] & 15];
	}
	return (struct str){ z, n };
}

bool
id_is(struct str s)
{
	if (s.n != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		char c = s.p[i];

		if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}
	return true;
}

struct str
id_token(struct arena *a, size_t n_bytes)
{
	static const char b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char b[64 + 3] = { 0 };
	size_t n = (n_bytes * 4 + 2) / 3;
	char *z = arena_alloc(a, n + 1);

	CHECK(n_bytes <= 64);
	random_bytes(b, n_bytes);
	for (size_t i = 0; i < n; i++) {
		size_t bit = i * 6, at = bit / 8;
		unsigned v = (unsigned)b[at] << 8 | b[at + 1];

		z[i] = b64[v >> (10 - bit % 8) & 63];
	}
	return (struct str){ z, n };
}

struct str
id_code(struct arena *a, size_t n)
{
	unsigned char b[64];
	char *z = arena_alloc(a, n + n / 4 + 1);
	size_t len = 0;

	CHECK(n <= sizeof b);
	random_bytes(b, n);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && i % 4 == 0)
			z[len++] = '-';
		z[len++] = crockford[b[i] & 31];
	}
	return (struct str){ z, len };
}

static char
code_char(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'I' || c == 'L')
		return '1';
	return c == 'O' ? '0' : c;
}

struct str
id_code_read(struct arena *a, struct str typed)
{
	char *z = arena_alloc(a, typed.n * 2 + 1);
	size_t len = 0, digits = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = code_char(typed.p[i]);

		if (c == ' ' || c == '-')
			continue;
		if (c == '\0' || strchr(crockford, c) == NULL)
			return STR_NONE;
		if (digits > 0 && digits % 4 == 0)
			z[len++] = '-';
		z[len++] = c;
		digits++;
	}
	return (struct str){ z, len };
}
