/* sign.h - a provider's side for tests: keys made here and tokens signed with them */
#ifndef SIGN_H
#define SIGN_H

#include <jose/jose.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"
#include "base/time.h"

/* A fresh RSA key; dropped by the arena that is given. */
static inline void
sign_drop(void *p)
{
	json_decref(p);
}

static inline json_t *
sign_own(struct arena *a, json_t *j)
{
	CHECK(j != NULL);
	arena_defer(a, sign_drop, j);
	return j;
}

static inline json_t *
sign_key(struct arena *a, const char *kid)
{
	json_t *key = sign_own(a, json_pack("{s:s, s:s, s:s}", "alg", "RS256", "kid", kid, "use",
	    "sig"));

	CHECK(jose_jwk_gen(NULL, key));
	return key;
}

static inline struct str
sign_json(struct arena *a, const json_t *j)
{
	char *z = json_dumps(j, JSON_COMPACT);

	CHECK(z != NULL);
	arena_defer(a, free, z);
	return str_from_z(z);
}

/* The public half as a JWKS text. */
static inline struct str
sign_jwks(struct arena *a, const json_t *key)
{
	json_t *public = sign_own(a, json_deep_copy(key));

	CHECK(jose_jwk_pub(NULL, public));
	return sign_json(a, sign_own(a, json_pack("{s:[O]}", "keys", public)));
}

/* A compact token over the claims, its header as given. */
static inline struct str
sign_token(struct arena *a, const json_t *key, json_t *head, const json_t *claims)
{
	json_t *jws = sign_own(a, json_pack("{s:o}", "payload", jose_b64_enc_dump(claims)));

	CHECK(jose_jws_sig(NULL, jws, sign_own(a, json_pack("{s:O}", "protected", head)), key));
	return str_fmt(a, "%s.%s.%s", json_string_value(json_object_get(jws, "protected")),
	    json_string_value(json_object_get(jws, "payload")), json_string_value(json_object_get(jws, "signature")));
}

#endif
