/* proposal.h - a decision that is kept before it is made: written on, waiting, come back */
#ifndef DESK_PROPOSAL_H
#define DESK_PROPOSAL_H

#include "desk/decision.h"

struct proposal {
	const struct db_rows *rows;	/* of desk/proposal_read: none or one */
	struct str	 status;	/* draft, proposed, returned; empty when there is none */
	int64_t		 revision;	/* 0 when there is none */
	struct decision	 d;		/* as it would be now; empty when there is none */
};

/* fails  ERR_CONFIG  what was kept cannot be read (it was ours) */
enum err proposal_take(struct req *, const struct work *, const struct db_rows *,
    struct proposal *out) MUST_USE;

/* Has somebody else, or another tab, written since the page was shown?  A page that does not say
   what it was shown with is not asked. */
bool proposal_stale(const struct req *, const struct proposal *);

/* Queue: keep the decision's fields of the form. */
void proposal_put(struct req *, const struct work *);

/* The part case-decision: what is being written, and what can be done about it.  Ask before the
   page is read, fill afterwards. */
const struct db_rows *proposal_ask(struct req *);
enum err proposal_fill(struct req *, const struct work *, const struct db_rows *) MUST_USE;

#endif
