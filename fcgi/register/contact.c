/* What is known of reaching a person, and asking again when it is old. */
#include "register/contact.h"

#include "base/arena.h"
#include "db/db.h"
#include "register/sql.h"

struct contacts {
	struct arena	*process;
	struct db	*db;
};

enum err
contacts_open(struct arena *process, struct db *db, const char *path, struct contacts **out)
{
	struct contacts *c = ARENA_NEW(process, struct contacts);

	(void)path;
	c->process = process;
	c->db = db;
	*out = c;
	return ERR_OK;
}

enum err
contact_fresh(struct contacts *c, struct arena *a, struct str tenant, struct str outbox_id)
{
	(void)c, (void)a, (void)tenant, (void)outbox_id;
	return ERR_OK;
}

static bool
asks(const struct contacts *c, struct str tenant)
{
	(void)c, (void)tenant;
	return false;
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
	read_register(r, &f);
	*out = (struct contact_receiver){ .person_id = db_get(r, 0, "person_id"),
		.name = db_get(r, 0, "name"), .pid = db_get(r, 0, "pid"),
		.address = { db_get(r, 0, "line1"), db_get(r, 0, "line2"),
		db_get(r, 0, "postcode"), db_get(r, 0, "city"), db_get(r, 0, "country") } };
	contact_judge(&f, now, &out->judgement);
	return true;
}
