/* postman.h - what the files of the postman share */
#ifndef POSTMAN_POSTMAN_H
#define POSTMAN_POSTMAN_H

#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"
#include "release/shared.h"

struct arena;
struct db;
struct form_messages;
struct letter;
struct registers;
struct release_store;
struct transport;

struct postman {
	struct arena	*process;
	struct db	*db;
	struct release_store *releases;
	struct registers *registers;
	const struct letter *notice[LANG_COUNT], *reminder[LANG_COUNT], *body[LANG_COUNT];
	struct release_letter message[LANG_COUNT];
	struct transport *mail;
};

/* Why a row is parked; the sentences stand in postman/trouble.def. */
enum trouble {
	TROUBLE_NONE,
#define TROUBLE(name, sentence) TROUBLE_##name,
#include "postman/trouble.def"
#undef TROUBLE
};
struct str trouble_text(enum trouble);

/* ---- letter.c ---- */

#define POSTMAN_BODY	"complaint-body"	/* a receiver that is not the applicant */

struct finished {
	struct str	 person_id, template, receiver, title, xml;
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

/* ---- work.c ---- */

/*
 * postman_work - take one row that is due and bring it as far as it goes
 *
 * gives  *found  false when nothing was due
 * fails  ERR_DB …   the row is let go, or its lease runs out; what was done is known when it is
 *        taken again
 */
enum err postman_work(struct postman *, struct arena *, bool *found) MUST_USE;

#endif
