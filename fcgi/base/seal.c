#include "base/seal.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/check.h"

enum { KEY = 32, NONCE = 12, TAG = 16 };

static void
key_make(struct str secret, unsigned char key[KEY])
{
	static const unsigned char label[] = "skranke seal 1";
	unsigned n = 0;

	CHECK(secret.n > 0);
	CHECK(HMAC(EVP_sha256(), secret.p, (int)secret.n, label, sizeof label - 1, key,
	    &n) != NULL && n == KEY);
}

static void
drop(void *p)
{
	EVP_CIPHER_CTX_free(p);
}

static EVP_CIPHER_CTX *
cipher(struct arena *a)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();

	CHECK(c != NULL);
	arena_defer(a, drop, c);
	return c;
}

/* ---- base64url, without padding ---- */

static struct str
b64_write(struct arena *a, const unsigned char *raw, size_t n)
{
	unsigned char *z = arena_alloc(a, 4 * ((n + 2) / 3) + 1);
	size_t k = (size_t)EVP_EncodeBlock(z, raw, (int)n);

	while (k > 0 && z[k - 1] == '=')
		k--;
	for (size_t i = 0; i < k; i++)
		z[i] = z[i] == '+' ? '-' : z[i] == '/' ? '_' : z[i];
	return (struct str){ (const char *)z, k };
}

static bool
b64_like(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '_'))
			return false;
	}
	return s.n > 0 && s.n % 4 != 1;
}

/* The bytes and how many; NULL when it is none. */
static unsigned char *
b64_read(struct arena *a, struct str s, size_t *n)
{
	size_t size = 4 * ((s.n + 3) / 4);
	unsigned char *text = arena_alloc(a, size + 1), *raw = arena_alloc(a, size + 1);

	if (!b64_like(s) || s.n > INT_MAX / 2)
		return NULL;
	for (size_t i = 0; i < size; i++)
		text[i] = i >= s.n ? '=' : s.p[i] == '-' ? '+' : s.p[i] == '_' ? '/' :
		    (unsigned char)s.p[i];
	if (EVP_DecodeBlock(raw, text, (int)size) < 0)
		return NULL;
	*n = 3 * (size / 4) - (size - s.n);
	return raw;
}

/* ---- */

static struct str
close_with(struct arena *a, const unsigned char key[KEY], struct str plain, unsigned char *raw)
{
	EVP_CIPHER_CTX *c = cipher(a);
	int done = 0;

	CHECK(EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, raw) == 1);
	CHECK(EVP_EncryptUpdate(c, raw + NONCE, &done, (const unsigned char *)plain.p,
	    (int)plain.n) == 1);
	CHECK(EVP_EncryptFinal_ex(c, raw + NONCE + done, &done) == 1);
	CHECK(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, raw + NONCE + plain.n) == 1);
	return b64_write(a, raw, NONCE + plain.n + TAG);
}

struct str
seal_close(struct arena *a, struct str secret, struct str plain)
{
	unsigned char key[KEY], *raw = arena_alloc(a, NONCE + plain.n + TAG);

	key_make(secret, key);
	CHECK(getrandom(raw, NONCE, 0) == NONCE);
	return close_with(a, key, plain, raw);
}

struct str
seal_same(struct arena *a, struct str secret, struct str plain)
{
	unsigned char key[KEY], all[EVP_MAX_MD_SIZE], *raw = arena_alloc(a, NONCE + plain.n + TAG);
	unsigned n = 0;

	key_make(secret, key);
	CHECK(HMAC(EVP_sha256(), key, KEY, (const unsigned char *)plain.p, plain.n, all,
	    &n) != NULL && n >= NONCE);
	memcpy(raw, all, NONCE);
	return close_with(a, key, plain, raw);
}

bool
seal_open(struct arena *a, struct str secret, struct str sealed, struct str *out)
{
	size_t n = 0, plain;
	unsigned char key[KEY], *raw = b64_read(a, sealed, &n), *z;
	EVP_CIPHER_CTX *c = cipher(a);
	int done = 0, last = 0;

	if (raw == NULL || n < NONCE + TAG || secret.n == 0)
		return false;
	plain = n - NONCE - TAG;
	z = arena_alloc(a, plain + 1);
	key_make(secret, key);
	CHECK(EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, raw) == 1);
	CHECK(EVP_DecryptUpdate(c, z, &done, raw + NONCE, (int)plain) == 1);
	CHECK(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, raw + NONCE + plain) == 1);
	if (EVP_DecryptFinal_ex(c, z + done, &last) != 1)
		return false;
	*out = (struct str){ (const char *)z, plain };
	return true;
}
