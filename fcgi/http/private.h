/* private.h - what the files of http/ share */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http/req.h"

#define MOST_FIELDS	10000		/* 1,000 rows of a repeat, with ten questions each */
#define MOST_COOKIES	500
#define LONGEST_NAME	200		/* of a field, in bytes as decoded */
#define LONGEST_PATH	2048
#define LONGEST_QUERY	4096
#define LONGEST_COOKIES	8192

/* Up to n bytes of the body into p; fewer than n only at its end. */
typedef size_t read_fn(void *ctx, char *p, size_t n);

struct incoming {			/* as the web server sent it */
	const char	*const *env;
	read_fn		*read;
	void		*ctx;
};

/* params.c */
enum err percent_decode(struct arena *, struct str, bool plus_is_space, struct str *out) MUST_USE;
enum err cookies_read(struct arena *, struct str header, struct params *out) MUST_USE;

/* cgi.c: fill in req, in the order of judgement: method, path, route, limits, fields */
enum err request_read(struct req *, const struct http_program *, const struct incoming *) MUST_USE;
struct str env_get(const char *const *env, const char *name);
bool is_head(const struct incoming *);

/* reply.c */
bool reply_has(const struct req *, const char *name);

#endif
