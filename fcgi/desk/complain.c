/* complain.c - a complaint is registered, prepared and sent to its body; then what came of it */
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "desk/complaint.h"
#include "desk/over.h"
#include "desk/preview.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"
#include "release/story.h"

#define RESULT	"appeal."

/* A POST here shows what a page that outlived its session carries. */
enum err
desk_complaint(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *story = complaint_ask(r);
	struct complaint c;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? over_show(r, r->path) : ERR_LOGIN;
	TRY(page_commit(r));
	TRY(complaint_take(r, rows, story, &c));
	complaint_begin(r);
	return complaint_show(r, &c);
}

static enum err
refuse(struct req *r, const struct complaint *c)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_commit(r));
	return complaint_show(r, c);
}

/* ---- by letter or over the counter ---- */

/* The day counts to its end. */
static bool
is_late(const struct complaint *c, struct str received)
{
	int64_t due_at = db_at(c->story, 0, "complaint_due");
	struct date d;

	return due_at != 0 && time_date_read(received, &d) &&
	    time_day(d) > time_day(time_oslo_date(due_at));
}

enum err
desk_complaint_register(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *story = complaint_ask(r);
	struct case_complaint it = { .text = str_trim(page_field(r, "klage")), .paper = true,
		.wanted = str_trim(page_field(r, "endring")) };
	struct case_event e;
	struct complaint c;
	bool shown;

	TRY(complaint_open(r, rows, story, &c, &shown));
	if (shown)
		return ERR_OK;
	if (!page_case_may(r, &c.w.c, "complain"))
		return ERR_STALE;
	if (it.text.n == 0)
		complaint_wrong(r, "error_text", "#klage", "complaint-text");
	else if (it.text.n > CASE_COMPLAINT_BYTES || it.wanted.n > CASE_COMPLAINT_BYTES)
		complaint_wrong(r, "error_text", "#klage", "complaint-long");
	if (!complaint_day(r, &c, "mottatt", &it.received))
		complaint_wrong(r, "error_day", "#mottatt", "complaint-day");
	if (r->status == err_http(ERR_INVALID))
		return refuse(r, &c);
	it.late = is_late(&c, it.received);
	e = page_case_event(r, &c.w.c, "complain");
	e.data = case_complaint_json(r->a, &it);
	return complaint_fire(r, &c, &e, "klage");
}

/* ---- to the body ---- */

struct upheld {
	const struct db_rows *story;
	struct str	 assessment, by;
};

static void
fill_upheld(struct arena *a, const struct service *s, const void *what, struct letter_facts *f)
{
	const struct upheld *u = what;

	story_fill(a, s, u->story, f);
	f->complaint.assessment = u->assessment;
}

/* Each letter in turn; the one to the body is the first thing it reads. */
static enum err
fill_letters(struct req *r, const struct complaint *c, const struct case_event *e,
    const struct upheld *u)
{
	const struct flow_action *v;
	size_t n;

	TRY(case_letters(r->a, e, &v, &n));
	vlist(page_map(r), "previews");
	for (size_t i = 0; i < n; i++) {
		struct vmap *m = vadd(page_map(r), "previews");
		struct buf letter = buf_new(r->a, 16 * 1024);

		TRY(preview_letter(r, &c->w, v[i].name, v[i].to, fill_upheld, u, &letter));
		TRY(letter_read(r->a, buf_str(&letter), m));
		vset_flag(m, "to_body", !str_eq_z(v[i].to, "applicant"));
	}
	return ERR_OK;
}

/* The assessment as typed; false with the page's messages when it will not do. */
static bool
read_upheld(struct req *r, const struct complaint *c, struct upheld *out)
{
	*out = (struct upheld){ c->story, str_trim(page_field(r, "vurdering")),
	    page_session(r)->name };
	if (out->assessment.n == 0)
		complaint_wrong(r, "error_assessment", "#vurdering", "complaint-assessment");
	else if (out->assessment.n > CASE_COMPLAINT_BYTES)
		complaint_wrong(r, "error_assessment", "#vurdering", "complaint-long");
	return r->status != err_http(ERR_INVALID);
}

static enum err
open_upheld(struct req *r, const struct db_rows *rows, const struct db_rows *story,
    struct complaint *c, struct upheld *u, bool *shown)
{
	TRY(complaint_open(r, rows, story, c, shown));
	if (*shown)
		return ERR_OK;
	if (!page_case_may(r, &c->w.c, "uphold"))
		return ERR_STALE;
	if (!c->w.mine)
		return ERR_DENIED;
	if (read_upheld(r, c, u))
		return ERR_OK;
	*shown = true;
	return refuse(r, c);
}

enum err
desk_complaint_preview(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *story = complaint_ask(r);
	struct case_event e;
	struct complaint c;
	struct upheld u;
	bool shown;

	TRY(open_upheld(r, rows, story, &c, &u, &shown));
	if (shown)
		return ERR_OK;
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preview"));
	TRY(page_commit(r));
	e = page_case_event(r, &c.w.c, "uphold");
	TRY(fill_letters(r, &c, &e, &u));
	work_head(r, &c.w);
	vset(page_map(r), "typed_assessment", u.assessment);
	return page_show(r, "desk/complaint-preview");
}

static struct str
assessment_json(struct arena *a, const struct upheld *u)
{
	struct buf b = buf_new(a, u->assessment.n + 128);

	buf_add_z(&b, "{\"assessment\":{\"text\":\"");
	buf_json(&b, u->assessment);
	buf_add_z(&b, "\",\"by\":\"");
	buf_json(&b, u->by);
	buf_add_z(&b, "\"}}");
	return buf_str(&b);
}

enum err
desk_uphold(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *story = complaint_ask(r);
	struct case_event e;
	struct complaint c;
	struct upheld u;
	bool shown;

	TRY(open_upheld(r, rows, story, &c, &u, &shown));
	if (shown)
		return ERR_OK;
	e = page_case_event(r, &c.w.c, "uphold");
	e.data = assessment_json(r->a, &u);
	return complaint_fire(r, &c, &e, "opprettholdt");
}

/* ---- and back ---- */

struct result {
	struct str	 what, on, text, outcome;	/* what: stand, change or annul */
};

static bool
read_result(struct req *r, const struct complaint *c, struct result *out)
{
	struct str outcome = page_field(r, "utfall");
	bool change;

	*out = (struct result){ .what = page_field(r, "resultat"),
	    .text = str_trim(page_field(r, "begrunnelse")) };
	change = str_eq_z(out->what, "change");
	if (!change && !str_eq_z(out->what, "stand") && !str_eq_z(out->what, "annul"))
		complaint_wrong(r, "error_result", "#resultat", "appeal-result");
	if (change && service_outcome(c->w.c.release->service, outcome) == NULL)
		complaint_wrong(r, "error_outcome", "#utfall", "appeal-outcome");
	if (!complaint_day(r, c, "avgjort", &out->on))
		complaint_wrong(r, "error_on", "#avgjort", "appeal-day");
	if (out->text.n > CASE_COMPLAINT_BYTES)
		complaint_wrong(r, "error_text", "#begrunnelse", "complaint-long");
	out->outcome = change ? outcome : str_eq_z(out->what, "annul") ? out->what : STR_NONE;
	return r->status != err_http(ERR_INVALID);
}

static struct str
result_json(struct arena *a, const struct result *x)
{
	struct buf b = buf_new(a, x->text.n + 256);

	buf_fmt(&b, "{\"appeal\":{\"result\":\"" STR_FMT "\",\"on\":\"" STR_FMT
	    "\",\"text\":\"", STR_ARG(x->what), STR_ARG(x->on));
	buf_json(&b, x->text);
	buf_add_z(&b, "\"}");
	if (str_eq_z(x->what, "change"))
		buf_fmt(&b, ",\"outcome\":\"" STR_FMT "\"", STR_ARG(x->outcome));
	buf_add_char(&b, '}');
	return buf_str(&b);
}

enum err
desk_appeal_result(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *story = complaint_ask(r);
	struct case_event e;
	struct complaint c;
	struct result x;
	bool shown;

	TRY(complaint_open(r, rows, story, &c, &shown));
	if (shown)
		return ERR_OK;
	if (!page_case_may(r, &c.w.c, RESULT "stand"))
		return ERR_STALE;
	if (!c.w.mine)
		return ERR_DENIED;
	if (!read_result(r, &c, &x))
		return refuse(r, &c);
	e = page_case_event(r, &c.w.c, str_fmt(r->a, RESULT STR_FMT, STR_ARG(x.what)).p);
	e.outcome = x.outcome;
	e.data = result_json(r->a, &x);
	return complaint_fire(r, &c, &e, "avgjort");
}
