#include "desk/work.h"

#include "base/arena.h"
#include "base/time.h"
#include "desk/list.h"
#include "desk/sql.h"
#include "release/messages.h"

/* Who may only look cannot hold a case, and finds none: here, or anywhere.  What was begun is over
   with. */
static bool
only_looks(struct req *r)
{
	const struct session *s = page_session(r);
	const struct db_rows *rows;

	if (s == NULL)
		return false;
	if (!session_has(s, "caseworker") && !session_has(s, "leader"))
		return true;
	db_rollback(page_db(r));
	if (page_begin(r) != ERR_OK)
		return false;
	rows = DB_ADD(page_db(r), SQL_CASE_SEEN, r->seg[0]);
	return page_commit(r) == ERR_OK && db_bool(rows, 0, "seen");
}

enum flow_by
work_acting(struct str role, struct str disqualified)
{
	if (disqualified.n > 0)
		return 0;
	return str_eq_z(role, "leader") ? FLOW_LEADER : str_eq_z(role, "caseworker") ?
	    FLOW_CASEWORKER : 0;
}

enum err
work_take_any(struct req *r, const struct db_rows *rows, struct work *out)
{
	struct work w = { .rows = rows, .lang = LANG_NB };

	if (db_count(rows) == 0 && r->method == POST && only_looks(r))
		return ERR_DENIED;
	TRY(page_case_take(r, rows, &w.c));
	(void)lang_of(db_get(rows, 0, "language"), &w.lang);
	w.applicant = db_get(rows, 0, "applicant");
	w.code = db_get(rows, 0, "code");
	w.mine = db_bool(rows, 0, "mine");
	w.role = db_get(rows, 0, "role");
	w.disqualified = db_get(rows, 0, "disqualified");
	w.unit_id = db_get(rows, 0, "unit_id");
	w.unit = db_get(rows, 0, "unit");
	w.graded = db_bool(rows, 0, "graded");
	w.c.by = work_acting(w.role, w.disqualified);
	w.assigned = db_get(rows, 0, "assigned");
	w.assigned_to = db_get(rows, 0, "assigned_to");
	w.closed = db_bool(rows, 0, "closed");
	w.deemed = db_has(rows, "deemed") && db_bool(rows, 0, "deemed");
	if (db_at(rows, 0, "decided_at") != 0)
		w.decided_on = time_date_iso(r->a, time_oslo_date(db_at(rows, 0, "decided_at")));
	w.base = str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(w.c.ref));
	*out = w;
	return ERR_OK;
}

enum err
work_take(struct req *r, const struct db_rows *rows, struct work *out)
{
	struct work w;

	TRY(work_take_any(r, rows, &w));
	if (r->method == POST && w.c.by == 0)
		return w.disqualified.n > 0 ? ERR_DISQUALIFIED : ERR_DENIED;
	*out = w;
	return ERR_OK;
}

void
work_head(struct req *r, const struct work *w)
{
	struct vmap *v = page_map(r);

	vset(v, "ref", w->c.ref);
	vset(v, "case_title", w->c.release->service->form_title);
	vset(v, "applicant", w->applicant);
	vset_flag(v, "graded", w->graded);
	vset(v, "case_href", w->base);
	vset(v, "documents_href", str_fmt(r->a, STR_FMT "/dokumenter", STR_ARG(w->base)));
	vset(v, "letters_href", str_fmt(r->a, STR_FMT "/brev", STR_ARG(w->base)));
	vset(v, "history_href", str_fmt(r->a, STR_FMT "/historikk", STR_ARG(w->base)));
	vset(v, "files_href", str_fmt(r->a, STR_FMT "/vedlegg", STR_ARG(w->base)));
	vset(v, "take_href", str_fmt(r->a, STR_FMT "/ta" STR_FMT, STR_ARG(w->base),
	    STR_ARG(list_keep(r, '?'))));
	vset(v, "complaint_href", str_fmt(r->a, STR_FMT "/klage", STR_ARG(w->base)));
	vset(v, "approve_href", str_fmt(r->a, STR_FMT "/godkjenning", STR_ARG(w->base)));
	vset(v, "save_href", str_fmt(r->a, STR_FMT "/vedtak/lagre", STR_ARG(w->base)));
	vset(v, "propose_href", str_fmt(r->a, STR_FMT "/vedtak/foresla", STR_ARG(w->base)));
	vset(v, "decide_href", str_fmt(r->a, STR_FMT "/vedtak", STR_ARG(w->base)));
	vset(v, "preview_href", str_fmt(r->a, STR_FMT "/vedtak/forhandsvisning", STR_ARG(w->base)));
	vset(v, "unit_href", str_fmt(r->a, STR_FMT "/enhet", STR_ARG(w->base)));
	vset(v, "send_href", str_fmt(r->a, STR_FMT "/vedtak/send", STR_ARG(w->base)));
}

bool
work_writes(const struct req *r, const struct work *w)
{
	return page_case_event(r, &w->c, "").by != 0;
}

struct str
work_say(const struct req *r, const char *id, struct str what)
{
	return form_message(page_app(r)->messages->in[LANG_NB], r->a, id, what);
}

void
work_error(struct req *r, const char *name, const char *id, const char *href)
{
	struct vmap *v = page_map(r), *m;

	vset(v, name, id != NULL ? work_say(r, id, STR("")) : STR(""));
	vlist(v, "errors");
	if (id == NULL)
		return;
	m = vadd(v, "errors");
	vset(m, "text", work_say(r, id, STR("")));
	vset_z(m, "href", href);
	vset_flag(v, "error", true);
}

static const struct {
	const char	*event, *message;
} desk_events[] = {
	{ "message",		"event-message" },
	{ "party-ended",	"event-party-ended" },
	{ "desk.hand-over",	"event-claim" },	/* to oneself */
	{ "desk.give-back",	"event-give-back" },
	{ "desk.letter",	"event-letter" },
	{ "desk.check",		"event-check" },
	{ "desk.fee",		"event-fee" },
	{ "desk.label",		"event-label" },
	{ "desk.unlabel",	"event-unlabel" },
	{ "desk.follow-up",	"event-follow-up" },
	{ "desk.note-release",	"event-note-release" },
	{ "desk.mail-again",	"event-mail-again" },
	{ "desk.mail-address",	"event-mail-address" },
	{ "desk.mail-paper",	"event-mail-paper" },
	{ "desk.mail-told",	"event-mail-told" },
	{ "desk.exempt",	"event-exempt" },
	{ "desk.exempt-lift",	"event-exempt-lift" },
	{ "desk.journal-screen", "event-journal-screen" },
	{ "desk.journal-open",	"event-journal-open" },
	{ "desk.journal-undo",	"event-journal-undo" },
	{ "desk.access",	"event-access" },
	{ "desk.grade",		"event-grade" },
	{ "desk.ungrade",	"event-ungrade" },
	{ "desk.route",		"event-route" },
	{ "desk.hearing",	"event-hearing" },
	{ "desk.heard-complaint", "event-heard-complaint" },
	{ "desk.heard-complaint-taken", "event-heard-complaint-taken" },
	{ "desk.inspection",	"event-inspection" },
	{ "desk.remark-done",	"event-remark-closed" },
	{ "desk.remark-waived",	"event-remark-waived" },
	{ "desk.remark-open",	"event-remark-open" },
	{ "desk.remark-later",	"event-remark-later" },
	{ "desk.disqualify",	"event-disqualify" },
	{ "desk.qualify",	"event-qualify" },
};

struct str
work_event(const struct req *r, const struct db_rows *events, size_t i, const struct service *s)
{
	struct str event = db_get(events, i, "event"), to = db_get(events, i, "to");

	if (to.n > 0)
		return work_say(r, "event-hand-over", to);
	for (size_t k = 0; k < sizeof desk_events / sizeof *desk_events; k++)
		if (str_eq_z(event, desk_events[k].event))
			return work_say(r, desk_events[k].message, db_get(events, i, "about"));
	return service_words(r->a, s->events, s->nevents, event)->desk;
}
