#include "desk/work.h"

#include "desk/list.h"

static enum flow_by
acting(const struct work *w)
{
	if (w->disqualified.n > 0)
		return 0;
	return str_eq_z(w->role, "leader") ? FLOW_LEADER : str_eq_z(w->role, "caseworker") ?
	    FLOW_CASEWORKER : 0;
}

enum err
work_take_any(struct req *r, const struct db_rows *rows, struct work *out)
{
	struct work w = { .rows = rows, .lang = LANG_NB };

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
	w.c.by = acting(&w);
	w.base = str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(w.c.ref));
	*out = w;
	return ERR_OK;
}

enum err
work_take(struct req *r, const struct db_rows *rows, struct work *out)
{
	struct work w;

	TRY(work_take_any(r, rows, &w));
	if (r->method == POST && w.disqualified.n > 0)
		return ERR_DISQUALIFIED;
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
	vset(v, "history_href", str_fmt(r->a, STR_FMT "/historikk", STR_ARG(w->base)));
	vset(v, "files_href", str_fmt(r->a, STR_FMT "/vedlegg", STR_ARG(w->base)));
	vset(v, "take_href", str_fmt(r->a, STR_FMT "/ta" STR_FMT, STR_ARG(w->base),
	    STR_ARG(list_keep(r, '?'))));
	vset(v, "decide_href", str_fmt(r->a, STR_FMT "/vedtak", STR_ARG(w->base)));
	vset(v, "preview_href", str_fmt(r->a, STR_FMT "/vedtak/forhandsvisning", STR_ARG(w->base)));
	vset(v, "unit_href", str_fmt(r->a, STR_FMT "/enhet", STR_ARG(w->base)));
	vset(v, "send_href", str_fmt(r->a, STR_FMT "/vedtak/send", STR_ARG(w->base)));
}
