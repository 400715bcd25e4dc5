#include "desk/graded.h"

#include "desk/sql.h"
#include "page/page.h"

const struct db_rows *
graded_ask(struct req *r)
{
	return DB_ADD0(page_db(r), SQL_GRADED_WAITING);
}

void
graded_fill(struct req *r, const struct db_rows *rows)
{
	vset(page_map(r), "graded_count", db_int(rows, 0, "waiting") == 0 ? STR("") :
	    db_get(rows, 0, "waiting"));
}
