/*
 * jws.h - libjose signs here: a claim set as a compact JWS (RFC 7515, 7519)
 *
 * takes  jwk     our private RSA key, a JSON text (RFC 7517)
 *        kid     the name the other side knows the key by
 *        claims  an object
 * fails  ERR_CONFIG  not a private RSA key, or no kid (logged as `what`)
 */
#ifndef JSON_JWS_H
#define JSON_JWS_H

#include "base/err.h"
#include "json/json.h"

/* RS256 alone */
enum err jws_sign(struct arena *, struct str jwk, struct str kid, const json_t *claims,
    const char *what, struct str *out) MUST_USE;

#endif
