/*
 * One row of the outbox, step by step.  Each step is a transaction of its own, and after each one
 * the database says what was done, so that whoever takes the row next goes on from there:
 *
 *   no document                      nothing has happened
 *   document, no delivery            the letter lies in the mailbox; nobody is told of it
 *   delivery "sending"               it may have gone: the transport is asked
 *   delivery "uncertain"             the transport is asked again later, or a person must look
 *   delivery "failed"                it surely has not gone; it may be sent again
 *   delivery "failed", given up      the next way, or a person must see to it
 *   delivery "sent", row done        handed over
 *
 * What tells of an answer to who asked to see a document has no letter either: it is a link.
 * A reminder of a draft is a notice without a document, and nobody has to look when it did not get
 * there: the draft itself says when it goes.
 */
#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "db/db.h"
#include "outbox/outbox.h"
#include "postman/fault.h"
#include "postman/postman.h"
#include "postman/sql.h"

/* Until sending begins: a letter is made and pressed meanwhile. */
#define LEASE_SEC	90
#define STEPS_MOST	12
#define UNREAD_MOST	100
#define REGISTER_SEC	600
#define PRESS_MOST_SEC	60

static enum err
close_now(struct postman *p, struct arena *a, const struct outbox_row *row, const struct stand *s,
    struct verdict v)
{
	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	row_close(p, a, row, s, &v);
	return db_commit(p->db);
}

static enum err
park(struct postman *p, struct arena *a, const struct outbox_row *row, const struct stand *s,
    enum trouble why)
{
	log_line(LOG_WARN, "parked", "outbox", str_z(a, row->id), "why",
	    str_z(a, trouble_text(why)), NULL);
	return close_now(p, a, row, s, (struct verdict){ .as = ROW_PARKED, .trouble = why });
}

/* The row of the outbox and its delivery tell the same story: one transaction. */
static enum err
lies_in_mailbox(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s)
{
	enum trouble why = s->reminder ? TROUBLE_NOT_REMINDED : TROUBLE_NO_ADDRESS;
	struct verdict v = { .as = ROW_DONE };

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	DB_ADD(p->db, SQL_DELIVERY_NONE, id_new(a), row->id, s->document_id, STR("email"),
	    trouble_text(why));
	row_close(p, a, row, s, &v);
	TRY(db_commit(p->db));
	log_line(LOG_INFO, "letter", "outbox", str_z(a, row->id), "outcome", "no address", NULL);
	return ERR_OK;
}

/* A reminder that nobody took needs nobody. */
static enum err
for_a_person(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, enum trouble why)
{
	if (s->reminder)
		return close_now(p, a, row, s, (struct verdict){ .as = ROW_DONE });
	return park(p, a, row, s, why);
}

static enum err
take_step(struct postman *p, struct arena *a, const struct outbox_row *row, struct stand *s,
    bool *open)
{
	struct ways ways;
	struct step step;

	*open = false;
	ways_find(p, s, row->tenant_id, &ways);
	step = way_next(s, &ways);
	switch (step.next) {
	case NEXT_SEND:
		return postman_send(p, a, row, s, &step, open);
	case NEXT_ASK:
		return postman_look(p, a, row, s, &step, open);
	case NEXT_LIES:
		return lies_in_mailbox(p, a, row, s);
	case NEXT_LATER:
		return close_now(p, a, row, s, (struct verdict){ .as = ROW_AGAIN,
		    .after_sec = REGISTER_SEC, .why = STR("the contact register is away") });
	case NEXT_PERSON:
		return for_a_person(p, a, row, s, step.trouble);
	case NEXT_DONE:
		break;
	}
	return close_now(p, a, row, s, (struct verdict){ .as = ROW_DONE });
}

/* *open: the letter is made, and there is more to do. */
static enum err
make(struct postman *p, struct arena *a, const struct outbox_row *row, const struct stand *s,
    bool *open)
{
	enum trouble trouble;
	bool away;

	*open = false;
	TRY(postman_make(p, a, row, s, &trouble, &away));
	if (trouble != TROUBLE_NONE)
		return park(p, a, row, s, trouble);
	if (away)
		return close_now(p, a, row, s, (struct verdict){ .as = ROW_AGAIN,
		    .after_sec = row->attempts < 6 ? 1 << row->attempts : PRESS_MOST_SEC,
		    .why = STR("the press is away") });
	fault_point("document-saved");
	*open = true;
	return ERR_OK;
}

static enum err
handle(struct postman *p, struct arena *a, const struct outbox_row *row)
{
	bool open = true;

	fault_point("claimed");
	if (!str_eq_z(row->kind, "reminder") && !str_eq_z(row->kind, "letter") &&
	    !str_eq_z(row->kind, "access"))
		return park(p, a, row, &(struct stand){ .found = false }, TROUBLE_KIND);
	TRY(contact_fresh(p->contacts, a, row->tenant_id, row->id));
	for (int i = 0; i < STEPS_MOST && open; i++) {
		struct stand s;

		TRY(stand_read(p, a, row, &s));
		if (!s.found)
			return close_now(p, a, row, &s, (struct verdict){ .as = ROW_DONE });
		if (s.document_id.p == NULL && !s.reminder && s.access.n == 0)
			TRY(make(p, a, row, &s, &open));
		else
			TRY(take_step(p, a, row, &s, &open));
	}
	return ERR_OK;
}

enum err
postman_work(struct postman *p, struct arena *a, bool *found)
{
	struct outbox_row row;
	enum err e;

	*found = false;
	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	TRY(outbox_claim(p->db, a, LEASE_SEC, p->slow, &row, found));
	TRY(db_commit(p->db));
	if (!*found)
		return ERR_OK;
	e = handle(p, a, &row);
	if (e == ERR_OK)
		return ERR_OK;
	db_rollback(p->db);
	log_line(LOG_WARN, "letter-later", "outbox", str_z(a, row.id), "error", err_text(e), NULL);
	if (close_now(p, a, &row, &(struct stand){ .found = false }, (struct verdict){
	    .as = ROW_AGAIN, .after_sec = outbox_backoff_sec(row.attempts),
	    .why = str_from_z(err_text(e)) }) != ERR_OK)
		db_rollback(p->db);
	return e;
}

enum err
postman_unread(struct postman *p, struct arena *a)
{
	const struct db_rows *r;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_UNREAD, str_fmt(a, "%d", UNREAD_MOST));
	TRY(db_commit(p->db));
	if (db_int(r, 0, "n") > 0)
		log_line(LOG_INFO, "unread", "letters", str_z(a, str_fmt(a, "%lld",
		    (long long)db_int(r, 0, "n"))), NULL);
	return ERR_OK;
}
