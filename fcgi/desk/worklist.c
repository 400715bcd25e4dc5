/* worklist.c - what waits, and for whom */
#include "base/id.h"
#include "base/time.h"
#include "desk/graded.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/page.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */

static const struct list {
	const char	*name;		/* in the address */
	const struct db_stmt *stmt;
	const char	*key;		/* the column that the list is in order of */
} lists[] = {
	{ "nyeste", &SQL_WORK_NEWEST, "received_at" },
	{ "eldste", &SQL_WORK_OLDEST, "received_at" },
	{ "frist",  &SQL_WORK_DUE,    "due_at" },
	{ "mine",   &SQL_WORK_MINE,   "received_at" },
};

static const struct list *
find_list(struct str name)
{
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (str_eq_z(name, lists[i].name))
			return &lists[i];
	return &lists[0];
}

/* ?etter=INSTANT,ID: the row after which the page begins. */
static const struct db_rows *
ask(struct req *r, const struct list *l)
{
	struct str rest = params_get(&r->query, "etter"), at = str_cut(&rest, ',');
	int64_t parsed;

	if (!time_read_pg(at, &parsed) || !id_is(rest))
		at = rest = STR_NONE;
	return db_add(page_db(r), l->stmt, (const struct str[]){ at, rest }, 2);
}

static enum err
fill_row(struct req *r, const struct db_rows *rows, size_t i, int64_t now)
{
	struct vmap *m = vadd(page_map(r), "rows");
	const struct release *rel;
	const struct service_words *w;

	TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
	w = service_words(r->a, rel->service->states, rel->service->nstates,
	    db_get(rows, i, "state"));
	vset(m, "ref", db_get(rows, i, "ref"));
	vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT,
	    STR_ARG(db_get(rows, i, "ref"))));
	vset(m, "title", rel->service->title);
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "state_text", w->desk);
	vset(m, "ball", w->ball);
	vset(m, "received", page_day_short(r, db_at(rows, i, "received_at")));
	vset(m, "due", page_day_short(r, db_at(rows, i, "due_at")));
	vset_flag(m, "late", db_at(rows, i, "due_at") != 0 && db_at(rows, i, "due_at") < now);
	vset(m, "assigned", db_get(rows, i, "assigned"));
	vset_flag(m, "mine", db_get(rows, i, "mine").p != NULL && db_bool(rows, i, "mine"));
	return ERR_OK;
}

static void
fill_tabs(struct req *r, const struct list *l, const struct db_rows *counts)
{
	struct vmap *v = page_map(r);

	vset_z(v, "tab", l->name);
	vset(v, "open_count", str_eq(db_get(counts, 0, "waiting"), STR("0")) ? STR("") :
	    db_get(counts, 0, "waiting"));
	vset(v, "mine_count", db_get(counts, 0, "mine"));
}

enum err
desk_worklist(struct req *r)
{
	const struct list *l = find_list(params_get(&r->query, "liste"));
	const struct db_rows *rows = ask(r, l), *counts = DB_ADD0(page_db(r), SQL_WORK_COUNTS);
	const struct db_rows *graded = graded_ask(r);
	struct vmap *v = page_map(r);
	int64_t now = time_now_at();
	size_t last;

	TRY(page_read(r));
	graded_fill(r, graded);
	fill_tabs(r, l, counts);
	vlist(v, "rows");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		TRY(fill_row(r, rows, i, now));
	last = db_count(rows) > PAGE_ROWS ? PAGE_ROWS - 1 : 0;
	vset(v, "first_href", !params_has(&r->query, "etter") ? STR("") :
	    str_fmt(r->a, "/saksbehandling?liste=%s", l->name));
	vset(v, "next_href", last == 0 ? STR("") :
	    str_fmt(r->a, "/saksbehandling?liste=%s&etter=" STR_FMT "," STR_FMT, l->name,
	    STR_ARG(url_encode(r->a, db_get(rows, last, l->key))),
	    STR_ARG(db_get(rows, last, "id"))));
	return page_show(r, "desk/worklist");
}
