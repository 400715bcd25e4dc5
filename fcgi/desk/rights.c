/* rights.c - who has which right at the desk, and the units: to an administrator */
#include "base/buf.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/page.h"

/* The service by the name that people know, or its id where nothing is in force. */
static struct str
service_title(struct req *r, struct str release)
{
	struct str id = str_cut(&release, '=');
	const struct release *rel;

	if (release.n == 0 || page_release(r, release, &rel) != ERR_OK)
		return id;
	return rel->service->title;
}

static void
fill_services(struct req *r, struct vmap *m, struct str services)
{
	bool all = str_starts(services, STR("*="));
	struct buf b = buf_new(r->a, 128);

	while (services.n > 0 && !all) {
		buf_add_z(&b, b.n > 0 ? ", " : "");
		buf_add(&b, service_title(r, str_cut(&services, ' ')));
	}
	vset(m, "services", buf_str(&b));
}

/* A row for each role; the person is named with the first. */
static void
fill_people(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "people");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "people");

		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "units", db_get(rows, i, "units"));
		vset_flag(m, "graded", db_bool(rows, i, "graded"));
		vset(m, "role", db_get(rows, i, "role"));
		fill_services(r, m, db_get(rows, i, "services"));
	}
}

static void
fill_units(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "units");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "units");

		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "people", db_get(rows, i, "people"));
		vset(m, "areas", db_get(rows, i, "areas"));
	}
}

enum err
desk_rights(struct req *r)
{
	const struct db_rows *rows = DB_ADD0(page_db(r), SQL_RIGHT_LIST);
	const struct db_rows *units = DB_ADD0(page_db(r), SQL_UNIT_AREAS);

	TRY(page_read(r));
	if (!session_has(page_session(r), "administrator"))
		return ERR_DENIED;
	fill_people(r, rows);
	fill_units(r, units);
	return page_show(r, "desk/rights");
}
