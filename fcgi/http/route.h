/* route.h - find the handler for a request in a program's table of routes */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct req;

enum method { GET, POST };
enum who { ANYONE, CITIZEN, CASEWORKER };

/* In body_bytes: a multipart/form-data body is left for the handler to read (http/multipart.h). */
#define STREAM	(SIZE_MAX / 2 + 1)

struct route {
	enum method	 method;
	const char	*path;		/* {x} matches one segment; a literal row stands before
					   it */
	enum who	 who;		/* checked by the program's before() */
	size_t		 body_bytes;	/* most bytes accepted; | STREAM */
	enum err	(*handler)(struct req *);
	const char	*name;		/* for log lines */
};

size_t route_body(const struct route *);		/* body_bytes without STREAM */

/* The first of n rows that fits, or NULL; *path_known tells whether another method would.
   What {x} matched goes to seg[0..3]. */
const struct route *route_find(const struct route *table, size_t n, enum method, struct str path,
    struct str seg[4], bool *path_known);

#endif
