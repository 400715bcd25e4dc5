#include "../t.h"

#include "base/arena.h"
#include "base/hex.h"

static void
bytes_come_back_as_they_were(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char bytes[256];
	struct str hex, back;

	(void)state;
	for (int i = 0; i < 256; i++)
		bytes[i] = (char)i;
	hex = hex_write(a, bytes, sizeof bytes);
	assert_int_equal(hex.n, 512);
	assert_true(str_starts(hex, STR("000102030405060708090a0b")));
	assert_true(hex_read(a, hex, &back));
	assert_int_equal(back.n, sizeof bytes);
	assert_memory_equal(back.p, bytes, sizeof bytes);
	arena_free(&a);
}

static void
what_is_not_hexadecimal_is_refused(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct str out;

	(void)state;
	assert_true(hex_read(a, STR("aF"), &out));
	assert_str(out, "\xaf");
	assert_true(hex_read(a, STR(""), &out));
	assert_false(hex_read(a, STR("abc"), &out));
	assert_false(hex_read(a, STR("0g"), &out));
	assert_false(hex_read(a, STR("\\x00"), &out));
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(bytes_come_back_as_they_were),
	cmocka_unit_test(what_is_not_hexadecimal_is_refused),
)
