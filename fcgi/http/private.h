/* private.h - what the files of http/ share */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http/multipart.h"

#define MOST_FIELDS	10000		/* 1,000 rows of a repeat, with ten questions each */
#define MOST_COOKIES	500
#define LONGEST_NAME	200		/* of a field, in bytes as decoded */
#define LONGEST_PATH	2048
#define LONGEST_QUERY	4096
#define LONGEST_COOKIES	8192
#define LONGEST_HEAD	8192		/* of a part of a multipart body */

/* Up to n bytes of the body into p; fewer than n only at its end. */
typedef size_t read_fn(void *ctx, char *p, size_t n);

struct incoming {			/* as the web server sent it */
	const char	*const *env;
	read_fn		*read;
	void		*ctx;
};

/* params.c */
enum err percent_decode(struct arena *, struct str, bool plus_is_space, struct str *out) MUST_USE;
size_t newlines(char *p, size_t n);	/* line ends to \n, in place; the new length */
enum err cookies_read(struct arena *, struct str header, struct params *out) MUST_USE;

/* cgi.c: fill in req, in the order of judgement: method, path, route, limits, fields */
enum err request_read(struct req *, const struct http_program *, const struct incoming *) MUST_USE;
struct str env_get(const char *const *env, const char *name);
bool is_head(const struct incoming *);
enum err told_length(const struct incoming *, uint64_t *out) MUST_USE;	/* 0 when untold */

/* part_head.c */
bool media_is(struct str header, const char *want);	/* parameters left out */
/* The next name=value of what follows the first ; its name is empty at the end.  *to has room for
   what is unquoted, and moves on. */
enum err mime_param_next(struct str *rest, char **to, struct param *out) MUST_USE;
/* Header lines, each with its CR LF; names are decoded to `to`, twice as large as the head. */
enum err part_head_read(struct str head, char *to, struct multipart_part *out) MUST_USE;

/* reply.c */
bool reply_has(const struct req *, const char *name);

struct reply_stream {
	uint64_t	 length;
	enum err	(*next)(void *ctx, struct str *piece);
	void		*ctx;
	struct str	 first;			/* pulled before anything is sent */
};

#endif
