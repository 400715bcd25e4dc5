/* Limits from a table: what comes of passing them, extension by agreement, and counting anew. */
#include "flow/clock.h"

#include "base/time.h"

#include "../t.h"

static struct arena *a;
static struct flow_rule row;		/* the one that holds now; after.n == 0: none does */

static int64_t
at(const char *day)
{
	int64_t t = 0;

	assert_true(time_read_pg(str_fmt(a, "%s 10:00:00+00", day), &t));
	return t;
}

static bool
rule(void *ctx, const void *rules, int64_t day, struct flow_rule *out)
{
	(void)ctx, (void)rules, (void)day;
	*out = row;
	return row.after.n > 0;
}

static struct flow_clock *
turn_told(struct flow_clocks *cs, enum flow_action_kind kind, const char *day, const char *told)
{
	struct flow_action x = { .kind = kind, .name = STR("decision"), .rules = &row,
		.from = FLOW_FROM_TOLD, .ball = STR("municipality") };
	struct flow_case c = { .at = at(day), .received_at = at("2026-11-01"),
		.told_at = told != NULL ? at(told) : 0, .rule = rule };

	return flow_clocks_turn(a, cs, &x, &c);
}

static struct flow_clock *
turn(struct flow_clocks *cs, enum flow_action_kind kind, const char *day)
{
	return turn_told(cs, kind, day, NULL);
}

static const char *
day_of(int64_t t)
{
	return t != 0 ? time_date_iso(a, time_oslo_date(t)).p : "never";
}

static const struct flow_rule fee = { STR("P12W"), STR("pbl § 21-7"), FLOW_OVERRUN_FEE, 25 };
static const struct flow_rule granted = { STR("P3W"), STR("pbl § 21-7"), FLOW_OVERRUN_GRANTED, 0 };
static const struct flow_rule none = { STR("P2W"), STR("SAK10 § 6-1"), FLOW_OVERRUN_NONE, 0 };

static void
the_limit_counts_from_the_day_that_was_told_and_says_what_comes_of_passing_it(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	row = granted;
	c = turn_told(&cs, FLOW_CLOCK_START, "2026-11-05", "2026-11-02");
	assert_string_equal(day_of(flow_clock_due(c)), "2026-11-23");
	assert_string_equal(day_of(flow_clock_alarm(c)), "2026-11-23");
	assert_str(c->event, "deadline.granted");
	assert_str(c->law, "pbl § 21-7");
	turn(&cs, FLOW_CLOCK_STOP, "2026-12-30");
	assert_int_equal(flow_clock_reduced(c), 0);
}

static void
each_week_begun_takes_a_part_of_the_fee_and_no_more_than_all_of_it(void **state)
{
	static const struct {
		const char	*day;
		int		 percent;
		const char	*alarm;
	} v[] = {			/* due 25 January 2027 */
		{ "2027-01-25", 0, "2027-01-25" }, { "2027-01-26", 25, "2027-02-01" },
		{ "2027-02-01", 25, "2027-02-01" }, { "2027-02-02", 50, "2027-02-08" },
		{ "2027-02-09", 75, "2027-02-15" }, { "2027-02-15", 75, "2027-02-15" },
		{ "2027-02-16", 100, "never" }, { "2027-08-16", 100, "never" },
	};
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	row = fee;
	c = turn_told(&cs, FLOW_CLOCK_START, "2026-11-02", "2026-11-02");
	assert_str(c->event, "deadline.overrun");
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		assert_ptr_equal(turn(&cs, FLOW_CLOCK_OVERRUN, v[i].day), c);
		if (flow_clock_reduced(c) != v[i].percent)
			fail_msg("%s: %lld percent", v[i].day, (long long)flow_clock_reduced(c));
		assert_string_equal(day_of(flow_clock_alarm(c)), v[i].alarm);
		assert_string_equal(day_of(flow_clock_due(c)), "2027-01-25");
	}
}

static void
a_clock_that_stops_counts_the_weeks_that_nobody_had_counted(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	row = fee;
	c = turn_told(&cs, FLOW_CLOCK_START, "2026-11-02", "2026-11-02");
	turn(&cs, FLOW_CLOCK_STOP, "2027-02-03");
	assert_int_equal(flow_clock_reduced(c), 50);
	assert_null(turn(&cs, FLOW_CLOCK_OVERRUN, "2027-03-03"));
	assert_int_equal(flow_clock_reduced(c), 50);
}

static void
a_pause_does_not_count_as_a_week_over_the_limit(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	row = fee;
	c = turn_told(&cs, FLOW_CLOCK_START, "2026-11-02", "2026-11-02");
	turn(&cs, FLOW_CLOCK_PAUSE, "2027-01-27");		/* one week had begun */
	assert_int_equal(flow_clock_reduced(c), 25);
	assert_null(turn(&cs, FLOW_CLOCK_OVERRUN, "2027-03-01"));
	turn(&cs, FLOW_CLOCK_RESUME, "2027-03-03");		/* 35 days later */
	assert_string_equal(day_of(flow_clock_due(c)), "2027-03-01");
	assert_string_equal(day_of(flow_clock_alarm(c)), "2027-03-08");
	turn(&cs, FLOW_CLOCK_OVERRUN, "2027-03-09");
	assert_int_equal(flow_clock_reduced(c), 50);
}

static void
a_limit_that_is_agreed_on_holds_when_it_is_later_and_moves_with_pauses_after_it(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	row = granted;
	c = turn_told(&cs, FLOW_CLOCK_START, "2026-11-02", "2026-11-02");
	assert_null(turn_told(&cs, FLOW_CLOCK_EXTEND, "2026-11-10", "2026-11-20"));	/* sooner */
	assert_null(turn(&cs, FLOW_CLOCK_EXTEND, "2026-11-10"));			/* no day */
	assert_ptr_equal(turn_told(&cs, FLOW_CLOCK_EXTEND, "2026-11-10", "2026-12-04"), c);
	assert_string_equal(day_of(flow_clock_due(c)), "2026-12-04");
	turn(&cs, FLOW_CLOCK_PAUSE, "2026-11-11");
	turn(&cs, FLOW_CLOCK_RESUME, "2026-11-14");
	assert_string_equal(day_of(flow_clock_due(c)), "2026-12-07");
}

static void
what_turns_out_otherwise_gives_another_limit_from_the_same_day(void **state)
{
	struct flow_clocks cs = { NULL };
	struct flow_clock *c;

	(void)state;
	row = granted;
	c = turn_told(&cs, FLOW_CLOCK_START, "2026-11-02", "2026-11-02");
	row = fee;
	assert_ptr_equal(turn(&cs, FLOW_CLOCK_RECOUNT, "2026-11-12"), c);
	assert_string_equal(day_of(flow_clock_due(c)), "2027-01-25");
	assert_str(c->event, "deadline.overrun");
	row = none;
	turn(&cs, FLOW_CLOCK_RECOUNT, "2026-11-13");
	assert_string_equal(day_of(flow_clock_due(c)), "2026-11-16");
	assert_int_equal(c->event.n, 0);
	row = (struct flow_rule){ .after = STR("") };		/* no row holds: no limit */
	turn(&cs, FLOW_CLOCK_RECOUNT, "2026-11-13");
	assert_string_equal(day_of(flow_clock_due(c)), "never");
}

static int
begin(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, begin, end)

TESTS(
	T(the_limit_counts_from_the_day_that_was_told_and_says_what_comes_of_passing_it),
	T(each_week_begun_takes_a_part_of_the_fee_and_no_more_than_all_of_it),
	T(a_clock_that_stops_counts_the_weeks_that_nobody_had_counted),
	T(a_pause_does_not_count_as_a_week_over_the_limit),
	T(a_limit_that_is_agreed_on_holds_when_it_is_later_and_moves_with_pauses_after_it),
	T(what_turns_out_otherwise_gives_another_limit_from_the_same_day),
)
