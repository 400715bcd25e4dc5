/*
 * One way of a letter: begin, send, record.  Three steps, each known to whoever comes after:
 * "sending" is saved before anything leaves, with the key; what the transport answered is saved
 * with what becomes of the row, in one transaction.
 */
#include <poll.h>

#include "base/arena.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "letter/letter.h"
#include "mail/transports.h"
#include "postman/fault.h"
#include "postman/postman.h"
#include "postman/sql.h"
#include "xml/xml.h"

/* Longer than the slowest send (two minutes), so that nobody asks what became of one that is still
   under way. */
#define LEASE_SEND_SEC	180
#define RECORD_TRIES	45
#define RECORD_NAP_MS	2000
#define ASK_FIRST_SEC	60
#define HOUR_USEC	(INT64_C(3600) * 1000000)

struct sending {
	struct str	 id, key;
	int64_t		 begun_at, tries;
	bool		 print;
	struct str	 channel;
	bool		 looked;	/* asked about, not sent */
};

static struct str
number(struct arena *a, int64_t n)
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

/* ---- what is sent ---- */

static struct str
letter_word(struct arena *a, struct str xml, const char *attr)
{
	xmlDoc *doc;

	if (xml_parse(a, xml, NULL, NULL, &doc) != ERR_OK)
		return STR("");
	return xml_attr(xml_root(doc), attr);
}

/* A country that is not known by two letters is refused as a bad address, for a person to mend. */
static struct str
country_code(struct str country)
{
	return str_eq_z(country, "Norge") || country.n == 0 ? STR("NO") : country;
}

/* The letter with its PDF, as it was made; its own title is never seen outside a login. */
static enum err
fill_letter(struct postman *p, struct arena *a, const struct stand *s, bool print,
    struct mail_letter *out)
{
	const struct contact_address *to = &s->to.address;
	const struct db_rows *r;
	struct str pdf;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_PDF_READ, s->document_id);
	TRY(db_commit(p->db));
	if (db_count(r) == 0 || !hex_read(a, db_get(r, 0, "hex"), &pdf))
		return log_err(ERR_GONE, "letter-pdf", "a letter has no PDF to send");
	*out = (struct mail_letter){
		.reference = s->case_ref, .tenant_name = s->tenant.name, .orgnr = s->orgnr,
		.to = { s->to.name, print ? STR("") : s->to.pid, to->line1, to->line2,
		to->postcode, to->city, country_code(to->country) },
		.back = s->back, .print = print, .pdf = pdf, .filename = STR("brev.pdf"),
		.decision = str_eq_z(letter_word(a, db_get(r, 0, "xml"), "kind"), "decision"),
		.language = letter_word(a, db_get(r, 0, "xml"), "lang"), .effective = STR(""),
	};
	return ERR_OK;
}

static enum err
notice_text(struct postman *p, struct arena *a, const struct stand *s, struct mail *m)
{
	const struct letter *const *text = s->reminder ? p->reminder : s->to_body ? p->body :
	    p->notice;

	return notice_make(text[s->lang], a, s->lang, &s->tenant, s->expires_at, &m->subject,
	    &m->text);
}

static struct mail_answer
hand_over(struct postman *p, struct arena *a, const struct stand *s, const struct way *way,
    struct str key)
{
	struct mail m = { .key = key, .from = s->from, .from_name = s->tenant.name,
	    .to = s->to_body ? s->body_email : str_trim(s->to.judgement.email) };
	struct mail_letter letter;

	if (notice_text(p, a, s, &m) != ERR_OK ||
	    (way->letter && fill_letter(p, a, s, way->print, &letter) != ERR_OK))
		return (struct mail_answer){ .outcome = MAIL_RETRY_LATER,
		    .error = STR("the message could not be made"), .code = "settings" };
	if (way->letter)
		m.letter = &letter;
	return transport_send(way->by, a, &m);
}

/* ---- what became of it ---- */

/* Who it is with has had its time: the next way, or a person. */
static bool
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
	return number(a, jitter(a, ASK_FIRST_SEC));
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
	TRY(db_run(p->db));
	fault_point("answer-unsaved");
	return db_commit(p->db);
}

static void
tell_lane(struct postman *p, struct arena *a, struct str tenant, const struct sending *g, bool ok,
    int64_t usec)
{
	if (db_begin(p->db, a, STR_NONE, STR_NONE) != ERR_OK)
		return;
	DB_ADD(p->db, SQL_LANE_TELL, tenant, g->channel, g->print ? STR("true") : STR("false"),
	    ok ? STR("true") : STR("false"), number(a, usec / 1000));
	if (db_commit(p->db) != ERR_OK)
		db_rollback(p->db);
}

/* The message is away and only we know: hold on to that while the database is gone. */
static enum err
record(struct postman *p, struct arena *a, const struct outbox_row *row, const struct stand *s,
    const struct sending *g, const struct step *step, const struct mail_answer *answer, bool *open)
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

static void
tell(struct arena *a, const struct outbox_row *row, const struct sending *g, const char *what,
    const struct mail_answer *answer, int64_t usec)
{
	static const char *const words[] = { [MAIL_SENT] = "sent", [MAIL_RETRY_LATER] = "later",
		[MAIL_REFUSED] = "refused", [MAIL_UNCERTAIN] = "uncertain" };

	log_line(answer->outcome == MAIL_SENT ? LOG_INFO : LOG_WARN, what, "outbox",
	    str_z(a, row->id), "tenant", str_z(a, row->tenant_id), "channel",
	    str_z(a, g->channel), "outcome", words[answer->outcome], "ms",
	    str_z(a, number(a, usec / 1000)), "answer", str_z(a, answer->error), NULL);
}

/* ---- send ---- */

/* *shut_sec: nothing is sent that way for so long. */
static enum err
begin_sending(struct postman *p, struct arena *a, const struct outbox_row *row,
    const struct stand *s, const struct step *step, struct sending *out, int64_t *shut_sec)
{
	const struct way *w = step->way;
	const struct db_rows *r;

	TRY(db_begin(p->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(p->db, SQL_DELIVERY_BEGIN, row->id, number(a, row->attempts), id_new(a),
	    s->document_id, w->channel, w->print ? STR("true") : STR("false"),
	    number(a, LEASE_SEND_SEC));
	TRY(db_run(p->db));
	if (db_count(r) == 0)
		return ERR_STALE;
	fault_point("sending-unsaved");
	TRY(db_commit(p->db));
	*shut_sec = db_get(r, 0, "wait").p != NULL ? db_int(r, 0, "wait") : 0;
	*out = (struct sending){ db_get(r, 0, "id"), db_get(r, 0, "key"),
		step->tried != NULL ? step->tried->begun_at : time_now_at(), row->attempts,
		w->print, w->channel, false };
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
		return record(p, a, row, s, g, step, &none, open);
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
	answer = hand_over(p, a, s, step->way, g.key);
	from = time_now_at() - from;
	fault_point("sent");
	e = record(p, a, row, s, &g, step, &answer, open);
	tell(a, row, &g, "letter", &answer, from);
	if (e == ERR_OK)
		tell_lane(p, a, row->tenant_id, &g, answer.outcome == MAIL_SENT ||
		    answer.outcome == MAIL_REFUSED, from);
	fault_point("answer-saved");
	return e;
}

/* ---- look ---- */

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
		true };
	struct way way = way_back(p, row, step);
	struct step how = { .next = NEXT_ASK, .way = &way, .tried = t, .last = true };
	struct mail_answer answer = { .outcome = MAIL_UNCERTAIN, .code = "transport-missing",
	    .error = STR("the transport is no longer in the settings") };
	int64_t from = time_now_at();
	enum err e;

	if (way.by != NULL)
		answer = transport_ask(way.by, a, t->key, t->reference, t->print);
	fault_point("looked");
	e = record(p, a, row, s, &g, &how, &answer, open);
	tell(a, row, &g, "looked-up", &answer, time_now_at() - from);
	return e;
}
