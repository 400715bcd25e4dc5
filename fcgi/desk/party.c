#include "desk/party.h"

#include "page/page.h"

void
party_fill(struct req *r, const struct db_rows *rows, const struct service *s)
{
	vlist(page_map(r), "parties");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "parties");
		struct str id = db_get(rows, i, "party");
		const struct service_party *p = service_party(s, id);
		int64_t signed_at = db_at(rows, i, "signed_at");

		vset(m, "id", id);
		vset(m, "word", p != NULL ? p->desk : STR(""));
		vset_flag(m, "other", service_party_other(s, id));
		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "signed", signed_at != 0 ? page_day(r, signed_at) : STR(""));
		vset_flag(m, "ended", db_at(rows, i, "ended_at") != 0);
	}
}
