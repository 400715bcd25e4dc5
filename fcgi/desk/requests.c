/* requests.c - the requests to see a document that wait, and those that have been answered */
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */
#define HERE		"/saksbehandling/innsynskrav"

static void
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	static const char *const cells[] = { "title", "case_number", "how", "assigned", "outcome" };
	static const char *const days[] = { "asked_at", "due_at", "answered_at", "complained_at",
	    "undelivered_at" };
	struct vmap *m = vadd(page_map(r), "rows");

	for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
		vset(m, cells[k], db_get(rows, i, cells[k]).n > 0 ? db_get(rows, i, cells[k]) :
		    STR(""));
	for (size_t k = 0; k < sizeof days / sizeof *days; k++)
		vset(m, days[k], page_day_short(r, db_at(rows, i, days[k])));
	vset(m, "href", str_fmt(r->a, HERE "/" STR_FMT, STR_ARG(db_get(rows, i, "id"))));
	vset_flag(m, "late", db_bool(rows, i, "late"));
	vset_flag(m, "mine", db_bool(rows, i, "mine"));
	vset_flag(m, "to_deliver", !str_eq_z(db_get(rows, i, "how"), "email") &&
	    db_at(rows, i, "delivered_at") == 0);
}

enum err
desk_requests(struct req *r)
{
	bool answered = params_has(&r->query, "besvart");
	const struct db_rows *rows;
	struct str after[2];

	page_after(r, after);
	rows = DB_ADD(page_db(r), SQL_REQUEST_LIST, answered ? STR("false") : STR("true"),
	    after[0], after[1]);
	TRY(page_read(r));
	vlist(page_map(r), "rows");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		fill_row(r, rows, i);
	vset_flag(page_map(r), "answered", answered);
	vset(page_map(r), "first_href", !params_has(&r->query, "etter") ? STR("") : answered ?
	    STR(HERE "?besvart=1") : STR(HERE));
	vset(page_map(r), "next_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    str_fmt(r->a, HERE "?%setter=" STR_FMT "," STR_FMT, answered ? "besvart=1&" : "",
	    STR_ARG(url_encode(r->a, db_get(rows, PAGE_ROWS - 1, "key"))),
	    STR_ARG(db_get(rows, PAGE_ROWS - 1, "id"))));
	return page_show(r, "desk/requests");
}
