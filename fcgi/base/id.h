/*
 * id.h - names nobody can guess: row ids, session tokens, receipt codes
 *
 * All from getrandom(2), which cannot fail once the kernel is up.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/str.h"

struct arena;

/* A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits; 36 characters. */
struct str id_new(struct arena *);

/* 8-4-4-4-12 hexadecimal digits, lower case?  The only form an id has in an address. */
bool id_is(struct str);

/* n_bytes (at most 64) of randomness in base64url without padding (RFC 4648 §5). */
struct str id_token(struct arena *, size_t n_bytes);

/*
 * A code to be read aloud or typed from paper: n characters of Crockford's base 32
 * (no I, L, O, U), 5 bits each, in groups of four: 7K2M-9QXT-…
 */
struct str id_code(struct arena *, size_t n);

/* The canonical form of a code as people type it: upper case, I and L as 1, O as 0, blanks
   and hyphens dropped, groups of four; the empty str when it holds anything else. */
struct str id_code_read(struct arena *, struct str typed);

#endif
