/* complain.c - a complaint is prepared and sent to its body; then what came of it */
#include "base/arena.h"
#include "base/id.h"
#include "desk/complaint.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"

/* A POST here shows what a page that outlived its session carries. */
enum err
desk_complaint(struct req *r)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_READ,
	    r->seg[0]));
	struct complaint c;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return r->method == POST ? over_show(r, r->path) : ERR_LOGIN;
	TRY(page_commit(r));
	TRY(complaint_take(r, &asked, &c));
	complaint_begin(r);
	return complaint_show(r, &c);
}

enum err
complaint_refuse(struct req *r, const struct complaint *c)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_commit(r));
	return complaint_show(r, c);
}

/* ---- of one who was heard ---- */

/* It begins the treatment of a complaint, or is treated with the one that is there. */
static enum err
take_in(struct req *r, struct complaint *c, const struct db_rows *taken)
{
	struct case_complaint it = { .received = db_get(taken, 0, "received"),
		.late = db_bool(taken, 0, "late"), .text = db_get(taken, 0, "text"),
		.wanted = db_get(taken, 0, "wanted"), .by = case_complaint_by(r->a,
		db_get(taken, 0, "name"), db_get(taken, 0, "property")) };
	struct case_event e = page_case_event(r, &c->w.c, "complain");

	e.data = case_complaint_json(r->a, &it);
	if (page_case_may(r, &c->w.c, "complain"))
		return complaint_fire(r, c, &e, "klage");
	if (page_case_may(r, &c->w.c, "join-complaint")) {
		e = page_case_event(r, &c->w.c, "join-complaint");
		e.heard = r->seg[1];
		e.data = str_fmt(r->a, "{\"heard\":\"" STR_FMT "\"}", STR_ARG(r->seg[1]));
		return complaint_fire(r, c, &e, "klage");
	}
	e = page_case_event(r, &c->w.c, "desk.heard-complaint-taken");
	e.data = str_fmt(r->a, "{\"heard\":\"" STR_FMT "\"}", STR_ARG(r->seg[1]));
	case_happen(page_db(r), &e);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "/klage", STR_ARG(c->w.base)));
	return ERR_OK;
}

enum err
desk_complaint_take(struct req *r)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK,
	    r->seg[0]));
	const struct db_rows *taken;
	struct complaint c;
	bool shown;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	TRY(complaint_open(r, &asked, &c, &shown));
	if (shown)
		return ERR_OK;
	if (!work_writes(r, &c.w) || !complaint_readable(c.others, r->seg[1]))
		return ERR_DENIED;
	taken = DB_ADD(page_db(r), SQL_HEARD_COMPLAINT_TAKE, r->seg[0], r->seg[1]);
	TRY(db_run(page_db(r)));
	return db_count(taken) == 0 ? ERR_STALE : take_in(r, &c, taken);
}

/* ---- to the body, and back ---- */

struct doing {
	struct complaint c;
	struct appeal	 p;
};

static void
tell(struct req *r, const struct appeal *p)
{
	static const struct { const char *name, *upheld_href, *href; } at[A_PARTS] = {
		[A_TEXT] = { "error_text", "#vurdering", "#begrunnelse" },
		[A_RESULT] = { "error_result", "#resultat", "#resultat" },
		[A_ON] = { "error_on", "#avgjort", "#avgjort" },
		[A_OUTCOME] = { "error_outcome", "#utfall", "#utfall" },
		[A_PLACE] = { "error_place", "#plass", "#plass" },
		[A_START] = { "error_start", "#oppstart", "#oppstart" },
		[A_REMAINS] = { "error_remains", "#gjenstar", "#gjenstar" },
		[A_UNTIL] = { "error_until", "#frist", "#frist" },
		[A_FILES] = { "error_enclosed", "#vedlegg", "#vedlegg" } };
	bool upheld = p->result.n == 0 && params_has(&r->form, "vurdering");

	for (size_t i = 0; i < A_PARTS; i++)
		if (p->wrong[i] != NULL)
			complaint_wrong(r, upheld && i != A_FILES ? "error_assessment" :
			    at[i].name, upheld ? at[i].upheld_href : at[i].href, p->wrong[i]);
}

/* What stands in the way of what is posted, whatever it says. */
static enum err
in_the_way(const struct req *r, const struct doing *d)
{
	if (str_eq_z(d->c.p.status, "proposed") || proposal_stale(r, &d->c.p))
		return ERR_STALE;
	return d->p.ok ? ERR_OK : ERR_INVALID;
}

/* The form that it came from: what upholds, else a result. */
static enum err
open_doing(struct req *r, const struct complaint_asked *asked, bool upheld, struct doing *out,
    bool *shown)
{
	enum err why;

	TRY(complaint_open(r, asked, &out->c, shown));
	if (*shown)
		return ERR_OK;
	if (!page_case_may(r, &out->c.w.c, upheld ? "uphold" : "appeal.stand"))
		return ERR_STALE;
	if (!out->c.w.mine || (upheld && complaint_withheld(asked->story, asked->others)))
		return ERR_DENIED;
	out->p = (upheld ? appeal_upheld : appeal_result)(r, &out->c.w, &r->form, asked->story,
	    page_session(r)->name);
	out->p.others = asked->others;
	appeal_enclose(r, &out->p, &r->form, asked->to_body);
	why = in_the_way(r, out);
	if (why == ERR_OK)
		return ERR_OK;
	*shown = true;
	r->status = err_http(why);
	if (why == ERR_INVALID)
		tell(r, &out->p);
	return complaint_refuse(r, &out->c);
}

static enum err
preview(struct req *r, bool upheld)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_READ,
	    r->seg[0]));
	struct doing d;
	bool shown;

	TRY(open_doing(r, &asked, upheld, &d, &shown));
	if (shown)
		return ERR_OK;
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preview"));
	TRY(page_commit(r));
	TRY(appeal_letters(r, &d.c.w, &d.p));
	work_head(r, &d.c.w);
	over_carry(r, "");
	vset_flag(page_map(r), "upheld", upheld);
	vset_flag(page_map(r), "four_eyes", d.p.four_eyes);
	return page_show(r, "desk/complaint-preview");
}

enum err
desk_complaint_preview(struct req *r)
{
	return preview(r, true);
}

enum err
desk_appeal_preview(struct req *r)
{
	bool shown;

	TRY(complaint_letter(r, &shown));
	return shown ? ERR_OK : preview(r, false);
}

static enum err
send(struct req *r, bool upheld, const char *done)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK,
	    r->seg[0]));
	struct case_event e;
	struct doing d;
	bool shown;

	TRY(open_doing(r, &asked, upheld, &d, &shown));
	if (shown)
		return ERR_OK;
	if (d.p.four_eyes)
		return ERR_DENIED;
	e = page_case_event(r, &d.c.w.c, d.p.event);
	e.outcome = d.p.outcome;
	e.told_at = decision_told_at(d.p.until);
	e.data = appeal_json(r->a, &d.p);
	e.enclosed = enclosed_things(r->a, &d.p.enclosed);
	e.nenclosed = d.p.enclosed.n;
	e.to_body = true;
	return complaint_fire(r, &d.c, &e, done);
}

enum err
desk_uphold(struct req *r)
{
	return send(r, true, "opprettholdt");
}

enum err
desk_appeal_result(struct req *r)
{
	return send(r, false, "avgjort");
}

enum err
desk_appeal_propose(struct req *r)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK,
	    r->seg[0]));
	const struct db_rows *moved;
	struct doing d;
	bool shown, upheld;

	upheld = params_has(&r->form, "vurdering");
	TRY(open_doing(r, &asked, upheld, &d, &shown));
	if (shown)
		return ERR_OK;
	if (!d.p.four_eyes)
		return ERR_STALE;
	proposal_put(r, &d.c.w, &d.c.p, upheld ? appeal_upheld_field : appeal_result_field);
	TRY(proposal_send(r, &d.c.w, d.p.event, appeal_json(r->a, &d.p), &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?foreslatt=1", STR_ARG(d.c.w.base)));
	return ERR_OK;
}
