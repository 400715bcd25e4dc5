#include "desk/graded.h"

#include "page/page.h"

void
graded_fill(struct req *r, const struct db_rows *rows)
{
	vset(page_map(r), "graded_count", db_int(rows, 0, "waiting") == 0 ? STR("") :
	    db_get(rows, 0, "waiting"));
}
