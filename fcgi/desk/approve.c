/* approve.c - a proposed decision is read by somebody else: approved, or sent back with why */
#include "base/arena.h"
#include "base/buf.h"
#include "desk/complaint.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "release/messages.h"

#define COMMENT_BYTES	10000

struct reading {
	struct work	 w;
	struct proposal	 p;
	struct appeal	 appeal;	/* when that is what was proposed */
	const char	*event;
	bool		 decision;	/* or what is done with a complaint */
	bool		 own;		/* who is logged in proposed it */
	bool		 may;		/* and may make it happen otherwise */
};

/* What was proposed, read again from what was kept; false when it cannot happen any more. */
static bool
read_proposed(struct req *r, const struct complaint_asked *asked, struct reading *t)
{
	bool upheld = str_eq_z(str_from_z(t->event), "uphold");

	t->decision = t->p.d.event != NULL && str_eq_z(str_from_z(t->event), t->p.d.event);
	if (t->decision)
		return true;
	t->appeal = (upheld ? appeal_upheld : appeal_result)(r, &t->w, &t->p.kept, asked->story,
	    t->p.by);
	t->appeal.others = asked->others;
	appeal_enclose(r, &t->appeal, &t->p.kept, asked->to_body);
	return t->appeal.event != NULL && str_eq_z(str_from_z(t->event), t->appeal.event);
}

static struct complaint_asked
ask(struct req *r, const struct db_rows *rows)
{
	struct complaint_asked asked = complaint_ask(r, rows);

	asked.things = enclosed_ask(r, r->seg[0]);
	return asked;
}

/* Nothing waits: somebody has been here before.  Who may not approve it may read it. */
static enum err
take(struct req *r, const struct complaint_asked *asked, struct reading *out)
{
	struct str event;

	TRY(work_take(r, asked->rows, &out->w));
	if (db_count(asked->kept) == 0)
		return ERR_STALE;
	event = db_get(asked->kept, 0, "event");
	out->event = str_z(r->a, event);
	out->may = page_case_may(r, &out->w.c, out->event);
	if (r->method == GET && !out->may)
		out->w.c.by = FLOW_LEADER;
	TRY(proposal_take(r, &out->w, asked->kept, &out->p));
	decision_enclose(r, &out->p.d, &out->p.kept, asked->things);
	if (!str_eq_z(out->p.status, "proposed") || !read_proposed(r, asked, out))
		return ERR_STALE;
	out->own = db_bool(asked->kept, 0, "proposed_mine");
	return !out->decision && complaint_withheld(asked->story, asked->others) ? ERR_DENIED :
	    ERR_OK;
}

/* As it will be when who is logged in approves it. */
static enum err
letters(struct req *r, struct reading *t)
{
	if (!t->own)
		t->p.d.approved_by = t->appeal.approved_by = page_session(r)->name;
	return t->decision ? decision_letters(r, &t->w, &t->p.d) :
	    appeal_letters(r, &t->w, &t->appeal);
}

static enum err
show(struct req *r, struct reading *t, const char *wrong)
{
	struct vmap *v = page_map(r);

	TRY(letters(r, t));
	work_head(r, &t->w);
	vset(v, "by", db_get(t->p.rows, 0, "proposed_by"));
	vset(v, "at", page_at(r, db_at(t->p.rows, 0, "proposed_at")));
	vset(v, "outcome", proposal_words(r, &t->w, &t->p));
	vset_flag(v, "decision", t->decision);
	vset_flag(v, "own", t->own);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "deemed", t->w.deemed);
	vset_flag(v, "conflict", r->status == err_http(ERR_STALE) && !t->w.deemed);
	vset_flag(v, "since", db_bool(t->p.rows, 0, "since"));
	vset_flag(v, "may", !t->own && t->may);
	vset_int(v, "revision", t->p.revision);
	vset(v, "comment", page_field(r, "kommentar"));
	vset(v, "error", wrong == NULL ? STR("") : form_message(
	    page_app(r)->messages->in[LANG_NB], r->a, wrong, STR("")));
	return page_show(r, "desk/approve");
}

static struct str
back(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/godkjenning",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

/* A POST here shows what a page that outlived its session carries. */
enum err
desk_approve_page(struct req *r)
{
	struct complaint_asked asked = ask(r, DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]));
	struct reading t;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("approve"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? over_show(r, back(r)) : ERR_LOGIN;
	TRY(page_commit(r));
	TRY(take(r, &asked, &t));
	return show(r, &t, NULL);
}

/* Nothing is done: the page again. */
static enum err
refuse(struct req *r, struct reading *t, enum err why, const char *wrong)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("approve"));
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, t, wrong);
}

/* What stands in the way of a button, and the page that says so; *shown then. */
static enum err
open_reading(struct req *r, const struct complaint_asked *asked, bool needs_why,
    struct reading *out, bool *shown)
{
	struct str why = str_trim(page_field(r, "kommentar"));
	enum err e;

	*shown = false;
	TRY(page_look(r));
	if (page_session(r) == NULL) {
		*shown = true;
		return over_show(r, back(r));
	}
	e = page_judge(r);
	TRY(take(r, asked, out));
	if (e == ERR_OK && (out->w.deemed || proposal_stale(r, &out->p)))
		e = ERR_STALE;
	if (e == ERR_OK && ((needs_why && why.n == 0) || why.n > COMMENT_BYTES))
		e = ERR_INVALID;
	if (e == ERR_OK)
		return ERR_OK;
	*shown = true;
	return refuse(r, out, e, e != ERR_INVALID ? NULL : why.n == 0 ? "approve-comment" :
	    "decide-text");
}

static enum err
leave(struct req *r, const struct reading *t, const struct db_rows *moved, const char *done)
{
	TRY(page_commit(r));
	if (moved != NULL && db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?%s=1", STR_ARG(t->w.base), done));
	return ERR_OK;
}

/* What was proposed, and who else has read it. */
static struct str
approved_json(struct req *r, const struct reading *t)
{
	struct str data = db_get(t->p.rows, 0, "data");
	struct buf b = buf_new(r->a, data.n + 128);

	CHECK(str_ends(data, STR("}")));
	buf_add(&b, (struct str){ data.p, data.n - 1 });
	buf_add_z(&b, ",\"approved_by\":\"");
	buf_json(&b, page_session(r)->name);
	buf_add_z(&b, "\"}");
	return buf_str(&b);
}

enum err
desk_approve(struct req *r)
{
	struct complaint_asked asked = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	const struct enclosed *enclosed;
	const struct db_rows *moved;
	struct case_event e;
	struct reading t;
	bool shown;

	TRY(open_reading(r, &asked, false, &t, &shown));
	if (shown)
		return ERR_OK;
	if (t.own)
		return ERR_DENIED;
	enclosed = t.decision ? &t.p.d.enclosed : &t.appeal.enclosed;
	if (enclosed->wrong != NULL)
		return refuse(r, &t, ERR_INVALID, "approve-enclosed");
	TRY(letters(r, &t));
	e = page_case_event(r, &t.w.c, t.event);
	e.outcome = t.decision ? t.p.d.outcome : t.appeal.outcome;
	e.data = approved_json(r, &t);
	e.told_at = decision_told_at(t.decision ? t.p.d.until : t.appeal.until);
	e.enclosed = enclosed_things(r->a, enclosed);
	e.nenclosed = enclosed->n;
	e.to_body = !t.decision;
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	return leave(r, &t, moved, t.decision ? "sendt" : t.appeal.result.n > 0 ? "avgjort" :
	    "opprettholdt");
}

enum err
desk_return(struct req *r)
{
	struct complaint_asked asked = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	const struct db_rows *moved;
	struct case_event e;
	struct reading t;
	bool shown;

	TRY(open_reading(r, &asked, true, &t, &shown));
	if (shown)
		return ERR_OK;
	if (t.own)
		return ERR_DENIED;
	e = page_case_event(r, &t.w.c, "return");
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	DB_ADD(page_db(r), SQL_PROPOSAL_RETURN, page_tenant(r)->id, t.w.c.id,
	    str_trim(page_field(r, "kommentar")));
	return leave(r, &t, moved, "tilbake");
}

enum err
desk_recall(struct req *r)
{
	struct complaint_asked asked = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	const struct db_rows *moved;
	struct case_event e;
	struct reading t;
	bool shown;

	TRY(open_reading(r, &asked, false, &t, &shown));
	if (shown)
		return ERR_OK;
	if (!t.own)
		return ERR_DENIED;
	e = page_case_event(r, &t.w.c, "return");
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	DB_ADD(page_db(r), SQL_PROPOSAL_RECALL, page_tenant(r)->id, t.w.c.id);
	return leave(r, &t, moved, "trukket");
}

enum err
desk_proposals(struct req *r)
{
	const struct db_rows *rows = DB_ADD0(page_db(r), SQL_PROPOSAL_LIST);
	struct vmap *v = page_map(r);

	TRY(page_read(r));
	vlist(v, "rows");
	for (size_t i = 0; i < db_count(rows); i++) {
		const struct release *rel;
		struct vmap *m = vadd(v, "rows");

		TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
		vset(m, "ref", db_get(rows, i, "ref"));
		vset(m, "title", rel->service->form_title);
		vset(m, "applicant", db_get(rows, i, "applicant"));
		vset(m, "by", db_get(rows, i, "proposed_by"));
		vset(m, "at", page_at(r, db_at(rows, i, "proposed_at")));
		vset_flag(m, "own", db_bool(rows, i, "mine"));
		vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/godkjenning",
		    STR_ARG(db_get(rows, i, "ref"))));
	}
	return page_show(r, "desk/proposals");
}
