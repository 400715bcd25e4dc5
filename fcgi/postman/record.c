/* What became of a delivery, and what becomes of its row: one transaction. */
#include <poll.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "postman/deliver.h"
#include "postman/fault.h"
#include "postman/sql.h"

#define RECORD_TRIES	45
#define RECORD_NAP_MS	2000
#define ASK_FIRST_SEC	60
#define HOUR_USEC	(INT64_C(3600) * 1000000)

struct str
number_text(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

int
jitter(struct arena *a, int sec)
{
	struct str dice = id_token(a, 3);
	int spread = 0;

	for (size_t i = 0; i < dice.n; i++)
		spread = (spread * 31 + dice.p[i]) % 51;
	return sec * (75 + spread) / 100;
}

void
row_close(struct postman *p, struct arena *a, const struct outbox_row *row, const struct stand *s,
    const struct verdict *v)
{
	if (v->as == ROW_DONE) {
		outbox_done(p->db, row->id);
		DB_ADD(p->db, SQL_TASK_MENDED, row->id);
	} else if (v->as == ROW_AGAIN) {
		outbox_defer(p->db, row->id, jitter(a, v->after_sec), v->why);
	} else if (v->as == ROW_PARKED) {
		outbox_park(p->db, row->id, trouble_text(v->trouble));
		DB_ADD(p->db, SQL_TASK_PUT, row->id, s->document_id,
		    str_from_z(trouble_code(v->trouble)));
	}
}

/* Who it is with has had its time: the next way, or a person. */
bool
out_of_patience(const struct sending *g, bool last)
{
	return time_now_at() - g->begun_at > (last ? WAY_LAST_H : WAY_PATIENCE_H) * HOUR_USEC;
}

static struct verdict
judge(const struct sending *g, const struct step *step, const struct mail_answer *answer,
    bool *given_up)
{
	*given_up = false;
	switch (answer->outcome) {
	case MAIL_SENT:
		return (struct verdict){ .as = ROW_DONE };
	case MAIL_REFUSED:
		*given_up = true;
		return (struct verdict){ .as = ROW_OPEN };
	case MAIL_UNCERTAIN:
		if (step->way == NULL || !step->way->can_ask ||
		    out_of_patience(g, true))
			return (struct verdict){ .as = ROW_PARKED, .trouble = TROUBLE_UNCERTAIN };
		return (struct verdict){ .as = ROW_AGAIN, .why = answer->error,
		    .after_sec = MAIL_SETTLE_SEC * 2 + outbox_backoff_sec(g->tries) };
	case MAIL_RETRY_LATER:
		if (g->looked)	/* surely not gone: sent again at once, by the same key */
			return (struct verdict){ .as = ROW_OPEN };
		break;
	}
	*given_up = out_of_patience(g, step->last);
	return (struct verdict){ .as = *given_up ? ROW_OPEN : ROW_AGAIN, .why = answer->error,
	    .after_sec = outbox_backoff_sec(g->tries) };
}

static struct str
code_of(const struct mail_answer *answer, bool given_up)
{
	if (answer->outcome == MAIL_RETRY_LATER && given_up)
		return STR("too-often");
	return answer->code != NULL ? str_from_z(answer->code) : STR_NONE;
}

static void
prove(struct postman *p, struct arena *a, const struct sending *g, const struct way *way,
    const struct mail_answer *answer, bool given_up)
{
	bool notice = way != NULL && !way->letter;

	if (answer->outcome == MAIL_SENT) {
		proof_put(p, g->id, notice ? "notified" : "sent", STR_NONE, answer->reference,
		    STR_NONE);
		proof_events(p, a, g->id, answer);
	} else if (given_up) {
		proof_put(p, g->id, "failed", STR_NONE, STR_NONE, code_of(answer, given_up));
	}
}

/* A notice that was taken over is all there is to know; a letter is asked about, where one can. */
static struct str
ask_after(struct arena *a, const struct way *way, const struct mail_answer *answer)
{
	if (answer->outcome != MAIL_SENT || answer->final || way == NULL || !way->letter ||
	    !way->can_ask)
		return STR_NONE;
	return number_text(a, jitter(a, ASK_FIRST_SEC));
}

/* To the breaker: it answered, whatever it said, or it did not. */
static void
lane_tell(struct postman *p, struct arena *a, struct str tenant, const struct sending *g,
    const struct mail_answer *answer)
{
	bool ok = answer->outcome == MAIL_SENT || answer->outcome == MAIL_REFUSED;

	DB_ADD(p->db, SQL_LANE_TELL, tenant, g->channel, g->print ? STR("true") : STR("false"),
	    ok ? STR("true") : STR("false"), number_text(a, g->usec / 1000));
}

static enum err
record_once(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, const struct sending *g, const struct step *step,
    const struct mail_answer *answer, const struct verdict *v, bool given_up)
{
	static const char *const states[] = { [MAIL_SENT] = "sent", [MAIL_RETRY_LATER] = "failed",
		[MAIL_REFUSED] = "failed", [MAIL_UNCERTAIN] = "uncertain" };
	bool arrived = answer->outcome == MAIL_SENT && answer->final;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	DB_ADD(p->db, SQL_DELIVERY_END, g->id,
	    arrived ? STR("arrived") : str_from_z(states[answer->outcome]),
	    given_up ? STR("true") : STR("false"), answer->reference, answer->error,
	    code_of(answer, given_up), ask_after(a, step->way, answer));
	prove(p, a, g, step->way, answer, given_up);
	row_close(p, a, row, s, v);
	if (g->called)
		lane_tell(p, a, row->tenant_id, g, answer);
	TRY(db_run(p->db));
	fault_point("answer-unsaved");
	return db_commit(p->db);
}

/* The message is away and only we know: hold on to that while the database is gone. */
enum err
sending_record(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, const struct sending *g, const struct step *step,
    const struct mail_answer *answer, bool *open)
{
	bool given_up;
	struct verdict v = judge(g, step, answer, &given_up);
	enum err e;

	if (s->reminder && v.as == ROW_PARKED)
		v.as = ROW_DONE;
	e = record_once(p, a, row, s, g, step, answer, &v, given_up);
	for (int i = 0; i < RECORD_TRIES && e != ERR_OK && e != ERR_DENIED; i++) {
		db_rollback(p->db);
		poll(NULL, 0, RECORD_NAP_MS);
		e = record_once(p, a, row, s, g, step, answer, &v, given_up);
	}
	*open = v.as == ROW_OPEN;
	return e;
}

void
sending_log(struct arena *a, const struct outbox_row *row, const struct sending *g,
    const char *what, const struct mail_answer *answer)
{
	static const char *const words[] = { [MAIL_SENT] = "sent", [MAIL_RETRY_LATER] = "later",
		[MAIL_REFUSED] = "refused", [MAIL_UNCERTAIN] = "uncertain" };

	log_line(answer->outcome == MAIL_SENT ? LOG_INFO : LOG_WARN, what, "outbox",
	    str_z(a, row->id), "tenant", str_z(a, row->tenant_id), "channel",
	    str_z(a, g->channel), "outcome", words[answer->outcome], "ms",
	    str_z(a, number_text(a, g->usec / 1000)), "answer", str_z(a, answer->error), NULL);
}
