/* cases.c - where do my cases stand, and who has to do something now? */
#include "citizen/copy.h"
#include "citizen/mailbox.h"
#include "citizen/origin.h"
#include "citizen/part.h"
#include "citizen/party.h"
#include "citizen/remark.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/case.h"
#include "page/clock.h"
#include "page/compare.h"
#include "page/family.h"
#include "page/fee.h"
#include "page/fields.h"
#include "page/message.h"
#include "page/page.h"
#include "release/messages.h"

static void
fill_draft(struct req *r, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct vmap *m = vadd(page_map(r), "drafts");
	struct str href = str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(rel->service_id),
	    STR_ARG(db_get(rows, i, "id")));

	vset(m, "title", rel->service->form_title);
	vset(m, "href", href);
	vset(m, "delete_href", str_fmt(r->a, STR_FMT "/slett", STR_ARG(href)));
	vset(m, "saved_at", page_at(r, db_at(rows, i, "updated_at")));
	vset(m, "kept_until", page_day(r, db_at(rows, i, "expires_at")));
	vset_flag(m, "waits", db_int(rows, i, "to_sign") > 0);
	vset_flag(m, "signed", db_int(rows, i, "have_signed") >= db_int(rows, i, "to_sign"));
	vset_flag(m, "sent_back", db_int(rows, i, "have_declined") > 0);
}

/* What another fills in, and shares. */
static void
fill_shared(struct req *r, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct vmap *m = vadd(page_map(r), "shared");
	int64_t signed_at = db_at(rows, i, "signed"), declined_at = db_at(rows, i, "declined");

	vset(m, "title", rel->service->form_title);
	vset(m, "href", str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT "/signer",
	    STR_ARG(rel->service_id), STR_ARG(db_get(rows, i, "id"))));
	vset(m, "saved_at", page_at(r, db_at(rows, i, "updated_at")));
	vset(m, "signed", signed_at != 0 ? page_at(r, signed_at) : STR(""));
	vset(m, "declined", declined_at != 0 ? page_at(r, declined_at) : STR(""));
	vset_flag(m, "signs", db_bool(rows, i, "signs"));
}

static const struct service_words *
state_words(struct req *r, const struct release *rel, struct str state)
{
	return service_words(r->a, rel->service->states, rel->service->nstates, state);
}

static struct str
outcome_words(struct req *r, const struct release *rel, struct str outcome)
{
	return outcome.n == 0 ? STR("") :
	    service_words(r->a, rel->service->outcomes, rel->service->noutcomes, outcome)->citizen;
}

static void
fill_case(struct req *r, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct vmap *m = vadd(page_map(r), "cases");
	struct str ref = db_get(rows, i, "ref");
	const struct service_words *w = state_words(r, rel, db_get(rows, i, "state"));
	struct str party = db_get(rows, i, "party");

	if (party.p == NULL)
		party = STR("");
	vset(m, "ref", ref);
	vset(m, "title", rel->service->form_title);
	vset(m, "href", str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(ref)));
	vset(m, "state_text", w->citizen);
	vset(m, "ball", w->ball);
	vset(m, "outcome_text", outcome_words(r, rel, db_get(rows, i, "outcome")));
	vset(m, "received_at", page_at(r, db_at(rows, i, "received_at")));
	vset(m, "party", party);
	vset(m, "party_word", party_word(rel->service, party));
}

enum err
citizen_cases(struct req *r)
{
	const struct db_rows *drafts = DB_ADD0(page_db(r), SQL_DRAFT_LIST);
	const struct db_rows *cases = DB_ADD0(page_db(r), SQL_CASE_MINE);
	const struct db_rows *unread = mailbox_unread_ask(r);
	const struct release *rel;

	TRY(page_read(r));
	mailbox_unread_fill(r, unread);
	vlist(page_map(r), "drafts");
	vlist(page_map(r), "shared");
	vlist(page_map(r), "cases");
	for (size_t i = 0; i < db_count(drafts); i++) {
		TRY(page_release(r, db_get(drafts, i, "release_id"), &rel));
		if (db_bool(drafts, i, "mine"))
			fill_draft(r, drafts, i, rel);
		else
			fill_shared(r, drafts, i, rel);
	}
	for (size_t i = 0; i < db_count(cases); i++) {
		TRY(page_release(r, db_get(cases, i, "release_id"), &rel));
		fill_case(r, cases, i, rel);
	}
	vset_flag(page_map(r), "saved", params_has(&r->query, "lagret"));
	vset_flag(page_map(r), "many", params_has(&r->query, "mange"));
	vset_flag(page_map(r), "deleted", params_has(&r->query, "slettet"));
	return page_show(r, "citizen/cases");
}

/* What another party did is not told as one's own; empty where we have no words for it. */
static struct str
event_by(struct req *r, struct str event, struct str by)
{
	static const char *const told[][2] = { { "submit", "by-submit" },
		{ "answer", "by-answer" }, { "message", "by-answer" }, { "complain", "by-complain" },
		{ "withdraw", "by-withdraw" }, { "withdraw-complaint", "by-withdraw-complaint" } };

	for (size_t i = 0; by.n > 0 && i < sizeof told / sizeof *told; i++)
		if (str_eq_z(event, told[i][0]))
			return form_message(page_app(r)->messages->in[page_lang(r)], r->a,
			    told[i][1], by);
	return STR("");
}

/* What every service has in common is said in words that they share. */
static struct str
event_words(struct req *r, const struct service *s, struct str event, struct str by)
{
	struct str other = event_by(r, event, by);

	if (other.n > 0)
		return other;
	if (str_eq_z(event, "message") || str_eq_z(event, "party-ended"))
		return form_message(page_app(r)->messages->in[page_lang(r)], r->a,
		    str_eq_z(event, "message") ? "message-sent" : "party-ended", STR(""));
	return service_words(r->a, s->events, s->nevents, event)->citizen;
}

static void
fill_timeline(struct req *r, const struct db_rows *events, const struct release *rel)
{
	const struct service *s = rel->service;

	vlist(page_map(r), "timeline");
	for (size_t i = 0; i < db_count(events); i++) {
		struct vmap *m = vadd(page_map(r), "timeline");

		vset(m, "text", event_words(r, s, db_get(events, i, "event"),
		    db_get(events, i, "by")));
		vset_flag(m, "registered", i == 0 &&
		    str_eq_z(db_get(events, i, "actor"), "caseworker"));
		vset(m, "at", page_at(r, db_at(events, i, "at")));
	}
}

static void
fill_letters(struct req *r, const struct db_rows *letters)
{
	vlist(page_map(r), "letters");
	for (size_t i = 0; i < db_count(letters); i++) {
		struct vmap *m = vadd(page_map(r), "letters");

		vset(m, "title", db_get(letters, i, "title"));
		vset(m, "title_lang", db_get(letters, i, "language"));
		vset(m, "at", page_at(r, db_at(letters, i, "available_at")));
		vset(m, "href", str_fmt(r->a, "/postkasse/" STR_FMT,
		    STR_ARG(db_get(letters, i, "id"))));
		vset_flag(m, "unread", db_bool(letters, i, "unread"));
	}
}

static void
fill_messages(struct req *r, const struct db_rows *rows, const struct page_case *c,
    const struct db_rows *own)
{
	struct str base = str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(c->ref));

	messages_fill(r, rows, base);
	vset(page_map(r), "unasked_href", str_fmt(r->a, STR_FMT "/ettersend", STR_ARG(base)));
	vset_flag(page_map(r), "over", !db_bool(own, 0, "acts") ||
	    flow_is_final(c->release->flow, c->state));
	vset_flag(page_map(r), "sent", params_has(&r->query, "sendt"));
	vset_flag(page_map(r), "begun", db_bool(own, 0, "begun"));
}

static void
fill_head(struct req *r, const struct db_rows *rows, const struct page_case *c)
{
	struct vmap *v = page_map(r);
	const struct service_words *w = state_words(r, c->release, c->state);
	bool acts = db_bool(rows, 0, "acts");
	struct str base = str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(c->ref));

	vset(v, "ref", c->ref);
	vset(v, "title", c->release->service->form_title);
	vset(v, "state_text", w->citizen);
	vset(v, "state_help", w->text);
	vset(v, "ball", w->ball);
	vset(v, "outcome_text", outcome_words(r, c->release, db_get(rows, 0, "outcome")));
	vset(v, "received_at", origin_at(r, rows, c->received_at));
	vset(v, "removed_on", page_day(r, db_at(rows, 0, "remove_at")));
	vset(v, "href", base);
	vset(v, "files_href", str_fmt(r->a, STR_FMT "/vedlegg", STR_ARG(base)));
	vset(v, "documents_href", str_fmt(r->a, STR_FMT "/dokumenter", STR_ARG(base)));
	vset(v, "looks_href", str_fmt(r->a, STR_FMT "/innsyn", STR_ARG(base)));
	vset(v, "receipt_href", str_fmt(r->a, STR_FMT "/kvittering", STR_ARG(base)));
	vset(v, "withdraw_href", str_fmt(r->a, STR_FMT "/trekk", STR_ARG(base)));
	vset_flag(v, "can_withdraw", acts && page_case_may(r, c, "withdraw"));
	vset(v, "complaint_href", str_fmt(r->a, STR_FMT "/klage", STR_ARG(base)));
	vset_flag(v, "can_complain", acts && page_case_may(r, c, "complain"));
	vset_flag(v, "may_act", acts);
	vset(v, "complaint", params_get(&r->query, "klage"));
}

/* The time to complain: how long, or that it has not begun.  Nobody withdraws that of another. */
static void
fill_complaint(struct req *r, const struct page_case *c, bool acts, const struct db_rows *rows)
{
	vset_flag(page_map(r), "can_withdraw_complaint", acts && !db_bool(rows, 0, "others") &&
	    page_case_may(r, c, "withdraw-complaint"));
	vset(page_map(r), "complaint_due", page_day(r, db_at(rows, 0, "due_at")));
	vset_flag(page_map(r), "complaint_waits", db_bool(rows, 0, "waits"));
	vset_flag(page_map(r), "complaint_late", db_bool(rows, 0, "late"));
}

enum err
citizen_case(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *events = DB_ADD(page_db(r), SQL_CASE_EVENTS, r->seg[0]);
	const struct db_rows *letters = DB_ADD(page_db(r), SQL_CASE_LETTERS, r->seg[0]);
	const struct db_rows *pace = page_pace_ask(r, r->seg[0]);
	const struct db_rows *scans = origin_ask(r);
	const struct db_rows *asked = DB_ADD(page_db(r), SQL_DEFICIENCY_LIST, r->seg[0]);
	const struct db_rows *messages = DB_ADD(page_db(r), SQL_MESSAGE_LIST, r->seg[0]);
	const struct db_rows *complaint = DB_ADD(page_db(r), SQL_COMPLAINT_READ, r->seg[0]);
	const struct db_rows *parties = party_case_ask(r), *remarks = remark_ask(r);
	const struct db_rows *family = DB_ADD(page_db(r), SQL_CASE_FAMILY, r->seg[0]);
	const struct db_rows *follow_ups = part_ask(r, r->seg[0]);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	fill_head(r, rows, &c);
	fill_messages(r, messages, &c, rows);
	party_case_fill(r, parties, c.release->service, db_bool(rows, 0, "own"));
	fill_complaint(r, &c, db_bool(rows, 0, "acts"), complaint);
	TRY(family_fill(r, family, "/mine-saker/"));
	TRY(part_fill(r, &c, follow_ups));
	page_clock_fill(r, &c, pace, db_at(rows, 0, "decided_at") != 0 ||
	    flow_is_final(c.release->flow, c.state));
	page_fee_fill(r, &c, db_get(rows, 0, "fee"));
	fill_timeline(r, events, c.release);
	fill_letters(r, letters);
	remark_fill(r, remarks);
	origin_fill(r, rows, scans);
	fields_summary(page_map(r), r->a, c.answers, &c.world, STR(""));
	vview(page_map(r), "summary", c.release->summary);
	vset(page_map(r), "copy_href", db_bool(rows, 0, "open") && db_bool(rows, 0, "acts") &&
	    !c.release->service->from_case ?
	    copy_href(r, c.ref) : STR(""));
	compare_asked(r, asked, &c);
	vset(page_map(r), "missing_href", str_fmt(r->a, "/mine-saker/" STR_FMT "/mangler",
	    STR_ARG(c.ref)));
	vset(page_map(r), "answers_href", str_fmt(r->a, "/mine-saker/" STR_FMT "/svar",
	    STR_ARG(c.ref)));
	vset_flag(page_map(r), "answered", params_has(&r->query, "besvart"));
	vset_flag(page_map(r), "withdrawn", params_has(&r->query, "trukket"));
	vset_flag(page_map(r), "ended", params_has(&r->query, "avsluttet"));
	vset(page_map(r), "end_href", str_fmt(r->a, "/mine-saker/" STR_FMT "/representant",
	    STR_ARG(c.ref)));
	return page_show(r, "citizen/case");
}

/* When a step of the service is to have happened, counted from the day the application came in. */
static struct str
step_when(struct req *r, const struct service_step *s, int64_t received_at)
{
	int64_t due;

	if (s->within.p == NULL || !flow_due(s->within, received_at, false, &due))
		return STR("");
	return page_day(r, due);
}

enum err
citizen_receipt(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	fill_head(r, rows, &c);
	vset(page_map(r), "code", db_get(rows, 0, "code"));
	page_fee_fill(r, &c, db_get(rows, 0, "fee"));
	vlist(page_map(r), "next");
	for (size_t i = 0; i < c.release->service->nsteps; i++) {
		const struct service_step *s = &c.release->service->steps[i];
		struct vmap *m = vadd(page_map(r), "next");

		vset(m, "title", s->title);
		vset(m, "text", s->text);
		vset(m, "by", step_when(r, s, c.received_at));
	}
	fields_summary(page_map(r), r->a, c.answers, &c.world, STR(""));
	vview(page_map(r), "summary", c.release->summary);
	return page_show(r, "citizen/receipt");
}

enum err
citizen_withdraw_ask(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	fill_head(r, rows, &c);
	if (!db_bool(rows, 0, "acts"))
		return ERR_GONE;
	if (!page_case_may(r, &c, "withdraw"))
		return ERR_STALE;
	return page_show(r, "citizen/withdraw");
}

enum err
citizen_withdraw(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	struct page_case c;
	struct case_event e;

	TRY(page_open(r));
	TRY(page_case_take(r, rows, &c));
	e = page_case_event(r, &c, "withdraw");
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, "/mine-saker/" STR_FMT "?trukket=1", STR_ARG(c.ref)));
	return ERR_OK;
}
