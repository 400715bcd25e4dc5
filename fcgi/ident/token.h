/*
 * token.h - signed tokens, pure: the ID token we are given and the assertion we give
 *
 * JWK and JWKS are JSON texts (RFC 7517).  Only RS256 exists here; a token cannot choose its
 * own algorithm or bring its own key.
 */
#ifndef IDENT_TOKEN_H
#define IDENT_TOKEN_H

#include "base/err.h"
#include "base/str.h"

struct arena;

enum token_fault {
	TOKEN_HOLDS,
	TOKEN_SHAPE,		/* not three parts of JSON, or a claim of the wrong type */
	TOKEN_ALG,		/* not RS256, or a critical header */
	TOKEN_KEY_UNKNOWN,	/* its kid is not among the provider's keys: fetch them anew,
				   once */
	TOKEN_SIGNATURE,
	TOKEN_ISSUER,
	TOKEN_AUDIENCE,		/* aud without us, or azp another */
	TOKEN_NONCE,
	TOKEN_TIME,		/* exp, iat or nbf beyond 10 s of skew */
	TOKEN_ACR_LOW,		/* all of the above is right, but the login is weaker than was
				   asked */
};

const char *token_fault_text(enum token_fault);		/* for the log */

struct token_want {
	struct str	issuer, client_id, nonce;
	struct str	acr;		/* least level; empty: any */
	int64_t		now_at;
};

struct token_claims {
	struct str	sub, sid, acr;
	struct str	pid;			/* national identity number; empty where the person
						   has none */
	struct str	name, email, phone, language;	/* empty where not given */
	struct str	graded;		/* of the address: none, confidential,
					   strictly-confidential; empty where not given */
};

/*
 * token_read - verify an ID token and take what it says
 *
 * gives  *out in the arena; untouched unless TOKEN_HOLDS
 * spec   OpenID Connect Core 1.0 §3.1.3.7; RFC 7519; RFC 8725
 */
enum token_fault token_read(struct arena *, struct str token, struct str jwks,
    const struct token_want *, struct token_claims *out) MUST_USE;

/*
 * token_assertion - prove to the provider's token endpoint that we are the client (private_key_jwt)
 *
 * takes  jwk  our private RSA key, with kid;  aud  the provider's issuer
 * gives  a token that lives for 60 s, with a jti of its own
 * fails  ERR_CONFIG  the key is not one to sign RS256 with
 * spec   RFC 7523 §2.2, §3
 */
enum err token_assertion(struct arena *, struct str jwk, struct str client_id, struct str aud,
    int64_t now_at, struct str *out) MUST_USE;

/* The S256 code challenge of a PKCE verifier (RFC 7636 §4.2). */
struct str token_challenge(struct arena *, struct str verifier);

#endif
