#include "register/register.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "register/map.h"
#include "register/sql.h"

#define FRESH_USEC	(60 * (int64_t)1000000)
#define MOST		512		/* municipalities in one install */

struct held {
	struct str	 tenant;
	struct arena	*a[2];		/* the one in use, and the one to fill next */
	struct form_options kindergartens;
	int64_t		 read_at;
	struct map_held	 map;
};

struct registers {
	struct arena	*process;
	struct db	*db;
	bool		 test_numbers;
	struct held	 v[MOST];
	size_t		 n;
};

struct registers *
registers_new(struct arena *process, struct db *db, bool test_numbers)
{
	struct registers *r = ARENA_NEW(process, struct registers);

	r->process = process;
	r->db = db;
	r->test_numbers = test_numbers;
	return r;
}

static void
free_arena(void *p)
{
	struct arena *a = p;

	arena_free(&a);
}

static void
drop_map(void *p)
{
	map_drop(p);
}

static struct held *
held(struct registers *r, struct str tenant)
{
	struct held *h;

	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].tenant, tenant))
			return &r->v[i];
	CHECK(r->n < MOST);
	h = &r->v[r->n++];
	h->tenant = str_dup(r->process, tenant);
	h->a[0] = arena_new(4 << 20);
	h->a[1] = arena_new(4 << 20);
	arena_defer(r->process, free_arena, h->a[0]);
	arena_defer(r->process, free_arena, h->a[1]);
	h->map = (struct map_held){ .db = r->db, .tenant = h->tenant };
	arena_defer(r->process, drop_map, &h->map);
	return h;
}

static const struct str kindergarten_columns[] = { { "name", 4 }, { "address", 7 } };

static struct form_options
take(struct arena *a, const struct db_rows *rows)
{
	size_t n = db_count(rows);
	struct form_option *v = arena_alloc(a, n * sizeof *v);

	for (size_t i = 0; i < n; i++) {
		struct str *columns = arena_alloc(a, 2 * sizeof *columns);

		columns[0] = str_dup(a, db_get(rows, i, "name"));
		columns[1] = str_dup(a, db_get(rows, i, "address"));
		v[i] = (struct form_option){ str_dup(a, db_get(rows, i, "id")), columns[0],
		    columns };
	}
	return (struct form_options){ v, n, kindergarten_columns, 2 };
}

static enum err
read_rows(struct registers *r, struct arena *request, struct str tenant, const struct db_rows **out)
{
	if (db_in_tx(r->db)) {
		*out = DB_ADD(r->db, SQL_REGISTER_KINDERGARTENS, tenant);
		return db_run(r->db);
	}
	TRY(db_begin(r->db, request, STR_NONE, tenant));
	*out = DB_ADD(r->db, SQL_REGISTER_KINDERGARTENS, tenant);
	return db_commit(r->db);
}

static void
refresh(struct registers *r, struct arena *request, struct held *h)
{
	struct arena *a = h->a[1];
	const struct db_rows *rows = NULL;

	if (read_rows(r, request, h->tenant, &rows) != ERR_OK) {
		log_line(LOG_WARN, "register-away", "register", "kindergartens", NULL);
		return;
	}
	arena_reset(a);
	h->kindergartens = take(a, rows);
	h->a[1] = h->a[0];
	h->a[0] = a;
	h->read_at = time_now_at();
}

static const struct form_options *
list(void *ctx, const struct form_list *l)
{
	const struct held *h = ctx;

	return str_eq(l->source, STR("kindergartens")) && h->read_at != 0 ? &h->kindergartens :
	    NULL;
}

static struct str
value(void *ctx, struct str name)
{
	(void)ctx, (void)name;
	return STR_NONE;		/* no register of persons is connected: questions are
					   asked */
}

struct person {
	struct form_world registers;
	struct str	 name, email, phone;
};

static const struct form_options *
person_list(void *ctx, const struct form_list *l)
{
	const struct person *p = ctx;

	return p->registers.list(p->registers.ctx, l);
}

static struct str
person_value(void *ctx, struct str name)
{
	const struct person *p = ctx;

	return str_eq_z(name, "person/name") ? p->name : str_eq_z(name, "person/email") ? p->email :
	    str_eq_z(name, "person/phone") ? p->phone :
	    p->registers.value(p->registers.ctx, name);
}

struct form_world
registers_person(struct arena *a, struct form_world w, struct str name, struct str email,
    struct str phone)
{
	struct person *p = ARENA_NEW(a, struct person);

	*p = (struct person){ w, name, email, phone };
	w.list = person_list;
	w.value = person_value;
	w.ctx = p;
	return w;
}

struct form_world
registers_world(struct registers *r, struct arena *request, struct str tenant)
{
	struct held *h = held(r, tenant);
	int64_t now = time_now_at();

	if (now - h->read_at > FRESH_USEC)
		refresh(r, request, h);
	h->map.request = request;
	return (struct form_world){ .today = time_day(time_oslo_date(now)), .now_at = now,
		.test_numbers = r->test_numbers, .list = list, .value = value, .ctx = h,
		.map = map_ask, .map_ctx = &h->map, .map_href = STR("/kart"),
		.tenant = tenant };
}

#define NUMBERS	"kommunenummer gardsnummer bruksnummer festenummer seksjonsnummer "
static const struct form_known_lookup lookups[] = {
	{ STR("addresses"), STR(NUMBERS "adresse postnummer poststed"), false },
	{ STR("properties"), STR(NUMBERS "adresse postnummer poststed"), false },
	{ STR("neighbours"), STR(NUMBERS "eiendom_adresse navn adresse postnummer poststed slag "
	    "ref skjermet"), true },
};

const struct form_known *
registers_known(void)
{
	static const struct str lists[] = { { "kindergartens", 13 } };
	static const struct str values[] = { { "person/name", 11 }, { "person/email", 12 },
		{ "person/phone", 12 } };
	static const struct form_known known = { .lists = lists, .values = values,
		.nlists = 1, .nvalues = 3, .lookups = lookups, .nlookups = 3 };

	return &known;
}
