#include "ident/token.h"

#include <jose/jose.h>
#include <openssl/evp.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "ident/acr.h"
#include "json/json.h"
#include "json/jws.h"

enum {
	SKEW_SEC = 10,
	ASSERTION_SEC = 60,
	TOKEN_BYTES_MAX = 16 * 1024,
	TEXT_BYTES_MAX = 400,
};

const char *
token_fault_text(enum token_fault f)
{
	switch (f) {
	case TOKEN_HOLDS:	return "holds";
	case TOKEN_SHAPE:	return "shape";
	case TOKEN_ALG:		return "alg";
	case TOKEN_KEY_UNKNOWN:	return "key-unknown";
	case TOKEN_SIGNATURE:	return "signature";
	case TOKEN_ISSUER:	return "issuer";
	case TOKEN_AUDIENCE:	return "audience";
	case TOKEN_NONCE:	return "nonce";
	case TOKEN_TIME:	return "time";
	case TOKEN_ACR_LOW:	return "acr-low";
	}
	return "?";
}

static bool
is_text(const json_t *v, struct str want)
{
	return json_is_string(v) && str_eq((struct str){ json_string_value(v),
	    json_string_length(v) }, want);
}

/* The flattened JWS of a compact one; NULL when it has not exactly three parts. */
static json_t *
jws_read(struct arena *a, struct str token)
{
	struct str head = str_cut(&token, '.'), body = str_cut(&token, '.');

	if (head.n == 0 || body.n == 0 || token.n == 0 || memchr(token.p, '.', token.n) != NULL)
		return NULL;
	return json_own(a, json_pack("{s:o, s:o, s:o}", "protected", json_from(head), "payload",
	    json_from(body), "signature", json_from(token)));
}

static const json_t *
key_find(const json_t *jwks, const json_t *kid)
{
	size_t i;
	json_t *key;

	json_array_foreach(json_object_get(jwks, "keys"), i, key) {
		const json_t *use = json_object_get(key, "use"), *alg = json_object_get(key, "alg");

		if (json_equal(json_object_get(key, "kid"), kid) &&
		    is_text(json_object_get(key, "kty"), STR("RSA")) &&
		    (use == NULL || is_text(use, STR("sig"))) &&
		    (alg == NULL || is_text(alg, STR("RS256"))))
			return key;
	}
	return NULL;
}

static enum token_fault
signature_fault(struct arena *a, const json_t *jws, struct str jwks)
{
	json_t *head = json_own(a, jose_b64_dec_load(json_object_get(jws, "protected")));
	const json_t *kid = json_object_get(head, "kid"), *key;

	if (!json_is_object(head))
		return TOKEN_SHAPE;
	if (!is_text(json_object_get(head, "alg"), STR("RS256")) ||
	    json_object_get(head, "crit") != NULL)
		return TOKEN_ALG;
	if (!json_is_string(kid) || (key = key_find(json_read(a, jwks), kid)) == NULL)
		return TOKEN_KEY_UNKNOWN;
	return jose_jws_ver(NULL, jws, NULL, key, false) ? TOKEN_HOLDS : TOKEN_SIGNATURE;
}

static bool
audience_fits(const json_t *claims, struct str client_id)
{
	const json_t *aud = json_object_get(claims, "aud"), *azp = json_object_get(claims, "azp");
	bool found = is_text(aud, client_id);

	for (size_t i = 0; i < json_array_size(aud); i++)
		found = found || is_text(json_array_get(aud, i), client_id);
	if (azp == NULL)
		return found && json_array_size(aud) < 2;
	return found && is_text(azp, client_id);
}

static bool
time_fits(const json_t *claims, int64_t now_at)
{
	const json_t *exp = json_object_get(claims, "exp"), *iat = json_object_get(claims, "iat"),
	    *nbf = json_object_get(claims, "nbf");
	json_int_t now = now_at / 1000000;

	if (!json_is_integer(exp) || !json_is_integer(iat) ||
	    (nbf != NULL && !json_is_integer(nbf)))
		return false;
	return json_integer_value(exp) > now - SKEW_SEC &&
	    json_integer_value(iat) < now + SKEW_SEC &&
	    (nbf == NULL || json_integer_value(nbf) < now + SKEW_SEC);
}

/* A claim that goes on to the database: text of reasonable length, else as if not given. */
static struct str
claim(struct arena *a, const json_t *claims, const char *name)
{
	struct str s = json_text(a, claims, name);

	return s.n <= TEXT_BYTES_MAX && str_is_text(s) ? s : STR_NONE;
}

static enum token_fault
claims_fault(struct arena *a, const json_t *claims, const struct token_want *want)
{
	if (!json_is_object(claims) || claim(a, claims, "sub").n == 0)
		return TOKEN_SHAPE;
	if (!is_text(json_object_get(claims, "iss"), want->issuer))
		return TOKEN_ISSUER;
	if (!audience_fits(claims, want->client_id))
		return TOKEN_AUDIENCE;
	if (want->nonce.n == 0 || !is_text(json_object_get(claims, "nonce"), want->nonce))
		return TOKEN_NONCE;
	if (!time_fits(claims, want->now_at))
		return TOKEN_TIME;
	return acr_at_least(json_text(a, claims, "acr"), want->acr) ? TOKEN_HOLDS : TOKEN_ACR_LOW;
}

enum token_fault
token_read(struct arena *a, struct str token, struct str jwks, const struct token_want *want,
    struct token_claims *out)
{
	json_t *jws = token.n <= TOKEN_BYTES_MAX ? jws_read(a, token) : NULL, *claims;
	enum token_fault f;

	if (jws == NULL)
		return TOKEN_SHAPE;
	if ((f = signature_fault(a, jws, jwks)) != TOKEN_HOLDS)
		return f;
	claims = json_own(a, jose_b64_dec_load(json_object_get(jws, "payload")));
	if ((f = claims_fault(a, claims, want)) != TOKEN_HOLDS)
		return f;
	*out = (struct token_claims){
		.sub = claim(a, claims, "sub"),
		.sid = claim(a, claims, "sid"),
		.acr = claim(a, claims, "acr"),
		.pid = claim(a, claims, "pid"),
		.name = claim(a, claims, "name"),
		.email = claim(a, claims, "email"),
		.phone = claim(a, claims, "phone_number"),
		.language = claim(a, claims, "locale"),
		.graded = claim(a, claims, "graded"),
	};
	return TOKEN_HOLDS;
}

static json_t *
assertion_claims(struct arena *a, struct str client_id, struct str aud, int64_t now_at)
{
	json_int_t now = now_at / 1000000;

	return json_own(a, json_pack("{s:o, s:o, s:o, s:o, s:I, s:I}", "iss", json_from(client_id),
	    "sub", json_from(client_id), "aud", json_from(aud), "jti", json_from(id_token(a, 16)),
	    "iat", now, "exp", now + ASSERTION_SEC));
}

enum err
token_assertion(struct arena *a, struct str jwk, struct str client_id, struct str aud,
    int64_t now_at, struct str *out)
{
	return jws_sign(a, jwk, json_text(a, json_read(a, jwk), "kid"),
	    assertion_claims(a, client_id, aud, now_at), "login-key", out);
}

struct str
token_challenge(struct arena *a, struct str verifier)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	CHECK(EVP_Digest(verifier.p, verifier.n, md, &n, EVP_sha256(), NULL) == 1);
	return json_text(a, json_own(a, json_pack("{s:o}", "c", jose_b64_enc(md, n))), "c");
}
