/* hash.h - SHA-256 (FIPS 180-4) and HMAC (RFC 2104), from OpenSSL */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

struct arena;
struct hash;

struct str hash_sha256_hex(struct arena *, struct str);		/* 64 lower-case digits */
/* The same of what comes piece by piece: begin, add, and end once. */
struct hash *hash_begin(struct arena *);
void hash_add(struct hash *, const void *, size_t);
struct str hash_end_hex(struct arena *, struct hash *);
struct str hash_hmac_hex(struct arena *, struct str key, struct str msg);
/* FNV-1a, 64 bits: to tell things apart that nobody has an interest in making alike. */
uint64_t hash_quick(struct str);
bool hash_same(struct str, struct str);				/* in time that tells nothing */

#endif
