/* bulk.h - one act on many cases: what was asked for, from page to page */
#ifndef DESK_BULK_H
#define DESK_BULK_H

#include "desk/enclosed.h"
#include "desk/work.h"

#define BULK_MOST	500

enum bulk_kind { BULK_ASSIGN, BULK_GIVE_BACK, BULK_LABEL, BULK_UNLABEL, BULK_LETTER };

struct bulk {
	enum bulk_kind	 kind;
	struct str	 id;		/* of the act, so that it is done once */
	struct str	 refs, people;	/* a blank between */
	size_t		 n, npeople;
	struct str	 from;		/* instead of refs: all that this colleague has */
	struct str	 message, label, title, text;
	struct enclosed	 enclosed;	/* of a letter in one case */
	const char	*wrong, *wrong_at;	/* message and field; NULL: it can be done */
};

/*
 * bulk_take - from the form: handling (tildel, gi-tilbake, merk, avmerk, brev), nr, sak (several:
 *             REF or REF,WHO-HAD-IT), fra, til (several), melding, merke, tittel, tekst;
 *             vedlegg is read when it is known what there is
 *
 * gives  false when there is no such act
 */
bool bulk_take(struct req *, struct bulk *out);

/* Queue what may go with a letter in one case; NULL: with this nothing may.  When it is there,
   judge what is chosen. */
const struct db_rows *bulk_enclosed_ask(struct req *, const struct bulk *);
void bulk_enclosed(struct req *, struct bulk *, const struct db_rows *);

/* The kind as tables and pages call it: assign, give-back, label, unlabel, letter. */
const char *bulk_name(enum bulk_kind);

/* Who had the case when the page was made: false when it was not said; else p == NULL or an id. */
bool bulk_expected(const struct req *, struct str ref, struct str *out);

/* The event of a case that stands in a row of bulk_lock or bulk_undo_lock; no conditions hold. */
enum err bulk_event(struct req *, const struct db_rows *, size_t row, struct form_world *,
    struct case_event *out) MUST_USE;

/* Nothing is done: the page that asked again, with what was typed, in the open transaction or a new
   one; why is ERR_INVALID or what page_judge said. */
enum err bulk_refuse(struct req *, const struct bulk *, enum err why) MUST_USE;

/* The letter that somebody wrote, as it will be sent in this case. */
enum err message_letter(struct req *, const struct work *, const struct bulk *,
    struct buf *out) MUST_USE;

#endif
