#include "desk/origin.h"

#include "desk/registration.h"

void
origin_fill(struct req *r, const struct work *w, const struct db_rows *scans)
{
	struct vmap *v = page_map(r);
	struct str rest = db_get(w->rows, 0, "gaps");

	vset(v, "origin", db_get(w->rows, 0, "origin"));
	vset(v, "registered_by", db_get(w->rows, 0, "registered_by"));
	vset(v, "registered_at", page_at(r, db_at(w->rows, 0, "registered_at")));
	if (!str_eq_z(db_get(w->rows, 0, "origin"), "web"))
		vset(v, "received_at", page_day(r, w->c.received_at));
	vlist(v, "open");
	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n');
		struct vmap *m = vadd(v, "open");

		vset(m, "label", str_cut(&line, '\t'));
		vset(m, "reason", line);
	}
	scans_fill(r, scans, str_fmt(r->a, STR_FMT "/vedlegg", STR_ARG(w->base)));
}
