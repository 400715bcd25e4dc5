/* Points as people write them, what drawings measure, and the map of a municipality. */
#include "../t.h"

#include <math.h>

#include "base/buf.h"
#include "geo/geo.h"

static struct arena *a;

static const char *
typed(const char *text, bool area)
{
	struct str out;

	return geo_typed(a, str_from_z(text), area, &out) ? str_z(a, out) : "no";
}

static struct geo_shape
shape(const char *kept, bool area)
{
	struct geo_shape s;

	if (!geo_read(a, str_from_z(kept), area, &s))
		fail_msg("%s is not read", kept);
	return s;
}

static void
points_are_read_as_people_write_them(void **state)
{
	static const char *const ways[] = {
		"59.91234, 10.74567", "59.91234,10.74567", "59.91234 10.74567", "59,91234 10,74567",
		"59,91234, 10,74567", " 59.91234° N, 10.74567° Ø ", "10.74567, 59.91234",
		"59.9123400\t10.7456700\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		assert_string_equal(typed(ways[i], false), "59.91234,10.74567");
	assert_string_equal(typed("59.1, 10.1\n59.2, 10.1; 59.2, 10.2\n\n", true), "59.1,10.1 59.2,10.1 59.2,10.2");
	assert_string_equal(typed("60, 10", false), "60,10");
	assert_string_equal(typed("71.123456789, -8.5", false), "71.1234567,-8.5");
}

static void
what_is_no_point_in_norway_is_refused(void **state)
{
	static const char *const none[] = {
		"", "59.9", "59.9, 10.7, 3", "nord", "59.9, x", "40.1, -3.7", "59.9..1, 10",
		"10.1, 10.2", "59.1, 10.1\n59.2, 10.1", "59., 10", "N 59 E",
	};

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_string_equal(typed(none[i], false), "no");
	assert_string_equal(typed("59.1, 10.1\n59.2, 10.1", true), "no");
	assert_string_equal(typed("59.1, 10.1\n59.2, 10.1\n59.1, 10.1", true), "no");
}

static void
a_ring_that_is_closed_is_kept_open(void **state)
{
	(void)state;
	assert_string_equal(typed("59.1 10.1;59.2 10.1;59.2 10.2;59.1 10.1", true),
	    "59.1,10.1 59.2,10.1 59.2,10.2");
}

static void
as_many_points_as_may_be_and_no_more(void **state)
{
	struct buf b = buf_new(a, 8192);

	(void)state;
	for (int i = 0; i < GEO_POINTS_MOST; i++)
		buf_fmt(&b, "59.%03d, 10.%d\n", i + 100, i % 2 + 1);
	assert_string_not_equal(typed(str_z(a, buf_str(&b)), true), "no");
	buf_add_z(&b, "59.9, 10.9\n");
	assert_string_equal(typed(str_z(a, buf_str(&b)), true), "no");
}

/* 1e-4 degrees at 60° north: 11.1406 m north, 5.5796 m east (GRS 80, by hand) */
static void
areas_and_lengths_are_those_of_the_ground(void **state)
{
	struct geo_shape s = shape("60,10 60.0001,10 60.0001,10.0002 60,10.0002", true);

	(void)state;
	assert_true(fabs(geo_area(s) - 11.1412 * 2 * 5.5802) < 0.02);
	assert_true(fabs(geo_length(s) - 2 * (11.1412 + 2 * 5.5802)) < 0.01);
	assert_true(geo_area(shape("60,10", false)) == 0);
	assert_true(geo_length(shape("60,10", false)) == 0);
}

static void
a_polygon_that_crosses_itself_is_told_from_one_that_does_not(void **state)
{
	(void)state;
	assert_true(geo_simple(shape("60,10 60.001,10 60.001,10.001 60,10.001", true)));
	assert_true(geo_simple(shape("60,10 60.001,10 60.0005,10.0005 60.001,10.001 60,10.001", true)));
	/* an edge whose line goes through another edge further on, drawn either way */
	assert_true(geo_simple(shape("60,10 60.002,10 60.002,10.001 60.001,10.001 60.001,10.002 60,10.002", true)));
	assert_true(geo_simple(shape("60,10.002 60.001,10.002 60.001,10.001 60.002,10.001 60.002,10 60,10", true)));
	assert_true(geo_simple(shape("60,10", false)));
	assert_false(geo_simple(shape("60,10 60.001,10.001 60.001,10 60,10.001", true)));
	assert_false(geo_simple(shape("60,10 60.001,10 60.002,10", true)));
	assert_false(geo_simple(shape("60,10 60,10 60.001,10 60.001,10.001", true)));
	/* a corner that stands on another edge, and one that folds back */
	assert_false(geo_simple(shape("60,10 60.002,10 60.002,10.001 60.001,10 60,10.001", true)));
	assert_false(geo_simple(shape("60,10 60.002,10 60.001,10 60.001,10.001", true)));
}

static void
distances_are_between_what_is_nearest(void **state)
{
	struct geo_shape s = shape("60,10 60.0001,10 60.0001,10.0002 60,10.0002", true);

	(void)state;
	assert_true(fabs(geo_distance(s, shape("60.0002,10", false)) - 11.141) < 0.01);
	assert_true(geo_distance(s, shape("60.00005,10.0001", false)) == 0);
	assert_true(geo_distance(s, shape("60.00005,10.0001 60.00006,10.0001 60.00005,10.00011", true)) == 0);
	assert_true(geo_distance(shape("60,10", false), s) == 0);
	/* to the middle of an edge that slants */
	assert_true(fabs(geo_distance(shape("60,10", false), shape("60.001,10 60,10.002 60.001,10.002", true)) - 78.85) < 0.05);
	s = shape("60,10", false);
	assert_true(fabs(geo_distance(s, shape("60,10.0001", false)) - 5.58) < 0.01);
}

#define MAP "municipality\tFjordvik\t1\t60,10 60.01,10 60.01,10.02 60,10.02\n" \
	"municipality\t\t1\t60.004,10.004 60.006,10.004 60.006,10.006 60.004,10.006\n" \
	"property\t12/34\t1\t60.001,10.001 60.002,10.001 60.002,10.002 60.001,10.002\n" \
	"road\tStrandgata\t0\t60.001,10.0005 60.002,10.0005\n"

static struct geo_map
map(const char *text)
{
	struct geo_map m;

	assert_true(geo_map_read(a, str_from_z(text), &m));
	return m;
}

static void
what_is_within_is_wholly_within(void **state)
{
	struct geo_map m = map(MAP);

	(void)state;
	assert_true(geo_within(shape("60.001,10.001 60.002,10.001 60.002,10.002", true), &m, GEO_MUNICIPALITY));
	assert_true(geo_within(shape("60.001,10.001", false), &m, GEO_MUNICIPALITY));
	assert_false(geo_within(shape("60.02,10.001", false), &m, GEO_MUNICIPALITY));
	assert_false(geo_within(shape("60.009,10.001 60.011,10.001 60.009,10.002", true), &m, GEO_MUNICIPALITY));
	/* in the hole, and with the hole in it */
	assert_false(geo_within(shape("60.005,10.005", false), &m, GEO_MUNICIPALITY));
	assert_false(geo_within(shape("60.003,10.003 60.007,10.003 60.007,10.007 60.003,10.007", true), &m,
	    GEO_MUNICIPALITY));
	assert_false(geo_within(shape("60.001,10.001", false), &m, GEO_BUILDING));
}

static void
the_edge_of_a_layer_is_as_far_as_its_nearest_line(void **state)
{
	struct geo_map m = map(MAP);
	struct geo_shape s = shape("60.0012,10.0012", false);

	(void)state;
	assert_true(fabs(geo_to_edge(s, &m, GEO_PROPERTY) - 11.16) < 0.02);
	assert_true(geo_to_edge(s, &m, GEO_BUILDING) < 0);
	assert_str(geo_place(s, &m), "12/34");
	assert_str(geo_place(shape("60.009,10.009", false), &m), "");
	assert_true(geo_map_has(&m, GEO_ROAD));
	assert_false(geo_map_has(&m, GEO_BUILDING));
}

static void
a_map_that_is_not_one_is_refused(void **state)
{
	static const char *const bad[] = { "sea\t\t1\t60,10 60,11 61,10", "property\t\t1\t60,10 60,11", "property",
	    "property\t\t1\t60,10 x 61,10", "road\t\t0\t60,10" };
	struct geo_map m;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(geo_map_read(a, str_from_z(bad[i]), &m));
	assert_true(geo_map_read(a, STR(""), &m));
	assert_int_equal(m.n, 0);
}

static void
a_picture_shows_what_is_near_with_the_drawing_last(void **state)
{
	struct geo_map m = map(MAP "property\t99/1\t1\t60.008,10.015 60.009,10.015 60.009,10.016\n");
	struct geo_picture p = geo_picture(a, shape("60.0012,10.0012 60.0013,10.0012 60.0013,10.0013", true), &m);

	(void)state;
	assert_true(p.stroke[p.nstrokes - 1].drawn);
	/* the property, the road and the drawing; the rest is far off or around */
	assert_int_equal(p.nstrokes, 3);
	assert_int_equal(p.nwords, 1);
	assert_str(p.word[0].text, "12/34");
	assert_true(p.scale_m > 0 && p.scale_wide > 20 && p.scale_wide < GEO_WIDE / 2);
	assert_true(str_starts(p.stroke[0].d, STR("M")) && str_ends(p.stroke[2].d, STR("Z")));
	p = geo_picture(a, shape("60.0012,10.0012", false), NULL);
	assert_int_equal(p.nstrokes, 1);
}

static int
begin(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_are_read_as_people_write_them),
		cmocka_unit_test(what_is_no_point_in_norway_is_refused),
		cmocka_unit_test(a_ring_that_is_closed_is_kept_open),
		cmocka_unit_test(as_many_points_as_may_be_and_no_more),
		cmocka_unit_test(areas_and_lengths_are_those_of_the_ground),
		cmocka_unit_test(a_polygon_that_crosses_itself_is_told_from_one_that_does_not),
		cmocka_unit_test(distances_are_between_what_is_nearest),
		cmocka_unit_test(what_is_within_is_wholly_within),
		cmocka_unit_test(the_edge_of_a_layer_is_as_far_as_its_nearest_line),
		cmocka_unit_test(a_map_that_is_not_one_is_refused),
		cmocka_unit_test(a_picture_shows_what_is_near_with_the_drawing_last),
	};

	return cmocka_run_group_tests_name("geo", tests, begin, end);
}
