#include "desk/complaint.h"

#include "base/arena.h"
#include "base/time.h"
#include "desk/over.h"
#include "desk/private.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "release/messages.h"
#include "release/story.h"

struct complaint_asked
complaint_ask(struct req *r, const struct db_rows *rows)
{
	return (struct complaint_asked){ rows, DB_ADD(page_db(r), SQL_STORY_READ, r->seg[0]),
		proposal_ask(r), DB_ADD(page_db(r), SQL_CASE_BODY_FILES, r->seg[0]),
		DB_ADD(page_db(r), SQL_HEARD_COMPLAINTS, r->seg[0]),
		DB_ADD(page_db(r), SQL_HEARD_PARTIES, r->seg[0]),
		appeal_things(r, r->seg[0]), NULL };
}

enum err
complaint_take(struct req *r, const struct complaint_asked *asked, struct complaint *out)
{
	TRY(work_take(r, asked->rows, &out->w));
	out->story = asked->story;
	out->files = asked->files;
	out->others = asked->others;
	out->parties = asked->parties;
	out->to_body = asked->to_body;
	return proposal_take(r, &out->w, asked->kept, &out->p);
}

bool
complaint_withheld(const struct db_rows *story, const struct db_rows *others)
{
	for (size_t i = 0; i < db_count(others); i++)
		if (db_bool(others, i, "joined") && db_bool(others, i, "withheld"))
			return true;
	return db_bool(story, 0, "withheld");
}

bool
complaint_readable(const struct db_rows *others, struct str id)
{
	for (size_t i = 0; i < db_count(others); i++)
		if (str_eq(db_get(others, i, "id"), id))
			return !db_bool(others, i, "withheld");
	return true;
}

void
complaint_begin(struct req *r)
{
	static const char *const errors[] = { "error_text", "error_day", "error_assessment",
	    "error_result", "error_on", "error_outcome", "error_place", "error_start",
	    "error_remains", "error_until", "error_who", "error_name", "error_address" };

	vlist(page_map(r), "errors");
	vlist(page_map(r), "scan_errors");
	vset_flag(page_map(r), "error", false);
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		vset(page_map(r), errors[i], STR(""));
}

void
complaint_wrong(struct req *r, const char *name, const char *href, const char *message)
{
	struct str text = form_message(page_app(r)->messages->in[LANG_NB], r->a, message, STR(""));
	struct vmap *m = vadd(page_map(r), "errors");

	r->status = err_http(ERR_INVALID);
	vset(m, "text", text);
	vset_z(m, "href", href);
	vset(page_map(r), name, text);
	vset_flag(page_map(r), "error", true);
}

static struct str
day(const struct req *r, struct str iso)
{
	struct date d;

	return time_date_read(iso, &d) ? time_date_show(r->a, LANG_NB, d) : STR("");
}

static void
fill_story(struct req *r, const struct complaint *c)
{
	const struct service *s = c->w.c.release->service;
	struct str outcome = db_get(c->story, 0, "outcome");
	struct vmap *v = page_map(r);

	vset(v, "decided_on", day(r, db_get(c->story, 0, "decided_on")));
	vset(v, "outcome_text", outcome.n == 0 ? STR("") :
	    service_words(r->a, s->outcomes, s->noutcomes, outcome)->desk);
	vset(v, "due_on", page_day(r, db_at(c->story, 0, "complaint_due")));
	vset_flag(v, "not_told", db_bool(c->story, 0, "complaint_waits"));
	vset(v, "received", day(r, db_get(c->story, 0, "complaint_received")));
	vset_flag(v, "late", db_bool(c->story, 0, "complaint_late"));
	vset(v, "text", db_get(c->story, 0, "complaint_text"));
	vset(v, "wanted", db_get(c->story, 0, "complaint_wanted"));
	vset_flag(v, "withheld", db_bool(c->story, 0, "withheld"));
	vset(v, "said", db_get(c->story, 0, "assessment"));
	vset(v, "result_text", db_get(c->story, 0, "appeal_text"));
	vset(v, "result_on", day(r, db_get(c->story, 0, "appeal_on")));
}

static void
fill_body(struct req *r, const struct complaint *c)
{
	struct letter_facts f = { 0 };

	story_body(c->w.c.release->service, tenant_setting(page_tenant(r), str_fmt(r->a,
	    STR_FMT ".complaint-body", STR_ARG(c->w.c.release->service_id)).p), STR(""), &f);
	vset(page_map(r), "body", f.complaint_body);
}

/* As posted; else as it was kept when it came back. */
static struct str
typed(const struct req *r, const struct complaint *c, const char *field)
{
	return r->method == POST ? page_field(r, field) : params_get(&c->p.kept, field);
}

static void
fill_outcomes(struct req *r, const struct complaint *c)
{
	const struct service *s = c->w.c.release->service;
	bool place = false, start = false;
	struct str remains = STR(""), until = STR("");

	vlist(page_map(r), "outcomes");
	for (size_t i = 0; i < s->noutcomes; i++) {
		struct vmap *m;

		if (str_eq_z(s->outcomes[i].id, "annul"))
			continue;
		m = vadd(page_map(r), "outcomes");
		place = place || s->outcomes[i].asks_place;
		start = start || s->outcomes[i].asks_start;
		if (s->outcomes[i].asks_remains)
			remains = s->outcomes[i].desk;
		if (s->outcomes[i].asks_until)
			until = s->outcomes[i].desk;
		vset(m, "value", s->outcomes[i].id);
		vset(m, "words", s->outcomes[i].desk);
		vset_flag(m, "chosen", str_eq(s->outcomes[i].id, typed(r, c, "utfall")));
	}
	vset_flag(page_map(r), "asks_place", place);
	vset_flag(page_map(r), "asks_start", start);
	vset(page_map(r), "asks_remains", remains);
	vset(page_map(r), "asks_until", until);
}

static void
fill_places(struct req *r, const struct complaint *c)
{
	struct form_options o = decision_places(&c->w);

	vlist(page_map(r), "places");
	for (size_t i = 0; i < o.n; i++) {
		struct vmap *m = vadd(page_map(r), "places");

		vset(m, "value", o.v[i].value);
		vset(m, "label", o.v[i].label);
		vset_flag(m, "chosen", str_eq(o.v[i].value, typed(r, c, "plass")));
	}
}

static void
fill_typed(struct req *r, const struct complaint *c)
{
	static const char *const names[][2] = { { "typed_text", "klage" },
		{ "typed_wanted", "endring" }, { "typed_day", "mottatt" },
		{ "typed_assessment", "vurdering" }, { "typed_start", "oppstart" },
		{ "typed_remains", "gjenstar" },
		{ "typed_until", "frist" }, { "typed_on", "avgjort" }, { "typed_reason", "begrunnelse" } };
	struct str result = typed(r, c, "resultat");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		vset(page_map(r), names[i][0], typed(r, c, names[i][1]));
	vset_flag(page_map(r), "is_stand", str_eq_z(result, "stand"));
	vset_flag(page_map(r), "is_change", str_eq_z(result, "change"));
	vset_flag(page_map(r), "is_annul", str_eq_z(result, "annul"));
}

/* What waits for somebody else's eyes, or came back from them. */
static void
fill_proposal(struct req *r, const struct complaint *c)
{
	bool back = str_eq_z(c->p.status, "returned");
	struct vmap *v = page_map(r);

	vset_flag(v, "waits", str_eq_z(c->p.status, "proposed"));
	vset(v, "waits_words", proposal_words(r, &c->w, &c->p));
	vset_int(v, "revision", c->p.revision);
	vset(v, "comment", back ? db_get(c->p.rows, 0, "comment") : STR(""));
	vset(v, "comment_by", back ? db_get(c->p.rows, 0, "returned_by") : STR(""));
	vset_flag(v, "conflict", r->status == err_http(ERR_STALE));
}

static void
fill_files(struct req *r, const struct complaint *c)
{
	vlist(page_map(r), "scans");
	for (size_t i = 0; i < db_count(c->files); i++) {
		struct vmap *m = vadd(page_map(r), "scans");
		struct str verdict = db_get(c->files, i, "verdict");

		vset(m, "name", db_get(c->files, i, "name"));
		vset(m, "size", form_bytes_show(r->a, LANG_NB,
		    (size_t)db_int(c->files, i, "size")));
		vset(m, "href", str_fmt(r->a, STR_FMT "/vedlegg/" STR_FMT, STR_ARG(c->w.base),
		    STR_ARG(db_get(c->files, i, "id"))));
		vset(m, "drop", db_bool(c->files, i, "open") ? db_get(c->files, i, "id") :
		    STR(""));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
}

static void
fill_others(struct req *r, const struct complaint *c)
{
	vlist(page_map(r), "others");
	for (size_t i = 0; i < db_count(c->others); i++) {
		struct vmap *m;

		if (db_bool(c->others, i, "main"))
			continue;
		m = vadd(page_map(r), "others");
		vset(m, "id", db_get(c->others, i, "id"));
		vset(m, "name", db_get(c->others, i, "name"));
		vset(m, "property", db_get(c->others, i, "property"));
		vset(m, "at", complaint_at(r, c->others, i));
		vset_flag(m, "paper", db_bool(c->others, i, "paper"));
		vset_flag(m, "late", db_bool(c->others, i, "late"));
		vset_flag(m, "joined", db_bool(c->others, i, "joined"));
		vset_flag(m, "again", db_bool(c->others, i, "again"));
		vset_flag(m, "withheld", db_bool(c->others, i, "withheld"));
		vset(m, "text", db_get(c->others, i, "text"));
		vset(m, "wanted", db_get(c->others, i, "wanted"));
	}
}

/* As posted; else as it was kept when it came back. */
static void
fill_enclosed(struct req *r, const struct complaint *c)
{
	struct enclosed e = enclosed_read(r, r->method == POST ? &r->form : &c->p.kept, c->to_body);

	enclosed_fill(r, &e, r->status == err_http(ERR_INVALID));
}

/* What the body came to may be written here. */
static bool
is_awaited(const struct req *r, const struct complaint *c)
{
	return c->w.mine && page_case_may(r, &c->w.c, "appeal.stand") &&
	    !str_eq_z(c->p.status, "proposed");
}

enum err
complaint_show(struct req *r, const struct complaint *c)
{
	const struct page_case *p = &c->w.c;
	struct vmap *v = page_map(r);

	work_head(r, &c->w);
	fill_story(r, c);
	fill_body(r, c);
	fill_outcomes(r, c);
	fill_places(r, c);
	fill_typed(r, c);
	fill_proposal(r, c);
	fill_files(r, c);
	fill_others(r, c);
	vset(v, "complainant", db_get(c->story, 0, "complaint_by"));
	complaint_form(r, c);
	vset_flag(v, "writes", work_writes(r, &c->w));
	complaint_dismissals(r, c);
	vset_flag(v, "registered", params_has(&r->query, "registrert"));
	fill_enclosed(r, c);
	vset_flag(v, "mine", c->w.mine);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "can_take_in", page_case_may(r, p, "complain"));
	vset_flag(v, "can_register", complaint_registers(r, c));
	vset_flag(v, "can_uphold", page_case_may(r, p, "uphold") &&
	    !complaint_withheld(c->story, c->others));
	vset_flag(v, "awaited", is_awaited(r, c));
	vset_flag(v, "has_form", is_awaited(r, c) || complaint_registers(r, c));
	vset_flag(v, "can_take", !c->w.mine && page_case_may(r, p, "assign"));
	return page_show(r, "desk/complaint");
}

static struct str
back(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/klage",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

enum err
complaint_open(struct req *r, const struct complaint_asked *asked, struct complaint *out,
    bool *shown)
{
	enum err token;

	*shown = false;
	TRY(page_look(r));
	if (page_session(r) == NULL) {
		*shown = true;
		return over_show(r, back(r));
	}
	token = page_judge(r);
	TRY(complaint_take(r, asked, out));
	complaint_begin(r);
	if (token == ERR_OK)
		return ERR_OK;
	*shown = true;
	TRY(page_commit(r));
	r->status = err_http(token);
	return complaint_show(r, out);
}

bool
complaint_day(const struct req *r, const struct complaint *c, const char *field, struct str *out)
{
	struct date d;

	return form_type_read(r->a, FORM_DAY, str_trim(page_field(r, field)), &c->w.c.world, out) &&
	    time_date_read(*out, &d) && time_day(d) <= c->w.c.world.today;
}

enum err
complaint_fire(struct req *r, const struct complaint *c, const struct case_event *e,
    const char *done)
{
	const struct db_rows *moved;

	TRY(case_fire(page_db(r), r->a, e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?%s=1", STR_ARG(c->w.base), done));
	return ERR_OK;
}
