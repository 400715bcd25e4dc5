/* dismissals.c - which of the complaints of a case can be dismissed */
#include "base/arena.h"
#include "desk/complaint.h"

bool
complaint_alone(const struct complaint *c)
{
	for (size_t i = 0; i < db_count(c->others); i++)
		if (db_bool(c->others, i, "joined"))
			return false;
	return true;
}

static struct str
own_href(const struct req *r, const struct complaint *c)
{
	if (db_get(c->story, 0, "complaint_by").n > 0)
		return STR("");
	return str_fmt(r->a, STR_FMT "/klage/avvis", STR_ARG(c->w.base));
}

static struct str
main_href(const struct req *r, const struct complaint *c)
{
	for (size_t i = 0; i < db_count(c->others); i++)
		if (db_bool(c->others, i, "main"))
			return str_fmt(r->a, STR_FMT "/klage/fra/" STR_FMT "/avvis",
			    STR_ARG(c->w.base), STR_ARG(db_get(c->others, i, "id")));
	return own_href(r, c);
}

void
complaint_dismissals(struct req *r, const struct complaint *c)
{
	bool may = page_case_may(r, &c->w.c, COMPLAINT_DISMISS_OWN);
	bool alone = complaint_alone(c);

	vset(page_map(r), "dismiss_href", may && alone &&
	    !complaint_withheld(c->story, c->others) ? main_href(r, c) : STR(""));
	vset_flag(page_map(r), "dismiss_first", may && !alone);
	vset_flag(page_map(r), "can_part", may);
	vset_flag(page_map(r), "can_dismiss", c->w.mine &&
	    page_case_may(r, &c->w.c, COMPLAINT_DISMISS));
	vset_flag(page_map(r), "dismissed", params_has(&r->query, "avvist"));
}
