/* What was to be counted from when the party was told, and now can be. */
#include "clock/clock.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/time.h"
#include "case/case.h"
#include "clock/sql.h"
#include "db/db.h"

static void
count(struct clock *k, struct arena *a, const struct db_rows *r, size_t i)
{
	int64_t due_at;

	if (!flow_due(db_get(r, i, "after"), db_at(r, i, "from_at"), db_bool(r, i, "workday"),
	    &due_at)) {
		log_line(LOG_ERROR, "deadline-duration", "deadline", str_z(a, db_get(r, i, "id")),
		    NULL);
		return;
	}
	DB_ADD(k->db, SQL_CLOCK_COUNT, db_get(r, i, "id"), case_pg_time(a, due_at));
	log_line(LOG_INFO, "deadline-counted", "deadline", str_z(a, db_get(r, i, "id")), NULL);
}

enum err
clock_count(struct clock *k, struct arena *a)
{
	const struct db_rows *r;

	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	r = DB_ADD0(k->db, SQL_CLOCK_TOLD);
	TRY(db_run(k->db));
	for (size_t i = 0; i < db_count(r); i++)
		count(k, a, r, i);
	return db_commit(k->db);
}
