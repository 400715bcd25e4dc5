#include "base/buf.h"

#include "../t.h"

static void
a_buf_grows_and_keeps_what_it_holds(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf b = buf_new(a, 1);

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		buf_add_char(&b, (char)('a' + i % 26));
	buf_add(&b, STR(""));
	assert_int_equal(buf_str(&b).n, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(buf_str(&b).p[i], 'a' + i % 26);
	arena_free(&a);
}

static void
counts_are_written_in_decimal(void **state)
{
	static const struct {
		size_t		 n;
		const char	*want;
	} rows[] = { { 0, "0" }, { 9, "9" }, { 10, "10" }, { 4096, "4096" },
		{ SIZE_MAX, "18446744073709551615" } };
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = buf_new(a, 8);

		buf_add_count(&b, rows[i].n);
		assert_str(buf_str(&b), rows[i].want);
	}
	arena_free(&a);
}

static void
json_text_cannot_end_its_string(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct buf b = buf_new(a, 8);

	(void)state;
	buf_json(&b, STR("a\"b\\c\nå\x01"));
	assert_str(buf_str(&b), "a\\\"b\\\\c\\u000aå\\u0001");
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(a_buf_grows_and_keeps_what_it_holds),
	cmocka_unit_test(counts_are_written_in_decimal),
	cmocka_unit_test(json_text_cannot_end_its_string),
)
