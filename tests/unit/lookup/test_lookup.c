#include "../t.h"

#include "../log_catch.h"
#include "lookup/lookup.h"

static struct arena *a;

static int
start(void **state)
{
	(void)state;
	a = arena_new((size_t)16 << 20);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, start, stop)

/* ---- numbers ---- */

static struct str
read_as(const char *words)
{
	struct property p;

	return property_read(a, str_from_z(words), STR("9998"), &p) ? property_text(a, &p) :
	    STR_NONE;
}

static void
a_property_is_read_as_people_write_it(void **state)
{
	(void)state;
	assert_str(read_as("12/34"), "9998-12/34/0/0");
	assert_str(read_as(" 12 / 34 "), "9998-12/34/0/0");
	assert_str(read_as("12/34/0/2"), "9998-12/34/0/2");
	assert_str(read_as("0301-12/34"), "0301-12/34/0/0");
	assert_str(read_as("gnr. 12, bnr. 34"), "9998-12/34/0/0");
	assert_str(read_as("Gnr 12 bnr 34 fnr 1 snr 2"), "9998-12/34/1/2");
	assert_str(read_as("gardsnummer 12 og bruksnummer 34"), "9998-12/34/0/0");
	assert_str(read_as("999999/1/0/999999"), "9998-999999/1/0/999999");
}

static void
an_address_is_no_number_of_a_property(void **state)
{
	static const char *const not[] = { "Storgata 12", "12", "12/", "0/34", "12/34/0/0/1",
		"1000000/1", "12/34/-1", "12/34/0/1000000",
		"12/1234567", "12/-3", "", "/", "Åsveien 12/34", "12a/34" };

	(void)state;
	for (size_t i = 0; i < sizeof not / sizeof *not; i++)
		assert_str(read_as(not[i]), "");
}

static void
only_numbers_that_were_written_are_asked_for(void **state)
{
	struct property p;

	(void)state;
	assert_true(property_read(a, STR("12/34"), STR("9998"), &p));
	assert_str(property_query(a, &p), "kommunenummer=9998&gardsnummer=12&bruksnummer=34");
	assert_true(property_read(a, STR("12/34/0/2"), STR("9998"), &p));
	assert_str(property_query(a, &p),
	    "kommunenummer=9998&gardsnummer=12&bruksnummer=34&festenummer=0&seksjonsnummer=2");
}

static void
what_people_write_cannot_leave_its_place_in_an_address(void **state)
{
	(void)state;
	assert_str(remote_value(a, STR("a b&c=d/Ø%#")), "a%20b%26c%3Dd%2F%C3%98%25%23");
}

/* ---- rest ---- */

static void
three_failures_in_a_row_are_a_rest_and_one_try_ends_it_or_not(void **state)
{
	struct breaker b = { 0 };

	(void)state;
	log_catch_begin();
	for (int i = 0; i < 3; i++) {
		assert_true(breaker_open(&b, 1000, 500));
		breaker_told(&b, false, 1000, 500);
	}
	assert_false(breaker_open(&b, 1499, 500));
	assert_true(breaker_open(&b, 1500, 500));
	assert_false(breaker_open(&b, 1501, 500));	/* one at a time */
	breaker_told(&b, false, 1600, 500);
	assert_false(breaker_open(&b, 2099, 500));
	assert_true(breaker_open(&b, 2100, 500));
	breaker_told(&b, true, 2100, 500);
	assert_true(breaker_open(&b, 2101, 500));
	breaker_told(&b, false, 2101, 500);
	assert_true(breaker_open(&b, 2102, 500));	/* it counts anew */
	log_catch_end(a);
}

static void
a_success_between_failures_counts_anew(void **state)
{
	struct breaker b = { 0 };

	(void)state;
	for (int i = 0; i < 20; i++)
		breaker_told(&b, i % 3 == 2, i, 500);
	assert_true(breaker_open(&b, 20, 500));
}

static void
nobody_asks_faster_than_they_may_and_others_are_not_held_up(void **state)
{
	struct limit l = { 0 };
	int taken = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		taken += limit_take(&l, 7, 1000);
	assert_int_equal(taken, LIMIT_BURST);
	assert_true(limit_take(&l, 8, 1000));
	assert_false(limit_take(&l, 7, 1000 + 1000 / LIMIT_PER_SEC - 1));
	assert_true(limit_take(&l, 7, 1000 + 1000 / LIMIT_PER_SEC));
	assert_false(limit_take(&l, 7, 1000 + 1000 / LIMIT_PER_SEC));
}

/* ---- memory ---- */

static void
an_answer_is_kept_for_some_minutes(void **state)
{
	struct cache *c = cache_new(a);

	(void)state;
	assert_null(cache_get(c, STR("q"), 0).p);
	cache_put(c, STR("q"), STR("a"), 0);
	assert_str(cache_get(c, STR("q"), 299999), "a");
	assert_null(cache_get(c, STR("q"), 300000).p);
	cache_put(c, STR("q"), STR("b"), 300000);
	assert_str(cache_get(c, STR("q"), 300001), "b");
}

static void
memory_has_a_bound_whatever_is_asked(void **state)
{
	struct cache *c = cache_new(a);
	char *large = arena_alloc(a, 400000);

	(void)state;
	memset(large, 'x', 400000);
	for (int i = 0; i < 1000; i++)
		cache_put(c, str_fmt(a, "%d", i), (struct str){ large, i % 2 ? 400000 : 10 }, 0);
	assert_int_equal(cache_get(c, STR("999"), 0).n, 400000);
	assert_null(cache_get(c, STR("1"), 0).p);
}

/* ---- refs ---- */

static void
a_ref_opens_for_its_own_municipality_and_draft_alone(void **state)
{
	struct str key = STR("0123456789abcdef0123456789abcdef"), out;
	struct str ref = ref_close(a, key, STR("9998"), STR("d1"), STR("21879498012"));

	(void)state;
	assert_true(ref_open(a, key, STR("9998"), STR("d1"), ref, &out));
	assert_str(out, "21879498012");
	assert_null(memmem(ref.p, ref.n, "21879498012", 11));
	assert_false(ref_open(a, key, STR("9998"), STR("d2"), ref, &out));
	assert_false(ref_open(a, key, STR("9997"), STR("d1"), ref, &out));
	assert_false(ref_open(a, STR("another-key-another-key-another-"), STR("9998"), STR("d1"),
	    ref, &out));
	assert_true(str_eq(ref, ref_close(a, key, STR("9998"), STR("d1"), STR("21879498012"))));
	assert_false(str_eq(ref, ref_close(a, key, STR("9998"), STR("d2"), STR("21879498012"))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_property_is_read_as_people_write_it),
		T(an_address_is_no_number_of_a_property),
		T(only_numbers_that_were_written_are_asked_for),
		T(what_people_write_cannot_leave_its_place_in_an_address),
		T(three_failures_in_a_row_are_a_rest_and_one_try_ends_it_or_not),
		T(a_success_between_failures_counts_anew),
		T(nobody_asks_faster_than_they_may_and_others_are_not_held_up),
		T(an_answer_is_kept_for_some_minutes),
		T(memory_has_a_bound_whatever_is_asked),
		T(a_ref_opens_for_its_own_municipality_and_draft_alone),
	};

	return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
