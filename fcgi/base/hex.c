#include "base/hex.h"

#include "base/arena.h"

struct str
hex_write(struct arena *a, const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = bytes;
	char *z = arena_alloc(a, 2 * n + 1);

	for (size_t i = 0; i < n; i++) {
		z[2 * i] = digits[p[i] >> 4];
		z[2 * i + 1] = digits[p[i] & 15];
	}
	return (struct str){ z, 2 * n };
}

int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
hex_read(struct arena *a, struct str hex, struct str *out)
{
	char *z = arena_alloc(a, hex.n / 2 + 1);

	if (hex.n % 2 != 0)
		return false;
	for (size_t i = 0; i < hex.n; i += 2) {
		int high = hex_digit(hex.p[i]), low = hex_digit(hex.p[i + 1]);

		if (high < 0 || low < 0)
			return false;
		z[i / 2] = (char)(high << 4 | low);
	}
	*out = (struct str){ z, hex.n / 2 };
	return true;
}
