/* proposal.h - a decision that is kept before it is made: written on, waiting, come back */
#ifndef DESK_PROPOSAL_H
#define DESK_PROPOSAL_H

#include "desk/decision.h"

struct proposal {
	const struct db_rows *rows;	/* of desk/proposal_read: none or one */
	struct str	 status;	/* draft, proposed, returned; empty when there is none */
	int64_t		 revision;	/* 0 when there is none */
	struct params	 kept;		/* the form as it was sent: a decision's fields, and those
					   of what is done with a complaint (appeal.h) */
	struct str	 by;		/* who wrote it, or who writes now */
	struct decision	 d;		/* as it would be now; empty when there is none */
};

/* fails  ERR_CONFIG  what was kept cannot be read (it was ours) */
enum err proposal_take(struct req *, const struct work *, const struct db_rows *,
    struct proposal *out) MUST_USE;

/* Has somebody else, or another tab, written since the page was shown?  A page that does not say
   what it was shown with is not asked. */
bool proposal_stale(const struct req *, const struct proposal *);

/* Queue: keep the fields of the form that are `mine`; of others that were kept, nothing is lost. */
void proposal_put(struct req *, const struct work *, const struct proposal *,
    bool (*mine)(struct str name));

/* It waits for somebody else, as the event `event`: desk/proposal_send, then the event `propose`.
   fails  as case_fire      gives  as case_fire */
enum err proposal_send(struct req *, const struct work *, const char *event, struct str data,
    const struct db_rows **moved) MUST_USE;

/* What would be decided, in words: the outcome, or what is done with the complaint. */
struct str proposal_words(const struct req *, const struct work *, const struct proposal *);

/* The part case-decision: what is being written, and what can be done about it.  Ask before the
   page is read, fill afterwards. */
const struct db_rows *proposal_ask(struct req *);
enum err proposal_fill(struct req *, const struct work *, const struct db_rows *) MUST_USE;

#endif
