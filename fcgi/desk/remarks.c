/* remarks.c - open remarks of inspections in all cases, the nearest deadline first */
#include "base/time.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/page.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */

static enum err
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), "rows");
	const struct release *rel;
	struct date d = { 0 };

	TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
	vset(m, "ref", db_get(rows, i, "ref"));
	vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/tilsyn",
	    STR_ARG(url_encode(r->a, db_get(rows, i, "ref")))));
	vset(m, "title", rel->service->title);
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "assigned", db_get(rows, i, "assigned"));
	vset_flag(m, "mine", db_bool(rows, i, "mine"));
	vset(m, "n", db_get(rows, i, "n"));
	vset(m, "text", db_get(rows, i, "text"));
	(void)time_date_read(db_get(rows, i, "due_on"), &d);
	vset(m, "due", time_date_show(r->a, LANG_NB, d));
	vset_flag(m, "late", db_bool(rows, i, "late"));
	vset(m, "told_at", page_day_short(r, db_at(rows, i, "told_at")));
	return ERR_OK;
}

enum err
desk_remarks(struct req *r)
{
	struct vmap *v = page_map(r);
	const struct db_rows *rows;
	struct str after[2];
	size_t last;

	page_after(r, after);
	rows = db_add(page_db(r), &SQL_REMARK_LIST, after, 2);
	TRY(page_read(r));
	last = db_count(rows) > PAGE_ROWS ? PAGE_ROWS - 1 : 0;
	vset_z(v, "pile", "remarks");
	vlist(v, "rows");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		TRY(fill_row(r, rows, i));
	vset_z(v, "first_href", params_has(&r->query, "etter") ? "/saksbehandling/tilsyn" : "");
	vset(v, "next_href", last == 0 ? STR("") : str_fmt(r->a,
	    "/saksbehandling/tilsyn?etter=" STR_FMT "," STR_FMT,
	    STR_ARG(db_get(rows, last, "due_on")), STR_ARG(db_get(rows, last, "id"))));
	return page_show(r, "desk/remarks");
}
