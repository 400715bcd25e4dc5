/* postman.h - what the files of the postman share */
#ifndef POSTMAN_POSTMAN_H
#define POSTMAN_POSTMAN_H

#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"
#include "mail/mail.h"
#include "outbox/outbox.h"
#include "register/contact.h"
#include "release/shared.h"

struct arena;
struct contacts;
struct db;
struct form_messages;
struct letter;
struct paper;
struct registers;
struct release_store;
struct transports;

struct postman {
	struct arena	*process;
	struct db	*db;
	struct release_store *releases;
	struct registers *registers;
	const struct letter *notice[LANG_COUNT], *reminder[LANG_COUNT], *body[LANG_COUNT],
			    *hearing[LANG_COUNT];
	const struct letter *sign[LANG_COUNT], *draft[LANG_COUNT];	/* of a shared draft */
	const struct letter *taken[LANG_COUNT];		/* it is no longer theirs */
	const struct letter *access[LANG_COUNT];	/* to who asked to see a document */
	struct release_letter message[LANG_COUNT];
	struct transports *transports;
	struct contacts	*contacts;
	const struct paper *paper;
	const char	*press;		/* its socket; NULL: letters have no PDF, and are only told
					   of */
	int		 slow;		/* postmen that slow transports may have between them */
};

/* Why a row is parked; code (mail_task.code) and sentence stand in postman/trouble.def. */
enum trouble {
	TROUBLE_NONE,
#define TROUBLE(name, code, sentence) TROUBLE_##name,
#include "postman/trouble.def"
#undef TROUBLE
};
struct str trouble_text(enum trouble);
const char *trouble_code(enum trouble);
/* TOO_OFTEN for a code that has none. */
enum trouble trouble_of_code(struct str code);

/* ---- letter.c ---- */

#define POSTMAN_BODY	"complaint-body"	/* a receiver that is not the applicant */

struct finished {
	struct str	 person_id, template, receiver, title, xml;
	struct str	 to_name, to_address;	/* who it goes to; the address of a body alone, in
						   one line, or empty */
	struct str	 code;		/* on the letter to a hearing's receiver; else empty */
	struct str	 arms;		/* the municipality's; an SVG document, or empty */
	enum lang	 lang;
};

/*
 * postman_letter - the finished letter of an outbox row, from the templates and values of its case,
 *                  in the language of the person's profile, or bokmål when there is none in it
 *                  and for a complaint body
 *
 * takes  an open transaction, still open afterwards
 * gives  *trouble  why there can be no letter, for a person to look at; or TROUBLE_NONE and *out
 * fails  ERR_DB …
 */
enum err postman_letter(struct postman *, struct arena *, struct str outbox_id,
    struct finished *out, enum trouble *trouble) MUST_USE;

/* ---- notice.c ---- */

struct tenant_facts {
	struct str	 name, email, phone, address, url;
	struct str	 counter;	/* address of this counter, or p == NULL */
};

/* Load letters/NAME.xml in every language; bokmål's where there is none. */
enum err notice_load(struct arena *process, const char *templates_dir, const char *name,
    const struct letter *out[LANG_COUNT]) MUST_USE;
/* Subject and text of the e-mail; deleted_at of a reminder's draft, else 0. */
enum err notice_make(const struct letter *, struct arena *, enum lang,
    const struct tenant_facts *, int64_t deleted_at, struct str *subject_out,
    struct str *text_out) MUST_USE;

/* ---- stand.c: how far a row has come ---- */

struct tried {			/* a delivery of this round */
	struct str	 id, key, state, channel, reference, code;
	bool		 print, given_up;
	int64_t		 begun_at, asked;
};

struct stand {
	bool		 found;		/* else: the draft was sent, or the case is gone */
	bool		 reminder, to_body;
	struct str	 about;		/* of a reminder: "sign", "news" or "taken" of a shared
					   draft; empty of one that is soon deleted */
	bool		 opened;	/* by the citizen */
	bool		 reach;		/* somebody must be told of it (contact.h: must_reach) */
	struct str	 document_id, title, case_ref, code, orgnr;
	struct str	 paper;		/* "", unread, asked */
	struct str	 statement;	/* where a body gives its view; else empty */
	struct str	 access;	/* where who asked to see a document has the answer; else
					   empty: there is no letter then */
	struct str	 body_email, from;
	struct mail_receiver back;
	struct tenant_facts tenant;
	enum lang	 lang;
	int64_t		 expires_at;	/* of a reminder's draft */
	bool		 known;		/* a person; then: */
	struct contact_receiver to;
	struct tried	*tried;		/* in the order begun */
	size_t		 ntried;
};

/* One transaction of its own. */
enum err stand_read(struct postman *, struct arena *, const struct outbox_row *,
    struct stand *out) MUST_USE;

/* ---- way.c: what is to be done next.  Pure ---- */

#define WAYS_MOST	16
#define WAY_PATIENCE_H	24	/* of one way, while there is another */
#define WAY_LAST_H	96	/* of the last one */

struct way {
	struct transport *by;
	struct str	 channel;
	bool		 print;
	bool		 letter;	/* the letter itself; else a notice of it */
	bool		 can_ask;
};

struct ways {
	struct way	 v[WAYS_MOST];
	size_t		 n;
	enum trouble	 none;		/* why there is none, or no more */
};

/* The ways there are, best first, from what is known of the receiver. */
void ways_find(const struct postman *, const struct stand *, struct str tenant, struct ways *out);

enum next {
	NEXT_DONE,		/* handed over */
	NEXT_SEND,		/* by *way */
	NEXT_ASK,		/* what became of *tried */
	NEXT_LATER,		/* the contact register is away */
	NEXT_LIES,		/* it lies in the mailbox, and nobody needs to be told */
	NEXT_PERSON,		/* trouble */
};

struct step {
	enum next	 next;
	const struct way *way;
	const struct tried *tried;
	bool		 last;		/* no way after this one */
	enum trouble	 trouble;
};

struct step way_next(const struct stand *, const struct ways *);

/* ---- make.c ---- */

/* The letter and its PDF, in one transaction; *away: the press cannot take it now, nothing is
   saved. */
enum err postman_make(struct postman *, struct arena *, const struct outbox_row *,
    const struct stand *, enum trouble *trouble, bool *away) MUST_USE;

/* ---- deliver.c ---- */

struct verdict {		/* what becomes of the row */
	enum { ROW_OPEN, ROW_DONE, ROW_AGAIN, ROW_PARKED } as;
	enum trouble	 trouble;
	int		 after_sec;
	struct str	 why;		/* of again */
};

/* Queue it, with the task that a person gets or no longer has. */
void row_close(struct postman *, struct arena *, const struct outbox_row *, const struct stand *,
    const struct verdict *);
/* A quarter more or less, by chance, keeps many rows from coming back at once. */
int jitter(struct arena *, int sec);

/* Send by a way and record the answer.  The row is closed with it, unless ROW_OPEN is given: there
   is more to do at once. */
enum err postman_send(struct postman *, struct arena *, const struct outbox_row *,
    struct stand *, const struct step *, bool *open) MUST_USE;
/* A sending that was broken off, or whose answer was uncertain. */
enum err postman_look(struct postman *, struct arena *, const struct outbox_row *,
    const struct stand *, const struct step *, bool *open) MUST_USE;

/* ---- ask.c ---- */

/* One delivery that is due: what became of it.  As postman_work. */
enum err postman_ask(struct postman *, struct arena *, bool *found) MUST_USE;
/* Queue the proof of what a transport told of a delivery. */
void proof_events(struct postman *, struct arena *, struct str delivery_id,
    const struct mail_answer *);
void proof_put(struct postman *, struct str delivery_id, const char *what, struct str at,
    struct str reference, struct str detail);

/* ---- work.c ---- */

/*
 * postman_work - take one row that is due and bring it as far as it goes
 *
 * gives  *found  false when nothing was due
 * fails  ERR_DB …   the row is let go, or its lease runs out; what was done is known when it is
 *        taken again
 */
enum err postman_work(struct postman *, struct arena *, bool *found) MUST_USE;

/* Ask for paper of what has long lain unread. */
enum err postman_unread(struct postman *, struct arena *) MUST_USE;

#endif
