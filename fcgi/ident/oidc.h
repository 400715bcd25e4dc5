/*
 * oidc.h - OpenID Connect client: send a person to the login provider and take the answer
 *
 *   oidc_begin   makes the secrets of one attempt and the address to send the browser to
 *   oidc_finish  trades the code of the callback for a verified ID token
 *   oidc_end     the address that ends the session at the provider too
 *
 * The provider's metadata and keys are fetched when first needed and kept for 24 hours; an ID
 * token signed by a key we do not know makes the keys be fetched anew, once.  Before a browser is
 * sent to the provider we see that it answers; when it has been away it is left alone for 2
 * seconds.
 *
 * spec  OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0; RFC 7636 (S256),
 *       RFC 7523 (private_key_jwt), RFC 9207 (iss); ID-porten's rules
 */
#ifndef IDENT_OIDC_H
#define IDENT_OIDC_H

#include "base/err.h"
#include "base/str.h"
#include "ident/fetch.h"
#include "ident/token.h"

struct arena;
struct oidc;		/* one client at one provider; process lifetime */

struct oidc_config {
	struct str	issuer, client_id, scope;
	struct str	acr;		/* the least level of any login; empty: none */
	struct str	jwk;		/* our private key, a JSON text */
};

/*
 * oidc_config_load - read one client from the program's settings
 *
 * A JSON object of clients: { "citizen": { "issuer", "client_id", "key_file", "scope", "acr" }, …
 * }; key_file is a JWK, its path as the process sees it.
 * fails  ERR_CONFIG  unreadable, a member missing, or an issuer that may not be asked (logged)
 */
enum err oidc_config_load(struct arena *process, const char *path, const char *name,
    struct oidc_config *out) MUST_USE;

/* fetch_with: fetch, or a test's own */
struct oidc *oidc_new(struct arena *process, const struct oidc_config *, fetch_fn *fetch_with);

struct oidc_attempt {
	struct str	state, nonce, verifier;	/* secrets: kept on our side until the callback */
};

struct oidc_attempt oidc_attempt_new(struct arena *);

/*
 * oidc_begin - the address to send the browser to
 *
 * takes  acr     level to ask for; the client's least when that is higher or this is empty
 *        locale  nb, nn, en or se
 * fails  ERR_REMOTE  the provider is away        ERR_CONFIG  its metadata are not usable
 */
enum err oidc_begin(struct oidc *, struct arena *, const struct oidc_attempt *,
    struct str redirect_uri, struct str acr, struct str locale, struct str *url_out) MUST_USE;

struct oidc_answer {
	struct str	code, iss;	/* parameters of the callback; iss empty when absent */
	struct str	redirect_uri;	/* the same as at oidc_begin */
	struct str	nonce, verifier, acr;	/* of the attempt */
};

struct oidc_person {
	enum token_fault fault;
	struct token_claims claims;	/* only when the fault is TOKEN_HOLDS */
	struct str	id_token;	/* the hint for oidc_end */
};

/*
 * oidc_finish - who is it?
 *
 * gives  *out on ERR_OK; its fault then tells whether the ID token holds, and nothing else may be
 *        read when it does not
 * fails  ERR_INPUT   iss is another provider's, or the provider refused the code
 *        ERR_REMOTE  the provider is away or answers nonsense      ERR_CONFIG  our key or client is
 *        refused
 */
enum err oidc_finish(struct oidc *, struct arena *, const struct oidc_answer *,
    struct oidc_person *out) MUST_USE;

/* Where to end the session at the provider; id_token may be empty.  Fails as oidc_begin. */
enum err oidc_end(struct oidc *, struct arena *, struct str id_token, struct str return_uri,
    struct str *url_out) MUST_USE;

struct str oidc_issuer(const struct oidc *);
struct str oidc_acr(const struct oidc *, struct str asked);	/* what oidc_begin asks for */

#endif
