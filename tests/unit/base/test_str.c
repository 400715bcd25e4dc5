#include "../t.h"

static void
cut_takes_parts_until_nothing_is_left(void **state)
{
	struct str rest = STR("a/b//");

	(void)state;
	assert_str(str_cut(&rest, '/'), "a");
	assert_str(str_cut(&rest, '/'), "b");
	assert_str(str_cut(&rest, '/'), "");
	assert_int_equal(rest.n, 0);
	assert_str(str_cut(&rest, '/'), "");
}

static void
trim_takes_blanks_off_both_ends(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \tx y\r\n")), "x y");
	assert_str(str_trim(STR("  ")), "");
}

static void
an_integer_is_read_whole_or_not_at_all(void **state)
{
	int64_t v = 7;

	(void)state;
	assert_true(str_int(STR("-120"), &v));
	assert_int_equal(v, -120);
	assert_true(str_int(STR("9223372036854775807"), &v));
	assert_false(str_int(STR("9223372036854775808"), &v));
	assert_false(str_int(STR(""), &v));
	assert_false(str_int(STR("-"), &v));
	assert_false(str_int(STR("12x"), &v));
	assert_int_equal(v, INT64_MAX);
}

static void
text_is_utf8_that_xml_can_hold(void **state)
{
	(void)state;
	assert_true(str_is_text(STR("Blåbærskogen 🌲\n\tČáhppe")));
	assert_true(str_is_text(STR("")));
	assert_false(str_is_text(STR("a\x01")));
	assert_false(str_is_text(((struct str){ "a\0b", 3 })));
	assert_false(str_is_text(STR("\xc3")));			/* cut short */
	assert_false(str_is_text(STR("\xc0\xaf")));		/* overlong */
	assert_false(str_is_text(STR("\xed\xa0\x80")));		/* surrogate */
	assert_false(str_is_text(STR("\xef\xbf\xbe")));		/* U+FFFE */
	assert_false(str_is_text(STR("\xf4\x90\x80\x80")));	/* past U+10FFFF */
	assert_int_equal(str_chars(STR("å🌲x")), 3);
}

TESTS(
	cmocka_unit_test(cut_takes_parts_until_nothing_is_left),
	cmocka_unit_test(trim_takes_blanks_off_both_ends),
	cmocka_unit_test(an_integer_is_read_whole_or_not_at_all),
	cmocka_unit_test(text_is_utf8_that_xml_can_hold),
)
