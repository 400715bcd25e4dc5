#include "base/id.h"

#include "base/hash.h"

#include "../t.h"

static void
ids_are_uuids_in_order_of_time(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct str one = id_new(a), two = id_new(a);

	(void)state;
	assert_true(id_is(one));
	assert_int_equal(one.p[14], '7');
	assert_false(str_eq(one, two));
	assert_true(str_cmp((struct str){ one.p, 13 }, (struct str){ two.p, 13 }) <= 0);
	assert_false(id_is(STR("0190-")));
	assert_false(id_is(STR("0190c8a0-1111-7111-8111-11111111111G")));
	arena_free(&a);
}

static void
a_code_is_read_as_people_type_it(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct str code = id_code(a, 16);

	(void)state;
	assert_int_equal(code.n, 19);
	assert_true(str_eq(id_code_read(a, code), code));
	assert_str(id_code_read(a, STR("7k2m 9qxt-oil1")), "7K2M-9QXT-0111");
	assert_int_equal(id_code_read(a, STR("7K2M/")).n, 0);
	assert_int_equal(id_code_read(a, STR("U")).n, 0);
	arena_free(&a);
}

static void
hashes_match_the_published_vectors(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_str(hash_sha256_hex(a, STR("abc")),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_str(hash_hmac_hex(a, STR("Jefe"), STR("what do ya want for nothing?")),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	assert_int_equal(id_token(a, 32).n, 43);
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(ids_are_uuids_in_order_of_time),
	cmocka_unit_test(a_code_is_read_as_people_type_it),
	cmocka_unit_test(hashes_match_the_published_vectors),
)
