/* Fields and cookies from any bytes: what is accepted is text within the limits. */
#include "base/arena.h"
#include "http/private.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_params(const struct params *ps)
{
	CHECK(ps->n <= MOST_FIELDS);
	for (size_t i = 0; i < ps->n; i++) {
		CHECK(str_is_text(ps->v[i].name) && str_is_text(ps->v[i].value));
		CHECK(ps->v[i].value.n == 0 ||
		    memchr(ps->v[i].value.p, '\r', ps->v[i].value.n) == NULL);
		CHECK(ps->v[i].name.n <= LONGEST_NAME);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str s = { (const char *)p, n }, decoded = STR_NONE;
	struct params fields = { .n = 0 }, cookies = { .n = 0 };

	if (params_read(a, s, &fields) == ERR_OK)
		check_params(&fields);
	if (cookies_read(a, s, &cookies) == ERR_OK)
		for (size_t i = 0; i < cookies.n; i++)
			CHECK(cookies.v[i].name.n > 0 && str_is_text(cookies.v[i].value));
	if (str_is_text(s)) {
		CHECK(percent_decode(a, url_encode(a, s), true, &decoded) == ERR_OK);
		CHECK(decoded.n <= s.n);
	}
	CHECK(url_local(s).p[0] == '/');
	arena_free(&a);
	return 0;
}
