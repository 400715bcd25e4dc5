#include "../t.h"
#include "base/seal.h"

static void
what_is_sealed_is_read_with_the_same_secret_only(void **state)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct str sealed = seal_close(a, STR("token-1"), STR("a.b.c")), again = seal_close(a, STR("token-1"), STR("a.b.c")), out;

	(void)state;
	assert_true(seal_open(a, STR("token-1"), sealed, &out));
	assert_str(out, "a.b.c");
	assert_false(str_eq(sealed, again));
	assert_null(memmem(sealed.p, sealed.n, "a.b.c", 5));
	assert_false(seal_open(a, STR("token-2"), sealed, &out));
	assert_false(seal_open(a, STR_NONE, sealed, &out));
	arena_free(&a);
}

static void
an_empty_text_can_be_sealed_too(void **state)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct str out;

	(void)state;
	assert_true(seal_open(a, STR("t"), seal_close(a, STR("t"), STR("")), &out));
	assert_int_equal(out.n, 0);
	arena_free(&a);
}

static void
a_changed_or_shortened_seal_does_not_open(void **state)
{
	struct arena *a = arena_new((size_t)4 << 20);
	struct str sealed = seal_close(a, STR("token-1"), STR("a.b.c")), out;

	(void)state;
	for (size_t i = 0; i < sealed.n; i++) {
		char *z = arena_alloc(a, sealed.n);

		memcpy(z, sealed.p, sealed.n);
		z[i] = z[i] == 'A' ? 'B' : 'A';
		if (i + 1 < sealed.n)		/* the last character may hold bits that are not
						   used */
			assert_false(seal_open(a, STR("token-1"), (struct str){ z, sealed.n },
			    &out));
		assert_false(seal_open(a, STR("token-1"), (struct str){ sealed.p, i }, &out));
	}
	assert_false(seal_open(a, STR("token-1"), STR("not base64 at all, by any means, no!!"), &out));
	arena_free(&a);
}

static void
a_seal_may_be_the_same_for_the_same_text(void **state)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct str sealed = seal_same(a, STR("t"), STR("a.b.c")), out;

	(void)state;
	assert_true(str_eq(sealed, seal_same(a, STR("t"), STR("a.b.c"))));
	assert_false(str_eq(sealed, seal_same(a, STR("t"), STR("a.b.d"))));
	assert_false(str_eq(sealed, seal_same(a, STR("u"), STR("a.b.c"))));
	assert_true(seal_open(a, STR("t"), sealed, &out));
	assert_str(out, "a.b.c");
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(a_seal_may_be_the_same_for_the_same_text),
	cmocka_unit_test(what_is_sealed_is_read_with_the_same_secret_only),
	cmocka_unit_test(an_empty_text_can_be_sealed_too),
	cmocka_unit_test(a_changed_or_shortened_seal_does_not_open),
)
