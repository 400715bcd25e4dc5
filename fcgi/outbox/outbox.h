/*
 * outbox.h - what must happen after a transaction, promised inside it
 *
 * A row is put in the caller's own transaction, so that it exists exactly when what it follows
 * from does.  The postman claims one row at a time under a lease: while the lease runs nobody
 * else gets it, and a postman that dies loses it when the lease does.  The caller begins and
 * commits; all but the claim are only queued and go with the caller's next trip.
 *
 *   put ─► due ─► claimed ─► done
 *           ▲        ├─► deferred ─┐        parked: a person must look (`skranke mail queue`)
 *           └────────┼─────────────┘
 *                    └─► parked
 *
 * tables  migrations/0005_delivery.sql (outbox; an insert wakes the channel "outbox")
 */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;

struct outbox_item {
	struct str	 tenant_id, case_id, kind;
	struct str	 payload;	/* JSON object; empty for {} */
	struct str	 id;		/* of the row; made when empty */
};

struct outbox_row {
	struct str	 id, tenant_id, case_id, kind, payload;
	int64_t		 attempts;	/* this one counted */
	int64_t		 created_at;
};

/* Roles citizen, desk, clock: promise one thing about a case that the transaction may see. */
void outbox_put(struct db *, struct arena *, const struct outbox_item *);

/*
 * outbox_claim - take a row that is due (role postman)
 *
 * Of the municipality that has fewest claimed, so that a long queue is no advantage; there the one
 * that has been due longest; of a case never before an earlier row that is neither done nor parked.
 *
 * takes  an open transaction, still open afterwards; the claim counts from its commit
 *        lease_sec  how long nobody else may take the row
 *        slow       how many rows municipalities with a slow transport may have claimed, together
 * gives  *found; when true *out, in the arena
 * fails  as db_run
 */
enum err outbox_claim(struct db *, struct arena *, int lease_sec, int slow,
    struct outbox_row *out, bool *found) MUST_USE;

/* What became of a claimed row. */
void outbox_done(struct db *, struct str id);
void outbox_defer(struct db *, struct str id, int after_sec, struct str why);	/* due again then */
void outbox_park(struct db *, struct str id, struct str why);

/* Seconds until the next attempt after `attempts`: 30, 60, 120 … at most an hour. */
int outbox_backoff_sec(int64_t attempts);

#endif
