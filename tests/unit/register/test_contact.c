/* Against a real server with the migrations on it, named by PGHOST and the like (see
   fcgi/mk/sql-test.sh), and a strict stand-in of the register (tests/stand-in/krr.mjs). */
#include "register/contact.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "json/json.h"
#include "machine/machine.h"

#include "../t.h"

#define TENANT	"0932"
#define KARI	"13814198789"
#define OLA	"21867196782"
#define OUTBOX(n) STR("09320000-0000-7000-8000-00000000000" n)

static struct arena *a;
static struct db *db;		/* of the test itself, as the server's superuser */
static struct str base;		/* of the stand-in */
static struct machine *machine;
static pid_t child;
static int its_stdin;
static char key_file[] = "/tmp/krr-key-XXXXXX";

/* ---- the stand-in ---- */

static void
start_register(void)
{
	int in[2], out[2], port = 0;
	FILE *f;

	assert_true(mkstemp(key_file) >= 0 && pipe(in) == 0 && pipe(out) == 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execlp("node", "node", "tests/stand-in/krr.mjs", key_file, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	its_stdin = in[1];
	f = fdopen(out[0], "r");
	assert_true(f != NULL && fscanf(f, "port %d", &port) == 1);
	fclose(f);
	base = str_fmt(a, "http://127.0.0.1:%d", port);
}

static struct str
call(const char *method, const char *path, struct str body)
{
	struct machine_request q = { .method = method, .url = str_fmt(a, STR_FMT "%s",
	    STR_ARG(base), path), .type = body.n > 0 ? STR("application/json") : STR_NONE,
		.body = body };
	struct machine_answer got;

	assert_int_equal(machine_call(a, &q, &got), ERR_OK);
	assert_int_equal(got.status, 200);
	return got.body;
}

static void
behave(const char *json)
{
	(void)call("POST", "/-/behave", str_from_z(json));
}

struct seen {
	int64_t	 calls, tokens;
	size_t	 asked;			/* people, in the last call */
	struct str wrong;
};

static struct seen
seen(void)
{
	const json_t *o = json_read(a, call("GET", "/-/seen", STR_NONE)),
	    *asked = json_object_get(o, "asked"), *wrong = json_object_get(o, "wrong");
	const char *z = json_string_value(json_array_get(wrong, 0));

	return (struct seen){ json_integer_value(json_object_get(o, "calls")),
		json_integer_value(json_object_get(o, "tokens")),
		json_array_size(json_array_get(asked, json_array_size(asked) - 1)),
		str_from_z(z != NULL ? z : "") };
}

static bool
where(void *ctx, struct str tenant, struct str *url, struct machine **m)
{
	(void)ctx;
	*url = base;
	*m = machine;
	return str_eq_z(tenant, TENANT);
}

/* ---- the database ---- */

static void
script(const char *sql)
{
	struct str text = str_fmt(a, "SET LOCAL ROLE skranke_owner; %s", sql);

	assert_int_equal(db_begin(db, a, STR_NONE, STR_NONE), ERR_OK);
	assert_int_equal(db_script(db, text), ERR_OK);
	assert_int_equal(db_commit(db), ERR_OK);
}

/* Two people with a decision that waits for them, as if nobody had asked about them yet. */
static void
waiting(void)
{
	script("DELETE FROM contact WHERE tenant_id = '" TENANT "';"
	    "UPDATE person SET language = NULL WHERE pid IN ('" KARI "', '" OLA "');"
	    "UPDATE outbox SET created_at = now() WHERE tenant_id = '" TENANT "'");
}

static int
set_up(void **state)
{
	struct machine_setting set;

	(void)state;
	a = arena_new((size_t)64 << 20);
	db = db_new("");
	start_register();
	set = (struct machine_setting){ .token_url = str_fmt(a, STR_FMT "/token", STR_ARG(base)),
		.audience = str_fmt(a, STR_FMT "/", STR_ARG(base)),
		.client_id = STR("skranke-test"), .key_file = str_from_z(key_file),
		.kid = STR("krr-test") };
	assert_int_equal(machine_open(a, &set, &machine), ERR_OK);
	script("INSERT INTO tenant (id, name, hosts, palette) VALUES ('" TENANT "', 'Test', '{}', 'fjord');"
	    "INSERT INTO person (id, pid, name, email) SELECT ('09320000-0000-7000-8000-0000000000b' || i)::uuid, pid, 'P', 'own@example.no'"
	    "  FROM (VALUES (1, '" KARI "'), (2, '" OLA "')) v (i, pid);"
	    "INSERT INTO template_release (id, service, version, sha256, bundle)"
	    "  VALUES ('09320000-0000-7000-8000-0000000000a1', 'contacttest', 1, '', '');"
	    "INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)"
	    "  SELECT ('09320000-0000-7000-8000-0000000000c' || i)::uuid, '" TENANT "', 'KON-' || i, 'contacttest',"
	    "    '09320000-0000-7000-8000-0000000000a1', gen_random_uuid(), ('09320000-0000-7000-8000-0000000000b' || i)::uuid,"
	    "    '<a/>', 'open', 'CONTACT-' || i FROM generate_series(1, 2) i;"
	    "INSERT INTO outbox (id, tenant_id, case_id, kind, payload)"
	    "  SELECT ('09320000-0000-7000-8000-00000000000' || i)::uuid, '" TENANT "', ('09320000-0000-7000-8000-0000000000c' || i)::uuid,"
	    "    'letter', '{\"template\": \"decision\", \"to\": \"applicant\"}' FROM generate_series(1, 2) i;"
	    "SELECT print_address_put('" TENANT "', '09320000-0000-7000-8000-0000000000b1',"
	    "    '{\"line1\": \"Storgata 1\", \"postcode\": \"0155\", \"city\": \"Oslo\"}', 'register', NULL)");
	return 0;
}

static int
tear_down(void **state)
{
	int status;

	(void)state;
	close(its_stdin);
	waitpid(child, &status, 0);
	unlink(key_file);
	script("DELETE FROM outbox WHERE tenant_id = '" TENANT "'; DELETE FROM case_file WHERE tenant_id = '" TENANT "';"
	    "DELETE FROM contact; DELETE FROM print_address;"
	    "DELETE FROM person WHERE pid IN ('" KARI "', '" OLA "'); DELETE FROM tenant WHERE id = '" TENANT "'");
	db_free(&db);
	arena_free(&a);
	return 0;
}

/* ---- the postman's part ---- */

static struct contacts *
postman(struct db **own)
{
	*own = db_new("options='-c role=skranke_postman'");
	return contacts_new(a, *own, where, NULL);
}

/* Ask afresh if need be, then read, as the postman does; in a process that has asked nobody yet. */
static struct contact_receiver
receiver(struct str tenant, struct str outbox_id)
{
	struct contact_receiver out = { 0 };
	const struct db_rows *r;
	struct db *own;
	struct contacts *c = postman(&own);

	assert_int_equal(contact_fresh(c, a, tenant, outbox_id), ERR_OK);
	assert_int_equal(db_begin(own, a, STR_NONE, STR_NONE), ERR_OK);
	r = contact_add(own, outbox_id);
	assert_int_equal(db_commit(own), ERR_OK);
	assert_true(contact_read(c, r, tenant, time_now_at(), &out));
	db_free(&own);
	return out;
}

#define expect(r, want_way, want_why) do { \
	struct contact_receiver got_ = (r); \
	assert_int_equal(got_.judgement.way, want_way); \
	assert_string_equal(got_.judgement.why, want_why); \
} while (0)

/* ---- the promises ---- */

static void
all_who_wait_are_asked_about_at_once_and_nobody_twice_in_an_hour(void **state)
{
	struct contact_receiver r;
	struct seen s;

	(void)state;
	waiting();
	behave("{\"people\":{\"" KARI "\":{\"spraak\":\"se\"}}}");
	r = receiver(STR(TENANT), OUTBOX("1"));
	expect(r, CONTACT_DIGITAL, "");
	assert_str(r.judgement.email, KARI "@krr.example");
	assert_str(r.judgement.language, "se");
	assert_str(r.pid, KARI);
	assert_str(r.address.city, "Oslo");
	r = receiver(STR(TENANT), OUTBOX("2"));
	assert_str(r.judgement.email, OLA "@krr.example");
	s = seen();
	assert_str(s.wrong, "");
	assert_int_equal(s.calls, 1);
	assert_int_equal(s.asked, 2);
	script("UPDATE contact SET answered_at = now() - interval '61 minutes'");
	(void)receiver(STR(TENANT), OUTBOX("2"));
	assert_int_equal(seen().calls, 1);
}

static void
what_the_register_says_decides_and_not_what_we_have_been_told(void **state)
{
	struct contact_receiver r;

	(void)state;
	waiting();
	behave("{\"people\":{\"" KARI "\":{\"reservasjon\":\"JA\"},\"" OLA "\":{\"status\":\"IKKE_REGISTRERT\","
	    "\"varslingsstatus\":\"KAN_IKKE_VARSLES\"}}}");
	r = receiver(STR(TENANT), OUTBOX("1"));
	expect(r, CONTACT_PRINT, "reserved");
	assert_str(r.address.line1, "Storgata 1");
	expect(receiver(STR(TENANT), OUTBOX("2")), CONTACT_PERSON, "no-address");
	waiting();
	behave("{\"people\":{\"" KARI "\":{\"kontaktinformasjon\":{\"mobiltelefonnummer\":\"+4799999999\","
	    "\"mobiltelefonnummer_oppdatert\":\"2019-06-29T10:14:52+02\",\"mobiltelefonnummer_sist_verifisert\":\"2019-06-29T10:14:52+02\"}},"
	    "\"" OLA "\":{\"varslingsstatus\":\"KAN_IKKE_VARSLES\"}}}");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_PRINT, "stale-contact");
	expect(receiver(STR(TENANT), OUTBOX("2")), CONTACT_PERSON, "no-address");
}

static void
where_no_register_is_set_nobody_is_asked_about(void **state)
{
	struct contact_receiver out;
	const struct db_rows *r;
	struct contacts *c;
	struct db *own;

	(void)state;
	waiting();
	(void)seen();
	own = db_new("options='-c role=skranke_postman'");
	c = contacts_new(a, own, NULL, NULL);
	assert_int_equal(contact_fresh(c, a, STR(TENANT), OUTBOX("1")), ERR_OK);
	assert_int_equal(db_begin(own, a, STR_NONE, STR_NONE), ERR_OK);
	r = contact_add(own, OUTBOX("1"));
	assert_int_equal(db_commit(own), ERR_OK);
	assert_true(contact_read(c, r, STR(TENANT), time_now_at(), &out));
	expect(out, CONTACT_DIGITAL, "");
	assert_str(out.judgement.email, "own@example.no");
	assert_int_equal(seen().calls, 0);
	db_free(&own);
}

static void
a_register_that_misbehaves_makes_letters_wait(void **state)
{
	static const char *const how[] = { "500", "503", "429", "404", "hang-up", "hang-up-after",
		"not-json", "wrong-shape", "truncated", "huge", "nobody" };
	char json[64];

	(void)state;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		waiting();
		snprintf(json, sizeof json, "{\"how\":\"%s\"}", how[i]);
		behave(json);
		expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_LATER, "register-away");
	}
	script("UPDATE outbox SET created_at = now() - interval '73 hours' WHERE tenant_id = '" TENANT "'");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_PERSON, "register-away");
}

static void
what_it_said_before_holds_for_a_week(void **state)
{
	(void)state;
	waiting();
	behave("{\"people\":{\"" KARI "\":{\"reservasjon\":\"JA\"}}}");
	(void)receiver(STR(TENANT), OUTBOX("1"));
	behave("{\"how\":\"500\"}");
	script("UPDATE contact SET answered_at = now() - interval '6 days'");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_PRINT, "reserved");
	script("UPDATE contact SET answered_at = now() - interval '8 days'");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_LATER, "register-away");
	script("UPDATE tenant SET settings = '{\"contact-old-days\": \"9\"}' WHERE id = '" TENANT "'");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_PRINT, "reserved");
	script("UPDATE tenant SET settings = '{}' WHERE id = '" TENANT "'");
}

static void
a_register_that_is_away_is_left_in_peace_for_a_minute(void **state)
{
	struct db *own;
	struct contacts *c = postman(&own);

	(void)state;
	waiting();
	(void)seen();
	behave("{\"how\":\"500\"}");
	for (int i = 0; i < 5; i++)
		assert_int_equal(contact_fresh(c, a, STR(TENANT), OUTBOX("1")), ERR_OK);
	assert_int_equal(seen().calls, 1);
	db_free(&own);
}

static void
a_token_that_has_run_out_is_renewed_once(void **state)
{
	(void)state;
	waiting();
	(void)seen();
	behave("{\"how\":\"expired\",\"times\":1}");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_DIGITAL, "");
	assert_int_equal(seen().calls, 2);
	waiting();
	behave("{\"how\":\"expired\"}");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_LATER, "register-away");
	assert_int_equal(seen().calls, 2);
}

static void
an_entry_that_is_odd_is_no_answer_and_the_others_are(void **state)
{
	static const char *const odd[] = { "{\"reservasjon\":\"KANSKJE\"}", "{\"status\":\"UKJENT\"}", "{\"varslingsstatus\":null}",
		"{\"kontaktinformasjon\":[]}", "{\"kontaktinformasjon\":{\"epostadresse\":\"a@b.no\",\"epostadresse_oppdatert\":\"i fjor\"}}" };
	char json[256];

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		waiting();
		snprintf(json, sizeof json, "{\"odd\":true,\"people\":{\"" KARI "\":%s}}", odd[i]);
		behave(json);
		expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_LATER, "register-away");
		behave("{\"how\":\"500\"}");
		expect(receiver(STR(TENANT), OUTBOX("2")), CONTACT_DIGITAL, "");
	}
}

static void
who_is_told_of_twice_or_unasked_does_no_harm(void **state)
{
	(void)state;
	waiting();
	behave("{\"how\":\"twice\"}");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_DIGITAL, "");
	waiting();
	behave("{\"how\":\"others\"}");
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_DIGITAL, "");
	behave("{\"how\":\"slow\",\"ms\":600}");
	waiting();
	expect(receiver(STR(TENANT), OUTBOX("1")), CONTACT_DIGITAL, "");
	assert_str(seen().wrong, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_who_wait_are_asked_about_at_once_and_nobody_twice_in_an_hour),
		cmocka_unit_test(what_the_register_says_decides_and_not_what_we_have_been_told),
		cmocka_unit_test(where_no_register_is_set_nobody_is_asked_about),
		cmocka_unit_test(a_register_that_misbehaves_makes_letters_wait),
		cmocka_unit_test(what_it_said_before_holds_for_a_week),
		cmocka_unit_test(a_register_that_is_away_is_left_in_peace_for_a_minute),
		cmocka_unit_test(a_token_that_has_run_out_is_renewed_once),
		cmocka_unit_test(an_entry_that_is_odd_is_no_answer_and_the_others_are),
		cmocka_unit_test(who_is_told_of_twice_or_unasked_does_no_harm),
	};

	if (getenv("PGHOST") == NULL) {
		fprintf(stderr, "%s: SKIPPED, %d tests: no server is named (PGHOST)\n", __FILE__,
		    (int)(sizeof tests / sizeof tests[0]));
		return 0;
	}
	return cmocka_run_group_tests_name(__FILE__, tests, set_up, tear_down);
}
