#include "db/db.h"

#include <string.h>

#include "base/time.h"
#include "db/private.h"

size_t
db_count(const struct db_rows *rows)
{
	CHECK(rows->res != NULL);
	return rows->name != NULL ? rows->nrows : (size_t)PQntuples(rows->res);
}

/* Names are compared as they stand: PQfnumber would fold them, with an allocation a call. */
static int
column(const struct db_rows *rows, const char *name)
{
	int n = PQnfields(rows->res);

	for (int i = 0; i < n; i++) {
		const char *field = rows->field != NULL ? rows->field[i] : PQfname(rows->res, i);

		if (field[0] == name[0] && strcmp(field, name) == 0)
			return i;
	}
	return -1;
}

struct str
db_get(const struct db_rows *rows, size_t row, const char *name)
{
	int r = (int)row, c;

	CHECK(row < db_count(rows));
	if (rows->name != NULL)
		return db_part_get(rows, row, name);
	c = column(rows, name);
	CHECK(c >= 0);		/* the statement gives this column */
	if (PQgetisnull(rows->res, r, c))
		return STR_NONE;
	return (struct str){ PQgetvalue(rows->res, r, c), (size_t)PQgetlength(rows->res, r, c) };
}

bool
db_has(const struct db_rows *rows, const char *name)
{
	if (rows->name == NULL)
		return column(rows, name) >= 0;
	for (size_t i = 0; i < rows->ncols; i++)
		if (str_eq_z(rows->name[i], name))
			return true;
	return false;
}

int64_t
db_int(const struct db_rows *rows, size_t row, const char *name)
{
	int64_t v = 0;

	CHECK(str_int(db_get(rows, row, name), &v));
	return v;
}

bool
db_bool(const struct db_rows *rows, size_t row, const char *name)
{
	struct str s = db_get(rows, row, name);

	CHECK(str_eq_z(s, "t") || str_eq_z(s, "f"));
	return str_eq_z(s, "t");
}

int64_t
db_at(const struct db_rows *rows, size_t row, const char *name)
{
	struct str s = db_get(rows, row, name);
	int64_t at = 0;

	CHECK(s.p == NULL || time_read_pg(s, &at));
	return at;
}
