/*
 * seal.h - keep a text where only the holder of a secret can read it again
 *
 * National identity numbers stand in one table only.  What else carries one is sealed: an ID token,
 * in the session row, with the session token, which the browser has and the database has the hash
 * of; the ref of a neighbour, with a key that the program of look-ups alone has.
 *
 * spec  AES-256-GCM (NIST SP 800-38D), key HMAC-SHA-256(secret, "skranke seal 1"), random nonce;
 *       nonce, text and tag in base64url.  seal_same: the nonce is of HMAC-SHA-256(key, text)
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/str.h"

struct arena;

struct str seal_close(struct arena *, struct str secret, struct str plain);
/* The same for the same text and secret, so that who sees two knows whether they are of one. */
struct str seal_same(struct arena *, struct str secret, struct str plain);

/* false and *out untouched when it is not sealed with this secret, or was changed */
bool seal_open(struct arena *, struct str secret, struct str sealed, struct str *out);

#endif
