/* bulk_result.c - what was done with many cases, and how far their letters have come */
#include "base/id.h"
#include "desk/bulk.h"
#include "desk/routes.h"
#include "desk/sql.h"

static void
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), db_get(rows, i, "skipped").p != NULL ? "skipped" :
	    "done");
	struct str ref = db_get(rows, i, "ref"), letter = db_get(rows, i, "letter_id");

	vset(m, "ref", ref);
	vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(ref)));
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "why", db_get(rows, i, "skipped"));
	vset(m, "before", db_get(rows, i, "before"));
	vset(m, "after", db_get(rows, i, "after"));
	vset(m, "letter_href", letter.p == NULL ? STR("") : str_fmt(r->a,
	    "/saksbehandling/sak/" STR_FMT "/brev/" STR_FMT, STR_ARG(ref), STR_ARG(letter)));
	vset_flag(m, "parked", db_bool(rows, i, "parked"));
}

static void
fill_cases(struct req *r, const struct db_rows *rows, int64_t chosen)
{
	int64_t done = 0, made = 0, parked = 0;
	struct vmap *v = page_map(r);

	vlist(v, "done");
	vlist(v, "skipped");
	for (size_t i = 0; i < db_count(rows); i++) {
		fill_row(r, rows, i);
		done += db_get(rows, i, "skipped").p == NULL;
		made += db_get(rows, i, "letter_id").p != NULL;
		parked += db_bool(rows, i, "parked");
	}
	vset_int(v, "n", done);
	vset_flag(v, "one", done == 1);
	vset_int(v, "made", made);
	vset_flag(v, "waiting", made + parked < done);
	vset(v, "parked", parked == 0 ? STR("") : str_fmt(r->a, "%lld", (long long)parked));
	vset(v, "rights", chosen <= (int64_t)db_count(rows) ? STR("") :
	    str_fmt(r->a, "%lld", (long long)(chosen - (int64_t)db_count(rows))));
}

static struct str
result_path(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/utvalg/" STR_FMT, STR_ARG(r->seg[0]));
}

enum err
desk_bulk_result(struct req *r)
{
	const struct db_rows *act, *rows;
	struct vmap *v = page_map(r);
	struct str kind;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	act = DB_ADD(page_db(r), SQL_BULK_ACT_READ, r->seg[0]);
	rows = DB_ADD(page_db(r), SQL_BULK_CASE_LIST, r->seg[0]);
	TRY(page_read(r));
	if (db_count(act) == 0)
		return ERR_GONE;
	kind = db_get(act, 0, "kind");
	fill_cases(r, rows, db_int(act, 0, "chosen"));
	vset(v, "kind", kind);
	vset(v, "what", db_get(act, 0, "what"));
	vset(v, "at", page_at(r, db_at(act, 0, "at")));
	vset(v, "undone_at", page_at(r, db_at(act, 0, "undone_at")));
	vset(v, "here", result_path(r));
	vset(v, "undo_href", str_fmt(r->a, STR_FMT "/angre", STR_ARG(result_path(r))));
	vset_flag(v, "can_undo", !str_eq_z(kind, "letter") &&
	    db_at(act, 0, "undone_at") == 0);
	return page_show(r, "desk/bulk-result");
}
