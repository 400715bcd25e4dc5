#include "../t.h"

#include "base/hash.h"
#include "press/strikes.h"

static struct arena *a;
static struct strikes strikes;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	memset(&strikes, 0, sizeof strikes);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static struct str
letter(int i)
{
	return hash_sha256_hex(a, str_fmt(a, "letter %d", i));
}

static void
each_letter_has_its_own_strikes(void **state)
{
	(void)state;
	assert_int_equal(strikes_of(&strikes, letter(1)), 0);
	assert_int_equal(strikes_add(&strikes, letter(1)), 1);
	assert_int_equal(strikes_add(&strikes, letter(2)), 1);
	assert_int_equal(strikes_add(&strikes, letter(1)), 2);
	assert_int_equal(strikes_of(&strikes, letter(2)), 1);
}

static void
one_that_could_be_made_after_all_begins_anew(void **state)
{
	(void)state;
	strikes_add(&strikes, letter(1));
	strikes_drop(&strikes, letter(1));
	assert_int_equal(strikes_of(&strikes, letter(1)), 0);
	assert_int_equal(strikes_add(&strikes, letter(1)), 1);
}

static void
the_oldest_is_forgotten_when_there_are_very_many(void **state)
{
	(void)state;
	for (int i = 0; i <= STRIKES_KEPT; i++)
		strikes_add(&strikes, letter(i));
	assert_int_equal(strikes_of(&strikes, letter(0)), 0);
	for (int i = 1; i <= STRIKES_KEPT; i++)
		assert_int_equal(strikes_of(&strikes, letter(i)), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
TESTS(T(each_letter_has_its_own_strikes), T(one_that_could_be_made_after_all_begins_anew),
    T(the_oldest_is_forgotten_when_there_are_very_many))
