#include "letter/values.h"

#include "base/buf.h"
#include "base/time.h"
#include "form/form.h"
#include "letter/private.h"

#define COMPLAINT_DAYS	21
#define HASH_GROUP	8

/* A form gives an ISO day; a caseworker may have typed "når barnet fyller ett år". */
static struct str
day_shown(struct arena *a, enum lang l, struct str typed)
{
	struct date d;

	return time_date_read(typed, &d) ? time_date_show(a, l, d) : typed;
}

static void
set_list(struct vmap *v, const char *name, const struct letter_reason *reasons, size_t n)
{
	vlist(v, name);
	for (size_t i = 0; i < n; i++) {
		struct vmap *r = vadd(v, name);

		vset(r, "text", reasons[i].text);
		vset(r, "law", reasons[i].law);
	}
}

static void
set_decision(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	vset(v, "outcome", f->outcome);
	vset(v, "decision.place", f->place);
	vset(v, "decision.start", day_shown(a, f->lang, f->start));
	vset(v, "decision.until", day_shown(a, f->lang, f->until));
	vset(v, "decision.remains", f->remains);
	vset(v, "decision.text", f->text);
	vset(v, "decision.by", f->by);
	vset(v, "decision.approved_by", f->approved_by);
	vset(v, "decision.on", day_shown(a, f->lang, f->decided_on));
	vset(v, "decision.replaces", day_shown(a, f->lang, f->replaces));
	vset(v, "decision.change", f->change);
	set_list(v, "decision.reasons", f->reasons, f->nreasons);
	set_list(v, "decision.conditions", f->conditions, f->nconditions);
}

static void
set_joined(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	vlist(v, "complaint.others");
	for (size_t i = 0; i < f->complaint.njoined; i++) {
		const struct letter_joined *j = &f->complaint.joined[i];
		struct vmap *m = vadd(v, "complaint.others");

		vset(m, "who", j->who);
		vset(m, "received", day_shown(a, f->lang, j->received));
		vset(m, "text", j->text);
		vset(m, "wanted", j->wanted);
	}
}

static void
set_complaint(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	const struct letter_complaint *c = &f->complaint;

	vset(v, "complaint.deadline_days", f->complaint_days > 0 ? str_fmt(a, "%d",
	    f->complaint_days) : STR(""));
	vset(v, "complaint.body", f->complaint_body);
	vset(v, "complaint.body_address", f->complaint_address);
	vset(v, "complaint.law", f->complaint_law);
	vset(v, "complaint.received", day_shown(a, f->lang, c->received));
	vset_z(v, "complaint.late", c->late ? "true" : "");
	vset(v, "complaint.who", c->by.n > 0 ? c->by : f->person_name);
	vset(v, "complaint.by", c->by.n > 0 ? c->by : STR(""));
	vset(v, "complaint.text", c->text);
	vset(v, "complaint.wanted", c->wanted);
	vset(v, "complaint.assessment", c->assessment);
	set_joined(a, v, f);
	vset(v, "complaint.ground", c->ground.n > 0 ? c->ground : STR(""));
	vset(v, "complaint.reason", c->reason.n > 0 ? c->reason : STR(""));
	vset(v, "appeal.result", f->appeal.result);
	vset(v, "appeal.on", day_shown(a, f->lang, f->appeal.on));
	vset(v, "appeal.text", f->appeal.text);
}

/* A hash in groups, so that a line can be broken and an eye can follow. */
static struct str
grouped(struct arena *a, struct str hash)
{
	struct buf b = buf_new(a, hash.n + hash.n / HASH_GROUP + 1);

	for (size_t i = 0; i < hash.n; i++) {
		if (i > 0 && i % HASH_GROUP == 0)
			buf_add_char(&b, ' ');
		buf_add_char(&b, hash.p[i]);
	}
	return buf_str(&b);
}

static void
set_files(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	vlist(v, LETTER_FILES);
	for (size_t i = 0; i < f->nfiles; i++) {
		struct vmap *m = vadd(v, LETTER_FILES);

		vset_int(m, "n", (int64_t)i + 1);
		vset(m, "name", f->files[i].name);
		vset(m, "size", form_bytes_show(a, f->lang, f->files[i].size));
		vset(m, "sha256", grouped(a, f->files[i].sha256));
	}
}

static struct str
day_or_never(struct arena *a, enum lang l, int64_t at)
{
	return at != 0 ? time_date_show(a, l, time_oslo_date(at)) : STR("");
}

static void
set_missing(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	vlist(v, "missing.items");
	for (size_t i = 0; i < f->nmissing; i++) {
		struct vmap *m = vadd(v, "missing.items");

		vset(m, "question", f->missing[i].question);
		vset(m, "text", f->missing[i].text);
		vset(m, "law", f->missing[i].law);
	}
	vlist(v, "missing.notes");
	if (f->missing_note.n > 0)
		vset(vadd(v, "missing.notes"), "text", f->missing_note);
	vset(v, "missing.answer_by", day_or_never(a, f->lang, f->answer_by_at));
}

static void
set_fee(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	vlist(v, "fee.lines");
	for (size_t i = 0; i < f->nfee; i++) {
		struct vmap *m = vadd(v, "fee.lines");

		vset(m, "text", f->fee[i].text);
		vset(m, "law", f->fee[i].law);
		vset(m, "amount", f->fee[i].amount);
	}
	vset(v, "fee.total", f->fee_total);
	vset(v, "fee.reduced", f->fee_reduced);
	vset(v, "clock.from", day_or_never(a, f->lang, f->clock_from_at));
	vset(v, "clock.due", day_or_never(a, f->lang, f->clock_due_at));
	vset(v, "clock.law", f->clock_law);
}

static void
set_hearing(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	const struct letter_hearing *h = &f->hearing;

	vset(v, "hearing.title", h->title);
	vset(v, "hearing.text", h->text);
	vset(v, "hearing.law", h->law);
	vset(v, "hearing.deadline", day_or_never(a, f->lang, h->due_at));
	vset(v, "hearing.code", h->code);
	vset(v, "hearing.url", h->url);
	vset(v, "party.name", h->party);
	vset(v, "party.property", h->property);
}

static void
set_inspection(struct arena *a, struct vmap *v, const struct letter_facts *f)
{
	const struct letter_inspection *i = &f->inspection;

	vset(v, "inspection.n", i->n);
	vset(v, "inspection.title", i->title);
	vset(v, "inspection.day", day_shown(a, f->lang, i->day));
	vset(v, "inspection.replaces", day_shown(a, f->lang, i->replaces));
	vset(v, "inspection.present", i->present);
	vset(v, "inspection.seen", i->seen);
	vset(v, "inspection.law", i->law);
	vset_z(v, "inspection.has_remarks", i->nremarks > 0 ? "true" : "");
	vlist(v, "inspection.remarks");
	for (size_t k = 0; k < i->nremarks; k++) {
		struct vmap *m = vadd(v, "inspection.remarks");

		vset_int(m, "n", (int64_t)k + 1);
		vset(m, "text", i->remarks[k].text);
		vset(m, "due", day_shown(a, f->lang, i->remarks[k].due));
	}
}

struct vmap *
letter_values(struct arena *a, const struct letter_facts *f)
{
	struct vmap *v = vmap_new(a);

	vset(v, "today", time_date_show(a, f->lang, time_oslo_date(f->at)));
	vset(v, "person.name", f->person_name);
	vset(v, "receiver.name", f->receiver_name.n > 0 ? f->receiver_name : f->person_name);
	vset(v, "receiver.party", f->party);
	vset(v, "receiver.role", f->role);
	vset(v, "case.ref", f->case_ref);
	vset(v, "case.received", day_or_never(a, f->lang, f->received_at));
	vset(v, "case.code", f->code);
	vset(v, "case.origin", f->origin.n > 0 ? f->origin : STR("web"));
	vset(v, "service.title", f->service_title);
	vset(v, "service.note", f->service_note);
	vset(v, "tenant.name", f->tenant_name);
	vset(v, "tenant.email", f->tenant_email);
	vset(v, "tenant.phone", f->tenant_phone);
	vset(v, "tenant.address", f->tenant_address);
	vset(v, "tenant.url", f->tenant_url);
	vset(v, "draft.deleted", day_or_never(a, f->lang, f->deleted_at));
	vset(v, "drafts.url", f->drafts_url);
	vset(v, "wait.reason", f->wait_reason);
	vset(v, "wait.pause", f->wait_pause);
	vset(v, "wait.expected", day_shown(a, f->lang, f->expected));
	vset(v, "message.title", f->message_title);
	vset(v, "message.text", f->message_text);
	set_decision(a, v, f);
	set_missing(a, v, f);
	set_complaint(a, v, f);
	set_fee(a, v, f);
	set_hearing(a, v, f);
	set_inspection(a, v, f);
	set_files(a, v, f);
	vlist(v, "answers");
	return v;
}

int
letter_complaint_days(struct str setting)
{
	int64_t days;

	return str_int(setting, &days) && days >= COMPLAINT_DAYS && days <= 366 ? (int)days :
	    COMPLAINT_DAYS;
}

struct vmap *
letter_answers_page(struct vmap *values, struct str title)
{
	struct vmap *page = vadd(values, "answers");

	vset(page, "title", title);
	vlist(page, "rows");
	return page;
}

void
letter_answers_row(struct vmap *page, struct str label, struct str shown)
{
	struct vmap *row = vadd(page, "rows");

	vset(row, "label", label);
	vset(row, "shown", shown);
}
