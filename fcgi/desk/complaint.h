/* complaint.h - a complaint as the desk has it open: what stands, what was written, what is said */
#ifndef DESK_COMPLAINT_H
#define DESK_COMPLAINT_H

#include "desk/appeal.h"
#include "desk/proposal.h"

struct complaint {
	struct work	 w;
	const struct db_rows *story;	/* of desk/story_read */
	const struct db_rows *files;	/* of desk/case_body_files */
	const struct db_rows *others;	/* of desk/heard_complaints */
	const struct db_rows *parties;	/* of desk/heard_parties */
	const struct db_rows *to_body;	/* of desk/body_things */
	struct proposal	 p;		/* what waits for somebody else, or came back */
};

struct complaint_asked {
	const struct db_rows *rows, *story, *kept, *files;
	const struct db_rows *others, *parties;
	const struct db_rows *to_body;	/* that may go with the letter to the complaint body */
	const struct db_rows *things;	/* and with one to the party; NULL: nothing was asked */
};

/* Queue what a page of a complaint reads, after the case itself; then take it.
   fails  as work_take, as proposal_take */
struct complaint_asked complaint_ask(struct req *, const struct db_rows *rows);
enum err complaint_take(struct req *, const struct complaint_asked *,
    struct complaint *out) MUST_USE;

/* Is anything that is treated now not for who is logged in to read?  Somebody with a graded address
   wrote it; who may not read it sends nothing on. */
bool complaint_withheld(const struct db_rows *story, const struct db_rows *others);
/* The one of others with this id: may it be read, and dealt with?  True where there is none. */
bool complaint_readable(const struct db_rows *others, struct str id);

/* The page desk/complaint, filled.  Messages, by the names of its fields, come from
   complaint_wrong; what is posted is shown as typed. */
void complaint_begin(struct req *);
void complaint_wrong(struct req *, const char *name, const char *href, const char *message);
enum err complaint_show(struct req *, const struct complaint *) MUST_USE;

/* What dismisses one that waits or is treated beside another, the applicant's that is treated, and
   that of another which is treated. */
#define COMPLAINT_DISMISS	"dismiss-complaint"
#define COMPLAINT_DISMISS_OWN	"dismiss-own"
#define COMPLAINT_DISMISS_OTHER	"dismiss-other"

/* Is none treated beside that of the case? */
bool complaint_alone(const struct complaint *);

/* What the page says of it: dismiss_href, of the one that is treated, where it is; the flags
   dismiss_first, can_part, can_dismiss (one that waits) and dismissed (just now). */
void complaint_dismissals(struct req *, const struct complaint *);

/* Nothing is done: commit, and the page with its messages. */
enum err complaint_refuse(struct req *, const struct complaint *) MUST_USE;

/*
 * complaint_letter - the complaint body's letter, of a posted form whose answer it came with
 *
 * gives  *shown  a page has been made: nothing else was asked for, or something stands in the way;
 *                what was typed is in it.  Else files are kept, and the transaction is begun again.
 */
enum err complaint_letter(struct req *, bool *shown) MUST_USE;

/* A complaint that came otherwise than through the counter may be written in: it has been answered,
   and who is logged in may act in it. */
bool complaint_registers(const struct req *, const struct complaint *);

/* The form for that: the list "complainants", and what is typed. */
void complaint_form(struct req *, const struct complaint *);

/* When it came: to the minute, or the day alone where staff wrote it in. */
struct str complaint_at(const struct req *, const struct db_rows *others, size_t i);

/*
 * complaint_open - for a POST: the session, the form token, and the case
 *
 * gives  *shown  a page has been made: the session has run out, or the token is of an earlier one
 */
enum err complaint_open(struct req *, const struct complaint_asked *, struct complaint *out,
    bool *shown) MUST_USE;

/* An ISO day of the form, not after today; false when it is none. */
bool complaint_day(const struct req *, const struct complaint *, const char *field,
    struct str *out);

/* Fire, commit, go back to the case. */
enum err complaint_fire(struct req *, const struct complaint *, const struct case_event *,
    const char *done) MUST_USE;

#endif
