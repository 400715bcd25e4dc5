/*
 * One way of a letter: begin, send, record.  Three steps, each known to whoever comes after:
 * "sending" is saved before anything leaves, with the key; what the transport answered is saved
 * with what becomes of the row, in one transaction.
 */
#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "mail/transports.h"
#include "postman/deliver.h"
#include "postman/fault.h"
#include "postman/postman.h"
#include "postman/sql.h"

/* Longer than the slowest send (two minutes), so that nobody asks what became of one that is still
   under way. */
#define LEASE_SEND_SEC	180

/* *shut_sec: nothing is sent that way for so long. */
static enum err
begin_sending(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, const struct step *step, struct sending *out, int64_t *shut_sec)
{
	const struct way *w = step->way;
	const struct db_rows *r;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_DELIVERY_BEGIN, row->id, number_text(a, row->attempts), id_new(a),
	    s->document_id, w->channel, w->print ? STR("true") : STR("false"),
	    number_text(a, LEASE_SEND_SEC));
	TRY(db_run(p->db));
	if (db_count(r) == 0)
		return ERR_STALE;
	fault_point("sending-unsaved");
	TRY(db_commit(p->db));
	*shut_sec = db_get(r, 0, "wait").p != NULL ? db_int(r, 0, "wait") : 0;
	*out = (struct sending){ db_get(r, 0, "id"), db_get(r, 0, "key"),
		step->tried != NULL ? step->tried->begun_at : time_now_at(), row->attempts,
		w->print, w->channel, false, false, 0 };
	return ERR_OK;
}

static enum err
wait_for_lane(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, const struct sending *g, const struct step *step, int64_t sec,
    bool *open)
{
	struct mail_answer none = { .outcome = MAIL_RETRY_LATER, .code = "away",
	    .error = STR("nothing is sent that way for a while") };
	struct verdict v = { .as = ROW_AGAIN, .after_sec = (int)sec * 4 / 3 + 1,
	    .why = none.error };

	if (out_of_patience(g, step->last))
		return sending_record(p, a, row, s, g, step, &none, open);
	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	row_close(p, a, row, s, &v);
	return db_commit(p->db);
}

enum err
postman_send(struct postman *p, struct arena *a, const struct outbox_row *row, struct stand *s,
    const struct step *step, bool *open)
{
	struct mail_answer answer;
	struct sending g;
	int64_t shut, from;
	enum err e;

	*open = false;
	TRY(begin_sending(p, a, row, s, step, &g, &shut));
	if (shut > 0)
		return wait_for_lane(p, a, row, s, &g, step, shut, open);
	fault_point("sending-saved");
	from = time_now_at();
	answer = hand_over(p, a, s, step->way, row->id, g.key);
	g.called = true;
	g.usec = time_now_at() - from;
	fault_point("sent");
	e = sending_record(p, a, row, s, &g, step, &answer, open);
	sending_log(a, row, &g, "letter", &answer);
	fault_point("answer-saved");
	return e;
}

/* The way of a delivery: also of one whose receiver is reached in another way by now. */
static struct way
way_back(struct postman *p, const struct outbox_row *row, const struct step *step)
{
	const struct tried *t = step->tried;
	struct transport *by;

	if (step->way != NULL)
		return *step->way;
	by = transports_by(p->transports, row->tenant_id, t->channel);
	return (struct way){ by, t->channel, t->print,
		by != NULL && !transport_can(by, MAIL_NOTICE),
		by != NULL && transport_can(by, MAIL_ASK) };
}

enum err
postman_look(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, const struct step *step, bool *open)
{
	const struct tried *t = step->tried;
	struct sending g = { t->id, t->key, t->begun_at, row->attempts, t->print, t->channel,
		true, false, 0 };
	struct way way = way_back(p, row, step);
	struct step how = { .next = NEXT_ASK, .way = &way, .tried = t, .last = true };
	struct mail_answer answer = { .outcome = MAIL_UNCERTAIN, .code = "transport-missing",
	    .error = STR("the transport is no longer in the settings") };
	int64_t from = time_now_at();
	enum err e;

	if (way.by != NULL)
		answer = transport_ask(way.by, a, t->key, t->reference, t->print);
	g.usec = time_now_at() - from;
	fault_point("looked");
	e = sending_record(p, a, row, s, &g, &how, &answer, open);
	sending_log(a, row, &g, "looked-up", &answer);
	return e;
}
