#include "base/time.h"

#include "../t.h"

static void
days_and_dates_turn_into_each_other(void **state)
{
	(void)state;
	for (int64_t day = -800000; day < 800000; day += 97) {
		struct date d = time_date(day);

		assert_int_equal(time_day(d), day);
	}
	assert_int_equal(time_day((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(time_day((struct date){ 2024, 2, 29 }), 19782);
}

static void
only_real_dates_are_read(void **state)
{
	struct date d = { 0 };

	(void)state;
	assert_true(time_date_read(STR("2024-02-29"), &d));
	assert_false(time_date_read(STR("2023-02-29"), &d));
	assert_false(time_date_read(STR("2024-13-01"), &d));
	assert_false(time_date_read(STR("2024-1-01"), &d));
	assert_false(time_date_read(STR("2024-01-01T"), &d));
}

static void
norway_has_summer_time(void **state)
{
	struct arena *a = arena_new(1 << 16);
	int64_t at = 0;

	(void)state;
	assert_true(time_read_pg(STR("2026-07-01 22:30:00+00"), &at));
	assert_str(time_oslo_show(a, LANG_NB, at), "2. juli 2026 kl. 00.30");
	assert_true(time_read_pg(STR("2026-11-21 22:30:00.5+00"), &at));
	assert_int_equal(at % 1000000, 500000);
	assert_str(time_oslo_show(a, LANG_NB, at), "21. november 2026 kl. 23.30");
	arena_free(&a);
}

static void
each_language_writes_days_and_the_clock_its_own_way(void **state)
{
	static const char *const days[] = { [LANG_NB] = "17. august 2027",
	    [LANG_NN] = "17. august 2027", [LANG_EN] = "17 August 2027",
	    [LANG_SE] = "borgemánu 17. b. 2027" };
	static const char *const clocks[] = { [LANG_NB] = "2. juli 2026 kl. 00.30",
	    [LANG_NN] = "2. juli 2026 kl. 00.30", [LANG_EN] = "2 July 2026 at 00:30",
	    [LANG_SE] = "suoidnemánu 2. b. 2026 dii. 00.30" };
	const struct date august = { 2027, 8, 17 }, first = { 2027, 1, 1 }, last = { 2027, 12, 31 };
	struct arena *a = arena_new(1 << 16);
	int64_t at = 0;

	(void)state;
	assert_true(time_read_pg(STR("2026-07-01 22:30:00+00"), &at));
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		assert_str(time_date_show(a, (enum lang)l, august), days[l]);
		assert_str(time_oslo_show(a, (enum lang)l, at), clocks[l]);
	}
	assert_str(time_date_show(a, LANG_SE, first), "ođđajagemánu 1. b. 2027");
	assert_str(time_date_show(a, LANG_SE, last), "juovlamánu 31. b. 2027");
	arena_free(&a);
}

static void
a_month_after_the_31st_is_the_last_day(void **state)
{
	struct date d = time_add_months((struct date){ 2026, 12, 31 }, 2);

	(void)state;
	assert_int_equal(d.year, 2027);
	assert_int_equal(d.month, 2);
	assert_int_equal(d.day, 28);
}

static void
an_instant_of_another_system_is_read_with_its_zone(void **state)
{
	static const char *const same[] = { "2026-07-01T22:30:00Z", "2026-07-02T00:30:00+02:00",
	    "2026-07-01T17:00:00-0530", "2026-07-01T22:30:00.000+00:00" };
	static const char *const bad[] = { "2026-07-01T22:30:00", "2026-07-01 22:30:00Z",
	    "2026-07-01", "", "2026-07-01T24:30:00Z", "2026-07-01T22:60:00Z",
	    "2026-13-01T22:30:00Z", "2026-07-01T22:30:00+2", "2026-07-01T22:30:00+25:00",
	    "2026-07-01T22:30:00Zx", "2026-07-01T22:30:00+02:-1" };
	int64_t want, at = 0;

	(void)state;
	assert_true(time_read_pg(STR("2026-07-01 22:30:00+00"), &want));
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		assert_true(time_read_iso(str_from_z(same[i]), &at));
		assert_int_equal(at, want);
	}
	assert_true(time_read_iso(STR("2026-07-01T22:30:00.25Z"), &at));
	assert_int_equal(at, want + 250000);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (time_read_iso(str_from_z(bad[i]), &at))
			fail_msg("took %s", bad[i]);
}

static void
lists_show_days_in_ten_digits_and_dots(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_true(str_eq_z(time_date_short(a, (struct date){ 2026, 1, 9 }), "09.01.2026"));
	assert_true(str_eq_z(time_date_short(a, (struct date){ 987, 12, 31 }), "31.12.0987"));
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(lists_show_days_in_ten_digits_and_dots),
	cmocka_unit_test(days_and_dates_turn_into_each_other),
	cmocka_unit_test(only_real_dates_are_read),
	cmocka_unit_test(norway_has_summer_time),
	cmocka_unit_test(each_language_writes_days_and_the_clock_its_own_way),
	cmocka_unit_test(a_month_after_the_31st_is_the_last_day),
	cmocka_unit_test(an_instant_of_another_system_is_read_with_its_zone),
)
