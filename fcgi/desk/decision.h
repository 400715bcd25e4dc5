/*
 * decision.h - a decision as it is written: an outcome of the service, with reasons and conditions
 *
 * Which event it becomes is the flow's: the one called as its outcome where the state has that one;
 * else `correct`, of a decision that stands, or `reverse`, after a complaint.
 */
#ifndef DESK_DECISION_H
#define DESK_DECISION_H

#include "desk/enclosed.h"
#include "desk/work.h"
#include "letter/values.h"

enum decision_part { W_OUTCOME, W_PLACE, W_START, W_REMAINS, W_UNTIL, W_REASONS, W_TEXT,
    W_FILES, W_LETTER, W_PARTS };

struct decision {
	struct str	 outcome;		/* id, or what was posted */
	const struct service_words *is;		/* NULL: not one that may be made now */
	const char	*event;			/* NULL: likewise */
	bool		 four_eyes;		/* somebody else must approve it */
	struct str	 place, place_name;	/* value and label of the list it is chosen from */
	struct str	 start, until;		/* ISO days; as typed when they are none */
	struct str	 remains;		/* to be done until then */
	struct str	 text;
	const struct service_reason **reasons, **conditions;
	size_t		 nreasons, nconditions;
	struct enclosed	 enclosed;		/* with the letter to the party */
	struct str	 by, approved_by;
	struct str	 replaces;		/* ISO day of the decision that stands, or empty */
	struct str	 change;		/* correct, reverse, or empty */
	const char	*wrong[W_PARTS];	/* messages; NULL when right */
	bool		 ok;
};

/* The fields of the form that a decision is written in, and no others. */
bool decision_field(struct str name);

/*
 * decision_read - what the form says, judged for the case as it is now
 *
 * takes  by  who writes it
 * When it is whole (ok), what belongs to outcomes not chosen has been left aside.
 */
struct decision decision_read(const struct req *, const struct work *, const struct params *,
    struct str by);

/* What goes with it, of what there is (enclosed_ask), by the same form; judged too. */
void decision_enclose(const struct req *, struct decision *, const struct params *,
    const struct db_rows *);

/* What is chosen when the page is first seen: the first wish and the day asked for. */
struct decision decision_suggest(const struct req *, const struct work *);

/* May who is logged in make any decision in the case as it is now? */
bool decision_may(const struct req *, const struct work *);
/* The event that an outcome would be; NULL when it cannot be made now. */
const char *decision_event(const struct req *, const struct work *, struct str outcome);

/* The names of desk/decide, with messages when tell is so. */
void decision_fill(struct req *, const struct work *, const struct decision *, bool tell);
/* The list "held" of those that the checklist or open remarks hold back; check_href,
   inspection_href. */
void held_fill(struct req *, const struct work *);
/* The list "carried" of {name, value}, to be posted again. */
void decision_carry(struct req *, const struct decision *);
/* A decision that somebody else wrote, to be read beside one's own: the child map "theirs". */
void decision_show(struct req *, const struct decision *);

/* Does a decision with that outcome say this part of it?  Of what not all decisions say. */
bool decision_asks(const struct service_words *outcome, enum decision_part);

/* A day that was typed, as ISO, or as it was typed. */
struct str decision_day(const struct req *, const struct work *, struct str typed);
/* What is wrong with what an outcome says of until when and of what remains: messages; NULL when
   right. */
const char *decision_until_wrong(const struct service_words *outcome, const struct work *,
    struct str until);
const char *decision_remains_wrong(const struct service_words *outcome, struct str remains);

/* The day that its event tells of, by the ISO day until which it holds; 0 when it says none. */
int64_t decision_told_at(struct str until);

/* The event's data: {"outcome","place","start","until","remains","text","by","replaces","change",
   "reasons":[{"code","text","law"}],"conditions":[…]}, and "files":[{"name","sha256"}] where
   something goes with it. */
struct str decision_json(struct arena *, const struct decision *);

/* The letter as it will be sent, finished: in the applicant's language, or bokmål when there is
   none in it.  ERR_INVALID: it would not say what the law asks for. */
enum err decision_letter(struct req *, const struct work *, const struct decision *,
    struct buf *out) MUST_USE;

/* The same as the list "previews" (preview_letters). */
enum err decision_letters(struct req *, const struct work *, const struct decision *) MUST_USE;

#endif
