/* Against a real server with the migrations on it, named by PGHOST and the like (see
   fcgi/mk/sql-test.sh). */
#include "clock/clock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"
#include "register/register.h"
#include "release/messages.h"
#include "release/store.h"

#include "../t.h"

#define TENANT	"0918"
#define PERSON	"09180000-0000-7000-8000-000000000001"
#define RELEASE	"09180000-0000-7000-8000-0000000000a1"
#define BROKEN	"09180000-0000-7000-8000-0000000000a2"
#define CLOCKS	4
#define CASES	60

static struct arena *a;
static struct db *db;		/* of the test itself, as the server's superuser */

/* ---- a small service ---- */

static const char form_xml[] =
    "<form xmlns='urn:skranke:form:1' id='clocktest'><title>Test</title><page id='side'><title>Side</title>"
    "<text name='navn'><label>Navn</label></text></page></form>";
static const char service_xml[] =
    "<service xmlns='urn:skranke:service:1' id='clocktest' prefix='TST' acr='idporten-loa-substantial' draft-days='30'>"
    "<title>Test</title><form-title>Test</form-title><lead>Test</lead>"
    "<section id='who'><title>Hvem</title><p>Alle</p></section><steps><step><title>a</title><text>b</text></step></steps>"
    "<reasons><reason code='a' outcome='grant' law='b'>c</reason></reasons>"
    "<states><state id='open' ball='none'><citizen>a</citizen><text>b</text><desk>c</desk></state></states>"
    "<outcomes><outcome id='grant'><citizen>a</citizen><desk>b</desk></outcome></outcomes>"
    "<events><event id='submit'><citizen>a</citizen><desk>b</desk></event></events></service>";
static const char letter_xml[] =
    "<letter xmlns='urn:skranke:letter:1' id='preliminary' kind='info'><title>Vent</title><p>Vent litt.</p></letter>";
static const char flow_xml[] =
    "<scxml xmlns='http://www.w3.org/2005/07/scxml' xmlns:sk='urn:skranke:flow:1' version='1.0' datamodel='x-skranke'"
    " initial='open'>"
    "<state id='open'><onentry><sk:clock name='decision' action='start' after='P3W' event='deadline.decision'/>"
    "<sk:deadline event='deadline.preliminary' after='P1M'/></onentry><transition event='deadline.decision'/>"
    "<transition event='deadline.preliminary'><sk:letter template='preliminary' to='applicant'/></transition>"
    "<transition event='grant' target='decided' sk:by='caseworker'/><transition event='ask' target='asked' sk:by='caseworker'/></state>"
    "<state id='asked'><onentry><sk:clock name='decision' action='pause' law='lov' ball='applicant' reason='missing'/>"
    "<sk:deadline event='deadline.answer' after='P14D'/></onentry><onexit><sk:clock name='decision' action='resume'/></onexit>"
    "<transition event='deadline.answer' target='late'/></state>"
    "<state id='late'><transition event='ask' target='asked' sk:by='caseworker'/>"
    "<transition event='deadline.decision' target='closed'/></state>"
    "<state id='decided'><onentry><sk:clock name='decision' action='stop'/><sk:deadline event='deadline.complaint' after='P3W'/></onentry>"
    "<transition event='deadline.complaint' target='closed'/></state>"
    "<final id='closed'/></scxml>";
static const char pages_xml[] =
    "<pages xmlns:s='urn:skranke:slot:1'><page id='side'><p>x</p></page><summary><p>x</p></summary></pages>";

static struct str
bundle(void)
{
	static const char *const files[][2] = { { "service.xml", service_xml },
	    { "form.xml", form_xml },
		{ "letters/preliminary.xml", letter_xml }, { "flow.scxml", flow_xml }, { "pages.xml", pages_xml } };
	struct buf b = buf_new(a, 8192);

	buf_add_z(&b, "<release xmlns='urn:skranke:release:1'>");
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		buf_fmt(&b, "<file name='%s'>", files[i][0]);
		xml_escape(&b, str_from_z(files[i][1]));
		buf_add_z(&b, "</file>");
	}
	buf_add_z(&b, "</release>");
	return buf_str(&b);
}

/* ---- the database as the test sees it ---- */

static void
script(const char *sql)
{
	struct str text = str_fmt(a, "SET LOCAL ROLE skranke_owner; %s", sql);

	assert_int_equal(db_begin(db, a, STR_NONE, STR_NONE), ERR_OK);
	assert_int_equal(db_script(db, text), ERR_OK);
	assert_int_equal(db_commit(db), ERR_OK);
}

/* One number.  A connection knows a statement by its name and place: each of these has its own, for
   good. */
static int64_t
number(const char *sql)
{
	static int serial;
	struct db_stmt *s = ARENA_NEW(a, struct db_stmt);
	const struct db_rows *r;

	*s = (struct db_stmt){ str_z(a, str_fmt(a, "test.number%d", ++serial)), 0, DB_ONE,
		str_z(a, str_fmt(a, "SELECT (%s)::bigint AS n", sql)) };
	assert_int_equal(db_begin(db, a, STR_NONE, STR_NONE), ERR_OK);
	r = DB_ADD0(db, *s);
	assert_int_equal(db_commit(db), ERR_OK);
	return db_int(r, 0, "n");
}

/* Cases number from to `to`, each with one deadline; what earlier tests left due is cancelled
   first. */
static void
cases(int from, int to, const char *state, const char *release, const char *event, const char *due)
{
	script(str_z(a, str_fmt(a,
	    "INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)"
	    " SELECT gen_random_uuid(), '" TENANT "', 'TST-' || i, 'clocktest', '%s', gen_random_uuid(), '" PERSON "',"
	    "   '<clocktest/>', '%s', 'CLOCKTEST' || i FROM generate_series(%d, %d) i;"
	    "INSERT INTO deadline (id, tenant_id, case_id, event, due_at)"
	    " SELECT gen_random_uuid(), tenant_id, id, '%s', now() %s FROM case_file"
	    "  WHERE tenant_id = '" TENANT "' AND ref IN (SELECT 'TST-' || i FROM generate_series(%d, %d) i);",
	    release, state, from, to, event, due, from, to)));
}

/* ---- a clock as main.c makes it ---- */

static struct clock *
new_clock(struct arena *process)
{
	struct clock *k = ARENA_NEW(process, struct clock);
	const struct messages *messages = NULL;

	assert_int_equal(messages_load(process, "templates", &messages), ERR_OK);
	k->process = process;
	k->db = db_new("options='-c role=skranke_clock'");
	k->releases = release_store_new(process, k->db, messages);
	k->registers = registers_new(process, k->db, true);
	return k;
}

/* Fire until nothing is due. */
static int
fire_all(struct clock *k)
{
	struct arena *round = arena_new((size_t)32 << 20);
	bool found = true;
	int fired = 0;

	while (found) {
		enum err e = clock_fire(k, round, &found);

		fired += found && e == ERR_OK;
		if (e != ERR_OK && !found)
			break;
		arena_reset(round);
	}
	arena_free(&round);
	return fired;
}

static int
clock_once(void)
{
	struct arena *process = arena_new((size_t)64 << 20);
	struct clock *k = new_clock(process);
	int fired = fire_all(k);

	db_free(&k->db);
	arena_free(&process);
	return fired;
}

static int
sweep_once(void)
{
	struct arena *process = arena_new((size_t)64 << 20);
	struct clock *k = new_clock(process);
	enum err e = clock_sweep(k, process);

	db_free(&k->db);
	arena_free(&process);
	return e == ERR_OK ? 0 : 1;
}

/* ---- the promises ---- */

static void
a_deadline_fires_once_however_many_clocks_run(void **state)
{
	pid_t child[CLOCKS];
	int ended = 0;

	(void)state;
	cases(1, CASES, "open", RELEASE, "deadline.preliminary", "- interval '1 second'");
	for (int i = 0; i < CLOCKS; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0)
			_exit(clock_once() >= 0 ? 0 : 1);
	}
	for (int i = 0; i < CLOCKS; i++) {
		int status = 1;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		ended += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	assert_int_equal(ended, CLOCKS);
	clock_once();		/* what every clock passed by because another held it then */
	assert_int_equal(number("SELECT count(*) FROM deadline WHERE tenant_id = '" TENANT "' AND fired_at IS NULL"), 0);
	assert_int_equal(number("SELECT count(*) FROM case_event WHERE tenant_id = '" TENANT
	    "' AND actor = 'system' AND event = 'deadline.preliminary' AND seq = 1"), CASES);
	assert_int_equal(number("SELECT count(*) FROM case_event WHERE tenant_id = '" TENANT "'"), CASES);
	assert_int_equal(number("SELECT count(*) FROM outbox WHERE tenant_id = '" TENANT
	    "' AND payload ->> 'template' = 'preliminary'"), CASES);
}

static void
a_deadline_moves_the_case_in_the_name_of_the_system(void **state)
{
	(void)state;
	cases(101, 101, "decided", RELEASE, "deadline.complaint", "- interval '1 second'");
	assert_int_equal(clock_once(), 1);
	assert_int_equal(number("SELECT count(*) FROM case_file WHERE tenant_id = '" TENANT
	    "' AND ref = 'TST-101' AND state = 'closed' AND revision = 2"), 1);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = 'TST-101'"
	    " AND e.from_state = 'decided' AND e.to_state = 'closed' AND e.actor = 'system' AND e.actor_id IS NULL"), 1);
}

/* A case asked ten days ago, two days after it came in; a limit of three weeks. */
static void
asked_case(int n)
{
	cases(n, n, "asked", RELEASE, "deadline.answer", "- interval '1 second'");
	script(str_z(a, str_fmt(a,
	    "UPDATE case_file SET received_at = now() - interval '12 days', due_at = NULL WHERE ref = 'TST-%d';"
	    "INSERT INTO case_clock (tenant_id, case_id, clock, n, after, limit_from, ball, event)"
	    " SELECT tenant_id, id, 'decision', 1, 'P3W', received_at, 'municipality', 'deadline.decision'"
	    " FROM case_file WHERE ref = 'TST-%d';"
	    "INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, to_at, running, ball, law, reason)"
	    " SELECT tenant_id, id, 'decision', 1, 1, received_at, now() - interval '10 days', true, 'municipality', NULL, NULL"
	    " FROM case_file WHERE ref = 'TST-%d' UNION ALL"
	    " SELECT tenant_id, id, 'decision', 1, 2, now() - interval '10 days', NULL, false, 'applicant', 'lov', 'missing'"
	    " FROM case_file WHERE ref = 'TST-%d';", n, n, n, n)));
}

static void
a_clock_that_goes_on_is_due_as_much_later_as_it_stood_still(void **state)
{
	(void)state;
	asked_case(201);
	assert_int_equal(clock_once(), 1);
	assert_int_equal(number("SELECT count(*) FROM case_interval i JOIN case_file c ON c.id = i.case_id WHERE c.ref = 'TST-201'"
	    " AND ((i.seq < 3) = (i.to_at IS NOT NULL)) AND (i.seq <> 3 OR (i.running AND i.ball = 'municipality'))"), 3);
	assert_int_equal(number("SELECT count(*) FROM case_interval i JOIN case_event e ON e.case_id = i.case_id AND e.at = i.to_at"
	    " JOIN case_file c ON c.id = i.case_id WHERE c.ref = 'TST-201' AND i.seq = 2"), 1);
	/* three weeks from receipt, and ten days: the end of that day in Norway */
	assert_int_equal(number("SELECT count(*) FROM case_file c JOIN case_clock k ON k.case_id = c.id WHERE c.ref = 'TST-201'"
	    " AND k.due_at = c.due_at AND oslo_day(c.due_at) = oslo_day(c.received_at) + 31"
	    " AND to_char(c.due_at AT TIME ZONE 'Europe/Oslo', 'HH24:MI:SS') = '23:59:59'"), 1);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id AND c.due_at = d.due_at"
	    " WHERE c.ref = 'TST-201' AND d.event = 'deadline.decision' AND d.cancelled_at IS NULL"), 1);
	assert_int_equal(clock_once(), 0);
}

static void
the_end_of_a_case_stops_its_clocks(void **state)
{
	(void)state;
	asked_case(202);
	assert_int_equal(clock_once(), 1);
	script("UPDATE deadline d SET due_at = now() - interval '1 second' FROM case_file c WHERE c.id = d.case_id"
	    " AND c.ref = 'TST-202' AND d.event = 'deadline.decision'");
	assert_int_equal(clock_once(), 1);
	assert_int_equal(number("SELECT count(*) FROM case_file c JOIN case_clock k ON k.case_id = c.id WHERE c.ref = 'TST-202'"
	    " AND c.state = 'closed' AND c.due_at IS NULL AND k.due_at IS NULL AND k.stopped_at IS NOT NULL"), 1);
	assert_int_equal(number("SELECT count(*) FROM case_interval i JOIN case_file c ON c.id = i.case_id WHERE c.ref = 'TST-202'"
	    " AND i.to_at IS NULL"), 0);
}

/* Somebody is in the middle of deciding when the time is out. */
static void
a_deadline_waits_for_who_has_the_case_open(void **state)
{
	struct arena *mine = arena_new((size_t)1 << 20);
	struct db *desk = db_new("");

	(void)state;
	cases(211, 212, "open", RELEASE, "deadline.preliminary", "- interval '1 second'");
	assert_int_equal(db_begin(desk, mine, STR_NONE, STR_NONE), ERR_OK);
	assert_int_equal(db_script(desk, STR("SELECT FROM case_file WHERE ref = 'TST-211' FOR UPDATE;"
	    "UPDATE case_file SET state = 'decided', revision = revision + 1 WHERE ref = 'TST-211';"
	    "UPDATE deadline d SET cancelled_at = now() FROM case_file c WHERE c.id = d.case_id AND c.ref = 'TST-211'")), ERR_OK);
	assert_int_equal(clock_once(), 1);		/* the other case's, and no waiting */
	assert_int_equal(db_commit(desk), ERR_OK);
	assert_int_equal(clock_once(), 0);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = 'TST-211'"), 0);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = 'TST-212'"), 1);
	db_free(&desk);
	arena_free(&mine);
}

/* Killed after its work is committed and before anybody is told: what it did stands, once. */
static void
a_clock_that_dies_when_it_has_committed_has_done_its_work_once(void **state)
{
	pid_t child;
	int status = 0;

	(void)state;
	cases(221, 240, "open", RELEASE, "deadline.preliminary", "- interval '1 second'");
	for (int i = 0; i < 5; i++) {
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct arena *process = arena_new((size_t)64 << 20);
			bool found = false;

			(void)!clock_fire(new_clock(process), process, &found);
			raise(SIGKILL);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
	}
	assert_int_equal(clock_once(), 15);
	assert_int_equal(number("SELECT count(*) FROM outbox o JOIN case_file c ON c.id = o.case_id"
	    " WHERE c.tenant_id = '" TENANT "' AND c.ref IN (SELECT 'TST-' || i FROM generate_series(221, 240) i)"), 20);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id"
	    " WHERE c.tenant_id = '" TENANT "' AND c.ref IN (SELECT 'TST-' || i FROM generate_series(221, 240) i)"), 20);
}

static void
a_case_is_removed_once_however_many_clocks_run(void **state)
{
	pid_t child[CLOCKS];
	int64_t before = 0;

	(void)state;
	cases(301, 340, "closed", RELEASE, "deadline.x", "+ interval '1 day'");
	script("INSERT INTO case_event (tenant_id, case_id, event, to_state, actor) SELECT tenant_id, id, 'x', 'closed', 'system'"
	    " FROM case_file WHERE ref IN (SELECT 'TST-' || i FROM generate_series(301, 340) i);"
	    "UPDATE case_file SET closed_at = now() - interval '1 year', remove_law = 'en lov',"
	    " remove_at = now() - CASE WHEN ref = 'TST-340' THEN interval '-1 day' ELSE interval '1 second' END"
	    " WHERE ref IN (SELECT 'TST-' || i FROM generate_series(301, 340) i)");
	before = number("SELECT count(*) FROM case_file WHERE tenant_id = '" TENANT "'");
	for (int i = 0; i < CLOCKS; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0)
			_exit(sweep_once());
	}
	for (int i = 0; i < CLOCKS; i++) {
		int status = 1;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	assert_int_equal(number("SELECT count(*) FROM case_file WHERE tenant_id = '" TENANT "'"), before - 39);
	assert_int_equal(number("SELECT count(*) FROM case_file WHERE ref = 'TST-340'"), 1);
	assert_int_equal(number("SELECT count(*) FROM case_removed WHERE tenant_id = '" TENANT "'"), 39);
}

static void
what_is_not_due_or_was_cancelled_is_left(void **state)
{
	(void)state;
	cases(111, 112, "open", RELEASE, "deadline.preliminary", "+ interval '1 hour'");
	cases(113, 113, "open", RELEASE, "deadline.preliminary", "- interval '1 hour'");
	script("UPDATE deadline SET cancelled_at = now() FROM case_file c WHERE c.id = case_id AND c.ref = 'TST-113'"
	    " AND c.tenant_id = '" TENANT "'");
	assert_int_equal(clock_once(), 0);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id"
	    " WHERE c.ref IN ('TST-111', 'TST-112', 'TST-113')"), 0);
}

static void
a_deadline_that_waited_is_counted_from_when_the_party_was_told(void **state)
{
	struct arena *process = arena_new((size_t)64 << 20);
	struct clock *k = new_clock(process);

	(void)state;
	cases(141, 142, "decided", RELEASE, "deadline.complaint", "");
	script("UPDATE deadline d SET due_at = NULL, after = 'P3W', from_at = CASE c.ref WHEN 'TST-141' THEN now() - interval '2 days' END"
	    " FROM case_file c WHERE c.id = d.case_id AND c.ref IN ('TST-141', 'TST-142')");
	assert_int_equal(clock_once(), 0);
	assert_int_equal(clock_count(k, process), ERR_OK);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = 'TST-141'"
	    " AND oslo_day(d.due_at) = oslo_day(d.from_at) + 21 AND to_char(d.due_at AT TIME ZONE 'Europe/Oslo', 'HH24:MI:SS') = '23:59:59'"), 1);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = 'TST-142'"
	    " AND d.due_at IS NULL"), 1);
	script("UPDATE deadline d SET workday = true, due_at = NULL, from_at = '2027-04-28 10:00+02' FROM case_file c"
	    " WHERE c.id = d.case_id AND c.ref = 'TST-141'");
	script("UPDATE deadline d SET after = 'P19D' FROM case_file c WHERE c.id = d.case_id AND c.ref = 'TST-141'");
	assert_int_equal(clock_count(k, process), ERR_OK);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = 'TST-141'"
	    " AND oslo_day(d.due_at) = '2027-05-18'"), 1);		/* the 17th is a holiday */
	script("UPDATE tenant SET settings = '{\"complaint-days\": \"28\"}' WHERE id = '" TENANT "';"
	    "UPDATE deadline d SET after = 'P3W', workday = false, due_at = NULL FROM case_file c WHERE c.id = d.case_id AND c.ref = 'TST-141'");
	assert_int_equal(clock_count(k, process), ERR_OK);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = 'TST-141'"
	    " AND oslo_day(d.due_at) = '2027-05-26'"), 1);		/* more days than the law gives */
	db_free(&k->db);
	arena_free(&process);
}

static void
a_deadline_that_nothing_takes_is_dropped_without_an_event(void **state)
{
	(void)state;
	cases(121, 121, "closed", RELEASE, "deadline.complaint", "- interval '1 second'");
	assert_int_equal(clock_once(), 1);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = 'TST-121'"
	    " AND d.cancelled_at IS NOT NULL AND d.fired_at IS NULL"), 1);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id"
	    " WHERE c.ref = 'TST-121'"), 0);
}

static void
a_release_that_does_not_load_holds_up_nobody_else(void **state)
{
	struct arena *process = arena_new((size_t)64 << 20), *round = arena_new((size_t)32 << 20);
	struct clock *k = new_clock(process);
	bool found = false;

	(void)state;
	cases(131, 131, "open", BROKEN, "deadline.preliminary", "- interval '2 hours'");
	cases(132, 132, "open", RELEASE, "deadline.preliminary", "- interval '1 hour'");
	assert_int_equal(clock_fire(k, round, &found), ERR_CONFIG);
	assert_int_equal(clock_fire(k, round, &found), ERR_OK);
	assert_true(found);
	assert_int_equal(number("SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id"
	    " WHERE c.ref = 'TST-132'"), 1);
	assert_int_equal(clock_fire(k, round, &found), ERR_OK);
	assert_false(found);
	assert_int_equal(clock_sweep(k, round), ERR_OK);	/* and is tried again after the
								   sweep */
	assert_int_equal(clock_fire(k, round, &found), ERR_CONFIG);
	assert_int_equal(number("SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = 'TST-131'"
	    " AND d.fired_at IS NULL AND d.cancelled_at IS NULL"), 1);
	script("UPDATE deadline SET cancelled_at = now() WHERE tenant_id = '" TENANT "' AND fired_at IS NULL");
	db_free(&k->db);
	arena_free(&round);
	arena_free(&process);
}

static void
a_draft_is_reminded_of_once_however_many_clocks_run(void **state)
{
	pid_t child[CLOCKS];
	int ended = 0;

	(void)state;
	script("INSERT INTO draft (id, tenant_id, person_id, service, release_id, expires_at)"
	    " SELECT gen_random_uuid(), '" TENANT "', '" PERSON "', 'clocktest', '" RELEASE
	    "', now() + interval '1 day' FROM generate_series(1, 40)");
	for (int i = 0; i < CLOCKS; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0)
			_exit(sweep_once());
	}
	for (int i = 0; i < CLOCKS; i++) {
		int status = 1;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		ended += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	assert_int_equal(ended, CLOCKS);
	assert_int_equal(sweep_once(), 0);
	assert_int_equal(number("SELECT count(*) FROM outbox WHERE tenant_id = '" TENANT "' AND kind = 'reminder'"), 40);
	assert_int_equal(number("SELECT count(DISTINCT draft_id) FROM outbox WHERE tenant_id = '" TENANT
	    "' AND kind = 'reminder'"), 40);
	script("DELETE FROM draft WHERE tenant_id = '" TENANT "'");
}

static void
the_sweep_removes_what_is_past_its_retention_and_nothing_else(void **state)
{
	struct arena *process = arena_new((size_t)64 << 20);
	struct clock *k = new_clock(process);

	(void)state;
	script("INSERT INTO draft (id, tenant_id, person_id, service, release_id, expires_at)"
	    " SELECT ('09180000-0000-7000-8000-0000000000d' || i)::uuid, '" TENANT "', '" PERSON "', 'clocktest', '" RELEASE
	    "', now() + (3 - 2 * i) * interval '1 day' FROM generate_series(1, 3) i;"
	    "INSERT INTO parked_post (id, tenant_id, person_id, draft_id, page, fields, created_at)"
	    " SELECT gen_random_uuid(), '" TENANT "', '" PERSON "', '09180000-0000-7000-8000-0000000000d1', 'p' || i, '',"
	    " now() - i * interval '23 hours' FROM generate_series(1, 2) i;"
	    "INSERT INTO login_attempt (state_sha256, tenant_id, client, nonce, verifier, return_to, browser_sha256, created_at)"
	    " SELECT sha256(('clock' || i)::bytea), '" TENANT "', 'citizen', 'n', 'v', '/', '', now() - i * interval '40 minutes'"
	    " FROM generate_series(1, 2) i");
	assert_int_equal(clock_sweep(k, process), ERR_OK);
	assert_int_equal(number("SELECT count(*) FROM draft WHERE tenant_id = '" TENANT "'"), 1);
	assert_int_equal(number("SELECT count(*) FROM parked_post WHERE tenant_id = '" TENANT "'"), 1);
	assert_int_equal(number("SELECT count(*) FROM login_attempt WHERE tenant_id = '" TENANT "'"), 1);
	db_free(&k->db);
	arena_free(&process);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new((size_t)64 << 20);
	db = db_new("");
	script(str_z(a, str_fmt(a,
	    "INSERT INTO tenant (id, name, hosts, palette) VALUES ('" TENANT "', 'Klokketest', '{clock.test}', 'fjord');"
	    "INSERT INTO person (id, pid, name) VALUES ('" PERSON "', '30108299920', 'Klokke Test');"
	    "INSERT INTO template_release (id, service, version, sha256, bundle, in_force) VALUES"
	    " ('" RELEASE "', 'clocktest', 1, repeat('a', 64), $bundle$" STR_FMT "$bundle$, true),"
	    " ('" BROKEN "', 'clocktest', 2, repeat('b', 64), '<bundle/>', false);", STR_ARG(bundle()))));
	return 0;
}

/* Events are for ever, and so are their cases: the database is the tests' own. */
static int
teardown(void **state)
{
	(void)state;
	db_free(&db);
	arena_free(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deadline_fires_once_however_many_clocks_run),
		cmocka_unit_test(a_deadline_moves_the_case_in_the_name_of_the_system),
		cmocka_unit_test(a_clock_that_goes_on_is_due_as_much_later_as_it_stood_still),
		cmocka_unit_test(the_end_of_a_case_stops_its_clocks),
		cmocka_unit_test(a_deadline_waits_for_who_has_the_case_open),
		cmocka_unit_test(a_clock_that_dies_when_it_has_committed_has_done_its_work_once),
		cmocka_unit_test(a_case_is_removed_once_however_many_clocks_run),
		cmocka_unit_test(what_is_not_due_or_was_cancelled_is_left),
		cmocka_unit_test(a_deadline_that_waited_is_counted_from_when_the_party_was_told),
		cmocka_unit_test(a_deadline_that_nothing_takes_is_dropped_without_an_event),
		cmocka_unit_test(a_release_that_does_not_load_holds_up_nobody_else),
		cmocka_unit_test(a_draft_is_reminded_of_once_however_many_clocks_run),
		cmocka_unit_test(the_sweep_removes_what_is_past_its_retention_and_nothing_else),
	};

	if (getenv("PGHOST") == NULL) {
		fprintf(stderr, "%s: SKIPPED, %d tests: no server is named (PGHOST)\n", __FILE__,
		    (int)(sizeof tests / sizeof tests[0]));
		return 0;
	}
	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
