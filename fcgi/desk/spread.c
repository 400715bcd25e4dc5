/* spread.c - everything a colleague has, to be given to others: whose? */
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/page.h"

enum err
desk_spread(struct req *r)
{
	const struct db_rows *people = DB_ADD(page_db(r), SQL_COLLEAGUE_LIST, STR_NONE);

	TRY(page_read(r));
	vlist(page_map(r), "people");
	for (size_t i = 0; i < db_count(people); i++) {
		struct vmap *m = vadd(page_map(r), "people");

		vset(m, "value", db_get(people, i, "id"));
		vset(m, "name", db_get(people, i, "name"));
		vset(m, "open_cases", db_get(people, i, "open_cases"));
		vset_flag(m, "none", db_int(people, i, "open_cases") == 0);
		vset_flag(m, "me", db_bool(people, i, "me"));
	}
	return page_show(r, "desk/spread");
}
