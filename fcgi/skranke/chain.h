/*
 * chain.h - the chain of events of every case, read in order and proved
 *
 * Order is by municipality, then by case id.  A case that was removed when its time was out takes
 * part with what is left of it: times and hashes, but nothing to compute them from.
 */
#ifndef SKRANKE_CHAIN_H
#define SKRANKE_CHAIN_H

#include "skranke/cli.h"

/* The chain of one case: rows [from, to) of audit_page. */
struct chain {
	const struct db_rows *r;
	size_t		 from, to;
	struct arena	*a;		/* until the next page */
};

struct chain_walk {
	struct cli	*cli;
	void		(*each)(void *ctx, const struct chain *);	/* may be NULL */
	void		*ctx;
	size_t		 cases, removed, events, broken;	/* counted by chain_walk */
};

/*
 * chain_walk - read every case, prove its chain, give it to `each`
 *
 * Of each case the first thing that does not fit is told of on standard error.
 * fails  ERR_DB and its like: nothing is known of the rest
 */
enum err chain_walk(struct chain_walk *) MUST_USE;

#endif
