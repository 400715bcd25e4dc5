/*
 * str.h - a view of bytes: UTF-8, not owned, not NUL-terminated
 *
 * Names ending in _z speak C strings; every other function speaks struct str.
 * The empty str may have p == NULL.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
	const char	*p;
	size_t		 n;	/* bytes, not characters */
};

#define STR(lit)	((struct str){ (lit), sizeof(lit) - 1 })
#define STR_NONE	((struct str){ NULL, 0 })
#define STR_FMT		"%.*s"
#define STR_ARG(s)	(int)(s).n, (s).p

struct str str_from_z(const char *);			/* NULL gives the empty str */
bool str_eq(struct str, struct str);
bool str_eq_z(struct str, const char *);
int str_cmp(struct str, struct str);			/* by bytes, as strcmp */
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);
bool str_among(struct str s, const struct str *v, size_t n);
struct str str_trim(struct str);			/* ASCII blanks */
struct str str_skip(struct str, size_t n);		/* without the first n bytes, n <= s.n */

/* Take the part of *rest before `sep`; *rest becomes what follows it. */
struct str str_cut(struct str *rest, char sep);

/* A decimal integer, the whole of s, optional minus; false when it is not one or overflows. */
bool str_int(struct str s, int64_t *out);

/* Valid UTF-8 (RFC 3629) in which every character is an XML 1.0 Char. */
bool str_is_text(struct str);
size_t str_chars(struct str);				/* characters in valid UTF-8 */

/* A copy in the arena; _z is NUL-terminated, for libpq and libxml2. */
struct str str_dup(struct arena *, struct str);
const char *str_z(struct arena *, struct str);

/* printf into the arena */
__attribute__((format(printf, 2, 3)))
struct str str_fmt(struct arena *, const char *fmt, ...);

#endif
