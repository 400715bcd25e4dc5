/* unit.c - whose a case is within the municipality, changed by hand where the rules were wrong */
#include "base/arena.h"
#include "base/buf.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "release/messages.h"

#define NOBODY	"ingen"

/* What was posted: the unit, and which it was when the page was made. */
struct move {
	struct str	 to, from, name;
	const char	*wrong;
};

static struct str
form_href(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/enhet",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

static enum err
may_move(const struct work *w)
{
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	return w->c.by != 0 ? ERR_OK : ERR_DENIED;
}

static struct move
read_move(const struct req *r, const struct work *w, const struct db_rows *units)
{
	struct move m = { .to = page_field(r, "enhet"), .from = page_field(r, "fra") };
	bool known = str_eq_z(m.to, NOBODY) && w->unit_id.n > 0;

	for (size_t i = 0; i < db_count(units); i++)
		if (str_eq(m.to, db_get(units, i, "id"))) {
			m.name = db_get(units, i, "name");
			known = !str_eq(m.to, w->unit_id);
		}
	m.wrong = known ? NULL : "unit-choose";
	return m;
}

static void
fill_units(struct req *r, const struct db_rows *units, const struct work *w, struct str chosen)
{
	struct vmap *v = page_map(r);

	vlist(v, "units");
	for (size_t i = 0; i < db_count(units); i++) {
		struct str id = db_get(units, i, "id");
		struct vmap *m;

		if (str_eq(id, w->unit_id))
			continue;
		m = vadd(v, "units");
		vset(m, "id", str_fmt(r->a, "enhet-" STR_FMT, STR_ARG(id)));
		vset(m, "value", id);
		vset(m, "name", db_get(units, i, "name"));
		vset_flag(m, "checked", str_eq(id, chosen));
	}
	vset_flag(v, "nobody", str_eq_z(chosen, NOBODY));
}

static enum err
show(struct req *r, const struct work *w, const struct db_rows *units, const struct move *m)
{
	struct vmap *v = page_map(r);
	const char *wrong = r->status == err_http(ERR_INVALID) ? m->wrong : NULL;
	struct str said = wrong == NULL ? STR("") :
	    form_message(page_app(r)->messages->in[LANG_NB], r->a, wrong, STR(""));

	work_head(r, w);
	vset(v, "form_href", form_href(r));
	vset(v, "unit", w->unit);
	vset(v, "from", w->unit_id);
	fill_units(r, units, w, m->to);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	vset(v, "error_unit", said);
	vset_flag(v, "error", wrong != NULL);
	vlist(v, "errors");
	if (wrong != NULL) {
		struct vmap *e = vadd(v, "errors");

		vset(e, "text", said);
		vset_z(e, "href", "#enhet");
	}
	return page_show(r, "desk/unit");
}

enum err
desk_unit(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *units = DB_ADD0(page_db(r), SQL_UNIT_LIST);
	struct move m = { .to = STR("") };
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	TRY(may_move(&w));
	return show(r, &w, units, &m);
}

static struct str
event_data(struct req *r, const struct work *w, const struct move *m)
{
	struct buf b = buf_new(r->a, 256);

	buf_add_z(&b, "{\"about\":\"");
	buf_json(&b, m->name);
	buf_fmt(&b, "\",\"unit\":\"" STR_FMT "\",\"from\":\"" STR_FMT "\"}",
	    STR_ARG(str_eq_z(m->to, NOBODY) ? STR("") : m->to), STR_ARG(w->unit_id));
	return buf_str(&b);
}

static enum err
move(struct req *r, const struct work *w, const struct move *m)
{
	struct case_event e = page_case_event(r, &w->c, "desk.route");
	const struct db_rows *moved;

	moved = DB_ADD(page_db(r), SQL_CASE_ROUTE, w->c.id, w->c.revision,
	    str_eq_z(m->to, NOBODY) ? STR_NONE : m->to);
	e.data = event_data(r, w, m);
	case_happen(page_db(r), &e);
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?flyttet=1", STR_ARG(w->base)));
	return ERR_OK;
}

/* Nothing is moved: say why, with what was chosen. */
static enum err
refuse(struct req *r, const struct work *w, const struct db_rows *units, const struct move *m,
    enum err why)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, w, units, m);
}

enum err
desk_unit_move(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *units = DB_ADD0(page_db(r), SQL_UNIT_LIST);
	struct move m;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, form_href(r));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(may_move(&w));
	m = read_move(r, &w, units);
	if (token != ERR_OK)
		return refuse(r, &w, units, &m, token);
	if (!str_eq(m.from, w.unit_id))
		return refuse(r, &w, units, &m, ERR_STALE);
	if (m.wrong != NULL)
		return refuse(r, &w, units, &m, ERR_INVALID);
	return move(r, &w, &m);
}
