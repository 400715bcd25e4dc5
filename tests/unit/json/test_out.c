#include "json/out.h"

#include "json/json.h"

#include "../t.h"

static void
members_come_in_order_and_commas_by_themselves(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf b = buf_new(a, 64);

	(void)state;
	json_open(&b, NULL, '{');
	json_open(&b, "tom", '[');
	json_close(&b, ']');
	json_open(&b, "liste", '[');
	json_say_int(&b, NULL, -12);
	json_open(&b, NULL, '{');
	json_say_bool(&b, "ja", true);
	json_close(&b, '}');
	json_say(&b, NULL, STR(""));
	json_close(&b, ']');
	json_say_any(&b, "uten", STR(""));
	json_say_bool(&b, "nei", false);
	json_close(&b, '}');
	assert_str(buf_str(&b), "{\"tom\":[],\"liste\":[-12,{\"ja\":true},\"\"],\"nei\":false}");
	arena_free(&a);
}

/* Texts that end as an opened object does, or that would end the text. */
static void
a_text_is_given_back_as_it_was(void **state)
{
	static const char *const texts[] = { "{", "[", "\"", "\\", "\",\"x\":\"", "\n\t\x01\x1f",
	    "</script>", "æøå 𝄞", "\\u0041", "a\\" };
	struct arena *a = arena_new(1 << 20);
	json_t *j;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf b = buf_new(a, 64);

		json_open(&b, NULL, '{');
		json_say(&b, "a", str_from_z(texts[i]));
		json_say(&b, "b", str_from_z(texts[i]));
		json_close(&b, '}');
		j = json_read(a, buf_str(&b));
		assert_non_null(j);
		assert_int_equal(json_object_size(j), 2);
		assert_str(json_text(a, j, "a"), texts[i]);
		assert_str(json_text(a, j, "b"), texts[i]);
	}
	arena_free(&a);
}

TESTS(cmocka_unit_test(members_come_in_order_and_commas_by_themselves),
    cmocka_unit_test(a_text_is_given_back_as_it_was))
