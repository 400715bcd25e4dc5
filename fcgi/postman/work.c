/*
 * One row of the outbox, step by step.  Each step is a transaction of its own, so that a crash
 * between two leaves a state that tells what was done:
 *
 *   no document                      nothing has happened
 *   document, no delivery            the letter lies in the mailbox; no notice was begun
 *   delivery "sending"               the notice may have gone: only the transport can know
 *   delivery "failed", row open      it surely has not gone; it may be sent again
 *   delivery "sent", row done        all is done
 *
 * A reminder of a draft is a notice without a document, and nobody has to look when it did not get
 * there: the draft itself says when it goes.
 */
#include <poll.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/log.h"
#include "db/db.h"
#include "letter/letter.h"
#include "mail/mail.h"
#include "outbox/outbox.h"
#include "postman/fault.h"
#include "postman/postman.h"
#include "postman/sql.h"

/* Longer than the slowest send.  Should it run out under a postman that is alive, the second one
   finds "sending" and leaves the notice alone; so it may be short, and a restart is soon at
   work. */
#define LEASE_SEC	45
#define RECORD_TRIES	45
#define RECORD_NAP_MS	2000
#define MOST_ATTEMPTS	100

/* What stands in the way, or nothing: the row is then done. */
struct verdict {
	enum trouble	 park;
	bool		 again;		/* defer */
	struct str	 why;		/* of again */
};

struct notice {
	struct str	 document_id, delivery_id, key, state, email, from;
	enum lang	 lang;
	const struct letter *const *text;	/* by language */
	int64_t		 deleted_at;	/* of a reminder's draft */
	bool		 to_body;	/* to a complaint body, not to the applicant */
	struct tenant_facts tenant;
};

static bool
is_reminder(const struct outbox_row *row)
{
	return str_eq_z(row->kind, "reminder");
}

static enum err
begin(struct postman *p, struct arena *a)
{
	return db_begin(p->db, a, STR_NONE, STR_NONE);
}

/* Send what is queued, pass the fault point, commit. */
static enum err
commit_past(struct postman *p, const char *fault)
{
	TRY(db_run(p->db));
	fault_point(fault);
	return db_commit(p->db);
}

static enum err
save_document(struct postman *p, struct arena *a, struct str outbox_id, const struct finished *f)
{
	DB_ADD(p->db, SQL_DOCUMENT_PUT, id_new(a), outbox_id, f->person_id, f->template, f->title,
	    STR(LETTER_MEDIA_TYPE), f->xml, hash_sha256_hex(a, f->xml), lang_code(f->lang),
	    f->receiver);
	return commit_past(p, "document-unsaved");
}

static enum err
make_document(struct postman *p, struct arena *a, struct str outbox_id, enum trouble *trouble)
{
	struct finished f;
	enum err e;

	TRY(begin(p, a));
	e = postman_letter(p, a, outbox_id, &f, trouble);
	if (e != ERR_OK || *trouble != TROUBLE_NONE) {
		db_rollback(p->db);
		return e;
	}
	return save_document(p, a, outbox_id, &f);
}

/* *found is false when there is nothing to remind of any more. */
static enum err
read_notice(struct postman *p, struct arena *a, const struct outbox_row *row, struct notice *out,
    bool *found)
{
	const struct db_rows *r;

	TRY(begin(p, a));
	r = DB_ADD(p->db, SQL_DELIVERY_READ, row->id);
	TRY(db_commit(p->db));
	*found = db_count(r) > 0;
	if (!*found)
		return is_reminder(row) ? ERR_OK : log_err(ERR_GONE, "outbox-case",
		    "the case of an outbox row cannot be seen");
	*out = (struct notice){
		.to_body = db_bool(r, 0, "to_body"),
		.text = is_reminder(row) ? p->reminder : db_bool(r, 0, "to_body") ? p->body :
		    p->notice,
		.deleted_at = db_at(r, 0, "expires_at"),
		.document_id = db_get(r, 0, "document_id"), .delivery_id = db_get(r, 0,
		"delivery_id"),
		.key = db_get(r, 0, "idem_key"), .state = db_get(r, 0, "state"),
		.email = str_trim(db_get(r, 0, "email")), .from = db_get(r, 0, "mail_from"),
		.tenant = { db_get(r, 0, "tenant_name"), db_get(r, 0, "tenant_email"),
		db_get(r, 0, "tenant_phone"),
			db_get(r, 0, "tenant_address"), db_get(r, 0, "tenant_url"),
			db_get(r, 0, "counter") },
	};
	(void)lang_of(db_get(r, 0, "language"), &out->lang);
	return ERR_OK;
}

/* A spread of a quarter each way keeps many rows from coming back at once. */
static int
backoff_sec(struct arena *a, int64_t attempts)
{
	struct str dice = id_token(a, 3);
	int spread = 0;

	for (size_t i = 0; i < dice.n; i++)
		spread = (spread * 31 + dice.p[i]) % 51;
	return outbox_backoff_sec(attempts) * (75 + spread) / 100;
}

static void
close_row(struct postman *p, struct arena *a, const struct outbox_row *row, const struct verdict *v)
{
	if (v->park != TROUBLE_NONE)
		outbox_park(p->db, row->id, trouble_text(v->park));
	else if (v->again)
		outbox_defer(p->db, row->id, backoff_sec(a, row->attempts), v->why);
	else
		outbox_done(p->db, row->id);
}

static enum err
close_now(struct postman *p, struct arena *a, const struct outbox_row *row, struct verdict v)
{
	TRY(begin(p, a));
	close_row(p, a, row, &v);
	return db_commit(p->db);
}

static enum err
park(struct postman *p, struct arena *a, const struct outbox_row *row, enum trouble why)
{
	log_line(LOG_WARN, "parked", "outbox", str_z(a, row->id), "why",
	    str_z(a, trouble_text(why)), NULL);
	return close_now(p, a, row, (struct verdict){ why, false, STR_NONE });
}

/* The row of the outbox and its delivery tell the same story: one transaction. */
static enum err
no_address(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct notice *n)
{
	enum trouble why = is_reminder(row) ? TROUBLE_NOT_REMINDED : TROUBLE_NO_ADDRESS;

	if (n->to_body)		/* it has no mailbox here: somebody must bring it the letter */
		return park(p, a, row, TROUBLE_NO_BODY);
	TRY(begin(p, a));
	DB_ADD(p->db, SQL_DELIVERY_NONE, id_new(a), row->id, n->document_id,
	    str_from_z(transport_channel(p->mail)), row->id, trouble_text(why));
	outbox_done(p->db, row->id);
	TRY(db_commit(p->db));
	log_line(LOG_INFO, "notice", "outbox", str_z(a, row->id), "outcome", "no address", NULL);
	return ERR_OK;
}

static enum err
mark_sending(struct postman *p, struct arena *a, struct str outbox_id, struct notice *n)
{
	const struct db_rows *again = NULL;

	TRY(begin(p, a));
	if (n->delivery_id.p != NULL) {
		again = DB_ADD(p->db, SQL_DELIVERY_AGAIN, n->delivery_id);
	} else {
		n->delivery_id = id_new(a);
		n->key = outbox_id;
		DB_ADD(p->db, SQL_DELIVERY_BEGIN, n->delivery_id, outbox_id, n->document_id,
		    str_from_z(transport_channel(p->mail)), n->key);
	}
	TRY(db_run(p->db));
	if (again != NULL && db_count(again) == 0)
		return ERR_STALE;
	fault_point("sending-unsaved");
	return db_commit(p->db);
}

static struct mail_answer
send_notice(struct postman *p, struct arena *a, const struct notice *n)
{
	struct mail m = { .key = n->key, .from = n->from, .from_name = n->tenant.name,
	    .to = n->email };

	if (notice_make(n->text[n->lang], a, n->lang, &n->tenant, n->deleted_at, &m.subject,
	    &m.text) != ERR_OK)
		return (struct mail_answer){ MAIL_RETRY_LATER, STR_NONE,
		    STR("the notice could not be made"),
			.code = "refused" };
	return transport_send(p->mail, a, &m);
}

static enum err
record_once(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct notice *n, const struct mail_answer *answer, const struct verdict *v)
{
	static const char *const states[] = { [MAIL_SENT] = "sent", [MAIL_RETRY_LATER] = "failed",
		[MAIL_REFUSED] = "failed", [MAIL_UNCERTAIN] = "uncertain" };

	TRY(begin(p, a));
	DB_ADD(p->db, SQL_DELIVERY_END, n->delivery_id, str_from_z(states[answer->outcome]),
	    answer->reference, answer->error);
	close_row(p, a, row, v);
	return commit_past(p, "answer-unsaved");
}

/* The message is away and only we know: hold on to that while the database is gone. */
static enum err
record(struct postman *p, struct arena *a, const struct outbox_row *row, const struct notice *n,
    const struct mail_answer *answer, const struct verdict *v)
{
	enum err e = record_once(p, a, row, n, answer, v);

	for (int i = 0; i < RECORD_TRIES && e != ERR_OK; i++) {
		db_rollback(p->db);
		poll(NULL, 0, RECORD_NAP_MS);
		e = record_once(p, a, row, n, answer, v);
	}
	return e;
}

static struct verdict
judge(const struct outbox_row *row, const struct mail_answer *answer, struct str email)
{
	switch (answer->outcome) {
	case MAIL_SENT:
		return (struct verdict){ TROUBLE_NONE, false, STR_NONE };
	case MAIL_REFUSED:
		return (struct verdict){ mail_address_ok(email) ? TROUBLE_REFUSED :
		    TROUBLE_BAD_ADDRESS, false, STR_NONE };
	case MAIL_UNCERTAIN:
		return (struct verdict){ TROUBLE_UNCERTAIN, false, STR_NONE };
	case MAIL_RETRY_LATER:
		break;
	}
	if (row->attempts >= MOST_ATTEMPTS)
		return (struct verdict){ TROUBLE_TOO_OFTEN, false, STR_NONE };
	return (struct verdict){ TROUBLE_NONE, true, answer->error };
}

static enum err
finish(struct postman *p, struct arena *a, const struct outbox_row *row, const struct notice *n,
    const struct mail_answer *answer)
{
	static const char *const words[] = { [MAIL_SENT] = "sent", [MAIL_RETRY_LATER] = "later",
		[MAIL_REFUSED] = "refused", [MAIL_UNCERTAIN] = "uncertain" };
	struct verdict v = judge(row, answer, n->email);
	enum err e;

	if (is_reminder(row))
		v.park = TROUBLE_NONE;
	e = record(p, a, row, n, answer, &v);
	log_line(answer->outcome == MAIL_SENT ? LOG_INFO : LOG_WARN, "notice", "outbox",
	    str_z(a, row->id), "outcome", words[answer->outcome], "answer", str_z(a, answer->error),
	    NULL);
	fault_point("answer-saved");
	return e;
}

/* Whether a sending that was broken off may be done again; if not, *answer is what became of it. */
static bool
may_send(struct postman *p, struct arena *a, const struct notice *n, struct mail_answer *answer)
{
	*answer = transport_ask(p->mail, a, n->key, STR_NONE, false);
	return answer->outcome == MAIL_RETRY_LATER;
}

static enum err
deliver(struct postman *p, struct arena *a, const struct outbox_row *row)
{
	struct mail_answer answer;
	struct notice n;
	bool found;

	TRY(read_notice(p, a, row, &n, &found));
	if (!found || str_eq_z(n.state, "sent"))
		return close_now(p, a, row, (struct verdict){ TROUBLE_NONE, false, STR_NONE });
	if (str_eq_z(n.state, "uncertain"))
		return park(p, a, row, TROUBLE_UNCERTAIN);
	if (str_eq_z(n.state, "sending")) {
		if (!may_send(p, a, &n, &answer))
			return finish(p, a, row, &n, &answer);
	} else if (n.email.n == 0) {
		return no_address(p, a, row, &n);
	} else {
		TRY(mark_sending(p, a, row->id, &n));
	}
	fault_point("sending-saved");
	answer = send_notice(p, a, &n);
	fault_point("sent");
	return finish(p, a, row, &n, &answer);
}

static enum err
handle(struct postman *p, struct arena *a, const struct outbox_row *row)
{
	enum trouble trouble = TROUBLE_NONE;

	fault_point("claimed");
	if (is_reminder(row))
		return deliver(p, a, row);
	if (!str_eq_z(row->kind, "letter"))
		return park(p, a, row, TROUBLE_KIND);
	TRY(make_document(p, a, row->id, &trouble));
	if (trouble != TROUBLE_NONE)
		return park(p, a, row, trouble);
	fault_point("document-saved");
	return deliver(p, a, row);
}

enum err
postman_work(struct postman *p, struct arena *a, bool *found)
{
	struct outbox_row row;
	enum err e;

	*found = false;
	TRY(begin(p, a));
	TRY(outbox_claim(p->db, a, LEASE_SEC, &row, found));
	TRY(db_commit(p->db));
	if (!*found)
		return ERR_OK;
	e = handle(p, a, &row);
	if (e == ERR_OK)
		return ERR_OK;
	db_rollback(p->db);
	log_line(LOG_WARN, "letter-later", "outbox", str_z(a, row.id), "error", err_text(e), NULL);
	if (close_now(p, a, &row, (struct verdict){ TROUBLE_NONE, true,
	    str_from_z(err_text(e)) }) != ERR_OK)
		db_rollback(p->db);
	return e;
}

struct str
trouble_text(enum trouble t)
{
	static const char *const texts[] = {
		[TROUBLE_NONE] = "",
#define TROUBLE(name, sentence) [TROUBLE_##name] = sentence,
#include "postman/trouble.def"
#undef TROUBLE
	};

	return str_from_z(texts[t]);
}
