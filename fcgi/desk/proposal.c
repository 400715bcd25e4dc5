#include "desk/proposal.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "desk/sql.h"

enum err
proposal_take(struct req *r, const struct work *w, const struct db_rows *rows,
    struct proposal *out)
{
	struct params kept = { NULL, 0 };

	*out = (struct proposal){ .rows = rows, .status = STR("") };
	if (db_count(rows) == 0)
		return ERR_OK;
	out->status = db_get(rows, 0, "status");
	out->revision = db_int(rows, 0, "revision");
	if (params_read(r->a, db_get(rows, 0, "fields"), &kept) != ERR_OK)
		return log_err(ERR_CONFIG, "proposal-unreadable", str_z(r->a, w->c.id));
	out->d = decision_read(r, w, &kept, str_eq_z(out->status, "proposed") ?
	    db_get(rows, 0, "proposed_by") : page_session(r)->name);
	return ERR_OK;
}

bool
proposal_stale(const struct req *r, const struct proposal *p)
{
	struct str seen = page_field(r, "utgave");
	int64_t n;

	return seen.n > 0 && (!str_int(seen, &n) || n != p->revision);
}

void
proposal_put(struct req *r, const struct work *w)
{
	struct buf b = buf_new(r->a, 1024);

	for (size_t i = 0; i < r->form.n; i++) {
		const struct param *f = &r->form.v[i];

		if (decision_field(f->name) && f->value.n > 0)
			buf_fmt(&b, "%s" STR_FMT "=" STR_FMT, b.n > 0 ? "&" : "", STR_ARG(f->name),
			    STR_ARG(url_encode(r->a, f->value)));
	}
	DB_ADD(page_db(r), SQL_PROPOSAL_PUT, page_tenant(r)->id, w->c.id, buf_str(&b));
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
	vset(v, "proposal_outcome", p.d.is != NULL ? p.d.is->desk : STR(""));
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
