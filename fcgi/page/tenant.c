#include "page/tenant.h"

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "page/sql.h"

#define FRESH_USEC	(60 * (int64_t)1000000)

struct tenants {
	struct db	*db;
	struct arena	*a[2];		/* the one in use, and the one to fill next */
	struct tenant	*v;
	size_t		 n;
	int64_t		 read_at;
};

struct tenants *
tenants_new(struct arena *process, struct db *db)
{
	struct tenants *t = ARENA_NEW(process, struct tenants);

	t->db = db;
	t->a[0] = arena_new(1 << 20);
	t->a[1] = arena_new(1 << 20);
	return t;
}

static void
take_hosts(struct arena *a, struct str list, struct tenant *out)
{
	struct str rest = list;

	for (size_t i = 0; i < list.n; i++)
		out->nhosts += list.p[i] == ' ';
	out->hosts = arena_alloc(a, ++out->nhosts * sizeof *out->hosts);
	for (size_t i = 0; i < out->nhosts; i++)
		out->hosts[i] = str_cut(&rest, ' ');
}

static void
take(struct arena *a, const struct db_rows *rows, struct tenant *v)
{
	for (size_t i = 0; i < db_count(rows); i++) {
		v[i] = (struct tenant){
			.id = db_get(rows, i, "id"), .name = db_get(rows, i, "name"),
			.palette = db_get(rows, i, "palette"), .email = db_get(rows, i, "email"),
			.phone = db_get(rows, i, "phone"), .address = db_get(rows, i, "address"),
			.url = db_get(rows, i, "url"),
			.settings = db_get(rows, i, "settings"),
		};
		take_hosts(a, db_get(rows, i, "hosts"), &v[i]);
	}
}

/* Rows live in the arena that is filled; the old one serves until they are all there. */
static enum err
refresh(struct tenants *t)
{
	struct arena *a = t->a[1];
	const struct db_rows *rows;

	arena_reset(a);
	TRY(db_begin(t->db, a, STR_NONE, STR_NONE));
	rows = DB_ADD0(t->db, SQL_TENANT_ALL);
	TRY(db_commit(t->db));
	t->n = db_count(rows);
	t->v = arena_alloc(a, t->n * sizeof *t->v);
	take(a, rows, t->v);
	t->a[1] = t->a[0];
	t->a[0] = a;
	t->read_at = time_now_at();
	return ERR_OK;
}

static const struct tenant *
find(const struct tenants *t, struct str host)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_among(host, t->v[i].hosts, t->v[i].nhosts))
			return &t->v[i];
	return NULL;
}

enum err
tenants_find(struct tenants *t, struct str host, const struct tenant **out)
{
	const struct tenant *found;

	if (time_now_at() - t->read_at > FRESH_USEC) {
		enum err e = refresh(t);

		if (e != ERR_OK && t->read_at == 0)
			return e;
	}
	found = find(t, host);
	if (found == NULL)
		return ERR_GONE;
	*out = found;
	return ERR_OK;
}

struct str
tenant_setting(const struct tenant *t, const char *name)
{
	struct str rest = t->settings;

	while (rest.n > 0) {
		struct str value = str_cut(&rest, '\n'), key = str_cut(&value, '=');

		if (str_eq_z(key, name))
			return value;
	}
	return STR("");
}
