/* What became of a letter that a transport has taken over, and the proof of it. */
#include "base/arena.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "mail/transports.h"
#include "postman/deliver.h"
#include "postman/fault.h"
#include "postman/sql.h"

#define LEASE_SEC	180
#define DAY_USEC	(INT64_C(24) * 3600 * 1000000)
#define SILENT_DAYS	14	/* nobody has said that it came anywhere: a person must know */
#define ASK_DAYS	60

struct asked {
	struct str	 id, tenant_id, outbox_id, channel, key, reference;
	bool		 print;
	int64_t		 asked, begun_at;
};

/* Seconds since 1970. */
static struct str
instant(struct arena *a, int64_t at)
{
	if (at == 0)
		return STR_NONE;
	return str_fmt(a, "%lld.%06lld", (long long)(at / 1000000),
	    (long long)(at % 1000000));
}

void
proof_put(struct postman *p, struct str delivery_id, const char *what, struct str at,
    struct str reference, struct str detail)
{
	DB_ADD(p->db, SQL_PROOF_PUT, delivery_id, str_from_z(what), at, reference, detail);
}

void
proof_events(struct postman *p, struct arena *a, struct str delivery_id,
    const struct mail_answer *answer)
{
	static const char *const words[] = { [MAIL_TAKEN] = "sent", [MAIL_AVAILABLE] = "available",
		[MAIL_NOTIFIED] = "notified", [MAIL_OPENED] = "opened", [MAIL_PRINTED] = "printed",
		[MAIL_FAILED] = "failed" };

	for (size_t i = 0; i < answer->nevents; i++) {
		const struct mail_event *e = &answer->events[i];

		proof_put(p, delivery_id, words[e->what], instant(a, e->at), answer->reference,
		    e->detail);
	}
}

static bool
came_somewhere(const struct mail_answer *answer)
{
	for (size_t i = 0; i < answer->nevents; i++)
		if (answer->events[i].what != MAIL_TAKEN && answer->events[i].what != MAIL_FAILED)
			return true;
	return false;
}

/* Often while the receiver is told of it, then seldom. */
static struct str
again_after(struct arena *a, int64_t asked)
{
	static const int sec[] = { 120, 300, 900, 3600, 3 * 3600, 6 * 3600 };
	size_t most = sizeof sec / sizeof sec[0] - 1, i = asked > 0 ? (size_t)asked - 1 : 0;

	return number_text(a, jitter(a, sec[i < most ? i : most]));
}

static void
end(struct postman *p, struct arena *a, const struct asked *q, const char *state, bool given_up,
    const struct mail_answer *answer, bool again)
{
	DB_ADD(p->db, SQL_DELIVERY_END, q->id, str_from_z(state),
	    given_up ? STR("true") : STR("false"), answer->reference, answer->error,
	    answer->code != NULL ? str_from_z(answer->code) : STR_NONE,
	    again ? again_after(a, q->asked) : STR_NONE);
}

/* The last word was never said: a person must see to it, and the transport is left alone. */
static void
silent(struct postman *p, struct arena *a, const struct asked *q, const struct mail_answer *answer)
{
	struct mail_answer last = *answer;

	last.error = str_fmt(a, "no word of it for %d days", SILENT_DAYS);
	end(p, a, q, "uncertain", false, &last, false);
	DB_ADD(p->db, SQL_TASK_PUT, q->outbox_id, STR_NONE, STR("uncertain"));
}

static void
queue_answer(struct postman *p, struct arena *a, const struct asked *q,
    const struct mail_answer *answer)
{
	int64_t days = (time_now_at() - q->begun_at) / DAY_USEC;

	proof_events(p, a, q->id, answer);
	if (answer->outcome == MAIL_REFUSED) {
		end(p, a, q, "failed", true, answer, false);
		proof_put(p, q->id, "failed", STR_NONE, answer->reference,
		    answer->code != NULL ? str_from_z(answer->code) : STR_NONE);
		DB_ADD(p->db, SQL_NEXT_WAY, q->id);
	} else if (answer->outcome == MAIL_SENT && answer->final) {
		end(p, a, q, "arrived", false, answer, false);
	} else if (days >= SILENT_DAYS && !came_somewhere(answer)) {
		silent(p, a, q, answer);
	} else {
		end(p, a, q, "sent", false, answer, days < ASK_DAYS);
	}
}

/* That one letter is not known there is no reason to hold back the others. */
static bool
answered(const struct mail_answer *answer)
{
	return answer->outcome != MAIL_UNCERTAIN || strcmp(answer->code, "uncertain") == 0;
}

static enum err
record(struct postman *p, struct arena *a, const struct asked *q, const struct mail_answer *answer,
    int64_t usec)
{
	bool ok = answered(answer);

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	queue_answer(p, a, q, answer);
	DB_ADD(p->db, SQL_LANE_TELL, q->tenant_id, q->channel, q->print ? STR("true") :
	    STR("false"), ok ? STR("true") : STR("false"), number_text(a, usec / 1000));
	TRY(db_run(p->db));
	fault_point("ask-unsaved");
	return db_commit(p->db);
}

static enum err
take(struct postman *p, struct arena *a, struct asked *out, bool *found)
{
	const struct db_rows *r;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_DELIVERY_TAKE, number_text(a, LEASE_SEC));
	TRY(db_commit(p->db));
	*found = db_count(r) > 0;
	if (!*found)
		return ERR_OK;
	*out = (struct asked){ db_get(r, 0, "id"), db_get(r, 0, "tenant_id"),
		db_get(r, 0, "outbox_id"), db_get(r, 0, "channel"), db_get(r, 0, "key"),
		db_get(r, 0, "reference"), db_bool(r, 0, "print"), db_int(r, 0, "asked"),
		db_at(r, 0, "begun_at") };
	return ERR_OK;
}

enum err
postman_ask(struct postman *p, struct arena *a, bool *found)
{
	static const char *const words[] = { [MAIL_SENT] = "taken", [MAIL_RETRY_LATER] = "gone",
		[MAIL_REFUSED] = "given-up", [MAIL_UNCERTAIN] = "not-known" };
	struct mail_answer answer = { .outcome = MAIL_UNCERTAIN, .code = "transport-missing" };
	struct transport *by;
	struct asked q;
	int64_t from;

	TRY(take(p, a, &q, found));
	if (!*found)
		return ERR_OK;
	by = transports_by(p->transports, q.tenant_id, q.channel);
	from = time_now_at();
	if (by != NULL)
		answer = transport_ask(by, a, q.key, q.reference.p != NULL ? q.reference : STR(""),
		    q.print);
	fault_point("asked");
	TRY(record(p, a, &q, &answer, time_now_at() - from));
	log_line(LOG_INFO, "asked", "delivery", str_z(a, q.id), "tenant", str_z(a, q.tenant_id),
	    "channel", str_z(a, q.channel), "outcome", words[answer.outcome], NULL);
	return ERR_OK;
}
