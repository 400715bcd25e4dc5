/* Languages by their codes; and the mark on what had to stay in bokmål. */
#include "../t.h"

#include "base/lang.h"

static void
only_our_four_codes_are_languages(void **state)
{
	static const char *const others[] = { "", "no", "NB", "nb-NO", "sv", "nbx", "n", "xx" };
	enum lang l = LANG_SE;

	(void)state;
	for (unsigned i = 0; i < LANG_COUNT; i++) {
		assert_true(lang_of(lang_code((enum lang)i), &l));
		assert_int_equal(l, i);
	}
	l = LANG_EN;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(lang_of(str_from_z(others[i]), &l));
	assert_int_equal(l, LANG_EN);
}

static void
a_mark_goes_on_and_comes_off(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct str marked = lang_nb(a, STR("Barnet"));

	(void)state;
	assert_true(lang_is_nb(marked));
	assert_false(lang_is_nb(STR("Barnet")));
	assert_str(lang_plain(a, marked), "Barnet");
	assert_str(lang_plain(a, str_fmt(a, "Feil: " STR_FMT "!", STR_ARG(marked))),
	    "Feil: Barnet!");
	assert_int_equal(lang_nb(a, STR_NONE).n, 0);
	assert_int_equal(lang_plain(a, STR_NONE).n, 0);
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(only_our_four_codes_are_languages),
	cmocka_unit_test(a_mark_goes_on_and_comes_off),
)
