/* national.c - a case in the shape of somebody else, to be saved: exports/ of its service */
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#include "base/arena.h"

/* The empty str when their number is not for who is looking. */
static struct str
pid_of(struct form_pairs pairs, struct str person)
{
	for (size_t i = 0; i < pairs.n; i++) {
		struct str rest = pairs.v[i];

		if (str_eq(str_cut(&rest, '='), person))
			return rest;
	}
	return STR("");
}

static const struct export_party *
parties(struct req *r, const struct db_rows *rows)
{
	size_t n = db_count(rows);
	struct export_party *v = arena_alloc(r->a, (n + 1) * sizeof *v);
	struct form_pairs pairs = case_pairs(r->a, db_get(rows, 0, "pids"));

	for (size_t i = 0; i < n; i++)
		v[i] = (struct export_party){ db_get(rows, i, "party"), db_get(rows, i, "name"),
			pid_of(pairs, db_get(rows, i, "person_id")) };
	return v;
}

static struct export_facts
facts(struct req *r, const struct work *w, const struct db_rows *holders)
{
	const struct export_party *v = parties(r, holders);
	const struct tenant *t = page_tenant(r);

	return (struct export_facts){ .ref = w->c.ref, .state = w->c.state,
		.outcome = db_get(w->rows, 0, "outcome"), .received_at = w->c.received_at,
		.decided_at = db_at(w->rows, 0, "decided_at"), .tenant_number = t->id,
		.tenant_name = t->name, .applicant_name = v->name, .applicant_pid = v->pid,
		.line1 = db_get(holders, 0, "line1"), .line2 = db_get(holders, 0, "line2"),
		.postcode = db_get(holders, 0, "postcode"), .city = db_get(holders, 0, "city"),
		.country = db_get(holders, 0, "country"),
		.parties = v, .nparties = db_count(holders) };
}

/* What leaves the house is noted before it leaves, as a look at the answers. */
enum err
desk_national(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *holders = DB_ADD(page_db(r), SQL_EXPORT_HOLDERS, r->seg[0]);
	const struct export *e;
	struct export_facts f;
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("answers"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	e = release_export(w.c.release, r->seg[1]);
	if (e == NULL || db_count(holders) == 0)
		return ERR_GONE;
	w.c.world.mask = w.graded;	/* whoever looks, it leaves the house */
	f = facts(r, &w, holders);
	export_make(e, w.c.answers, &w.c.world, &f, &r->body);
	reply_attachment(r, STR(EXPORT_MEDIA_TYPE), str_fmt(r->a, STR_FMT "-" STR_FMT ".xml",
	    STR_ARG(w.c.ref), STR_ARG(export_id(e))));
	return ERR_OK;
}
