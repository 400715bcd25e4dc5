#include "register/map.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "register/sql.h"

#define FRESH_USEC	(60 * (int64_t)1000000)
#define MAP_BYTES	((size_t)24 << 20)	/* of 4 MB of text */

static enum err
read_row(struct map_held *h, const struct db_rows **out)
{
	struct str known = h->sha256.n > 0 ? h->sha256 : STR("");

	if (db_in_tx(h->db)) {
		*out = DB_ADD(h->db, SQL_REGISTER_MAP, h->tenant, known);
		return db_run(h->db);
	}
	TRY(db_begin(h->db, h->request, STR_NONE, h->tenant));
	*out = DB_ADD(h->db, SQL_REGISTER_MAP, h->tenant, known);
	return db_commit(h->db);
}

static void
take(struct map_held *h, const struct db_rows *rows)
{
	struct str shapes = db_get(rows, 0, "shapes");
	struct arena *a = h->a[1];

	if (shapes.p == NULL)
		return;
	arena_reset(a);
	if (!geo_map_read(a, shapes, &h->map)) {
		log_line(LOG_ERROR, "map-broken", "tenant", str_z(h->request, h->tenant), NULL);
		h->map.n = 0;
	}
	h->sha256 = str_dup(a, db_get(rows, 0, "sha256"));
	h->a[1] = h->a[0];
	h->a[0] = a;
}

static void
refresh(struct map_held *h)
{
	const struct db_rows *rows;

	if (h->a[0] == NULL) {
		h->a[0] = arena_new(MAP_BYTES);
		h->a[1] = arena_new(MAP_BYTES);
	}
	if (read_row(h, &rows) != ERR_OK) {
		log_line(LOG_WARN, "register-away", "register", "map", NULL);
		return;
	}
	h->read_at = time_now_at();
	if (db_count(rows) > 0)
		take(h, rows);
	else
		h->sha256 = STR_NONE;
}

const struct geo_map *
map_ask(void *ctx)
{
	struct map_held *h = ctx;

	if (time_now_at() - h->read_at > FRESH_USEC)
		refresh(h);
	return h->sha256.n > 0 ? &h->map : NULL;
}

void
map_drop(struct map_held *h)
{
	if (h->a[0] == NULL)
		return;
	arena_free(&h->a[0]);
	arena_free(&h->a[1]);
}
