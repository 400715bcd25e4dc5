/*
 * req.h - one request and its reply
 *
 * http_serve() accepts (libfcgi, one request at a time), reads and judges everything before a
 * handler runs: method, path, host, query, cookies, body within the route's limit, UTF-8 and
 * XML Char in every name and value.  What does not pass is answered through the program's
 * `trouble` page.  The reply is gathered in a buf and sent whole.
 *
 * Limits: 2 kB of path, 4 kB of query, 8 kB of cookies, 10,000 fields, 200 bytes in a field's
 * name; past them ERR_TOO_BIG.  A body is application/x-www-form-urlencoded, or where the route
 * says STREAM multipart/form-data, which the handler reads (http/multipart.h).  Line ends in values
 * become \n.  In a path //, . and .., control characters and an encoded slash are ERR_INPUT.  A
 * cookie that is not text is left out: other programs at the same host set cookies too.
 */
#ifndef HTTP_REQ_H
#define HTTP_REQ_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "http/route.h"

struct param {
	struct str	 name, value;
};

struct params {
	struct param	*v;
	size_t		 n;
};

struct req {
	struct arena	*a;
	const struct route *route;	/* NULL until found */
	enum method	 method;
	struct str	 path;		/* decoded, begins with / */
	struct str	 uri;		/* path and query as sent; safe to compare, not to print
					   raw */
	struct str	 host;		/* lower case, without port */
	struct str	 authority;	/* host as it was sent, lower case, with its port if any */
	bool		 https;
	bool		 htmx;		/* HX-Request: true */
	struct str	 seg[4];	/* what {x} matched, in order */
	struct params	 query, form, cookies;
	struct str	 form_raw;	/* the body that form was read from, as sent */
	struct str	 if_none_match;	/* the header, as sent */
	bool		 multipart;	/* a body waits for req_multipart() */
	void		*app;		/* the program's own, set in http_main */
	void		*ctx;		/* the program's per-request state, from the arena */

	int		 status;	/* reply: 200 unless set */
	struct buf	 head;		/* header lines, each ended by \r\n */
	struct buf	 body;
	struct reply_stream *stream;	/* instead of body: reply_stream() */
	const struct incoming *in;	/* of http/ alone */
};

/* First value of a name; empty with p == NULL when it is not there. */
struct str params_get(const struct params *, const char *name);
bool params_has(const struct params *, const char *name);

/* application/x-www-form-urlencoded, as the body of a request is judged.  ERR_INPUT, ERR_TOO_BIG */
enum err params_read(struct arena *, struct str urlencoded, struct params *out) MUST_USE;

/* Reply headers.  Names are literals; a value with a control character is a bug (CHECK). */
void reply_header(struct req *, const char *name, struct str value);
/* 303 to a path of ours (CHECK: url_local() leaves it as it is).  An address elsewhere, as the
   login provider's, is a handler's own status and Location. */
void reply_redirect(struct req *, struct str location);

/*
 * reply_cookie - Path=/; HttpOnly; SameSite=Lax; and where the request came by https, Secure
 * and the name prefix __Host- (RFC 6265bis).  max_age_sec < 0: a session cookie; 0: remove it.
 * req_cookie reads the same name back with the prefix that belongs to the scheme.
 */
void reply_cookie(struct req *, const char *name, struct str value, int max_age_sec);
struct str req_cookie(const struct req *, const char *name);

/*
 * reply_stream - a body that is not gathered but pulled, piece by piece, while it is sent
 *
 * takes  length  of all of it; sent as Content-Length
 *        next    gives the next piece, valid until it is called again; memory it takes from r->a
 *                stays until the request ends, so a long body needs an arena of its own
 * The first piece is pulled before anything is sent: if that fails, the trouble page is the answer.
 * If a later one fails, or the pieces are not `length` bytes in all, the connection is cut and
 * logged: a reader must not take half a file for a whole one.  HEAD: next is never called.
 */
void reply_stream(struct req *, uint64_t length, enum err (*next)(void *ctx, struct str *piece),
    void *ctx);

/*
 * reply_attachment - this reply is a file to be saved, never a page of this site
 *
 * Content-Type; Content-Disposition: attachment with filename (ASCII) and filename* (RFC 6266,
 * RFC 8187); X-Content-Type-Options: nosniff; Content-Security-Policy: sandbox, for one who opens
 * it all the same.  filename is any text.
 */
void reply_attachment(struct req *, struct str media_type, struct str filename);

/*
 * reply_etag - give the body that is there a name, and leave it out where the reader has it already
 *
 * ETag, of SHA-256; a GET whose If-None-Match names it (RFC 9110 §13.1.2) becomes 304.  For pages
 * that are the same for all: what nginx has packed comes back as W/, which counts as the same.
 */
void reply_etag(struct req *);

/* Percent-encode everything but unreserved characters (RFC 3986 §2.3). */
struct str url_encode(struct arena *, struct str);
/* A place to return to inside this site: begins with one /, no //, no \, no control; else "/". */
struct str url_local(struct str);

struct http_program {
	const char	*name;			/* in log lines */
	const struct route *routes;
	size_t		 nroutes;
	void		*app;
	/* Before a handler: session, tenant, CSRF.  Not ERR_OK: trouble() instead of the handler.
	   May be NULL. */
	enum err	(*before)(struct req *);
	/* Makes the page for an error, into the (emptied) reply; status is set from the error and
	   may be changed.  ERR_TOO_BIG, ERR_INPUT, ERR_METHOD and ERR_GONE may come before route or
	   session is known (route, ctx are NULL then).  When it leaves neither body nor Location,
	   the bare number of the status is sent. */
	void		(*trouble)(struct req *, enum err);
	size_t		 arena_limit;		/* bytes one request may hold: 16 body_bytes or
						   more */
};

/*
 * http_main - serve until SIGTERM or SIGUSR1; the listening socket is fd 0
 *
 * Adds to every reply: Content-Type (text/html; charset=utf-8 unless set), Content-Length,
 * Cache-Control: no-store unless set.  HEAD is answered as GET without body.  503 carries
 * Retry-After: 10.  Logs one line per request: route name, status, milliseconds, bytes.
 * Security headers (CSP and its kin) are nginx's, in one place: deploy/nginx/.
 */
int http_main(const struct http_program *);

/* What http_main does with one request, for tests: req has its arena and nothing more; env as CGI
   names the variables (NULL-ended "NAME=value"; the path is in REQUEST_URI), body as sent.  Runs
   before(), the handler, trouble(); gathers what is streamed in r->body, as far as it came. */
void http_answer(const struct http_program *, struct req *, const char *const *env,
    struct str body);

#endif
