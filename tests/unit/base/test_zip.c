#include "base/arena.h"
#include "base/zip.h"

#include "../t.h"

static void
the_checksum_is_that_of_the_standard(void **state)
{
	(void)state;
	assert_int_equal(zip_crc(STR("123456789")), 0xcbf43926);
	assert_int_equal(zip_crc(STR("")), 0);
}

static void
what_is_put_in_stands_there_as_it_is(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf b = buf_new(a, 256);
	struct zip_file f[] = {
		{ STR("mimetype"), STR("text/plain") }, { STR("a/\u00e5"), STR("") },
	};

	(void)state;
	zip_write(f, 2, &b);
	assert_memory_equal(b.p, "PK\3\4", 4);
	assert_memory_equal(b.p + 30, "mimetypetext/plain", 18);	/* ODF 1.3 part 2, 3.3 */
	assert_memory_equal(b.p + b.n - 22, "PK\5\6\0\0\0\0\2\0\2\0", 12);
	assert_int_equal(b.n, 2 * (30 + 46) + 2 * (8 + 4) + 10 + 22);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_checksum_is_that_of_the_standard),
		cmocka_unit_test(what_is_put_in_stands_there_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
