#include "outbox/outbox.h"

#include <stdio.h>

#include "base/id.h"
#include "db/db.h"
#include "outbox/sql.h"

#define BACKOFF_SEC	30
#define BACKOFF_MOST_SEC 3600

void
outbox_put(struct db *db, struct arena *a, const struct outbox_item *it)
{
	DB_ADD(db, SQL_OUTBOX_PUT, it->id.n > 0 ? it->id : id_new(a), it->tenant_id, it->case_id,
	    it->kind, it->payload.n > 0 ? it->payload : STR("{}"));
}

/* db_add copies: a number need not outlive the call. */
struct digits {
	char	 z[24];
};

static struct str
digits(struct digits *d, int64_t v)
{
	int n = snprintf(d->z, sizeof d->z, "%lld", (long long)v);

	return (struct str){ d->z, (size_t)n };
}

enum err
outbox_claim(struct db *db, struct arena *a, int lease_sec, int slow, struct outbox_row *out,
    bool *found)
{
	const struct db_rows *r;
	struct digits d = { "" }, most = { "" };

	(void)a;
	r = DB_ADD(db, SQL_OUTBOX_CLAIM, digits(&d, lease_sec), digits(&most, slow));
	TRY(db_run(db));
	*found = db_count(r) == 1;
	if (!*found)
		return ERR_OK;
	*out = (struct outbox_row){
		.id = db_get(r, 0, "id"), .tenant_id = db_get(r, 0, "tenant_id"),
		.case_id = db_get(r, 0, "case_id"), .kind = db_get(r, 0, "kind"),
		.payload = db_get(r, 0, "payload"), .attempts = db_int(r, 0, "attempts"),
		.created_at = db_at(r, 0, "created_at"),
	};
	return ERR_OK;
}

void
outbox_done(struct db *db, struct str id)
{
	DB_ADD(db, SQL_OUTBOX_DONE, id);
}

void
outbox_defer(struct db *db, struct str id, int after_sec, struct str why)
{
	struct digits d = { "" };

	DB_ADD(db, SQL_OUTBOX_DEFER, id, digits(&d, after_sec), why);
}

void
outbox_park(struct db *db, struct str id, struct str why)
{
	DB_ADD(db, SQL_OUTBOX_PARK, id, why);
}

int
outbox_backoff_sec(int64_t attempts)
{
	int sec = BACKOFF_SEC;

	for (int64_t i = 1; i < attempts && sec < BACKOFF_MOST_SEC; i++)
		sec *= 2;
	return sec < BACKOFF_MOST_SEC ? sec : BACKOFF_MOST_SEC;
}
