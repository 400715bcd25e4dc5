#include "api/id.h"

#include <string.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/hex.h"
#include "base/id.h"

#define CHARS	26

typedef unsigned __int128 u128;

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct str
api_id(struct arena *a, const char *kind, struct str uuid)
{
	char out[CHARS];
	u128 v = 0;

	CHECK(id_is(uuid));
	for (size_t i = 0; i < uuid.n; i++)
		if (uuid.p[i] != '-')
			v = v << 4 | (unsigned)hex_digit(uuid.p[i]);
	for (size_t i = CHARS; i > 0; i--, v >>= 5)
		out[i - 1] = digits[v & 31];
	return str_fmt(a, "%s_%.*s", kind, CHARS, out);
}

static struct str
uuid(struct arena *a, u128 v)
{
	unsigned char bytes[16];
	const char *h;

	for (size_t i = sizeof bytes; i > 0; i--, v >>= 8)
		bytes[i - 1] = (unsigned char)v;
	h = hex_write(a, bytes, sizeof bytes).p;
	return str_fmt(a, "%.8s-%.4s-%.4s-%.4s-%.12s", h, h + 8, h + 12, h + 16, h + 20);
}

bool
api_id_read(struct arena *a, const char *kind, struct str id, struct str *out)
{
	struct str rest = id;
	u128 v = 0;

	if (!str_eq_z(str_cut(&rest, '_'), kind) || rest.n != CHARS || rest.p[0] > '7')
		return false;
	for (size_t i = 0; i < CHARS; i++) {
		const char *at = memchr(digits, rest.p[i], sizeof digits - 1);

		if (at == NULL)
			return false;
		v = v << 5 | (unsigned)(at - digits);
	}
	*out = uuid(a, v);
	return true;
}
