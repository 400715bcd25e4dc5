/* case.c - one case: what was answered, what has happened, what can be done */
#include "base/id.h"
#include "base/time.h"
#include "desk/check.h"
#include "desk/missing.h"
#include "desk/beside.h"
#include "desk/hearing.h"
#include "desk/impartial.h"
#include "desk/inspection.h"
#include "desk/list.h"
#include "desk/news.h"
#include "desk/origin.h"
#include "desk/party.h"
#include "desk/proposal.h"
#include "desk/preliminary.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/share.h"
#include "desk/work.h"
#include "page/clock.h"
#include "page/family.h"
#include "page/fields.h"
#include "page/file.h"

static void
fill_timeline(struct req *r, const struct db_rows *events, const struct service *s)
{
	vlist(page_map(r), "timeline");
	for (size_t i = 0; i < db_count(events); i++) {
		struct vmap *m = vadd(page_map(r), "timeline");

		vset(m, "text", work_event(r, events, i, s));
		vset(m, "by", db_get(events, i, "by"));
		vset(m, "at", page_at(r, db_at(events, i, "at")));
	}
}

static void
fill_letters(struct req *r, const struct db_rows *letters, const struct work *w)
{
	vlist(page_map(r), "letters");
	for (size_t i = 0; i < db_count(letters); i++) {
		struct vmap *m = vadd(page_map(r), "letters");

		vset(m, "title", db_get(letters, i, "title"));
		vset(m, "title_lang", db_get(letters, i, "language"));
		vset(m, "at", page_at(r, db_at(letters, i, "available_at")));
		vset(m, "receiver", db_get(letters, i, "receiver"));
		vset(m, "to", db_get(letters, i, "to"));
		vset(m, "href", str_fmt(r->a, STR_FMT "/brev/" STR_FMT, STR_ARG(w->base),
		    STR_ARG(db_get(letters, i, "id"))));
	}
}

static void
fill_state(struct req *r, const struct db_rows *rows, const struct work *w)
{
	const struct service *s = w->c.release->service;
	const struct service_words *state = service_words(r->a, s->states, s->nstates, w->c.state);
	struct str outcome = db_get(rows, 0, "outcome");
	int64_t due_at = db_at(rows, 0, "due_at");
	struct vmap *v = page_map(r);

	vset(v, "title", s->form_title);
	vset(v, "state_text", state->desk);
	vset(v, "ball", state->ball);
	vset(v, "received_at", page_at(r, w->c.received_at));
	vset(v, "due_at", page_day(r, due_at));
	vset_flag(v, "late", due_at != 0 && due_at < w->c.world.now_at);
	vset(v, "assigned", db_get(rows, 0, "assigned"));
	vset(v, "unit", w->unit);
	vset_flag(v, "can_move", w->c.by != 0);
	vset_flag(v, "mine", w->mine);
	vset(v, "outcome_text", outcome.n == 0 ? STR("") :
	    service_words(r->a, s->outcomes, s->noutcomes, outcome)->desk);
	vset(v, "grade_href", w->c.by == 0 || !db_bool(rows, 0, "may_grade") ? STR("") :
	    str_fmt(r->a, STR_FMT "/adressebeskyttelse", STR_ARG(w->base)));
	vset_flag(v, "can_take", !w->mine && page_case_may(r, &w->c, "assign"));
}

/* What was just done, as the address that led back here says. */
static const char *
done(const struct req *r, const struct work *w)
{
	static const char *const words[][2] = { { "sendt", "sent" }, { "lagret", "saved" },
		{ "foreslatt", "proposed" }, { "tilbake", "returned" }, { "trukket", "recalled" },
		{ "klage", "complaint" }, { "opprettholdt", "upheld" }, { "avgjort", "appeal" },
		{ "registrert", "registered" }, { "flyttet", "moved" },
		{ "komplett", "complete" }, { "frist", "extended" },
		{ "spurt", "asked" }, { "avlyst", "unasked" }, { "skjermet", "graded" } };

	if (params_has(&r->query, "tatt") && w->mine)
		return "taken";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (params_has(&r->query, words[i][0]))
			return words[i][1];
	return share_done(r);
}

static void
fill_complaint(struct req *r, const struct db_rows *limit)
{
	bool any = db_count(limit) > 0;
	int64_t by_at = any ? db_at(limit, 0, "complain_by") : 0;
	struct vmap *v = page_map(r);

	vset(v, "complain_by", page_day(r, by_at));
	vset_flag(v, "complain_over", by_at != 0 && by_at < time_now_at());
	vset_flag(v, "complain_waits", any && db_bool(limit, 0, "complain_waits"));
}

static struct str
said(const struct db_rows *rows)
{
	return db_count(rows) > 0 ? db_get(rows, 0, "lines") : STR("");
}

static const struct db_rows *
part(const struct req *r, const struct db_rows *all, const char *name)
{
	return db_part(r->a, all, name);
}

static enum err
fill_parts(struct req *r, const struct db_rows *all, const struct work *w)
{
	struct share share = { .work = w->rows, .day = part(r, all, "day"),
		.present = part(r, all, "present"), .notes = part(r, all, "note") };

	share_fill(r, w, &share);
	TRY(proposal_fill(r, w, part(r, all, "proposal")));
	fill_timeline(r, part(r, all, "event"), w->c.release->service);
	fill_letters(r, part(r, all, "letter"), w);
	missing_fill(r, part(r, all, "missing"), w);
	preliminary_fill(r, w, w->rows);
	page_clock_fill(r, &w->c, w->rows, w->decided_on.n > 0 ||
	    flow_is_final(w->c.release->flow, w->c.state));
	impartial_fill(r, part(r, all, "disqualified"), w);
	origin_fill(r, w, part(r, all, "scan"));
	fill_complaint(r, part(r, all, "complaint"));
	hearing_list_fill(r, part(r, all, "hearing"), w);
	party_fill(r, part(r, all, "party"), w->c.release->service);
	return family_fill(r, part(r, all, "family"), "/saksbehandling/sak/");
}

enum err
desk_case(struct req *r)
{
	const struct db_rows *all = DB_ADD(page_db(r), SQL_CASE_PAGE, r->seg[0], STR("case"));
	const struct db_rows *beside = beside_ask(r, r->seg[0]);
	struct work w;

	TRY(page_ahead(r, beside != NULL ? beside : all));
	TRY(work_take(r, part(r, all, "case"), &w));
	w.c.said->lines = said(part(r, all, "said"));	/* before anything is asked of the flow */
	work_head(r, &w);
	beside_fill(r, beside);
	fill_state(r, w.rows, &w);
	TRY(fill_parts(r, all, &w));
	news_fill(r, part(r, all, "message"), &w);
	fields_warnings(page_map(r), w.c.answers);
	fields_summary(page_map(r), r->a, w.c.answers, &w.c.world, STR(""));
	vview(page_map(r), "summary", w.c.release->summary);
	inspection_fill(r, part(r, all, "inspection"), &w);
	check_doors(r, &w);
	vset_flag(page_map(r), "letter_stuck", db_bool(w.rows, 0, "letter_stuck"));
	vset_z(page_map(r), "done", done(r, &w));
	return page_show(r, "desk/case");
}

enum err
desk_back_to_case(struct req *r)
{
	TRY(page_read(r));
	reply_redirect(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0]))));
	return ERR_OK;
}

enum err
desk_file(struct req *r)
{
	const struct db_rows *rows;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_FILE_READ, r->seg[1], r->seg[0]);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("file"));
	TRY(page_read(r));
	return page_file(r, r->seg[1], rows, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0]))));
}
