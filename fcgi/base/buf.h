/*
 * buf.h - bytes that grow, in an arena
 *
 * Doubles when full; the old copy stays in the arena until its reset, so a buf that is
 * expected to grow large is given a fair first size.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct arena;

struct buf {
	struct arena	*a;
	char		*p;
	size_t		 n, size;	/* bytes used / held */
};

struct buf buf_new(struct arena *, size_t size_bytes);
void buf_add(struct buf *, struct str);
void buf_add_z(struct buf *, const char *);
void buf_add_char(struct buf *, char);
void buf_add_count(struct buf *, size_t);	/* in decimal */
__attribute__((format(printf, 2, 3)))
void buf_fmt(struct buf *, const char *fmt, ...);
void buf_json(struct buf *, struct str);	/* text for inside a JSON string: RFC 8259 */
struct str buf_str(const struct buf *);		/* valid until the next add */

#endif
