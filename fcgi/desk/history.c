/* history.c - what has happened in a case, and who has looked at it */
#include "desk/drawing.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "page/clock.h"

#define PAGE_ROWS	100		/* the statement gives one more when there is a next page */

static struct str
state_words(struct req *r, const struct service *s, struct str state)
{
	return state.p == NULL ? STR("") : service_words(r->a, s->states, s->nstates, state)->desk;
}

static void
fill_events(struct req *r, const struct db_rows *rows, const struct service *s)
{
	vlist(page_map(r), "events");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "events");
		struct str from = db_get(rows, i, "from_state"), to = db_get(rows, i, "to_state");

		vset(m, "seq", db_get(rows, i, "seq"));
		vset(m, "at", page_at(r, db_at(rows, i, "at")));
		vset(m, "text", work_event(r, rows, i, s));
		vset(m, "actor", db_get(rows, i, "actor"));
		vset(m, "by", db_get(rows, i, "by"));
		vset(m, "to_text", str_eq(from, to) ? STR("") : state_words(r, s, to));
	}
}

static void
fill_looks(struct req *r, const struct db_rows *rows, struct str base, int64_t from)
{
	vlist(page_map(r), "looks");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++) {
		struct vmap *m = vadd(page_map(r), "looks");

		vset(m, "at", page_at(r, db_at(rows, i, "at")));
		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "what", db_get(rows, i, "what"));
	}
	vset(page_map(r), "older_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    str_fmt(r->a, STR_FMT "/historikk?fra=%lld#innsyn", STR_ARG(base),
	    (long long)from + PAGE_ROWS));
}

enum err
desk_history(struct req *r)
{
	struct str ref = r->seg[0];
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, ref), *looks;
	const struct db_rows *events = DB_ADD(page_db(r), SQL_CASE_EVENTS, ref);
	int64_t from;
	struct work w;

	if (!str_int(params_get(&r->query, "fra"), &from) || from < 0 || from > 1000000)
		from = 0;
	looks = DB_ADD(page_db(r), SQL_CASE_LOOKS, ref, str_fmt(r->a, "%d", (int)from));
	DB_ADD(page_db(r), SQL_ACCESS_PUT, ref, STR("history"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	work_head(r, &w);
	fill_events(r, events, w.c.release->service);
	fill_looks(r, looks, w.base, from);
	page_clock_fill(r, &w.c, NULL, true);
	drawing_fill(r, &w);
	return page_show(r, "desk/history");
}
