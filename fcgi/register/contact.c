/* What is known of reaching a person, and asking again when it is old. */
#include "register/contact.h"

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "register/krr.h"
#include "register/sql.h"

#define FRESH_SEC	"3600"
#define MOST		"1000"			/* KRR_MOST */
#define REST_USEC	(INT64_C(60) * 1000000)	/* after it was away */

/* A municipality whose register was away. */
struct rest {
	struct str	 tenant;
	int64_t		 until;
	struct rest	*next;
};

struct contacts {
	struct arena	*process;
	struct db	*db;
	contact_where_fn *where;
	void		*ctx;
	struct rest	*resting;
};

struct contacts *
contacts_new(struct arena *process, struct db *db, contact_where_fn *where, void *ctx)
{
	struct contacts *c = ARENA_NEW(process, struct contacts);

	*c = (struct contacts){ process, db, where, ctx, NULL };
	return c;
}

static struct rest *
rest_of(struct contacts *c, struct str tenant)
{
	struct rest *r = c->resting;

	while (r != NULL && !str_eq(r->tenant, tenant))
		r = r->next;
	if (r == NULL) {
		r = ARENA_NEW(c->process, struct rest);
		r->tenant = str_dup(c->process, tenant);
		r->next = c->resting;
		c->resting = r;
	}
	return r;
}

static enum err
wanted(struct contacts *c, struct arena *a, struct str outbox_id, const struct db_rows **out)
{
	TRY(db_begin(c->db, a, STR_NONE, STR_NONE));
	*out = DB_ADD(c->db, SQL_CONTACT_WANTED, outbox_id, STR(FRESH_SEC), STR(MOST));
	return db_commit(c->db);
}

static enum err
keep(struct contacts *c, struct arena *a, struct str tenant, struct str answers)
{
	TRY(db_begin(c->db, a, STR_NONE, STR_NONE));
	DB_ADD(c->db, SQL_CONTACT_PUT, tenant, answers);
	return db_commit(c->db);
}

enum err
contact_fresh(struct contacts *c, struct arena *a, struct str tenant, struct str outbox_id)
{
	struct machine *m = NULL;
	const struct db_rows *r;
	struct str url, *pids, answers;

	if (c->where == NULL || !c->where(c->ctx, tenant, &url, &m) ||
	    time_now_at() < rest_of(c, tenant)->until)
		return ERR_OK;
	TRY(wanted(c, a, outbox_id, &r));
	if (db_count(r) == 0)
		return ERR_OK;
	pids = arena_alloc(a, db_count(r) * sizeof *pids);
	for (size_t i = 0; i < db_count(r); i++)
		pids[i] = db_get(r, i, "pid");
	if (krr_ask(a, m, url, pids, db_count(r), &answers) != ERR_OK) {
		rest_of(c, tenant)->until = time_now_at() + REST_USEC;
		return ERR_OK;
	}
	return keep(c, a, tenant, answers);
}

static bool
asks(const struct contacts *c, struct str tenant)
{
	struct machine *m;
	struct str url;

	return c->where != NULL && c->where(c->ctx, tenant, &url, &m);
}

const struct db_rows *
contact_add(struct db *db, struct str outbox_id)
{
	return DB_ADD(db, SQL_CONTACT_RECEIVER, outbox_id);
}

static enum contact_status
status(struct str s)
{
	return str_eq_z(s, "AKTIV") ? CONTACT_ACTIVE :
	    str_eq_z(s, "SLETTET") ? CONTACT_DELETED : CONTACT_UNREGISTERED;
}

static int
days(struct str setting)
{
	int64_t n = 0;

	return setting.n > 0 && str_int(setting, &n) && n > 0 && n <= 365 ? (int)n : 0;
}

static void
read_register(const struct db_rows *r, struct contact_facts *f)
{
	f->answered_at = db_at(r, 0, "answered_at");
	if (f->answered_at == 0)
		return;
	f->status = status(db_get(r, 0, "status"));
	f->reserved = db_bool(r, 0, "reserved");
	f->notifiable = db_bool(r, 0, "notifiable");
	f->email = (struct contact_channel){ db_get(r, 0, "email"),
		db_at(r, 0, "email_updated_at"), db_at(r, 0, "email_verified_at") };
	f->phone = (struct contact_channel){ db_get(r, 0, "phone"),
		db_at(r, 0, "phone_updated_at"), db_at(r, 0, "phone_verified_at") };
	if (f->language.n == 0)
		f->language = db_get(r, 0, "language");
}

bool
contact_read(const struct contacts *c, const struct db_rows *r, struct str tenant, int64_t now,
    struct contact_receiver *out)
{
	struct contact_facts f = { .asks = asks(c, tenant) };

	if (db_count(r) == 0)
		return false;
	f.language = db_get(r, 0, "own_language");
	f.own_email = db_get(r, 0, "own_email");
	f.graded = db_bool(r, 0, "graded");
	f.addressed = db_get(r, 0, "line1").n > 0;
	f.must_reach = db_bool(r, 0, "must_reach");
	f.asked_at = db_at(r, 0, "asked_at");
	f.old_days = days(db_get(r, 0, "old_days"));
	f.asks = f.asks && db_get(r, 0, "pid").n > 0;
	read_register(r, &f);
	*out = (struct contact_receiver){ .person_id = db_get(r, 0, "person_id"),
		.name = db_get(r, 0, "name"), .pid = db_get(r, 0, "pid"),
		.address = { db_get(r, 0, "line1"), db_get(r, 0, "line2"),
		db_get(r, 0, "postcode"), db_get(r, 0, "city"), db_get(r, 0, "country") } };
	contact_judge(&f, now, &out->judgement);
	return true;
}
