#include "desk/beside.h"

#include "desk/list.h"
#include "desk/sql.h"
#include "page/page.h"

#define SAME	13		/* the first arguments of a list are those of what is beside */

const struct db_rows *
beside_ask(struct req *r, struct str ref)
{
	struct str args[LIST_ARGS + 1];
	struct list l;

	list_read(r, &r->query, &l);
	if (l.id.n == 0)
		return NULL;
	args[0] = ref;
	list_args(r->a, &l, 1, args + 1);
	return db_add(page_db(r), &SQL_WORK_BESIDE, args, SAME + 1);
}

void
beside_fill(struct req *r, const struct db_rows *rows)
{
	struct vmap *v = page_map(r);

	vset(v, "back_href", str_fmt(r->a, LIST_HOME STR_FMT, STR_ARG(list_keep(r, '?'))));
	vset_z(v, "before_href", "");
	vset_z(v, "next_href", "");
	vset_flag(v, "in_list", rows != NULL);
	for (size_t i = 0; rows != NULL && i < db_count(rows); i++) {
		struct str ref = db_get(rows, i, "ref");
		bool before = db_bool(rows, i, "before");

		vset(v, before ? "before_href" : "next_href", str_fmt(r->a,
		    LIST_HOME "/sak/" STR_FMT STR_FMT, STR_ARG(ref), STR_ARG(list_keep(r, '?'))));
		vset(v, before ? "before_ref" : "next_ref", ref);
	}
}
