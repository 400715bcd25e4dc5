/* party.h - the people of a draft or a case, for the pages that tell of them */
#ifndef CITIZEN_PARTY_H
#define CITIZEN_PARTY_H

#include "apply/draft.h"
#include "db/db.h"
#include "http/req.h"
#include "release/service.h"

struct party_line {			/* a line of draft.people */
	struct str	 party, name, declined;
	bool		 mine, fills, signs, applicant;
	int64_t		 asked_at, signed_at, unsigned_at, declined_at;	/* 0: never */
};

/* *out is in the arena; how many.  The first is whoever the draft is of. */
size_t party_lines(struct arena *, struct str people, struct party_line **out);

/* May the session's person fill it in, as whoever it is of does? */
bool party_fills(struct arena *, struct str people);
/* Is every signature there that must be? */
bool party_signed(struct arena *, struct str people);

/*
 * Names of a summary, as parts/draft-parties: the list parties: id, name, word, asked, signed,
 * declined (times; may be empty), declined_text, lost (when a signature was taken away by a
 * change), flags signs and mine; flags own (it is of whoever looks), complete_answers, unsigned and
 * sign_again; share_action, sign_href.
 */
void party_fill(struct req *, const struct draft *);

/* What the service calls that party, in a sentence; empty of representative and applicant, which
   are the same in all. */
struct str party_word(const struct service *, struct str party);

/* Queue, and fill: list parties of the case: id, word, name, signed; flags mine, ended.  Flag
   can_end: there is a representative whose right whoever looks may take back. */
const struct db_rows *party_case_ask(struct req *);
void party_case_fill(struct req *, const struct db_rows *, const struct service *, bool own);

#endif
