/*
 * appeal.h - what is done with a complaint, as it is written: the decision is upheld and the
 * complaint sent on, or what its body came to
 *
 * Where the flow asks for four eyes it is proposed first, as a decision is (proposal.h), and then
 * read again from what was kept.
 */
#ifndef DESK_APPEAL_H
#define DESK_APPEAL_H

#include "desk/enclosed.h"
#include "desk/work.h"
#include "letter/values.h"

enum appeal_part { A_TEXT, A_RESULT, A_ON, A_OUTCOME, A_PLACE, A_START, A_REMAINS, A_UNTIL, A_FILES,
	A_PARTS };

struct appeal {
	const char	*event;			/* uphold or appeal.…; NULL: none may be fired */
	bool		 four_eyes;		/* somebody else must approve it */
	const struct db_rows *story;		/* of desk/story_read */
	const struct db_rows *others;		/* of desk/heard_complaints */
	struct str	 text;			/* our assessment, or the body's reasons */
	struct str	 result;		/* stand, change or annul; empty when upheld */
	struct str	 on;			/* ISO day of the result */
	const struct service_words *is;		/* what it was changed to; else NULL */
	struct str	 outcome;		/* of the event, or p == NULL */
	struct str	 place, place_name;	/* value and label, where the outcome asks */
	struct str	 start;			/* ISO day, likewise; as typed when it is none */
	struct str	 until, remains;	/* the same, and what is to be done by then;
						   until also of a decision that stands */
	struct str	 by, approved_by;
	struct str	 replaces;		/* ISO day of the decision it changes */
	struct enclosed	 enclosed;		/* with the letter to the complaint body */
	const char	*wrong[A_PARTS];	/* messages; NULL when right */
	bool		 ok;
};

/* The fields of the two forms, and no others: of what upholds, of what is a result. */
bool appeal_upheld_field(struct str name);
bool appeal_result_field(struct str name);

/* What the form says, judged for the case as it is now; `by` wrote it. */
struct appeal appeal_upheld(const struct req *, const struct work *, const struct params *,
    const struct db_rows *story, struct str by);
struct appeal appeal_result(const struct req *, const struct work *, const struct params *,
    const struct db_rows *story, struct str by);

/* What goes with the letter to the body, of what there is (appeal_things), by the same form; judged
   too.  Nothing goes with a result. */
const struct db_rows *appeal_things(struct req *, struct str ref);
void appeal_enclose(const struct req *, struct appeal *, const struct params *,
    const struct db_rows *);

/* The list "previews" of the letters that the event will send.  Fails as preview_letters. */
enum err appeal_letters(struct req *, const struct work *, const struct appeal *) MUST_USE;

/* The event's data: {"assessment":{"text","by"}}, with "files" of [{"name","sha256"}] where any go
   along, or {"appeal":{"result","on","text"}} with, of a changed decision, what a decision's event
   holds. */
struct str appeal_json(struct arena *, const struct appeal *);

#endif
