/* ask.h - what is missing in a case: read from a form, judged, and kept with its event */
#ifndef DESK_ASK_H
#define DESK_ASK_H

#include "db/db.h"
#include "desk/work.h"

#define ASK_DAYS	14		/* to answer in, unless said */
#define ASK_EXTRA	3		/* things at a time that the form has no question for */

struct ask_item {
	const struct answer *node;	/* a question, or a repeat with all its rows; NULL: what the
					   form has no question for, as the caseworker calls it */
	struct str	 field;		/* empty for the latter */
	struct str	 label;
	bool		 ticked;	/* or called something, or given a reason */
	struct str	 code;		/* as posted */
	const struct service_deficiency *why;	/* NULL: none of the service's */
};

struct ask {
	struct ask_item	*item;		/* all that may be asked for, in the form's order; then
					   ASK_EXTRA without a question */
	size_t		 nitems, nticked;
	struct str	 typed_days;
	int64_t		 days;
	int64_t		 answer_by_at;	/* 0 when days is none */
	struct str	 text;
	const char	*wrong_items, *wrong_extra, *wrong_days, *wrong_text;	/* messages, or
										   NULL */
	bool		 ok;
};

/* The name of a field of the page, in the arena: NAME.FIELD, or NAME.annet.N. */
struct str ask_name(struct arena *, const struct ask *, const struct ask_item *, const char *name);

/* What the form says. */
struct ask ask_read(const struct req *, const struct work *);

/* What is ticked when the page is first seen: what was asked for last and not answered (rows of
   deficiency_unanswered). */
struct ask ask_suggest(const struct req *, const struct work *, const struct db_rows *unanswered);

/* Tick one thing more; false when the form has no such question.  What has none goes below, while
   there is room. */
bool ask_suggest_question(struct ask *, struct str field, struct str code);
void ask_suggest_extra(struct ask *, struct str title, struct str code);

/* The names of desk/ask, with messages when tell is so. */
void ask_fill(struct req *, const struct work *, const struct ask *, bool tell);
/* The list "carried" of {name, value}, to be posted again. */
void ask_carry(struct req *, const struct ask *);

/* The event's data: {"days","answer_by","note","by","missing":[{"field" or "title","code",
   "question","text","law"}]}. */
struct str ask_json(const struct req *, const struct ask *);

/* The letter as it will be sent, finished: in the applicant's language, or bokmål when there is
   none in it. */
enum err ask_letter(struct req *, const struct work *, const struct ask *,
    struct buf *out) MUST_USE;

#endif
