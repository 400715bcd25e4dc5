/*
 * apply.h - filling in a form, from the first page until it is sent
 *
 * One engine for every door that leads to a form: a citizen's application, one that staff register
 * for somebody.  Whose draft it is, policies decide (the program's session); what differs otherwise
 * stands in the program's apply_door, and where the draft is in its apply.  Each function answers
 * one address below apply.base and fails as page_read or page_open, ERR_GONE (no such draft, or not
 * theirs, or no such page) and ERR_LOGIN (the session is less sure than the service asks).
 */
#ifndef APPLY_APPLY_H
#define APPLY_APPLY_H

#include "db/db.h"
#include "http/req.h"

struct apply;
struct draft;

struct apply_door {
	/* Names of pages, each with the contract of the citizen's page of that kind. */
	const char	*form;		/* citizen/form */
	const char	*check;		/* citizen/check */
	const char	*erase;		/* citizen/draft-delete */
	const char	*over;		/* citizen/session-over */
	const char	*later;		/* where «Lagre og fortsett senere» leads */
	const char	*erased;	/* where one comes who threw it away */

	/* Where a draft leads that was sent.  rows: of apply's case_of_draft, at least one. */
	struct str	(*became)(struct req *, const struct db_rows *rows);

	/*
	 * What the program adds to a draft just read and judged: names of its pages in page_map, or
	 * which questions are open.  rows: of draft_read.  May be NULL.
	 */
	enum err	(*ready)(struct req *, const struct db_rows *rows, struct draft *);

	/* Queue what sending needs held before the draft is: it comes back as draft.held.  May be
	   NULL. */
	const struct db_rows *(*hold)(struct req *, const struct apply *);

	/* What the program's summary says beside apply's own; may be NULL. */
	enum err	(*checking)(struct req *, const struct draft *);

	/* May it be sent as it stands?  What is wrong with it is told on the summary if not.
	   NULL: when no answer is missing or wrong. */
	bool		(*may_send)(struct req *, const struct draft *);

	/* The page of somebody whose session ran out on the summary, where something was typed,
	   and which is shown again when it is of an earlier login; NULL: nothing can be. */
	enum err	(*lost)(struct req *, const struct apply *);

	/* A page may be left with something missing or wrong on it: the button `videre`. */
	bool		 may_lack;

	/* Staff log in as surely as the municipality decides, whatever the service asks. */
	bool		 any_level;

	/*
	 * Queue what sending is, in the open transaction; the draft is locked and judged.  gives
	 * rows as of case_of_draft, or none when the draft was gone.
	 */
	enum err	(*send)(struct req *, struct draft *, const struct db_rows **made);
};

struct apply {
	const struct apply_door *door;
	struct str	 id;		/* of the draft, as in the address */
	struct str	 service;	/* as in the address; p == NULL when it names none */
	struct str	 base;		/* the draft's address */
	void		*ctx;		/* the program's own */
};

enum err apply_resume(struct req *, const struct apply *) MUST_USE;	/* to where it was left */
enum err apply_page(struct req *, const struct apply *, struct str page) MUST_USE;
enum err apply_save(struct req *, const struct apply *, struct str page) MUST_USE;	/* POST */
enum err apply_check(struct req *, const struct apply *) MUST_USE;	/* base/oppsummering */
/* The summary of a draft at hand, filled. */
enum err apply_show_check(struct req *, const struct draft *) MUST_USE;
enum err apply_send(struct req *, const struct apply *) MUST_USE;	/* POST base/send */
enum err apply_send_again(struct req *, const struct apply *) MUST_USE;	/* GET: to the summary */
/* Nobody is logged in: a page of the program's own beside the form's is kept under a name of its
   own, as those of the form are; fails as they do, ERR_LOGIN. */
enum err apply_park(struct req *, const struct apply *, struct str page) MUST_USE;
enum err apply_erase_ask(struct req *, const struct apply *) MUST_USE;	/* base/slett */
enum err apply_erase(struct req *, const struct apply *) MUST_USE;	/* POST */

#endif
