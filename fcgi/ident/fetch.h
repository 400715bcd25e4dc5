/*
 * fetch.h - libcurl lives here: ask a login provider for JSON
 *
 * Only https, and http to this machine itself (demo and tests).  No redirect is followed.  2 s to
 * connect, 5 s in all, an answer of at most 256 kB.
 */
#ifndef IDENT_FETCH_H
#define IDENT_FETCH_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct fetched {
	int		status;		/* as HTTP says */
	struct str	body;		/* in the arena */
};

/* form: an application/x-www-form-urlencoded body to POST; empty: GET.
   out == NULL: only connect and hang up, to learn whether there is somebody.
   ERR_REMOTE: no answer at all (logged).  ERR_CONFIG: an address that may not be asked. */
typedef enum err fetch_fn(struct arena *, struct str url, struct str form, struct fetched *out);

fetch_fn fetch;

bool fetch_allows(struct str url);	/* https://…, or http:// to localhost, *.localhost,
					   127.0.0.1, [::1] */

#endif
