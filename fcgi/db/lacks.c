#include <stdlib.h>

#include "base/log.h"
#include "db/db.h"
#include "db/migrations.h"
#include "db/sql.h"

#define NMIGRATIONS	(sizeof migrations / sizeof migrations[0])
#define SEEN		94	/* from this one on, every program may see which */

/* The version it has come to; without a right to see it, `unseen`. */
static enum err
read_at(struct db *db, struct arena *a, int64_t unseen, int64_t *at)
{
	const struct db_rows *rows;

	TRY(db_begin(db, a, STR_NONE, STR_NONE));
	rows = DB_ADD0(db, SQL_MIGRATIONS_SEEN);
	TRY(db_run(db));
	*at = !db_bool(rows, 0, "there") ? 0 : unseen;
	if (db_bool(rows, 0, "there") && db_bool(rows, 0, "seen")) {
		rows = DB_ADD0(db, SQL_MIGRATIONS_AT);
		TRY(db_run(db));
		*at = db_int(rows, 0, "version");
	}
	return db_commit(db);
}

static struct db_lacks
lacks_of(int64_t at)
{
	size_t i = 0;

	while (i < NMIGRATIONS && strtol(migrations[i], NULL, 10) <= at)
		i++;
	return (struct db_lacks){ .n = NMIGRATIONS - i, .all = i == 0,
		.first = i < NMIGRATIONS ? migrations[i] : "",
		.last = migrations[NMIGRATIONS - 1] };
}

enum err
db_lacks(struct db *db, struct arena *a, struct db_lacks *out)
{
	int64_t at;

	TRY(read_at(db, a, INT64_MAX, &at));
	*out = lacks_of(at);
	return ERR_OK;
}

void
db_lacks_log(struct db *db, struct arena *a)
{
	struct db_lacks lacks;
	int64_t at;

	if (read_at(db, a, SEEN - 1, &at) != ERR_OK) {
		db_rollback(db);
		return;
	}
	lacks = lacks_of(at);
	if (lacks.n > 0)
		log_line(LOG_ERROR, "db-behind", "lacks", lacks.first, "to", lacks.last, "do",
		    "skranke migrate", NULL);
}
