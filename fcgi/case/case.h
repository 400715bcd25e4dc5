/*
 * case.h - the store of cases: an application becomes a case, an event moves it
 *
 * Each function queues statements in the caller's open transaction and leaves the commit to it.
 * What a step causes (letters, deadlines, intervals of clocks) is written in the same transaction,
 * so that either all of it happened or nothing.
 */
#ifndef CASE_CASE_H
#define CASE_CASE_H

#include "db/db.h"
#include "flow/flow.h"
#include "form/form.h"
#include "release/release.h"

struct arena;
struct buf;

/* An instant as PostgreSQL reads it, to the second; p == NULL for 0. */
struct str case_pg_time(struct arena *, int64_t at);

/* uuid=pid pairs, a blank between, as draft_pids() and case_pids() give them. */
struct form_pairs case_pairs(struct arena *, struct str list);
/* Identity numbers as PostgreSQL's text of an array; digits need no quoting. */
struct str case_pid_array(struct arena *, struct form_pids);

/* {"NAME":"VALUE",…}: the answers that worklists show, as they are kept; what holds digits of an
   identity number is left out. */
struct str case_columns(struct arena *, const struct answers *);

/*
 * case_parties - queue: the parties that the answers of a draft name now are those of the draft
 *
 * takes    db   open transaction of skranke_citizen or skranke_desk that has the draft locked
 *          answers  judged
 * Nothing where the service knows of no parties.
 */
void case_parties(struct db *, struct arena *, struct str draft_id, const struct release *,
    const struct answers *, const struct form_world *);

struct case_new {
	struct str	 draft_id, tenant_id;
	struct str	 person_id;		/* who sends it */
	struct str	 desk_user_id;		/* or who registers it for somebody; the other has
						   p == NULL */
	int64_t		 came_at;		/* deadlines run from then; 0: now */
	struct str	 gaps;			/* JSON array of what was left open, or p == NULL */
	struct str	 data;			/* JSON object of the first event, or p == NULL */
	const struct release *release;
	const struct answers *answers;		/* judged; without errors unless registered */
	const struct form_world *world;
};

/*
 * case_submit - turn a locked draft into a case: case, files that its answers name, first event,
 * letters, deadlines; the draft goes, and its other files
 *
 * takes    db   open transaction of skranke_citizen or skranke_desk
 * gives    rows filled by the commit: none when the draft was gone, else (id, ref, received_at)
 * The commit fails with ERR_UNSIGNED when a party that must sign has not signed these answers.
 * spec     eForvaltningsforskriften § 6; forvaltningsloven § 11 a
 */
const struct db_rows *case_submit(struct db *, struct arena *, const struct case_new *);

struct case_enclosed {			/* goes with a letter: of the case, and of its own */
	bool		 letter;		/* an earlier letter; else a file */
	struct str	 id;
};

struct case_event {
	struct str	 tenant_id, case_id, revision, state;	/* of the locked row */
	int64_t		 received_at;
	struct str	 clocks;		/* `lines` of the view case_clocks, read under the
						   same lock; p == NULL: the case has none */
	const struct release *release;
	const struct answers *answers;		/* for conditions; judged.  NULL: none holds */
	const struct form_world *world;
	const char	*event;
	enum flow_by	 by;
	struct str	 actor_id;		/* person or desk user; p == NULL for the system */
	struct str	 data;			/* JSON object, or p == NULL */
	struct str	 outcome;		/* of a decision, or p == NULL */
	int64_t		 told_at;		/* in the day that the event tells of, or 0 */
	const struct case_enclosed *enclosed;	/* with each letter to the applicant */
	size_t		 nenclosed;
	bool		 to_body;		/* with that to the complaint body instead */
	struct str	 heard;			/* id of the complaint of one who was heard that
						   its letters are about, or p == NULL */
	struct str	 signed_by;		/* who signs its letters, where it is not who
						   decided; or p == NULL */
};

/* Ten in the morning UTC: the same day in Norway. */
int64_t case_told_at(int64_t day);

/* The same of an ISO day that has not come; 0 of one that has, or of none. */
int64_t case_told_ahead(struct str iso, int64_t today);

/* Queue (role desk): what goes with a letter that this transaction puts into the outbox.  What may
   not is refused by PostgreSQL (table letter_file): the caller has asked before. */
void case_enclose(struct db *, struct arena *, const struct case_event *, struct str outbox_id);

/*
 * case_fire - let an event move a locked case
 *
 * gives    *rows_out   filled by the commit: none when the case was changed meanwhile
 * fails    as flow_step: ERR_STALE, ERR_DENIED, ERR_INVALID
 */
enum err case_fire(struct db *, struct arena *, const struct case_event *,
    const struct db_rows **rows_out) MUST_USE;

/* What is asked for: a question by its field name, and why by a code of service.xml. */
struct case_ask {
	int		 days;			/* to answer in */
	int64_t		 answer_by_at;		/* case_answer_by of them */
	struct str	 text;			/* in the caseworker's own words; may be empty */
};

/* The end of the working day that an answer is due, when it is asked for now. */
int64_t case_answer_by(struct arena *, int64_t now_at, int days);

/*
 * case_ask - write down what was asked for, after case_fire of the event that asks
 *
 * takes    e->data  has the list "missing" of {"field" or "title","code"}
 * A request still open is replaced.  The flow's deadline.answer is moved to answer_by_at, and
 * deadline.remind to three days before; none is sent of a request that is answered sooner.
 */
void case_ask(struct db *, struct arena *, const struct case_event *, const struct case_ask *);

/* Queue: the request is withdrawn. */
void case_unask(struct db *, const struct case_event *);

struct case_answer {
	struct str	 draft_id;
	struct str	 message;		/* of the applicant; may be empty */
	const struct str *answered;		/* field names that have another answer now */
	size_t		 nanswered;
};

/*
 * case_answer - the answers of a locked supplement become the case's, before case_fire of the event
 *
 * takes    db   open transaction of skranke_citizen; e->answers judged
 * gives    rows filled by the commit: none when nothing is asked for any more, else (ref)
 * Those that stood are kept as a version.
 */
const struct db_rows *case_answer(struct db *, struct arena *, const struct case_event *,
    const struct case_answer *);

/* The letters that the event would send, in order, for those who read them first.  Fails as
   flow_step. */
enum err case_letters(struct arena *, const struct case_event *, const struct flow_action **out,
    size_t *n_out) MUST_USE;

#define CASE_COMPLAINT_BYTES	10000	/* of its text, and of what is wanted */

struct case_complaint {
	struct str	 received;		/* ISO day */
	bool		 late, paper;		/* paper: staff wrote it in */
	struct str	 text, wanted;
	struct str	 by;			/* who, where it is not the applicant; or empty */
};

/* Who complained, of those who were heard: the name, or whose it is where that is not known. */
struct str case_complaint_by(struct arena *, struct str name, struct str property);

/* Those that are treated with another, of rows (name, property, day, text, wanted, joined); the
   others among them are passed by. */
const struct letter_joined *case_joined(struct arena *, const struct db_rows *, size_t *n_out);

/* The data of the event `complain`, as case_story() reads it. */
struct str case_complaint_json(struct arena *, const struct case_complaint *);

/*
 * case_happen - add to the chain of a locked case what the flow knows nothing of: the state stays
 *
 * takes    event  begins with "desk." when it is the desk's own work, which the party's list of
 *                 events leaves out; answers, world and revision are not looked at
 */
void case_happen(struct db *, const struct case_event *);

#define CASE_MESSAGE_CHARS	10000	/* of its text */

struct case_message {
	struct str	 draft_id;
	struct str	 text;			/* may be empty when there are files */
	struct str	 letter_id;		/* that it answers, or empty */
	const struct str *file_sha256;		/* of the files that go with it */
	size_t		 nfiles;
	const struct str *remark_id;		/* of an inspection, which it says are put right */
	size_t		 nremarks;
	struct str	 receipt_title, receipt_text;	/* of the letter that says it has come */
};

/*
 * case_message_send - what the applicant wrote in a locked case is sent
 *
 * takes    db   open transaction of skranke_citizen;  e  its event is not looked at
 * gives    rows filled by the commit: none when the draft was gone, else (id)
 * The message, its files, the event `message`, which has their hashes, and a receipt to the
 * applicant; the draft goes.  PostgreSQL refuses it in a case that is over.
 */
const struct db_rows *case_message_send(struct db *, struct arena *, const struct case_event *,
    const struct case_message *);

/* Queue: what a supplement says of what was asked for without a question of the form. */
void case_message_items(struct db *, struct str draft_id);

/* The events that e->by may fire now: the buttons.  e->event is not looked at. */
size_t case_may(struct arena *, const struct case_event *, const struct flow_choice **out);

#endif
