#include "citizen/origin.h"

#include "citizen/sql.h"
#include "form/form.h"
#include "page/page.h"

const struct db_rows *
origin_ask(struct req *r)
{
	return DB_ADD(page_db(r), SQL_CASE_SCANS, r->seg[0]);
}

void
origin_fill(struct req *r, const struct db_rows *rows, const struct db_rows *scans)
{
	struct vmap *v = page_map(r);

	vset(v, "origin", db_get(rows, 0, "origin"));
	vlist(v, "scans");
	for (size_t i = 0; i < db_count(scans); i++) {
		struct vmap *m = vadd(v, "scans");
		struct str verdict = db_get(scans, i, "verdict");

		vset(m, "name", db_get(scans, i, "name"));
		vset(m, "size", form_bytes_show(r->a, page_lang(r),
		    (size_t)db_int(scans, i, "size")));
		vset(m, "href", str_fmt(r->a, "/mine-saker/" STR_FMT "/vedlegg/" STR_FMT,
		    STR_ARG(db_get(rows, 0, "ref")), STR_ARG(db_get(scans, i, "id"))));
		vset_flag(m, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(m, "infected", str_eq_z(verdict, "infected"));
	}
}

struct str
origin_at(struct req *r, const struct db_rows *rows, int64_t received_at)
{
	return str_eq_z(db_get(rows, 0, "origin"), "web") ? page_at(r, received_at) :
	    page_day(r, received_at);
}
