/* Against a real server, named by PGHOST and the like (see fcgi/mk/sql-test.sh). */
#include "db/db.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"

#include "../t.h"

#define STMT(id, n, shape, text) static const struct db_stmt id = { "test." #id, n, shape, text }

STMT(values, 3, DB_ONE, "SELECT $1::text AS said, $2::text AS nothing, $3::int AS number, true AS yes,"
    " '2026-11-21 14:05:00.25+01'::timestamptz AS seen, NULL::timestamptz AS never");
STMT(settings, 0, DB_ONE, "SELECT current_setting('skranke.session') AS token,"
    " current_setting('skranke.tenant') AS tenant, current_setting('TimeZone') AS zone,"
    " current_setting('client_encoding') AS encoding, current_setting('statement_timeout') AS patience");
STMT(prepared, 0, DB_ONE, "SELECT count(*) AS n FROM pg_prepared_statements WHERE name = 'test.put'");
STMT(put, 1, DB_NONE, "INSERT INTO unit_db (k) VALUES ($1)");
STMT(found, 1, DB_MAYBE, "SELECT k FROM unit_db WHERE k = $1");
STMT(two_rows, 0, DB_ONE, "SELECT generate_series(1, 2) AS n");
STMT(nobody, 0, DB_ONE, "SELECT set_config('role', 'unit_nobody', true) AS role");
STMT(gone, 0, DB_ONE, "SELECT unit_gone() AS it");
STMT(wrong, 0, DB_MANY, "SELECT nothing_called_so");
STMT(pid, 0, DB_ONE, "SELECT pg_backend_pid() AS pid");
STMT(terminate, 1, DB_ONE, "SELECT pg_terminate_backend($1::int) AS sent");
STMT(terminate_self, 0, DB_ONE, "SELECT pg_terminate_backend(pg_backend_pid()) AS sent");
STMT(die_in_commit, 0, DB_NONE, "INSERT INTO unit_dies VALUES (1)");
STMT(notify, 0, DB_ONE, "SELECT pg_notify('unit', '')::text AS sent");
STMT(much, 1, DB_ONE, "SELECT repeat('x', 100000) || $1 AS much");
STMT(parts, 0, DB_MANY, "SELECT * FROM (VALUES ('one', 'id at', ROW(1, NULL::text)::text),"
    " ('many', 'text more last', ROW('a, \"b\" \\(c)', '', NULL::text)::text),"
    " ('many', 'text more last', ROW(E'two\nlines', 'plain', true)::text)) v (part, names, line)");
STMT(slow, 0, DB_ONE, "SELECT pg_sleep(0.4), 1 AS done");
STMT(put_late, 1, DB_NONE, "INSERT INTO unit_late VALUES ($1)");
STMT(plus, 1, DB_ONE, "SELECT v FROM unit_plan WHERE $1 = 1");

static const char setup_sql[] =
    "DROP TABLE IF EXISTS unit_db, unit_dies, unit_plan, unit_late; DROP ROLE IF EXISTS unit_nobody;"
    "CREATE TABLE unit_db (k text PRIMARY KEY); CREATE TABLE unit_dies (k int);"
    "CREATE TABLE unit_late (k text, UNIQUE (k) DEFERRABLE INITIALLY DEFERRED);"
    "CREATE TABLE unit_plan (v int); INSERT INTO unit_plan VALUES (7);"
    "CREATE ROLE unit_nobody; GRANT USAGE ON SCHEMA public TO unit_nobody;"
    "CREATE OR REPLACE FUNCTION unit_gone() RETURNS int LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE no_data_found; END $$;"
    "CREATE OR REPLACE FUNCTION unit_die() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END $$;"
    "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON unit_dies DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION unit_die();";

static struct db *db;
static struct arena *a;

static void
begin(void)
{
	assert_int_equal(db_begin(db, a, STR("tok"), STR("9998")), ERR_OK);
}

static void
a_page_that_reads_gets_its_values_in_one_trip(void **state)
{
	const struct db_rows *r;

	(void)state;
	begin();
	r = DB_ADD(db, values, STR("Kåre «Ødegård» ' \" \\"), STR_NONE, STR("-42"));
	assert_int_equal(db_commit(db), ERR_OK);
	assert_int_equal(db_count(r), 1);
	assert_str(db_get(r, 0, "said"), "Kåre «Ødegård» ' \" \\");
	assert_null(db_get(r, 0, "nothing").p);
	assert_int_equal(db_int(r, 0, "number"), -42);
	assert_true(db_bool(r, 0, "yes"));
	assert_int_equal(db_at(r, 0, "seen") % 1000000, 250000);
	assert_str(time_oslo_show(a, LANG_NB, db_at(r, 0, "seen")), "21. november 2026 kl. 14.05");
	assert_int_equal(db_at(r, 0, "never"), 0);
}

static void
an_answer_of_several_parts_is_taken_to_pieces(void **state)
{
	const struct db_rows *all, *one, *many;

	(void)state;
	begin();
	all = DB_ADD0(db, parts);
	assert_int_equal(db_commit(db), ERR_OK);
	one = db_part(a, all, "one");
	many = db_part(a, all, "many");
	assert_int_equal(db_count(one), 1);
	assert_int_equal(db_int(one, 0, "id"), 1);
	assert_null(db_get(one, 0, "at").p);
	assert_int_equal(db_count(many), 2);
	assert_str(db_get(many, 0, "text"), "a, \"b\" \\(c)");
	assert_non_null(db_get(many, 0, "more").p);
	assert_int_equal(db_get(many, 0, "more").n, 0);
	assert_null(db_get(many, 0, "last").p);
	assert_str(db_get(many, 1, "text"), "two\nlines");
	assert_str(db_get(many, 1, "more"), "plain");
	assert_true(db_bool(many, 1, "last"));
	assert_int_equal(db_count(db_part(a, all, "none")), 0);
	assert_int_equal(db_count(all), 3);
}

static void
an_empty_argument_is_not_null(void **state)
{
	const struct db_rows *r;

	(void)state;
	begin();
	r = DB_ADD(db, values, STR(""), STR(""), STR("1"));
	assert_int_equal(db_commit(db), ERR_OK);
	assert_non_null(db_get(r, 0, "nothing").p);
	assert_int_equal(db_get(r, 0, "nothing").n, 0);
}

static void
token_and_tenant_end_with_the_transaction(void **state)
{
	const struct db_rows *r;

	(void)state;
	begin();
	r = DB_ADD0(db, settings);
	assert_int_equal(db_commit(db), ERR_OK);
	assert_str(db_get(r, 0, "token"), "tok");
	assert_str(db_get(r, 0, "tenant"), "9998");
	assert_str(db_get(r, 0, "zone"), "UTC");
	assert_str(db_get(r, 0, "encoding"), "UTF8");
	assert_str(db_get(r, 0, "patience"), "10s");
	assert_int_equal(db_begin(db, a, STR_NONE, STR_NONE), ERR_OK);
	r = DB_ADD0(db, settings);
	assert_int_equal(db_commit(db), ERR_OK);
	assert_str(db_get(r, 0, "token"), "");
}

static void
a_statement_is_prepared_once(void **state)
{
	const struct db_rows *r;

	(void)state;
	for (int i = 0; i < 2; i++) {
		begin();
		DB_ADD(db, put, STR("one"));
		DB_ADD(db, put, STR("two"));
		r = DB_ADD0(db, prepared);
		assert_int_equal(db_run(db), ERR_OK);
		assert_int_equal(db_int(r, 0, "n"), 1);
		db_rollback(db);
	}
}

static bool
is_there(struct str k)
{
	const struct db_rows *r;

	begin();
	r = DB_ADD(db, found, k);
	assert_int_equal(db_commit(db), ERR_OK);
	return db_count(r) == 1;
}

static void
what_was_committed_is_there_and_what_was_rolled_back_is_not(void **state)
{
	(void)state;
	begin();
	DB_ADD(db, put, STR("kept"));
	assert_int_equal(db_run(db), ERR_OK);
	assert_true(db_in_tx(db));
	assert_int_equal(db_commit(db), ERR_OK);
	assert_false(db_in_tx(db));
	begin();
	DB_ADD(db, put, STR("dropped"));
	assert_int_equal(db_run(db), ERR_OK);
	db_rollback(db);
	assert_true(is_there(STR("kept")));
	assert_false(is_there(STR("dropped")));
}

static void
a_conflict_is_stale_and_undoes_everything(void **state)
{
	(void)state;
	begin();
	DB_ADD(db, put, STR("first"));
	DB_ADD(db, put, STR("same"));
	DB_ADD(db, put, STR("same"));
	assert_int_equal(db_commit(db), ERR_STALE);
	assert_false(db_in_tx(db));
	assert_false(is_there(STR("first")));
}

static void
a_missing_right_is_denied(void **state)
{
	(void)state;
	begin();
	DB_ADD0(db, nobody);
	DB_ADD(db, found, STR("x"));
	assert_int_equal(db_run(db), ERR_DENIED);
	assert_false(db_in_tx(db));
}

static void
no_data_found_raised_by_a_function_is_gone(void **state)
{
	(void)state;
	begin();
	DB_ADD0(db, gone);
	assert_int_equal(db_run(db), ERR_GONE);
}

static void
any_other_refusal_is_db_and_the_next_transaction_works(void **state)
{
	(void)state;
	begin();
	DB_ADD0(db, wrong);
	assert_int_equal(db_run(db), ERR_DB);
	assert_string_equal(db_last_error(db), "column \"nothing_called_so\" does not exist");
	db_rollback(db);
	begin();
	DB_ADD0(db, wrong);
	assert_int_equal(db_commit(db), ERR_DB);
	assert_false(is_there(STR("first")));
}

static void
rows_that_do_not_fit_the_shape_abort(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		struct db *own = db_new("");

		signal(SIGABRT, SIG_DFL);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(1);
		if (db_begin(own, a, STR_NONE, STR_NONE) == ERR_OK)
			DB_ADD0(own, two_rows);
		_exit(db_commit(own) == ERR_OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* From a second connection, as an administrator would; returns when the backend has gone. */
static void
terminate_backend(struct str backend)
{
	struct db *other = db_new("");

	assert_int_equal(db_begin(other, a, STR_NONE, STR_NONE), ERR_OK);
	DB_ADD(other, terminate, backend);
	assert_int_equal(db_commit(other), ERR_OK);
	db_free(&other);
	nanosleep(&(struct timespec){ .tv_nsec = 300000000 }, NULL);
}

static struct str
backend_pid(void)
{
	const struct db_rows *r;

	begin();
	r = DB_ADD0(db, pid);
	assert_int_equal(db_run(db), ERR_OK);
	return db_get(r, 0, "pid");
}

static void
a_connection_lost_while_idle_is_made_anew(void **state)
{
	struct str backend = backend_pid();

	(void)state;
	assert_int_equal(db_commit(db), ERR_OK);
	terminate_backend(backend);
	assert_false(str_eq(backend_pid(), backend));
	assert_int_equal(db_commit(db), ERR_OK);
}

static void
a_connection_lost_between_two_trips_is_db_and_nothing_is_kept(void **state)
{
	struct str backend = backend_pid();

	(void)state;
	DB_ADD(db, put, STR("between"));
	assert_int_equal(db_run(db), ERR_OK);
	terminate_backend(backend);
	assert_int_equal(db_commit(db), ERR_DB);
	assert_false(db_in_tx(db));
	assert_false(is_there(STR("between")));
}

static void
a_backend_that_dies_before_commit_is_db(void **state)
{
	(void)state;
	begin();
	DB_ADD(db, put, STR("before"));
	DB_ADD0(db, terminate_self);
	assert_int_equal(db_commit(db), ERR_DB);
	assert_false(is_there(STR("before")));
}

static void
a_backend_that_dies_in_commit_is_uncertain(void **state)
{
	(void)state;
	begin();
	DB_ADD0(db, die_in_commit);
	assert_int_equal(db_commit(db), ERR_UNCERTAIN);
	assert_false(db_in_tx(db));
	assert_false(is_there(STR("before")));
}

static void
a_server_that_is_away_is_db(void **state)
{
	struct db *other = db_new("host=/nowhere/at/all port=1");

	(void)state;
	assert_int_equal(db_begin(other, a, STR_NONE, STR_NONE), ERR_DB);
	assert_false(db_in_tx(other));
	assert_int_equal(db_wait_notify(other, "unit", 10), ERR_DB);
	db_free(&other);
	assert_null(other);
}

static void
many_large_answers_do_not_block_the_pipeline(void **state)
{
	const struct db_rows *r[200];
	struct arena *big = arena_new((size_t)256 << 20);
	char *fill = arena_alloc(big, 100001);

	(void)state;
	memset(fill, 'y', 100000);
	assert_int_equal(db_begin(db, big, STR_NONE, STR_NONE), ERR_OK);
	for (size_t i = 0; i < 200; i++)
		r[i] = DB_ADD(db, much, ((struct str){ fill, 100000 }));
	assert_int_equal(db_commit(db), ERR_OK);
	for (size_t i = 0; i < 200; i++)
		assert_int_equal(db_get(r[i], 0, "much").n, 200000);
	arena_free(&big);
}

static void
what_is_asked_for_first_is_there_while_the_rest_is_worked_on(void **state)
{
	const struct db_rows *first, *last;
	int64_t from;

	(void)state;
	begin();
	first = DB_ADD(db, values, STR("a"), STR_NONE, STR("1"));
	last = DB_ADD0(db, slow);
	DB_ADD(db, put, STR("ahead"));
	from = time_now_at();
	assert_int_equal(db_commit_to(db, first), ERR_OK);
	assert_true(time_now_at() - from < 300000);
	assert_str(db_get(first, 0, "said"), "a");
	assert_true(db_ahead(db) && !db_in_tx(db));
	assert_int_equal(db_commit_rest(db), ERR_OK);
	assert_true(time_now_at() - from >= 390000);
	assert_int_equal(db_int(last, 0, "done"), 1);
	assert_false(db_ahead(db));
	assert_true(is_there(STR("ahead")));
}

/* Two of the same: the second is refused, at once or with COMMIT. */
static enum err
twice(const struct db_stmt *stmt, enum err (*between)(struct db *))
{
	const struct db_rows *first;

	begin();
	first = DB_ADD(db, values, STR("a"), STR_NONE, STR("1"));
	db_add(db, stmt, &STR("twice"), 1);
	db_add(db, stmt, &STR("twice"), 1);
	assert_int_equal(db_commit_to(db, first), ERR_OK);
	assert_int_equal(between != NULL ? between(db) : ERR_OK, ERR_OK);
	return db_commit_rest(db);
}

static enum err
another(struct db *of)
{
	const struct db_rows *r;

	TRY(db_begin(of, a, STR_NONE, STR_NONE));
	r = DB_ADD(of, values, STR("b"), STR_NONE, STR("2"));
	TRY(db_commit(of));
	assert_str(db_get(r, 0, "said"), "b");
	return ERR_OK;
}

static void
the_rest_says_whether_it_was_committed(void **state)
{
	(void)state;
	assert_int_equal(twice(&put, NULL), ERR_STALE);
	assert_false(is_there(STR("twice")));
	assert_int_equal(twice(&put_late, NULL), ERR_STALE);
	assert_int_equal(twice(&put_late, another), ERR_STALE);
	assert_int_equal(db_commit_rest(db), ERR_OK);		/* it is said once */
}

static void
what_fails_before_the_first_leaves_no_rest(void **state)
{
	const struct db_rows *first;

	(void)state;
	begin();
	DB_ADD0(db, wrong);
	first = DB_ADD(db, values, STR("a"), STR_NONE, STR("1"));
	assert_int_equal(db_commit_to(db, first), ERR_DB);
	assert_false(db_ahead(db));
	assert_int_equal(another(db), ERR_OK);
}

static void
a_rest_that_nobody_asks_for_is_waited_for_by_rollback(void **state)
{
	const struct db_rows *first;

	(void)state;
	begin();
	first = DB_ADD(db, values, STR("a"), STR_NONE, STR("1"));
	DB_ADD0(db, slow);
	assert_int_equal(db_commit_to(db, first), ERR_OK);
	db_rollback(db);
	assert_false(db_ahead(db));
	assert_int_equal(another(db), ERR_OK);
}

static void
a_server_lost_in_the_rest_is_told_as_uncertain(void **state)
{
	const struct db_rows *first;

	(void)state;
	begin();
	first = DB_ADD(db, values, STR("a"), STR_NONE, STR("1"));
	DB_ADD0(db, die_in_commit);
	assert_int_equal(db_commit_to(db, first), ERR_OK);
	assert_int_equal(db_commit_rest(db), ERR_UNCERTAIN);
	assert_int_equal(another(db), ERR_OK);
}

static int64_t
waited_ms(int ms)
{
	int64_t from = time_now_at();

	assert_int_equal(db_wait_notify(db, "unit", ms), ERR_OK);
	return (time_now_at() - from) / 1000;
}

static void
a_notify_wakes_and_silence_times_out(void **state)
{
	struct db *other = db_new("");

	(void)state;
	assert_true(waited_ms(5000) < 2000);	/* the first looks at once */
	assert_true(waited_ms(50) >= 45);
	assert_int_equal(db_begin(other, a, STR_NONE, STR_NONE), ERR_OK);
	DB_ADD0(other, notify);
	assert_int_equal(db_commit(other), ERR_OK);
	assert_true(waited_ms(5000) < 2000);
	assert_true(waited_ms(50) >= 45);
	db_free(&other);
}

static void
a_script_is_one_with_its_transaction(void **state)
{
	(void)state;
	begin();
	assert_int_equal(db_script(db, STR("INSERT INTO unit_db VALUES ('s1'); INSERT INTO unit_db VALUES ('s2');")),
	    ERR_OK);
	DB_ADD(db, put, STR("s3"));
	assert_int_equal(db_commit(db), ERR_OK);
	assert_true(is_there(STR("s1")) && is_there(STR("s2")) && is_there(STR("s3")));
	begin();
	assert_int_equal(db_script(db, STR("INSERT INTO unit_db VALUES ('s4'); SELECT oops;")), ERR_DB);
	assert_non_null(strstr(db_last_error(db), "oops"));
	assert_false(is_there(STR("s4")));
	begin();
	assert_int_equal(db_script(db, STR("INSERT INTO unit_db VALUES ('s5'); COMMIT;")), ERR_DB);
}

static void
a_plan_that_the_server_no_longer_has_is_made_anew(void **state)
{
	const struct db_rows *r;

	(void)state;
	begin();
	DB_ADD(db, plus, STR("1"));
	assert_int_equal(db_commit(db), ERR_OK);
	begin();
	assert_int_equal(db_script(db, STR("ALTER TABLE unit_plan ALTER v TYPE text USING 'v' || v")), ERR_OK);
	assert_int_equal(db_commit(db), ERR_OK);
	begin();
	DB_ADD(db, plus, STR("1"));
	assert_int_equal(db_commit(db), ERR_DB);
	begin();
	r = DB_ADD(db, plus, STR("1"));
	assert_int_equal(db_commit(db), ERR_OK);
	assert_str(db_get(r, 0, "v"), "v7");
}

static int
setup(void **state)
{
	(void)state;
	a = arena_new((size_t)64 << 20);
	db = db_new("");
	begin();
	assert_int_equal(db_script(db, STR(setup_sql)), ERR_OK);
	return db_commit(db) == ERR_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	begin();
	if (db_script(db, STR("DROP TABLE unit_db, unit_dies, unit_plan; DROP FUNCTION unit_gone, unit_die;"
	    "DROP OWNED BY unit_nobody; DROP ROLE unit_nobody")) != ERR_OK || db_commit(db) != ERR_OK)
		return -1;
	db_free(&db);
	arena_free(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_that_reads_gets_its_values_in_one_trip),
		cmocka_unit_test(an_answer_of_several_parts_is_taken_to_pieces),
		cmocka_unit_test(an_empty_argument_is_not_null),
		cmocka_unit_test(token_and_tenant_end_with_the_transaction),
		cmocka_unit_test(a_statement_is_prepared_once),
		cmocka_unit_test(what_was_committed_is_there_and_what_was_rolled_back_is_not),
		cmocka_unit_test(a_conflict_is_stale_and_undoes_everything),
		cmocka_unit_test(a_missing_right_is_denied),
		cmocka_unit_test(no_data_found_raised_by_a_function_is_gone),
		cmocka_unit_test(any_other_refusal_is_db_and_the_next_transaction_works),
		cmocka_unit_test(rows_that_do_not_fit_the_shape_abort),
		cmocka_unit_test(a_connection_lost_while_idle_is_made_anew),
		cmocka_unit_test(a_connection_lost_between_two_trips_is_db_and_nothing_is_kept),
		cmocka_unit_test(a_backend_that_dies_before_commit_is_db),
		cmocka_unit_test(a_backend_that_dies_in_commit_is_uncertain),
		cmocka_unit_test(a_server_that_is_away_is_db),
		cmocka_unit_test(many_large_answers_do_not_block_the_pipeline),
		cmocka_unit_test(what_is_asked_for_first_is_there_while_the_rest_is_worked_on),
		cmocka_unit_test(the_rest_says_whether_it_was_committed),
		cmocka_unit_test(what_fails_before_the_first_leaves_no_rest),
		cmocka_unit_test(a_rest_that_nobody_asks_for_is_waited_for_by_rollback),
		cmocka_unit_test(a_server_lost_in_the_rest_is_told_as_uncertain),
		cmocka_unit_test(a_notify_wakes_and_silence_times_out),
		cmocka_unit_test(a_script_is_one_with_its_transaction),
		cmocka_unit_test(a_plan_that_the_server_no_longer_has_is_made_anew),
	};

	if (getenv("PGHOST") == NULL) {
		printf("1..0 # SKIP %d tests of %s: no server is named (PGHOST)\n",
		    (int)(sizeof tests / sizeof tests[0]), __FILE__);
		return 0;
	}
	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
