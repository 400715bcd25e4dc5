/*
 * anchor.h - what all chains of a municipality were at a time, in a few lines to be kept elsewhere
 *
 * The file, each line ending with LF:
 *
 *   skranke-anchor-1
 *   tenant_id=9998
 *   horizon=2026-11-22T03:45:00.000000Z
 *   cases=1204
 *   events=6033
 *   sha256=HEX
 *
 * sha256 is over one line a case, in the order of their ids: the id, the number of the last event
 * that is not after the horizon, and its sha256, a blank between.  A case all of whose events are
 * after the horizon has no line.  A case that was removed since has the line it had.
 */
#ifndef SKRANKE_ANCHOR_H
#define SKRANKE_ANCHOR_H

#include "skranke/chain.h"

struct hash;

struct anchor {
	struct str	 tenant, horizon, sha256;	/* sha256: of the file read */
	int64_t		 cases, events;			/* of the file read */
	size_t		 ncases, nevents;		/* of the chains added */
	struct hash	*sum;
	const char	*path;			/* of the file read */
};

/* An anchor to be filled. */
struct anchor anchor_new(struct arena *, struct str tenant, struct str horizon);

/* The next case in order; one of another municipality does not count. */
void anchor_add(struct anchor *, const struct chain *);

/* No more will be added: do the chains give what the file says?  Told of when they do not. */
bool anchor_holds(struct arena *, struct anchor *);

/* From its file.  CLI_AWAY: cannot be read, CLI_WRONG: is no anchor; told of. */
enum outcome anchor_read(struct arena *, const char *path, struct anchor *out);

/* No more will be added: write dir/TENANT-HORIZON.anchor, whole or not at all; told of either way.
   Nothing is written over. */
enum outcome anchor_write(struct arena *, const char *dir, struct anchor *);

#endif
