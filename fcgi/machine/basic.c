#include <openssl/evp.h>

#include "base/arena.h"
#include "machine/machine.h"

struct str
machine_basic(struct arena *a, struct str login)
{
	unsigned char *z = arena_alloc(a, login.n * 4 / 3 + 8);
	int n = EVP_EncodeBlock(z, (const unsigned char *)login.p, (int)login.n);

	return str_fmt(a, "Authorization: Basic %.*s", n, (const char *)z);
}
