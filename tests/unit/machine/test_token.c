#include "../t.h"

#include "../log_catch.h"
#include "../stand_in.h"

#define KS	STR("ks:fiks")
#define KRR	STR("krr:global/kontaktinformasjon.read")

static struct arena *a;
static struct machine *m;

static struct machine_setting
setting(bool two)
{
	return (struct machine_setting){
		.token_url = stand_in_url(a, "/maskinporten/token"),
		.audience = stand_in_url(a, "/maskinporten/"), .client_id = STR("skranke-test"),
		.key_file = stand_in_file(a, "first.jwk"), .kid = STR("first"),
		.next_key_file = two ? stand_in_file(a, "next.jwk") : STR_NONE,
		.next_kid = two ? STR("next") : STR_NONE,
	};
}

static int
set_up(void **state)
{
	struct machine_setting s;

	(void)state;
	a = arena_new((size_t)16 << 20);
	stand_in_fresh(a);
	s = setting(true);
	return machine_open(a, &s, &m) != ERR_OK;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static enum err
ask(struct str scope, struct str *out)
{
	enum err e;

	log_catch_begin();
	e = machine_token(m, a, scope, out);
	log_catch_end(a);
	return e;
}

static int
asked(void)
{
	return stand_in_calls(a, "maskinporten token");
}

static const char *
last_kid(void)
{
	const json_t *given = json_object_get(json_object_get(stand_in_seen(a), "maskinporten"),
	    "given");

	return json_string_value(json_object_get(json_array_get(given,
	    json_array_size(given) - 1), "kid"));
}

static void
a_token_is_kept_for_its_scope_and_asked_for_once(void **state)
{
	struct str one, again, other;

	(void)state;
	assert_int_equal(ask(KS, &one), ERR_OK);
	assert_int_equal(ask(KS, &again), ERR_OK);
	assert_int_equal(ask(KRR, &other), ERR_OK);
	assert_true(one.n > 100 && str_eq(one, again) && !str_eq(one, other));
	assert_int_equal(asked(), 2);
	assert_str(stand_in_wrong(a), "");
}

static void
a_token_is_not_used_in_its_last_half_minute(void **state)
{
	struct str t, other;

	(void)state;
	stand_in_behave(a, "{'who': 'maskinporten', 'on': '*', 'how': 'short', 'ms': 30}");
	assert_int_equal(ask(KS, &t), ERR_OK);
	assert_int_equal(ask(KS, &other), ERR_OK);
	assert_false(str_eq(t, other));
	assert_int_equal(asked(), 2);
}

static void
a_token_that_was_refused_is_fetched_anew(void **state)
{
	struct str t, other;

	(void)state;
	assert_int_equal(ask(KS, &t), ERR_OK);
	machine_token_refused(m, KS);
	assert_int_equal(ask(KS, &other), ERR_OK);
	assert_false(str_eq(t, other));
}

static void
the_second_key_serves_when_the_first_is_refused_and_stays_first(void **state)
{
	struct str t;

	(void)state;
	stand_in_behave(a, "{'who': 'maskinporten', 'on': '*', 'how': 'refuse-key', 'ms': 1}");
	assert_int_equal(ask(KS, &t), ERR_OK);
	assert_string_equal(last_kid(), "next");
	assert_int_equal(asked(), 2);
	assert_int_equal(ask(KRR, &t), ERR_OK);
	assert_string_equal(last_kid(), "next");
	assert_int_equal(asked(), 3);
}

static void
both_keys_refused_is_ours_to_mend(void **state)
{
	struct str t = STR_NONE;

	(void)state;
	stand_in_behave(a, "{'who': 'maskinporten', 'on': '*', 'how': 'refuse-key', 'ms': 2}");
	assert_int_equal(ask(KS, &t), ERR_CONFIG);
	assert_null(t.p);
}

static void
a_clock_that_is_off_is_said_to_be(void **state)
{
	struct str t;
	const char *log;

	(void)state;
	stand_in_behave(a, "{'who': 'maskinporten', 'on': '*', 'how': 'clock-off', 'ms': 60000}");
	log_catch_begin();
	assert_int_equal(machine_token(m, a, KS, &t), ERR_CONFIG);
	log = log_catch_end(a);
	assert_non_null(strstr(log, "our clock differs"));
	assert_true(strstr(log, "-60") != NULL || strstr(log, "-59") != NULL);
}

static void
a_door_that_is_shut_or_talks_nonsense_is_tried_later(void **state)
{
	static const char *const how[] = { "500", "503", "429", "hang-up-before", "hang-up-after",
	    "nonsense", "empty", "cut" };
	struct str t;

	(void)state;
	for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
		stand_in_behave(a, str_z(a, str_fmt(a,
		    "{'who': 'maskinporten', 'on': '*', 'how': '%s', 'times': 1}", how[i])));
		if (ask(KS, &t) != ERR_REMOTE)
			fail_msg("%s", how[i]);
	}
	assert_int_equal(ask(KS, &t), ERR_OK);
}

static void
a_scope_we_do_not_have_is_ours_to_mend(void **state)
{
	struct str t;

	(void)state;
	assert_int_equal(ask(STR("ks:annet"), &t), ERR_CONFIG);
}

static void
what_is_wrong_in_the_settings_is_told_at_start(void **state)
{
	struct machine_setting s[6];
	struct machine *none = NULL;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		s[i] = setting(false);
	s[0].kid = STR_NONE;
	s[1].key_file = STR("/nowhere");
	s[2].token_url = STR("http://maskinporten.no/token");
	s[3].audience = STR_NONE;
	s[4].client_id = STR_NONE;
	s[5].next_key_file = stand_in_file(a, "svarut.key");
	log_catch_begin();
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(machine_open(a, &s[i], &none), ERR_CONFIG);
	log_catch_end(a);
	assert_null(none);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

STAND_IN_TESTS(T(a_token_is_kept_for_its_scope_and_asked_for_once),
    T(a_token_is_not_used_in_its_last_half_minute),
    T(a_token_that_was_refused_is_fetched_anew),
    T(the_second_key_serves_when_the_first_is_refused_and_stays_first),
    T(both_keys_refused_is_ours_to_mend),
    T(a_clock_that_is_off_is_said_to_be),
    T(a_door_that_is_shut_or_talks_nonsense_is_tried_later),
    T(a_scope_we_do_not_have_is_ours_to_mend),
    T(what_is_wrong_in_the_settings_is_told_at_start))
