/*
 * values.h - the values of one letter, from what is known of a case
 *
 * The caseworker's preview and the letter that is sent are both made through here, so that they
 * are the same.  Everything has a value afterwards; what is not known is empty.
 */
#ifndef LETTER_VALUES_H
#define LETTER_VALUES_H

#include "base/lang.h"
#include "base/str.h"
#include "view/view.h"

struct arena;

struct letter_reason {
	struct str	 text, law;	/* law may be empty */
};

struct letter_file {			/* what goes with the letter */
	struct str	 name, sha256;
	size_t		 size;		/* bytes */
};

struct letter_missing {			/* what the applicant is asked for */
	struct str	 question, text, law;
};

struct letter_remark {			/* what must be put right */
	struct str	 text, due;	/* due: ISO day */
};

struct letter_fee {			/* a line; amount as it is shown */
	struct str	 text, law, amount;
};

struct letter_joined {		/* a complaint that is treated with another */
	struct str	 who, received, text, wanted;	/* received: ISO day */
};

struct letter_facts {
	enum lang	 lang;		/* of the letter: its dates */
	int64_t		 at;		/* the letter's date */
	struct str	 person_name;
	struct str	 receiver_name;	/* who the letter goes to; empty: the person */
	struct str	 party, role;	/* of a copy: which party it goes to, "representative" or
					   with the service's word for them; else empty */
	struct str	 case_ref, code, service_title;
	struct str	 service_note;	/* the municipality's own words on it; may be empty */
	int64_t		 received_at;	/* 0 when there is no case */
	struct str	 origin;	/* of the case: paper, telephone, or else web */
	struct str	 tenant_name, tenant_email, tenant_phone, tenant_address, tenant_url;
	int64_t		 deleted_at;	/* of a draft, in its reminder; else 0 */
	struct str	 drafts_url;	/* where one's drafts stand; else empty */
	struct str	 wait_reason;	/* why an answer takes time, in a caseworker's words */
	struct str	 wait_pause;	/* what the case waits for now; both may be empty */
	struct str	 expected;	/* ISO day of the answer; empty: not known */
	struct str	 outcome;	/* id of an outcome, or empty before a decision */
	struct str	 place, start;	/* start: ISO day, or text as typed */
	struct str	 until, remains;	/* likewise a day; what is left to do by then */
	struct str	 text, by;
	struct str	 message_title, message_text;	/* of a letter that somebody wrote; else
							   empty */
	const struct letter_reason *reasons;
	size_t		 nreasons;
	const struct letter_reason *conditions;
	size_t		 nconditions;
	struct str	 approved_by;	/* the second pair of eyes, or empty */
	struct str	 decided_on;	/* ISO day, as the next ones; empty when not decided */
	struct str	 replaces;	/* of the decision that this one takes the place of */
	struct str	 change;	/* correct, reverse, or empty */
	int		 complaint_days;
	const struct letter_missing *missing;
	size_t		 nmissing;
	struct str	 missing_note;	/* in the caseworker's own words; may be empty */
	int64_t		 answer_by_at;	/* 0 when nothing is asked for */
	const struct letter_fee *fee;
	size_t		 nfee;
	struct str	 fee_total;	/* as shown; empty when nothing is to be paid */
	struct str	 fee_reduced;	/* percent that weeks over a limit took away, or empty */
	int64_t		 clock_from_at, clock_due_at;	/* of the limit by a table; 0: none */
	struct str	 clock_law;
	struct str	 complaint_body, complaint_address, complaint_law;
	const struct letter_file *files;
	size_t		 nfiles;
	struct letter_complaint {
		struct str	 received;		/* ISO day */
		bool		 late;
		struct str	 text, wanted, assessment;
		struct str	 by;		/* who, where it is not the applicant */
		struct str	 ground;	/* standing or late, and the reason in words, of
						   one that is dismissed; else empty */
		struct str	 reason;
		const struct letter_joined *joined;	/* that are treated with it */
		size_t		 njoined;
	}		 complaint;
	struct letter_hearing {		/* to one who is asked for their view; else empty */
		struct str	 title, text, law;	/* text: of who asks, in their own words */
		int64_t		 due_at;
		struct str	 code, url;		/* where it is answered */
		struct str	 party, property;	/* who is asked */
	}		 hearing;
	struct letter_inspection {	/* of a note of one; else empty */
		struct str	 n;		/* its number in the case */
		struct str	 day, replaces;	/* ISO days; replaces: of the note that it takes
						   the place of, or empty */
		struct str	 present, seen, law, title;
		const struct letter_remark *remarks;
		size_t		 nremarks;
	}		 inspection;
	struct letter_appeal {		/* what the complaint body came to */
		struct str	 result;		/* stand, change or annul */
		struct str	 on, text;		/* on: ISO day */
	}		 appeal;
};

/* Strings are not copied: they and the arena live as long as the map. */
struct vmap *letter_values(struct arena *, const struct letter_facts *);

/* The days a complaint may take, by the municipality's own setting "complaint-days"; never fewer
   than the three weeks of forvaltningsloven § 29, which also stand where the setting is no
   number. */
int letter_complaint_days(struct str setting);

/* What was answered, page by page: a page, then its rows. */
struct vmap *letter_answers_page(struct vmap *values, struct str title);
void letter_answers_row(struct vmap *page, struct str label, struct str shown);

#endif
