#include "desk/work.h"

#include "desk/sql.h"
#include "register/register.h"
#include "release/store.h"

enum err
work_take(struct req *r, const struct db_rows *rows, struct work *out)
{
	struct work w;

	if (db_count(rows) == 0)
		return ERR_GONE;
	w = (struct work){ .id = db_get(rows, 0, "id"), .ref = db_get(rows, 0, "ref"),
		.state = db_get(rows, 0, "state"), .revision = db_get(rows, 0, "revision"),
		.applicant = db_get(rows, 0, "applicant"), .code = db_get(rows, 0, "code"),
		.received_at = db_at(rows, 0, "received_at"), .mine = db_bool(rows, 0, "mine") };
	w.base = str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(w.ref));
	TRY(release_get(page_app(r)->releases, r->a, db_get(rows, 0, "release_id"), &w.release));
	w.world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	TRY(answers_read(r->a, w.release->form, db_get(rows, 0, "answers"),
	    case_pairs(r->a, db_get(rows, 0, "pids")), &w.answers));
	answers_rules(w.answers, &w.world);
	*out = w;
	return ERR_OK;
}

static enum flow_by
role(const struct req *r)
{
	struct str name = page_session(r)->role;

	return str_eq_z(name, "leader") ? FLOW_LEADER : str_eq_z(name, "caseworker") ? FLOW_CASEWORKER : 0;
}

struct case_event
work_event(const struct req *r, const struct work *w, const char *event)
{
	return (struct case_event){ .tenant_id = page_tenant(r)->id, .case_id = w->id, .revision = w->revision,
		.state = w->state, .received_at = w->received_at, .flow = w->release->flow,
		.answers = w->answers, .world = &w->world, .event = event, .by = role(r),
		.actor_id = page_session(r)->desk_user_id };
}

bool
work_may(const struct req *r, const struct work *w, const char *event)
{
	struct case_event e = work_event(r, w, event);
	const struct flow_choice *v;
	size_t n = case_may(r->a, &e, &v);

	for (size_t i = 0; i < n; i++)
		if (str_eq_z(v[i].event, event))
			return true;
	return false;
}

void
work_head(struct req *r, const struct work *w)
{
	struct vmap *v = page_map(r);

	vset(v, "ref", w->ref);
	vset(v, "case_title", w->release->service->form_title);
	vset(v, "applicant", w->applicant);
	vset(v, "case_href", w->base);
	vset(v, "take_href", str_fmt(r->a, STR_FMT "/ta", STR_ARG(w->base)));
	vset(v, "decide_href", str_fmt(r->a, STR_FMT "/vedtak", STR_ARG(w->base)));
	vset(v, "preview_href", str_fmt(r->a, STR_FMT "/vedtak/forhandsvisning", STR_ARG(w->base)));
	vset(v, "send_href", str_fmt(r->a, STR_FMT "/vedtak/send", STR_ARG(w->base)));
}
