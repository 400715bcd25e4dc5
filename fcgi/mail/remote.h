/* remote.h - how the answers of the transports that speak HTTP are read.  Private to this room. */
#ifndef MAIL_REMOTE_H
#define MAIL_REMOTE_H

#include "machine/machine.h"
#include "mail/private.h"

#define PROVES(kind)	(1u << (kind))

/*
 * remote_refusal - a call that was to hand a letter over, and was not answered with yes
 *
 * Never left us, or told to come back: MAIL_RETRY_LATER.  Our settings are wrong (401, 403, 404):
 * the same, with code settings.  Told no (another 4xx): MAIL_REFUSED.  Anything else, and no
 * answer at all: MAIL_UNCERTAIN.
 * takes  member  of their JSON, with a code for the line; never their words, which may name people
 */
struct mail_answer remote_refusal(struct arena *, const char *who, const struct machine_answer *,
    const char *member);

struct mail_answer remote_no_token(enum err);
struct mail_answer remote_no_call(void);	/* machine_call refused: our settings */

/* A question that was not answered: MAIL_UNCERTAIN; got is not read unless e is ERR_OK. */
struct mail_answer remote_not_known(struct arena *, const char *who, enum err e,
    const struct machine_answer *got);

/* MAIL_SENT with one event of each kind that is proven, all at that time. */
struct mail_answer remote_events(struct arena *, struct str reference, unsigned proves, int64_t at,
    const char *detail);
/* What leads up to `last`, and that itself, happened at the latest then. */
void remote_set_times(struct mail_answer *, enum mail_event_kind last, int64_t at);

#endif
