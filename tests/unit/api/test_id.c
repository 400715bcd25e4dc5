#include "api/id.h"

#include "../t.h"

static void
an_id_is_its_kind_and_its_uuid_and_back(void **state)
{
	static const struct {
		const char	*uuid, *id;
	} pairs[] = {
		{ "00000000-0000-0000-0000-000000000000", "jp_00000000000000000000000000" },
		{ "00000000-0000-0000-0000-000000000001", "jp_00000000000000000000000001" },
		{ "00000000-0000-0000-0000-00000000000a", "jp_0000000000000000000000000a" },
		{ "00000000-0000-0000-0000-000000000020", "jp_00000000000000000000000010" },
		{ "ffffffff-ffff-ffff-ffff-ffffffffffff", "jp_7zzzzzzzzzzzzzzzzzzzzzzzzz" },
		{ "0110c853-1d09-52d8-d73e-1194e95b5f19", "jp_0123456789abcdefghjkmnpqrs" },
	};
	struct arena *a = arena_new(1 << 20);
	struct str back;

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		assert_str(api_id(a, "jp", str_from_z(pairs[i].uuid)), pairs[i].id);
		assert_true(api_id_read(a, "jp", str_from_z(pairs[i].id), &back));
		assert_str(back, pairs[i].uuid);
	}
	arena_free(&a);
}

static void
what_is_no_id_of_that_kind_is_refused(void **state)
{
	static const char *const bad[] = { "", "jp", "jp_", "sm_00000000000000000000000000",
	    "jp_0000000000000000000000000", "jp_000000000000000000000000000",
	    "jp_80000000000000000000000000", "jp_0000000000000000000000000i",
	    "jp_0000000000000000000000000A", "jp_0000000000000000000000000\t",
	    "JP_00000000000000000000000000", "00000000-0000-0000-0000-000000000000" };
	struct arena *a = arena_new(1 << 20);
	struct str uuid;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(api_id_read(a, "jp", str_from_z(bad[i]), &uuid));
	assert_false(api_id_read(a, "jp", (struct str){ "jp_0000000000000000000000000\0", 29 }, &uuid));
	arena_free(&a);
}

TESTS(cmocka_unit_test(an_id_is_its_kind_and_its_uuid_and_back),
    cmocka_unit_test(what_is_no_id_of_that_kind_is_refused))
