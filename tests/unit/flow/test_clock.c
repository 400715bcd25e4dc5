#include "flow/clock.h"

#include "base/time.h"

#include "../t.h"

static struct arena *a;

static int64_t
at(const char *utc)
{
	int64_t t = 0;

	assert_true(time_read_pg(str_from_z(utc), &t));
	return t;
}

static struct flow_clock *
turn(struct flow_clocks *cs, enum flow_action_kind kind, const char *utc)
{
	struct flow_action x = { .kind = kind, .name = STR("decision"),
		.ball = kind == FLOW_CLOCK_PAUSE ? STR("applicant") : STR("municipality") };
	struct flow_case c = { .at = at(utc), .received_at = at(utc) };

	return flow_clocks_turn(a, cs, &x, &c);
}

static struct flow_clock *
start(struct flow_clocks *cs, const char *after, bool workday, const char *utc)
{
	struct flow_action x = { .kind = FLOW_CLOCK_START, .name = STR("decision"),
		.after = str_from_z(after), .workday = workday, .ball = STR("municipality"),
		.event = STR("deadline.decision") };
	struct flow_case c = { .at = at(utc), .received_at = at(utc) };

	return flow_clocks_turn(a, cs, &x, &c);
}

#define assert_due(clock, shown) \
	assert_str(time_oslo_show(a, LANG_NB, flow_clock_due(clock)), shown)

static const struct {
	const char	*from, *after;
	bool		 workday;
	const char	*pause, *resume, *due;
} moved[] = {
	/* ten days of waiting are ten days more */
	{ "2026-11-02 09:00:00+00", "P1M", false, "2026-11-10 09:00:00+00", "2026-11-20 09:00:00+00", "12. desember 2026 kl. 23.59" },
	/* asked and answered the same day: not a day more, not a day less */
	{ "2026-11-02 09:00:00+00", "P1M", false, "2026-11-10 07:00:00+00", "2026-11-10 22:30:00+00", "2. desember 2026 kl. 23.59" },
	/* it is the day in Norway that counts: 22.30 in UTC is the next day in summer */
	{ "2026-06-01 09:00:00+00", "P1M", false, "2026-06-10 21:30:00+00", "2026-06-10 22:30:00+00", "2. juli 2026 kl. 23.59" },
	/* over both changes of the clocks */
	{ "2026-03-01 12:00:00+00", "P4W", false, "2026-03-28 12:00:00+00", "2026-03-30 12:00:00+00", "31. mars 2026 kl. 23.59" },
	{ "2026-10-01 12:00:00+00", "P4W", false, "2026-10-24 22:30:00+00", "2026-10-25 23:30:00+00", "30. oktober 2026 kl. 23.59" },
	/* hours are hours: the night of the change is 23 or 25 of them */
	{ "2026-03-28 12:00:00+00", "PT48H", false, "2026-03-28 23:00:00+00", "2026-03-29 22:00:00+00", "31. mars 2026 kl. 13.00" },
	/* days off count after the pause does, not before: 24 December 2026 is a Thursday */
	{ "2026-11-24 12:00:00+00", "P1M", true, "2026-11-25 12:00:00+00", "2026-11-26 12:00:00+00", "28. desember 2026 kl. 23.59" },
	{ "2026-03-01 12:00:00+00", "P1M", true, "2026-03-10 12:00:00+00", "2026-03-11 12:00:00+00", "7. april 2026 kl. 23.59" },
};

static void
a_pause_moves_the_limit_by_as_long_as_it_was(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
		struct flow_clocks cs = { NULL };
		struct flow_clock *c = start(&cs, moved[i].after, moved[i].workday, moved[i].from);
		struct str got;

		turn(&cs, FLOW_CLOCK_PAUSE, moved[i].pause);
		assert_int_equal(flow_clock_due(c), 0);
		turn(&cs, FLOW_CLOCK_RESUME, moved[i].resume);
		got = time_oslo_show(a, LANG_NB, flow_clock_due(c));
		if (!str_eq_z(got, moved[i].due))
			fail_msg("number %zu: " STR_FMT ", not %s", i, STR_ARG(got), moved[i].due);
	}
}

static void
several_pauses_add_up(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c = start(&cs, "P2W", false, "2026-06-01 09:00:00+00");

	(void)state;
	turn(&cs, FLOW_CLOCK_PAUSE, "2026-06-03 09:00:00+00");
	turn(&cs, FLOW_CLOCK_RESUME, "2026-06-05 09:00:00+00");
	turn(&cs, FLOW_CLOCK_PAUSE, "2026-06-05 10:00:00+00");
	turn(&cs, FLOW_CLOCK_RESUME, "2026-06-10 09:00:00+00");
	assert_due(c, "22. juni 2026 kl. 23.59");
	assert_int_equal(c->nintervals, 5);
	assert_int_equal(flow_clock_days(c, false, at("2026-06-12 09:00:00+00")), 7);
	assert_int_equal(flow_clock_days(c, true, at("2026-06-12 09:00:00+00")), 4);
	assert_str(c->last->ball, "municipality");
}

static void
what_a_clock_cannot_do_changes_nothing(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	assert_null(turn(&cs, FLOW_CLOCK_PAUSE, "2026-06-01 09:00:00+00"));
	assert_null(turn(&cs, FLOW_CLOCK_RESUME, "2026-06-01 09:00:00+00"));
	assert_null(turn(&cs, FLOW_CLOCK_STOP, "2026-06-01 09:00:00+00"));
	c = start(&cs, "P2W", false, "2026-06-01 09:00:00+00");
	assert_null(start(&cs, "P9W", false, "2026-06-02 09:00:00+00"));
	assert_null(turn(&cs, FLOW_CLOCK_RESUME, "2026-06-02 09:00:00+00"));
	assert_ptr_equal(turn(&cs, FLOW_CLOCK_PAUSE, "2026-06-02 09:00:00+00"), c);
	assert_null(turn(&cs, FLOW_CLOCK_PAUSE, "2026-06-03 09:00:00+00"));
	assert_ptr_equal(turn(&cs, FLOW_CLOCK_STOP, "2026-06-03 09:00:00+00"), c);
	assert_null(turn(&cs, FLOW_CLOCK_STOP, "2026-06-04 09:00:00+00"));
	assert_null(turn(&cs, FLOW_CLOCK_RESUME, "2026-06-04 09:00:00+00"));
	assert_int_equal(c->nintervals, 2);
	assert_false(flow_clock_runs(c) || flow_clock_paused(c));
	assert_int_equal(flow_clock_days(c, false, at("2027-06-03 09:00:00+00")), 1);
}

static void
a_clock_that_begins_again_begins_from_nothing(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	start(&cs, "P2W", false, "2026-06-01 09:00:00+00");
	turn(&cs, FLOW_CLOCK_STOP, "2026-06-05 09:00:00+00");
	assert_int_equal(flow_clocks_due(&cs), 0);
	c = start(&cs, "P2W", false, "2026-06-10 09:00:00+00");
	assert_int_equal(c->round, 2);
	assert_due(c, "24. juni 2026 kl. 23.59");
	assert_ptr_equal(flow_clock(&cs, STR("decision")), c);
}

static void
a_case_is_due_when_the_first_of_its_clocks_is(void **state)
{
	struct flow_action x = { .kind = FLOW_CLOCK_START, .name = STR("other"),
		.after = STR("P1W"), .ball = STR("other") };
	struct flow_case c = { .at = at("2026-06-01 09:00:00+00") };
	struct flow_clocks cs = { NULL };

	(void)state;
	start(&cs, "P2W", false, "2026-06-01 09:00:00+00");
	assert_non_null(flow_clocks_turn(a, &cs, &x, &c));
	assert_str(time_oslo_show(a, LANG_NB, flow_clocks_due(&cs)), "8. juni 2026 kl. 23.59");
	x.kind = FLOW_CLOCK_PAUSE;
	assert_non_null(flow_clocks_turn(a, &cs, &x, &c));
	assert_str(time_oslo_show(a, LANG_NB, flow_clocks_due(&cs)), "15. juni 2026 kl. 23.59");
	turn(&cs, FLOW_CLOCK_STOP, "2026-06-02 09:00:00+00");
	assert_int_equal(flow_clocks_due(&cs), 0);
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
		cmocka_unit_test(a_pause_moves_the_limit_by_as_long_as_it_was),
		cmocka_unit_test(several_pauses_add_up),
		cmocka_unit_test(what_a_clock_cannot_do_changes_nothing),
		cmocka_unit_test(a_clock_that_begins_again_begins_from_nothing),
		cmocka_unit_test(a_case_is_due_when_the_first_of_its_clocks_is),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
