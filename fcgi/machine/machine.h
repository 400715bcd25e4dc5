/*
 * machine.h - libcurl lives here for calls from machine to machine, and the tokens that open them
 *
 * A call is honest about what may have happened: `begun` tells a request that surely never left
 * from one whose answer was lost.  Nothing here tries a call again.
 *
 * A token comes from Maskinporten: one client, one or two keys, one scope.  It is kept in this
 * process alone, and never said to the log.
 *
 * spec  RFC 7523 §2.1 (JWT grant), RFC 6749 §5; docs.digdir.no, Maskinporten: aud with its last
 *       slash, iat within 10 s of their clock, exp at most 120 s after it, keys of a year at most
 */
#ifndef MACHINE_MACHINE_H
#define MACHINE_MACHINE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct machine;

/* One client of Maskinporten. */
struct machine_setting {
	struct str	 token_url, audience, client_id;
	struct str	 key_file, kid;			/* a private RSA key as JWK (RFC 7517) */
	struct str	 next_key_file, next_kid;	/* the one that follows it; may be empty */
	int		 timeout_ms;			/* of asking for a token; 0: 10 s */
};

/* fails  ERR_CONFIG  something missing, an address that may not be asked, a key that cannot sign
 * Process lifetime.  Asks nobody yet. */
enum err machine_open(struct arena *process, const struct machine_setting *,
    struct machine **out) MUST_USE;

/*
 * machine_token - the right to ask for something, as a bearer token
 *
 * Kept until 30 s before it expires.  When the first key is refused, the second is tried, and is
 * then the first until it is refused itself.
 * takes  scope  one, or several with blanks between
 * gives  *out in the arena
 * fails  ERR_REMOTE  Maskinporten is away, slow or answers nonsense: try later
 *        ERR_CONFIG  it refuses us, or our clock is wrong: somebody must mend it (logged)
 */
enum err machine_token(struct machine *, struct arena *, struct str scope,
    struct str *out) MUST_USE;

/* The other side did not accept this token (401): let the next ask fetch another. */
void machine_token_refused(struct machine *, struct str scope);

/* A part of multipart/form-data; filename empty: a field. */
struct machine_part {
	struct str	 name, filename, type, bytes;
};

struct machine_request {
	const char	*method;		/* GET, POST, PUT, DELETE */
	struct str	 url;
	struct str	 type, body;		/* type empty: no body */
	const struct machine_part *parts;	/* instead of a body */
	size_t		 nparts;
	const struct str *headers;		/* "Name: value", each */
	size_t		 nheaders;
	int		 timeout_ms;		/* of the whole; 0: 30 s */
	size_t		 most;			/* bytes of an answer; 0: 256 kB */
};

struct machine_answer {
	long		 status;	/* 0: no whole answer */
	struct str	 body, location;
	int64_t		 date_at;	/* when the other side says it is; 0: it does not */
	bool		 begun;		/* the request, or part of it, may have reached them */
	const char	*trouble;	/* status 0: libcurl's words, without any address */
};

/*
 * machine_call - one request, one answer; strings live in the arena
 *
 * TLS is verified; plain http only to this machine.  No redirect is followed, no connection kept,
 * for a request on a kept connection may be sent twice by libcurl itself.
 * fails  ERR_CONFIG  an address that may not be asked, or a control character in a header; nothing
 *                    was sent (logged)
 * All else is ERR_OK and told by *out.
 */
enum err machine_call(struct arena *, const struct machine_request *,
    struct machine_answer *out) MUST_USE;

/* "Authorization: Basic …" of user:password (RFC 7617) */
struct str machine_basic(struct arena *, struct str user_password);

#endif
