/* deliver.h - one way of a letter: what is sent, and what is recorded of it */
#ifndef POSTMAN_DELIVER_H
#define POSTMAN_DELIVER_H

#include "postman/postman.h"

struct sending {		/* a delivery in hand */
	struct str	 id, key;
	int64_t		 begun_at, tries;
	bool		 print;
	struct str	 channel;
	bool		 looked;	/* asked about, not sent */
	bool		 called;	/* the transport was, to send: its breaker is told how it
					   went */
	int64_t		 usec;		/* what the call took */
};

/* ---- carry.c ---- */

/* The letter, or a notice of it, to the transport of the way. */
struct mail_answer hand_over(struct postman *, struct arena *, const struct stand *,
    const struct way *, struct str outbox_id, struct str key) MUST_USE;

/* ---- record.c ---- */

/* Whoever it is with has had its time: the next way, or a person. */
bool out_of_patience(const struct sending *, bool last);

/*
 * sending_record - what a transport answered, with its proof and what becomes of the row
 *
 * One transaction, tried again while the database is away: only we know that the letter has gone.
 * gives  *open  the row is still in hand: there is another way, or it may be sent again at once
 */
enum err sending_record(struct postman *, struct arena *, const struct outbox_row *,
    const struct stand *, const struct sending *, const struct step *, const struct mail_answer *,
    bool *open) MUST_USE;

void sending_log(struct arena *, const struct outbox_row *, const struct sending *,
    const char *what, const struct mail_answer *);

struct str number_text(struct arena *, int64_t);

#endif
