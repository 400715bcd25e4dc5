/* map.c - the municipality's map, for the pages that draw on it (templates/theme/kart.js) */
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/page.h"

enum err
citizen_map(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_MAP_READ, page_tenant(r)->id);

	TRY(page_read(r));
	if (db_count(rows) == 0)
		return ERR_GONE;
	reply_header(r, "Content-Type", STR("text/plain; charset=utf-8"));
	reply_header(r, "Cache-Control", STR("public, max-age=600"));
	buf_add(&r->body, db_get(rows, 0, "shapes"));
	return ERR_OK;
}
