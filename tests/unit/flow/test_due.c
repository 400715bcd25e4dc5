#include "flow/flow.h"

#include "base/time.h"

#include "../t.h"

static struct arena *a;

static const struct {
	const char	*from, *after;
	bool		 workday;
	const char	*due;
} falls[] = {
	{ "2026-11-21 13:00:00+00", "P3W", false, "12. desember 2026 kl. 23.59" },
	{ "2026-11-21 13:00:00+00", "P21D", false, "12. desember 2026 kl. 23.59" },
	{ "2026-11-21 23:30:00+00", "P3W", false, "13. desember 2026 kl. 23.59" },	/* already the 22nd in Norway */
	{ "2026-01-31 12:00:00+00", "P1M", false, "28. februar 2026 kl. 23.59" },
	{ "2028-01-31 12:00:00+00", "P1M", false, "29. februar 2028 kl. 23.59" },
	{ "2028-02-29 12:00:00+00", "P1Y", false, "28. februar 2029 kl. 23.59" },
	{ "2026-01-31 12:00:00+00", "P1Y1M1W1D", false, "8. mars 2027 kl. 23.59" },
	{ "2026-11-21 13:00:00+00", "P0D", false, "21. november 2026 kl. 23.59" },
	/* summer time begins 29 March 2026 and ends 25 October 2026: the day still ends at
	   midnight */
	{ "2026-03-15 12:00:00+00", "P2W", false, "29. mars 2026 kl. 23.59" },
	{ "2026-03-28 12:00:00+00", "P1D", false, "29. mars 2026 kl. 23.59" },
	{ "2026-02-28 12:00:00+00", "P1M", false, "28. mars 2026 kl. 23.59" },
	{ "2026-10-11 12:00:00+00", "P2W", false, "25. oktober 2026 kl. 23.59" },
	{ "2026-10-25 00:30:00+00", "P0D", false, "25. oktober 2026 kl. 23.59" },
	/* hours are hours */
	{ "2026-11-21 13:00:00+00", "PT48H", false, "23. november 2026 kl. 14.00" },
	{ "2026-11-21 13:00:00+00", "P1DT12H", false, "23. november 2026 kl. 02.00" },
	{ "2026-03-28 13:00:00+00", "PT24H", false, "29. mars 2026 kl. 15.00" },
	/* days off: Saturday, 1 May, 17 May (a Sunday in 2026), Easter 2026 (5 April), Ascension
	   Day 2026, Whit Monday, Christmas */
	{ "2026-11-21 13:00:00+00", "P3W", true, "14. desember 2026 kl. 23.59" },
	{ "2026-04-01 10:00:00+00", "P1M", true, "4. mai 2026 kl. 23.59" },
	{ "2026-03-12 10:00:00+00", "P3W", true, "7. april 2026 kl. 23.59" },
	{ "2026-04-23 10:00:00+00", "P3W", true, "15. mai 2026 kl. 23.59" },
	{ "2026-05-04 10:00:00+00", "P3W", true, "26. mai 2026 kl. 23.59" },
	{ "2026-12-04 10:00:00+00", "P3W", true, "28. desember 2026 kl. 23.59" },
	{ "2026-12-11 10:00:00+00", "P3W", true, "4. januar 2027 kl. 23.59" },
	{ "2026-06-01 10:00:00+00", "P3W", true, "22. juni 2026 kl. 23.59" },
};

static void
a_deadline_lasts_to_the_end_of_its_day_in_norway(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof falls / sizeof falls[0]; i++) {
		int64_t from = 0, due = 0;
		struct str got;

		assert_true(time_read_pg(str_from_z(falls[i].from), &from));
		assert_true(flow_due(str_from_z(falls[i].after), from, falls[i].workday, &due));
		got = time_oslo_show(a, LANG_NB, due);
		if (!str_eq_z(got, falls[i].due))
			fail_msg("%s + %s is " STR_FMT ", not %s", falls[i].from, falls[i].after,
			    STR_ARG(got), falls[i].due);
	}
}

static void
the_last_second_counts_and_the_next_does_not(void **state)
{
	int64_t from = 0, due = 0, end = 0;

	(void)state;
	assert_true(time_read_pg(STR("2026-06-01 10:00:00+00"), &from));
	assert_true(time_read_pg(STR("2026-06-15 21:59:59+00"), &end));
	assert_true(flow_due(STR("P2W"), from, false, &due));
	assert_int_equal(due, end);
}

static void
what_is_no_duration_is_refused(void **state)
{
	static const char *const bad[] = { "", "P", "PT", "P1", "1M", "P1H", "PT1M", "P1DT", "P-1D",
	    "P1.5D", "p1m", "P1M ",
		" P1M", "P1D1W", "P1W1M", "P1M1M", "P10000D", "P99999999999999D", "P1MT2",
		"PT2HT2H", "P1X", "PDM" };
	int64_t due = 7;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (flow_due(str_from_z(bad[i]), 0, false, &due))
			fail_msg("'%s' was read", bad[i]);
	assert_int_equal(due, 7);
}

static void
the_moving_feasts_follow_easter(void **state)
{
	/* Easter Sundays, far apart: the earliest and the latest possible are among them */
	static const struct date easters[] = { { 1961, 4, 2 }, { 2008, 3, 23 }, { 2024, 3, 31 },
	    { 2025, 4, 20 },
		{ 2038, 4, 25 }, { 2049, 4, 18 }, { 2076, 4, 19 }, { 2285, 3, 22 } };

	(void)state;
	for (size_t i = 0; i < sizeof easters / sizeof easters[0]; i++) {
		int64_t sunday = time_day(easters[i]);

		assert_true(flow_is_workday(sunday - 4));	/* Wednesday before */
		assert_false(flow_is_workday(sunday - 3));
		assert_false(flow_is_workday(sunday - 2));
		assert_false(flow_is_workday(sunday + 1));
		assert_true(flow_is_workday(sunday + 2));
		assert_false(flow_is_workday(sunday + 39));
		assert_false(flow_is_workday(sunday + 50));
	}
}

static void
an_ordinary_year_has_the_days_off_it_has(void **state)
{
	int off = 0;

	(void)state;
	for (int64_t day = time_day((struct date){ 2026, 1, 1 });
	    day < time_day((struct date){ 2027, 1, 1 }); day++)
		off += !flow_is_workday(day);
	assert_int_equal(off, 104 + 8);		/* weekends, and 1/1 2/4 3/4 6/4 1/5 14/5 25/5
						   25/12 */
}

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deadline_lasts_to_the_end_of_its_day_in_norway),
		cmocka_unit_test(the_last_second_counts_and_the_next_does_not),
		cmocka_unit_test(what_is_no_duration_is_refused),
		cmocka_unit_test(the_moving_feasts_follow_easter),
		cmocka_unit_test(an_ordinary_year_has_the_days_off_it_has),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
