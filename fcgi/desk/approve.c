/* approve.c - a proposed decision is read by somebody else: approved, or sent back with why */
#include "base/arena.h"
#include "desk/over.h"
#include "desk/proposal.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"
#include "release/messages.h"

#define COMMENT_BYTES	10000

struct reading {
	struct work	 w;
	struct proposal	 p;
	bool		 own;		/* who is logged in proposed it */
};

/* Nothing waits: somebody has been here before. */
static enum err
take(struct req *r, const struct db_rows *rows, const struct db_rows *kept, struct reading *out)
{
	TRY(work_take(r, rows, &out->w));
	TRY(proposal_take(r, &out->w, kept, &out->p));
	if (!str_eq_z(out->p.status, "proposed") || out->p.d.event == NULL)
		return ERR_STALE;
	out->own = db_bool(kept, 0, "proposed_mine");
	return ERR_OK;
}

/* The letter as it will be when who is logged in approves it. */
static enum err
show(struct req *r, struct reading *t, const char *wrong)
{
	struct vmap *v = page_map(r);
	struct buf letter = buf_new(r->a, 16 * 1024);

	if (!t->own)
		t->p.d.approved_by = page_session(r)->name;
	TRY(decision_letter(r, &t->w, &t->p.d, &letter));
	TRY(letter_read(r->a, buf_str(&letter), v));
	work_head(r, &t->w);
	vset(v, "by", db_get(t->p.rows, 0, "proposed_by"));
	vset(v, "at", page_at(r, db_at(t->p.rows, 0, "proposed_at")));
	vset(v, "outcome", t->p.d.is->desk);
	vset_flag(v, "own", t->own);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "conflict", r->status == err_http(ERR_STALE));
	vset_flag(v, "may", !t->own && page_case_may(r, &t->w.c, t->p.d.event));
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
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *kept = proposal_ask(r);
	struct reading t;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("approve"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? over_show(r, back(r)) : ERR_LOGIN;
	TRY(page_commit(r));
	TRY(take(r, rows, kept, &t));
	return show(r, &t, NULL);
}

/* What stands in the way of a button, and the page that says so; *shown then. */
static enum err
open_reading(struct req *r, const struct db_rows *rows, const struct db_rows *kept, bool needs_why,
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
	TRY(take(r, rows, kept, out));
	if (e == ERR_OK && proposal_stale(r, &out->p))
		e = ERR_STALE;
	if (e == ERR_OK && ((needs_why && why.n == 0) || why.n > COMMENT_BYTES))
		e = ERR_INVALID;
	if (e == ERR_OK)
		return ERR_OK;
	*shown = true;
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("approve"));
	TRY(page_commit(r));
	r->status = err_http(e);
	return show(r, out, e != ERR_INVALID ? NULL : why.n == 0 ? "approve-comment" :
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
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	const struct db_rows *kept = proposal_ask(r);
	struct buf letter = buf_new(r->a, 16 * 1024);
	struct case_event e;
	struct reading t;
	bool shown;

	TRY(open_reading(r, rows, kept, false, &t, &shown));
	if (shown)
		return ERR_OK;
	if (t.own)
		return ERR_DENIED;
	TRY(decision_letter(r, &t.w, &t.p.d, &letter));
	e = page_case_event(r, &t.w.c, str_z(r->a, db_get(kept, 0, "event")));
	e.outcome = t.p.d.outcome;
	e.data = approved_json(r, &t);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	return leave(r, &t, moved, "sendt");
}

enum err
desk_return(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	const struct db_rows *kept = proposal_ask(r);
	struct case_event e;
	struct reading t;
	bool shown;

	TRY(open_reading(r, rows, kept, true, &t, &shown));
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
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	const struct db_rows *kept = proposal_ask(r);
	struct case_event e;
	struct reading t;
	bool shown;

	TRY(open_reading(r, rows, kept, false, &t, &shown));
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
