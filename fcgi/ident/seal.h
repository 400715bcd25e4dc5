/*
 * seal.h - keep a text where only the holder of a session token can read it again
 *
 * An ID token carries a national identity number, and those stand in one table only.  So what the
 * session row keeps of it, for the hint at logout, is sealed with the session token itself: the
 * browser has that, the database has only its hash.
 *
 * spec  AES-256-GCM (NIST SP 800-38D), key HMAC-SHA-256(secret, "skranke seal 1"), random nonce;
 *       nonce, text and tag in base64url
 */
#ifndef IDENT_SEAL_H
#define IDENT_SEAL_H

#include "base/str.h"

struct arena;

struct str seal_close(struct arena *, struct str secret, struct str plain);

/* false and *out untouched when it is not sealed with this secret, or was changed */
bool seal_open(struct arena *, struct str secret, struct str sealed, struct str *out);

#endif
