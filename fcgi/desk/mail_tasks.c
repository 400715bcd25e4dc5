/* mail_tasks.c - letters that a person must do something about, the oldest first */
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */

static enum err
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), "rows");
	struct str ref = db_get(rows, i, "ref");
	const struct release *rel;

	TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
	vset(m, "ref", ref);
	vset(m, "case_href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(ref)));
	vset(m, "href", ref.p == NULL ? str_fmt(r->a, "/saksbehandling/varsel/" STR_FMT,
	    STR_ARG(db_get(rows, i, "id"))) : str_fmt(r->a,
	    "/saksbehandling/sak/" STR_FMT "/brevoppgave/" STR_FMT, STR_ARG(ref),
	    STR_ARG(db_get(rows, i, "id"))));
	vset(m, "service", rel->service->title);
	vset(m, "property", db_get(rows, i, "property"));
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "title", db_get(rows, i, "title"));
	vset(m, "title_lang", db_get(rows, i, "language"));
	vset(m, "code", db_get(rows, i, "code"));
	vset(m, "at", page_day_short(r, db_at(rows, i, "opened_at")));
	vset(m, "assigned", db_get(rows, i, "assigned"));
	vset_flag(m, "mine", db_bool(rows, i, "mine"));
	return ERR_OK;
}

enum err
desk_mail_tasks(struct req *r)
{
	const struct db_rows *rows;
	struct vmap *v = page_map(r);
	struct str after[2];

	page_after(r, after);
	rows = db_add(page_db(r), &SQL_MAIL_TASK_LIST, after, 2);
	TRY(page_read(r));
	vlist(v, "rows");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		TRY(fill_row(r, rows, i));
	vset(v, "first_href", params_has(&r->query, "etter") ? STR("/saksbehandling/brev") :
	    STR(""));
	vset(v, "next_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    str_fmt(r->a, "/saksbehandling/brev?etter=" STR_FMT "," STR_FMT,
	    STR_ARG(url_encode(r->a, db_get(rows, PAGE_ROWS - 1, "opened_at"))),
	    STR_ARG(db_get(rows, PAGE_ROWS - 1, "id"))));
	return page_show(r, "desk/mail-tasks");
}
