/* Against a migrated database, named by PGHOST and the like (see fcgi/mk/sql-test.sh). */
#include "outbox/outbox.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/id.h"
#include "base/time.h"
#include "db/db.h"

#include "../t.h"

#define TENANT	STR("9996")
#define CASE_ID	STR("00000000-0000-7000-8000-0000000000ca")
#define OTHER_CASE	STR("00000000-0000-7000-8000-0000000000cb")

#define STMT(id, n, shape, text) static const struct db_stmt id = { "test." #id, n, shape, text }

STMT(rows, 0, DB_ONE, "SELECT count(*) AS n FROM outbox WHERE tenant_id = '9996'");
STMT(look, 1, DB_ONE, "SELECT attempts, done_at IS NOT NULL AS done, parked_at IS NOT NULL AS parked, error,"
    " claimed_until IS NOT NULL AS claimed, round(extract(epoch FROM next_at - now())) AS after_sec"
    " FROM outbox WHERE id = $1::uuid");

static const char seed_sql[] =
    "INSERT INTO tenant (id, name, hosts, palette) VALUES ('9996', 'Prøve', '{}', 'fjord');"
    "INSERT INTO person (id, pid) VALUES ('00000000-0000-7000-8000-0000000000fe', '19876543210');"
    "INSERT INTO template_release (id, service, version, sha256, bundle)"
    " VALUES ('00000000-0000-7000-8000-0000000000e1', 'unit', 1, '', '') ON CONFLICT DO NOTHING;"
    "INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)"
    " VALUES ('00000000-0000-7000-8000-0000000000ca', '9996', 'U-1', 'unit', '00000000-0000-7000-8000-0000000000e1',"
    " gen_random_uuid(), '00000000-0000-7000-8000-0000000000fe', '<a/>', 'received', 'unit-code');"
    "INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)"
    " VALUES ('00000000-0000-7000-8000-0000000000cb', '9996', 'U-2', 'unit', '00000000-0000-7000-8000-0000000000e1',"
    " gen_random_uuid(), '00000000-0000-7000-8000-0000000000fe', '<a/>', 'received', 'unit-code-2');"
    /* a clock with something due may put, without a session */
    "INSERT INTO deadline (id, tenant_id, case_id, event, due_at)"
    " SELECT gen_random_uuid(), tenant_id, id, 'x', now() - interval '1 day' FROM case_file WHERE tenant_id = '9996';";
static const char clear_sql[] = "DELETE FROM outbox WHERE tenant_id = '9996'";
static const char drop_sql[] =
    "DELETE FROM outbox WHERE tenant_id = '9996'; DELETE FROM deadline WHERE tenant_id = '9996';"
    "DELETE FROM case_file WHERE tenant_id = '9996';"
    "DELETE FROM person WHERE pid = '19876543210'; DELETE FROM tenant WHERE id = '9996';";
static const char later_sql[] = "UPDATE outbox SET claimed_until = now() - interval '1 second',"
    " next_at = now() - interval '1 second' WHERE tenant_id = '9996'";

static struct db *owner, *clocks, *postman, *other;
static struct arena *a;

static void
begin(struct db *db)
{
	assert_int_equal(db_begin(db, a, STR_NONE, STR_NONE), ERR_OK);
}

static void
script(const char *sql)
{
	begin(owner);
	assert_int_equal(db_script(owner, str_from_z(sql)), ERR_OK);
	assert_int_equal(db_commit(owner), ERR_OK);
}

static void
put_of(struct str case_id, const char *kind)
{
	begin(clocks);
	outbox_put(clocks, a, &(struct outbox_item){ .tenant_id = TENANT, .case_id = case_id,
	    .kind = str_from_z(kind) });
	assert_int_equal(db_commit(clocks), ERR_OK);
}

static void
put(const char *kind)
{
	put_of(CASE_ID, kind);
}

/* The claimed row, or one with an empty id. */
static struct outbox_row
claim(struct db *db)
{
	struct outbox_row row = { .id = STR_NONE };
	bool found = false;

	begin(db);
	assert_int_equal(outbox_claim(db, a, 60, 1, &row, &found), ERR_OK);
	assert_int_equal(db_commit(db), ERR_OK);
	assert_int_equal(found, row.id.n > 0);
	return row;
}

static const struct db_rows *
look_at(struct str id)
{
	const struct db_rows *r;

	begin(owner);
	r = DB_ADD(owner, look, id);
	assert_int_equal(db_commit(owner), ERR_OK);
	return r;
}

static void
what_is_put_goes_with_the_transaction(void **state)
{
	const struct db_rows *r;

	(void)state;
	begin(clocks);
	outbox_put(clocks, a, &(struct outbox_item){ .tenant_id = TENANT, .case_id = CASE_ID,
	    .kind = STR("letter") });
	assert_int_equal(db_run(clocks), ERR_OK);
	db_rollback(clocks);
	begin(owner);
	r = DB_ADD0(owner, rows);
	assert_int_equal(db_commit(owner), ERR_OK);
	assert_int_equal(db_int(r, 0, "n"), 0);
	assert_int_equal(claim(postman).id.n, 0);
}

static void
a_row_is_claimed_once_and_whole(void **state)
{
	struct str id = id_new(a);
	struct outbox_row row;

	(void)state;
	begin(clocks);
	outbox_put(clocks, a, &(struct outbox_item){ .tenant_id = TENANT, .case_id = CASE_ID,
	    .kind = STR("letter"), .payload = STR("{\"template\": \"receipt\"}"), .id = id });
	assert_int_equal(db_commit(clocks), ERR_OK);
	row = claim(postman);
	assert_true(str_eq(row.id, id));
	assert_str(row.kind, "letter");
	assert_str(row.tenant_id, "9996");
	assert_str(row.payload, "{\"template\": \"receipt\"}");
	assert_true(str_eq(row.case_id, CASE_ID));
	assert_int_equal(row.attempts, 1);
	assert_true(row.created_at > time_now_at() - 60 * (int64_t)1000000);
	assert_int_equal(claim(other).id.n, 0);
}

static void
two_that_claim_at_the_same_time_get_different_rows(void **state)
{
	struct outbox_row one = { .id = STR_NONE }, two = { .id = STR_NONE };
	bool found_one = false, found_two = false;

	(void)state;
	put("first");
	put_of(OTHER_CASE, "second");
	begin(postman);
	assert_int_equal(outbox_claim(postman, a, 60, 1, &one, &found_one), ERR_OK);
	begin(other);
	assert_int_equal(outbox_claim(other, a, 60, 1, &two, &found_two), ERR_OK);
	assert_int_equal(db_commit(other), ERR_OK);
	assert_int_equal(db_commit(postman), ERR_OK);
	assert_true(found_one && found_two);
	assert_str(one.kind, "first");
	assert_str(two.kind, "second");
}

/* A letter that corrects another must not come before it. */
static void
a_later_row_of_a_case_waits_until_the_earlier_is_done_or_parked(void **state)
{
	struct outbox_row row;

	(void)state;
	put("first");
	put("second");
	put("third");
	row = claim(postman);
	assert_str(row.kind, "first");
	assert_int_equal(claim(other).id.n, 0);
	begin(postman);
	outbox_defer(postman, row.id, 3600, STR("borte"));
	assert_int_equal(db_commit(postman), ERR_OK);
	assert_int_equal(claim(other).id.n, 0);
	begin(postman);
	outbox_done(postman, row.id);
	assert_int_equal(db_commit(postman), ERR_OK);
	row = claim(other);
	assert_str(row.kind, "second");
	begin(postman);
	outbox_park(postman, row.id, STR("en må se"));
	assert_int_equal(db_commit(postman), ERR_OK);
	assert_str(claim(other).kind, "third");
}

static void
a_lease_that_runs_out_gives_the_row_to_the_next(void **state)
{
	struct outbox_row row;

	(void)state;
	put("letter");
	row = claim(postman);
	script(later_sql);
	assert_true(str_eq(claim(other).id, row.id));
	assert_int_equal(db_int(look_at(row.id), 0, "attempts"), 2);
}

static void
a_claim_that_is_rolled_back_is_none(void **state)
{
	struct outbox_row row;
	bool found = false;

	(void)state;
	put("letter");
	begin(postman);
	assert_int_equal(outbox_claim(postman, a, 60, 1, &row, &found), ERR_OK);
	assert_true(found);
	db_rollback(postman);
	assert_int_equal(claim(other).attempts, 1);
}

static void
what_is_done_or_parked_does_not_come_again(void **state)
{
	struct outbox_row done, parked;

	(void)state;
	put("done");
	put_of(OTHER_CASE, "parked");
	done = claim(postman);
	parked = claim(postman);
	begin(postman);
	outbox_done(postman, done.id);
	outbox_park(postman, parked.id, STR("ingen adresse"));
	assert_int_equal(db_commit(postman), ERR_OK);
	script(later_sql);
	assert_int_equal(claim(postman).id.n, 0);
	assert_true(db_bool(look_at(done.id), 0, "done"));
	assert_true(db_bool(look_at(parked.id), 0, "parked"));
	assert_str(db_get(look_at(parked.id), 0, "error"), "ingen adresse");
}

static void
what_is_deferred_comes_again_later(void **state)
{
	struct outbox_row row;
	const struct db_rows *r;

	(void)state;
	put("letter");
	row = claim(postman);
	begin(postman);
	outbox_defer(postman, row.id, 120, STR("server busy"));
	assert_int_equal(db_commit(postman), ERR_OK);
	assert_int_equal(claim(postman).id.n, 0);
	r = look_at(row.id);
	assert_false(db_bool(r, 0, "claimed"));
	assert_in_range(db_int(r, 0, "after_sec"), 115, 120);
	assert_str(db_get(r, 0, "error"), "server busy");
	script(later_sql);
	assert_int_equal(claim(postman).attempts, 2);
}

static void
a_put_wakes_who_listens(void **state)
{
	int64_t from;

	(void)state;
	assert_int_equal(db_wait_notify(postman, "outbox", 10), ERR_OK);
	put("letter");
	from = time_now_at();
	assert_int_equal(db_wait_notify(postman, "outbox", 5000), ERR_OK);
	assert_true(time_now_at() - from < 2000000);
}

static void
the_pauses_grow_to_an_hour(void **state)
{
	(void)state;
	assert_int_equal(outbox_backoff_sec(1), 30);
	assert_int_equal(outbox_backoff_sec(2), 60);
	assert_int_equal(outbox_backoff_sec(5), 480);
	assert_int_equal(outbox_backoff_sec(50), 3600);
}

static int
setup(void **state)
{
	(void)state;
	a = arena_new((size_t)64 << 20);
	owner = db_new("");
	clocks = db_new("options='-c role=skranke_clock'");
	postman = db_new("options='-c role=skranke_postman'");
	other = db_new("options='-c role=skranke_postman'");
	script(seed_sql);
	return 0;
}

static int
clear(void **state)
{
	(void)state;
	script(clear_sql);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	script(drop_sql);
	db_free(&owner);
	db_free(&clocks);
	db_free(&postman);
	db_free(&other);
	arena_free(&a);
	return 0;
}

#define T(f) cmocka_unit_test_teardown(f, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_put_goes_with_the_transaction), T(a_row_is_claimed_once_and_whole),
		T(two_that_claim_at_the_same_time_get_different_rows),
		T(a_later_row_of_a_case_waits_until_the_earlier_is_done_or_parked),
		T(a_lease_that_runs_out_gives_the_row_to_the_next),
		T(a_claim_that_is_rolled_back_is_none),
		T(what_is_done_or_parked_does_not_come_again),
		T(what_is_deferred_comes_again_later), T(a_put_wakes_who_listens),
		T(the_pauses_grow_to_an_hour),
	};

	if (getenv("PGHOST") == NULL) {
		printf("1..0 # SKIP %d tests of %s: no server is named (PGHOST)\n",
		    (int)(sizeof tests / sizeof tests[0]), __FILE__);
		return 0;
	}
	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
