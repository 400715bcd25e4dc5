#include "base/hash.h"

#include "base/hex.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/arena.h"
#include "base/check.h"

struct str
hash_sha256_hex(struct arena *a, struct str s)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	CHECK(EVP_Digest(s.p, s.n, md, &n, EVP_sha256(), NULL) == 1);
	return hex_write(a, md, n);
}

struct hash {
	EVP_MD_CTX	*ctx;
};

static void
hash_free(void *h)
{
	EVP_MD_CTX_free(((struct hash *)h)->ctx);
}

struct hash *
hash_begin(struct arena *a)
{
	struct hash *h = ARENA_NEW(a, struct hash);

	h->ctx = EVP_MD_CTX_new();
	CHECK(h->ctx != NULL && EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1);
	arena_defer(a, hash_free, h);
	return h;
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	CHECK(EVP_DigestUpdate(h->ctx, p, n) == 1);
}

struct str
hash_end_hex(struct arena *a, struct hash *h)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	CHECK(EVP_DigestFinal_ex(h->ctx, md, &n) == 1);
	return hex_write(a, md, n);
}

struct str
hash_hmac_hex(struct arena *a, struct str key, struct str msg)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	CHECK(HMAC(EVP_sha256(), key.p, (int)key.n, (const unsigned char *)msg.p, msg.n, md,
	    &n) != NULL);
	return hex_write(a, md, n);
}

uint64_t
hash_quick(struct str s)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

bool
hash_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || CRYPTO_memcmp(a.p, b.p, a.n) == 0);
}
