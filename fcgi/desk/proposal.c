#include "desk/proposal.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "desk/sql.h"

enum err
proposal_take(struct req *r, const struct work *w, const struct db_rows *rows,
    struct proposal *out)
{
	*out = (struct proposal){ .rows = rows, .status = STR(""), .by = page_session(r)->name };
	if (db_count(rows) == 0)
		return ERR_OK;
	out->status = db_get(rows, 0, "status");
	out->revision = db_int(rows, 0, "revision");
	if (params_read(r->a, db_get(rows, 0, "fields"), &out->kept) != ERR_OK)
		return log_err(ERR_CONFIG, "proposal-unreadable", str_z(r->a, w->c.id));
	if (str_eq_z(out->status, "proposed"))
		out->by = db_get(rows, 0, "proposed_by");
	out->d = decision_read(r, w, &out->kept, out->by);
	return ERR_OK;
}

bool
proposal_stale(const struct req *r, const struct proposal *p)
{
	return page_field(r, "utgave").n > 0 && page_edition(r, "utgave") != p->revision;
}

static void
put_field(struct req *r, struct buf *b, const struct param *f)
{
	if (f->value.n > 0)
		buf_fmt(b, "%s" STR_FMT "=" STR_FMT, b->n > 0 ? "&" : "", STR_ARG(f->name),
		    STR_ARG(url_encode(r->a, f->value)));
}

void
proposal_put(struct req *r, const struct work *w, const struct proposal *p,
    bool (*mine)(struct str name))
{
	struct buf b = buf_new(r->a, 1024);

	for (size_t i = 0; i < r->form.n; i++)
		if (mine(r->form.v[i].name))
			put_field(r, &b, &r->form.v[i]);
	for (size_t i = 0; i < p->kept.n; i++)
		if (!mine(p->kept.v[i].name))
			put_field(r, &b, &p->kept.v[i]);
	DB_ADD(page_db(r), SQL_PROPOSAL_PUT, page_tenant(r)->id, w->c.id, buf_str(&b));
}

enum err
proposal_send(struct req *r, const struct work *w, const char *event, struct str data,
    const struct db_rows **moved)
{
	struct case_event e = page_case_event(r, &w->c, "propose");

	DB_ADD(page_db(r), SQL_PROPOSAL_SEND, page_tenant(r)->id, w->c.id, str_from_z(event), data);
	e.data = str_fmt(r->a, "{\"proposal\":\"%s\"}", event);
	return case_fire(page_db(r), r->a, &e, moved);
}

struct str
proposal_words(const struct req *r, const struct work *w, const struct proposal *p)
{
	const struct service *s = w->c.release->service;
	const struct service_words *e;

	if (!str_eq_z(p->status, "proposed"))
		return p->d.is != NULL ? p->d.is->desk : STR("");
	if (p->d.event != NULL && str_eq_z(db_get(p->rows, 0, "event"), p->d.event))
		return p->d.is->desk;
	e = service_words(r->a, s->events, s->nevents, db_get(p->rows, 0, "event"));
	return e->button.n > 0 ? e->button : e->desk;
}

const struct db_rows *
proposal_ask(struct req *r)
{
	return DB_ADD(page_db(r), SQL_PROPOSAL_READ, r->seg[0]);
}

/* Who would read a proposal: not who sent it. */
static bool
may_approve(const struct req *r, const struct work *w, const struct proposal *p)
{
	return str_eq_z(p->status, "proposed") && !db_bool(p->rows, 0, "proposed_mine") &&
	    page_case_may(r, &w->c, str_z(r->a, db_get(p->rows, 0, "event")));
}

enum err
proposal_fill(struct req *r, const struct work *w, const struct db_rows *rows)
{
	struct vmap *v = page_map(r);
	struct proposal p;
	bool proposed, may = decision_may(r, w);

	TRY(proposal_take(r, w, rows, &p));
	proposed = str_eq_z(p.status, "proposed");
	vset(v, "proposal", p.status);
	vset(v, "proposal_outcome", proposal_words(r, w, &p));
	vset(v, "proposal_by", db_count(rows) == 0 ? STR("") : db_get(rows, 0, proposed ?
	    "proposed_by" : str_eq_z(p.status, "returned") ? "returned_by" : "written_by"));
	vset(v, "proposal_at", db_count(rows) == 0 ? STR("") : page_at(r, db_at(rows, 0, proposed ?
	    "proposed_at" : str_eq_z(p.status, "returned") ? "returned_at" : "written_at")));
	vset(v, "proposal_comment", db_count(rows) == 0 ? STR("") : db_get(rows, 0, "comment"));
	vset_flag(v, "can_approve", may_approve(r, w, &p));
	vset_flag(v, "can_decide", w->mine && may && !proposed);
	vset_flag(v, "again", w->decided_on.n > 0);
	vset_flag(v, "complaint_now", page_case_may(r, &w->c, "uphold") ||
	    page_case_may(r, &w->c, "appeal.stand"));
	vset_flag(v, "can_complaint", page_case_may(r, &w->c, "uphold") ||
	    page_case_may(r, &w->c, "complain") || page_case_may(r, &w->c, "appeal.stand"));
	return ERR_OK;
}
