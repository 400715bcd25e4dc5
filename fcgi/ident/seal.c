#include "ident/seal.h"

#include <jose/b64.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
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

struct str
seal_close(struct arena *a, struct str secret, struct str plain)
{
	size_t n = NONCE + plain.n + TAG, text;
	unsigned char key[KEY], *raw = arena_alloc(a, n);
	EVP_CIPHER_CTX *c = cipher(a);
	int done = 0;
	char *z;

	key_make(secret, key);
	CHECK(getrandom(raw, NONCE, 0) == NONCE);
	CHECK(EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, raw) == 1);
	CHECK(EVP_EncryptUpdate(c, raw + NONCE, &done, (const unsigned char *)plain.p,
	    (int)plain.n) == 1);
	CHECK(EVP_EncryptFinal_ex(c, raw + NONCE + done, &done) == 1);
	CHECK(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, raw + NONCE + plain.n) == 1);
	text = jose_b64_enc_buf(NULL, n, NULL, 0);
	z = arena_alloc(a, text + 1);
	CHECK(jose_b64_enc_buf(raw, n, z, text) == text);
	return (struct str){ z, text };
}

bool
seal_open(struct arena *a, struct str secret, struct str sealed, struct str *out)
{
	size_t n = sealed.n > 0 ? jose_b64_dec_buf(NULL, sealed.n, NULL, 0) : 0, plain;
	unsigned char key[KEY], *raw, *z;
	EVP_CIPHER_CTX *c = cipher(a);
	int done = 0, last = 0;

	if (n == SIZE_MAX || n < NONCE + TAG || secret.n == 0)
		return false;
	raw = arena_alloc(a, n);
	if (jose_b64_dec_buf(sealed.p, sealed.n, raw, n) != n)
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
