#include "desk/give.h"

#include "base/id.h"
#include "desk/sql.h"

static bool
flow_takes(struct req *r, const struct case_event *e)
{
	const struct flow_choice *v;
	size_t n = case_may(r->a, e, &v);

	for (size_t i = 0; i < n; i++)
		if (str_eq_z(v[i].event, "assign"))
			return true;
	return false;
}

static void
put_to(struct req *r, struct case_event *e, struct str to)
{
	if (to.p != NULL)
		e->data = str_fmt(r->a, "{\"to\":\"" STR_FMT "\"}", STR_ARG(to));
}

enum err
give_case(struct req *r, struct case_event e, struct str to)
{
	const struct db_rows *moved;

	if (e.by == 0)
		return ERR_DENIED;
	if (to.p == NULL || !flow_takes(r, &e))
		return give_away(r, e, to);
	put_to(r, &e, to);
	e.event = "assign";
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	DB_ADD(page_db(r), SQL_CASE_ASSIGN, e.case_id, to);
	return ERR_OK;
}

enum err
give_away(struct req *r, struct case_event e, struct str to)
{
	put_to(r, &e, to);
	e.by = FLOW_CASEWORKER;
	e.event = to.p != NULL ? "desk.hand-over" : "desk.give-back";
	case_happen(page_db(r), &e);
	DB_ADD(page_db(r), SQL_CASE_ASSIGN, e.case_id, to);
	return ERR_OK;
}

void
give_message(struct req *r, struct str case_id, struct str text, struct str to)
{
	if (text.n > 0)
		DB_ADD(page_db(r), SQL_NOTE_PUT, id_new(r->a), page_tenant(r)->id, case_id, text,
		    to);
}
