#include "http/route.h"

#include "../t.h"

static enum err done(struct req *r) { (void)r; return ERR_OK; }

static const struct route table[] = {
	{ GET,  "/",                     ANYONE,  0,    done, "front" },
	{ GET,  "/soknad/{form}/ny",     CITIZEN, 0,    done, "new" },
	{ GET,  "/soknad/{form}/{page}", CITIZEN, 0,    done, "show" },
	{ POST, "/soknad/{form}/{page}", CITIZEN, 1024, done, "save" },
};

static const struct {
	enum method	 m;
	const char	*path, *want;
	bool		 known;
} cases[] = {
	{ GET,  "/",                    "front", true },
	{ GET,  "/soknad/flytting/ny",  "new",   true },
	{ GET,  "/soknad/flytting/2",   "show",  true },
	{ POST, "/soknad/flytting/2",   "save",  true },
	{ GET,  "/soknad/flytting",     NULL,    false },
	{ GET,  "/soknad/flytting/2/3", NULL,    false },
	{ GET,  "/soknad//2",           NULL,    false },
	{ GET,  "",                     NULL,    false },
	{ POST, "/",                    NULL,    true },
};

static void
the_first_row_that_fits_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str seg[4];
		bool known;
		const struct route *r = route_find(table, 4, cases[i].m, str_from_z(cases[i].path),
		    seg, &known);

		if (cases[i].want == NULL)
			assert_null(r);
		else
			assert_string_equal(r->name, cases[i].want);
		assert_int_equal(known, cases[i].known);
	}
}

static void
segments_are_handed_over_in_order(void **state)
{
	struct str seg[4];
	bool known;

	(void)state;
	assert_non_null(route_find(table, 4, POST, STR("/soknad/flytting/2"), seg, &known));
	assert_str(seg[0], "flytting");
	assert_str(seg[1], "2");
	assert_int_equal(seg[2].n, 0);
}

TESTS(
	cmocka_unit_test(the_first_row_that_fits_answers),
	cmocka_unit_test(segments_are_handed_over_in_order),
)
