/* OpenSSL encrypts here, for one receiver. */
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/arena.h"
#include "mail/settings.h"

static void
free_certificate(void *p)
{
	X509_free(p);
}

static void
free_cms(void *p)
{
	CMS_ContentInfo_free(p);
}

static void
free_bio(void *p)
{
	BIO_free_all(p);
}

X509 *
cms_certificate(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "r");
	X509 *x = f != NULL ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;

	if (f != NULL)
		fclose(f);
	if (x != NULL)
		arena_defer(a, free_certificate, x);
	if (x == NULL || X509_get0_pubkey(x) == NULL ||
	    EVP_PKEY_base_id(X509_get0_pubkey(x)) != EVP_PKEY_RSA)
		return NULL;
	return x;
}

static void
add_receiver(CMS_ContentInfo *cms, X509 *to)
{
	CMS_RecipientInfo *ri = CMS_add1_recipient_cert(cms, to, CMS_KEY_PARAM);
	EVP_PKEY_CTX *key = ri != NULL ? CMS_RecipientInfo_get0_pkey_ctx(ri) : NULL;

	CHECK(key != NULL && EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_OAEP_PADDING) > 0);
	CHECK(EVP_PKEY_CTX_set_rsa_oaep_md(key, EVP_sha256()) > 0);
	CHECK(EVP_PKEY_CTX_set_rsa_mgf1_md(key, EVP_sha256()) > 0);
}

struct str
cms_encrypt(struct arena *a, X509 *to, struct str plain)
{
	CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, EVP_aes_256_cbc(),
	    CMS_BINARY | CMS_PARTIAL);
	BIO *in = BIO_new_mem_buf(plain.p, (int)plain.n), *out = BIO_new(BIO_s_mem());
	char *bytes;
	long n;

	CHECK(cms != NULL && in != NULL && out != NULL);
	arena_defer(a, free_cms, cms);
	arena_defer(a, free_bio, in);
	arena_defer(a, free_bio, out);
	add_receiver(cms, to);
	CHECK(CMS_final(cms, in, NULL, CMS_BINARY) == 1 && i2d_CMS_bio(out, cms) == 1);
	n = BIO_get_mem_data(out, &bytes);
	return (struct str){ bytes, (size_t)n };
}
