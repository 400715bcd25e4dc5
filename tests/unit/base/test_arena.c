#include "../t.h"

static int order[3], n;

static void
note(void *p)
{
	order[n++] = *(int *)p;
}

static void
deferred_calls_run_last_in_first_out(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int one = 1, two = 2;

	(void)state;
	arena_defer(a, note, &one);
	arena_defer(a, note, &two);
	arena_reset(a);
	assert_int_equal(n, 2);
	assert_int_equal(order[0], 2);
	assert_int_equal(order[1], 1);
	arena_free(&a);
	assert_null(a);
	assert_int_equal(n, 2);
}

static void
memory_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 16 * 1024, 100 * 1024 };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		unsigned char *p = arena_alloc(a, sizes[i]);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(p[k], 0);
	}
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(deferred_calls_run_last_in_first_out),
	cmocka_unit_test(memory_is_zeroed_and_aligned),
)
