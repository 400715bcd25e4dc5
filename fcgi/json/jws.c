#include "json/jws.h"

#include <jose/jose.h>

#include "base/arena.h"
#include "base/log.h"

enum err
jws_sign(struct arena *a, struct str jwk, struct str kid, const json_t *claims, const char *what,
    struct str *out)
{
	json_t *key = json_read(a, jwk), *jws, *head;

	if (!str_eq_z(json_text(a, key, "kty"), "RSA") || kid.n == 0)
		return log_err(ERR_CONFIG, what, "not an RSA key with kid");
	jws = json_own(a, json_pack("{s:o}", "payload", jose_b64_enc_dump(claims)));
	head = json_own(a, json_pack("{s:{s:s, s:s, s:o}}", "protected", "alg", "RS256", "typ",
	    "JWT", "kid", json_from(kid)));
	if (jws == NULL || !jose_jws_sig(NULL, jws, head, key))
		return log_err(ERR_CONFIG, what, "cannot sign with it");
	*out = str_fmt(a, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(json_text(a, jws, "protected")),
	    STR_ARG(json_text(a, jws, "payload")), STR_ARG(json_text(a, jws, "signature")));
	return ERR_OK;
}
