/* decide.c - a decision is written, kept, read over as the very letter, and sent or proposed */
#include "base/arena.h"
#include "desk/over.h"
#include "desk/private.h"
#include "desk/proposal.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"

/* What a page of a decision is about. */
struct writing {
	struct work	 w;
	struct proposal	 p;
	struct decision	 d;
	bool		 moved;		/* the page is about another decision than the one that
					   stands now: a second click, or somebody else */
};

static struct str
decide_href(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/vedtak",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

static enum err
show_form(struct req *r, const struct writing *t, bool tell)
{
	struct vmap *v = page_map(r);

	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "deemed", t->w.deemed);
	vset_flag(v, "conflict", r->status == err_http(ERR_STALE) && !t->w.deemed);
	vset_int(v, "revision", t->p.revision);
	vset(v, "theirs_by", db_count(t->p.rows) > 0 ? db_get(t->p.rows, 0, "written_by") :
	    STR(""));
	vset(v, "comment", str_eq_z(t->p.status, "returned") ? db_get(t->p.rows, 0, "comment") :
	    STR(""));
	vset(v, "comment_by", str_eq_z(t->p.status, "returned") ?
	    db_get(t->p.rows, 0, "returned_by") : STR(""));
	vset_flag(v, "waits", str_eq_z(t->p.status, "proposed"));
	vset_flag(v, "moved", t->moved);
	vset_flag(v, "lost", r->status == err_http(ERR_DENIED) && !t->w.mine);
	vset(v, "assigned", t->w.assigned);
	vset(v, "stands", db_get(t->w.rows, 0, "decided_at"));
	work_head(r, &t->w);
	decision_fill(r, &t->w, &t->d, tell);
	held_fill(r, &t->w);
	return page_show(r, "desk/decide");
}

/* Only who has the case, and only in a state where a decision can be made.  Who had it when they
   began to write is told so on the page they wrote on (in_the_way). */
static enum err
may_decide(const struct req *r, const struct work *w)
{
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	if (w->c.by == 0)
		return ERR_DENIED;
	if (!decision_may(r, w))
		return ERR_STALE;
	return w->mine || r->method == POST ? ERR_OK : ERR_DENIED;
}

/* Why what is posted cannot be done now, whatever it says. */
static enum err
in_the_way(const struct writing *t, enum err token, bool stale)
{
	return token != ERR_OK ? token : t->w.deemed || t->moved || stale ? ERR_STALE :
	    t->w.mine ? ERR_OK : ERR_DENIED;
}

/* What a page of a decision asks the database. */
struct asked {
	const struct db_rows *rows, *kept, *things;
};

static struct asked
ask(struct req *r, const struct db_rows *rows)
{
	return (struct asked){ rows, proposal_ask(r), enclosed_ask(r, r->seg[0]) };
}

static enum err
take(struct req *r, const struct asked *q, struct writing *out)
{
	TRY(work_take(r, q->rows, &out->w));
	TRY(may_decide(r, &out->w));
	TRY(proposal_take(r, &out->w, q->kept, &out->p));
	decision_enclose(r, &out->p.d, &out->p.kept, q->things);
	out->d = r->method == POST ? decision_read(r, &out->w, &r->form, page_session(r)->name) :
	    out->p.revision > 0 ? out->p.d : decision_suggest(r, &out->w);
	if (r->method == POST || out->p.revision == 0)
		decision_enclose(r, &out->d, &r->form, q->things);
	out->moved = r->method == POST && !str_eq(page_field(r, "gjelder"),
	    db_get(q->rows, 0, "decided_at"));
	return ERR_OK;
}

enum err
desk_decide(struct req *r)
{
	struct asked q = ask(r, DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]));
	struct writing t;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("decide"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? over_show(r, decide_href(r)) : ERR_LOGIN;
	TRY(page_commit(r));		/* what is posted is only shown: any form token will do */
	TRY(take(r, &q, &t));
	if (r->method == GET && str_eq_z(t.p.status, "proposed")) {
		reply_redirect(r, str_fmt(r->a, STR_FMT "/godkjenning", STR_ARG(t.w.base)));
		return ERR_OK;
	}
	return show_form(r, &t, false);
}

/* The letter that the event will send, on the page; a decision without what the law asks for has
   none, and the form says so. */
static enum err
show_letter(struct req *r, struct writing *t)
{
	struct buf letter = buf_new(r->a, 16 * 1024);
	enum err e = decision_letter(r, &t->w, &t->d, &letter);

	if (e == ERR_INVALID) {
		t->d.wrong[W_LETTER] = "decide-letter";
		r->status = err_http(ERR_INVALID);
		return show_form(r, t, true);
	}
	TRY(e);
	TRY(letter_read(r->a, buf_str(&letter), page_map(r)));
	work_head(r, &t->w);
	vset_flag(page_map(r), "four_eyes", t->d.four_eyes);
	decision_carry(r, &t->d);
	return page_show(r, "desk/preview");
}

enum err
desk_preview(struct req *r)
{
	struct asked q = ask(r, DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]));
	struct writing t;
	enum err token, why;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preview"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, decide_href(r));
	token = page_judge(r);
	TRY(page_commit(r));
	TRY(take(r, &q, &t));
	why = in_the_way(&t, token, false);
	if (why != ERR_OK || !t.d.ok) {
		r->status = err_http(why != ERR_OK ? why : ERR_INVALID);
		return show_form(r, &t, why == ERR_OK);
	}
	return show_letter(r, &t);
}

/* What was typed is shown again, and nothing is kept: why says what stands in the way. */
static enum err
show_typed(struct req *r, const struct writing *t, enum err why)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("decide"));
	TRY(page_commit(r));
	r->status = err_http(why);
	if (why == ERR_STALE && t->p.revision > 0 && !t->w.deemed)
		decision_show(r, &t->p.d);
	return show_form(r, t, why == ERR_INVALID);
}

/* The case is held and all is read; *why is what stands in the way of what the button says. */
static enum err
open_save(struct req *r, const struct asked *q, struct writing *out, enum err *why)
{
	enum err token = page_judge(r);

	TRY(take(r, q, out));
	*why = in_the_way(out, token, proposal_stale(r, &out->p));
	return ERR_OK;
}

static enum err
go_to_case(struct req *r, const struct work *w, const char *done)
{
	reply_redirect(r, str_fmt(r->a, STR_FMT "?%s=1", STR_ARG(w->base), done));
	return ERR_OK;
}

enum err
desk_decision_save(struct req *r)
{
	struct asked q = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	struct writing t;
	enum err why;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, decide_href(r));
	TRY(open_save(r, &q, &t, &why));
	if (why == ERR_OK && str_eq_z(t.p.status, "proposed"))
		why = ERR_STALE;
	if (why == ERR_OK && (t.d.wrong[W_TEXT] != NULL || t.d.wrong[W_FILES] != NULL))
		why = ERR_INVALID;
	if (why != ERR_OK)
		return show_typed(r, &t, why);
	proposal_put(r, &t.w, &t.p, decision_field);
	TRY(page_commit(r));
	return go_to_case(r, &t.w, "lagret");
}

/* The letter is made before anything happens: what cannot be said lawfully is not decided. */
static enum err
whole(struct req *r, struct writing *t, enum err *why)
{
	struct buf letter = buf_new(r->a, 16 * 1024);
	enum err e = *why != ERR_OK || !t->d.ok ? ERR_OK : decision_letter(r, &t->w, &t->d,
	    &letter);

	if (e == ERR_INVALID)
		t->d.wrong[W_LETTER] = "decide-letter";
	else
		TRY(e);
	if (*why == ERR_OK && (!t->d.ok || e == ERR_INVALID))
		*why = ERR_INVALID;
	return ERR_OK;
}

enum err
desk_propose(struct req *r)
{
	struct asked q = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	const struct db_rows *moved;
	struct writing t;
	enum err why;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, decide_href(r));
	TRY(open_save(r, &q, &t, &why));
	if (why == ERR_OK && str_eq_z(t.p.status, "proposed"))
		why = ERR_STALE;
	TRY(whole(r, &t, &why));
	if (why != ERR_OK)
		return show_typed(r, &t, why);
	proposal_put(r, &t.w, &t.p, decision_field);
	TRY(proposal_send(r, &t.w, t.d.event, decision_json(r->a, &t.d), &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	return go_to_case(r, &t.w, "foreslatt");
}

enum err
desk_send(struct req *r)
{
	struct asked q = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	const struct db_rows *moved;
	struct case_event e;
	struct writing t;
	enum err why;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, decide_href(r));
	TRY(open_save(r, &q, &t, &why));
	TRY(whole(r, &t, &why));
	if (why != ERR_OK)
		return show_typed(r, &t, why);
	if (t.d.four_eyes)
		return ERR_DENIED;
	e = page_case_event(r, &t.w.c, t.d.event);
	e.outcome = t.d.outcome;
	e.data = decision_json(r->a, &t.d);
	e.told_at = decision_told_at(t.d.until);
	e.enclosed = enclosed_things(r->a, &t.d.enclosed);
	e.nenclosed = t.d.enclosed.n;
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	return go_to_case(r, &t.w, "sendt");
}
