#include "../t.h"
#include "login/login.h"

static const struct {
	int		 door;
	const char	*til, *want;
} ways[] = {
	{ LOGIN_CITIZEN, "/mine-saker?side=2",		"/mine-saker?side=2" },
	{ LOGIN_CITIZEN, "",				"/" },
	{ LOGIN_CITIZEN, "//evil.example",		"/" },
	{ LOGIN_CITIZEN, "https://evil.example",	"/" },
	{ LOGIN_CITIZEN, "/\\evil.example",		"/" },
	{ LOGIN_CITIZEN, "/a\r\nSet-Cookie: x",		"/" },
	{ LOGIN_CITIZEN, "/logginn?til=/",		"/" },
	{ LOGIN_CITIZEN, "/logginn/retur?code=x",	"/" },
	{ LOGIN_CITIZEN, "/loggut/retur",		"/" },
	{ LOGIN_CITIZEN, "/saksbehandling/logginn",	"/" },
	{ LOGIN_STAFF,	 "/saksbehandling/sak/7",	"/saksbehandling/sak/7" },
	{ LOGIN_STAFF,	 "",				"/saksbehandling" },
	{ LOGIN_STAFF,	 "//evil.example",		"/saksbehandling" },
	{ LOGIN_STAFF,	 "/saksbehandling/logginn/retur", "/saksbehandling" },
	{ LOGIN_STAFF,	 "/saksbehandling/loggut/retur", "/saksbehandling" },
};

static void
one_comes_back_to_a_page_of_ours_that_is_not_the_login(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		assert_str(login_way_back(&login_doors[ways[i].door], str_from_z(ways[i].til)),
		    ways[i].want);
}

static void
a_way_back_longer_than_an_address_is_forgotten(void **state)
{
	char til[2100];

	(void)state;
	memset(til, 'a', sizeof til);
	til[0] = '/';
	assert_str(login_way_back(&login_doors[LOGIN_CITIZEN], (struct str){ til, sizeof til }),
	    "/");
	assert_int_equal(login_way_back(&login_doors[LOGIN_CITIZEN], (struct str){ til, 1900 }).n,
	    1900);
}

static void
the_path_tells_the_door(void **state)
{
	struct req citizen = { .path = { "/logginn", 8 } }, staff = { .path = { "/saksbehandling/logginn", 23 } };

	(void)state;
	assert_ptr_equal(login_door(&citizen), &login_doors[LOGIN_CITIZEN]);
	assert_ptr_equal(login_door(&staff), &login_doors[LOGIN_STAFF]);
	assert_ptr_equal(login_door_of(STR("staff")), &login_doors[LOGIN_STAFF]);
	assert_ptr_equal(login_door_of(STR("citizen")), &login_doors[LOGIN_CITIZEN]);
}

TESTS(
	cmocka_unit_test(one_comes_back_to_a_page_of_ours_that_is_not_the_login),
	cmocka_unit_test(a_way_back_longer_than_an_address_is_forgotten),
	cmocka_unit_test(the_path_tells_the_door),
)
