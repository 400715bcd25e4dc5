#include "../t.h"
#include "ident/acr.h"
#include "ident/fetch.h"
#include "ident/session.h"

#define LOW	STR("idporten-loa-low")
#define SUB	STR("idporten-loa-substantial")
#define HIGH	STR("idporten-loa-high")

static void
a_login_is_never_weaker_than_what_was_asked(void **state)
{
	(void)state;
	assert_true(acr_at_least(HIGH, SUB));
	assert_true(acr_at_least(SUB, SUB));
	assert_false(acr_at_least(SUB, HIGH));
	assert_false(acr_at_least(LOW, SUB));
	assert_false(acr_at_least(STR("Level4"), SUB));
	assert_false(acr_at_least(STR_NONE, LOW));
	assert_true(acr_at_least(STR_NONE, STR_NONE));
	assert_false(acr_at_least(HIGH, STR("Level4")));	/* a level we do not know cannot be
								   reached */
	assert_str(acr_highest(SUB, HIGH), "idporten-loa-high");
	assert_str(acr_highest(SUB, STR("Level4")), "idporten-loa-substantial");
}

static void
only_https_and_this_machine_are_asked(void **state)
{
	static const char *const good[] = { "https://idporten.no/a", "http://localhost:8081/x",
	    "http://127.0.0.1/x",
		"http://[::1]:8081/x", "http://op.localhost/x" };
	static const char *const bad[] = { "", "http://idporten.no/", "ftp://localhost/",
	    "https://", "file:///etc/passwd",
		"http://localhost@evil.example/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/",
		"http://[::1].evil.example/", "http://evil.example:80/localhost" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(fetch_allows(str_from_z(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(fetch_allows(str_from_z(bad[i])));
}

static void
a_form_token_belongs_to_one_session(void **state)
{
	struct session s = { .csrf = { "abc", 3 } }, none = { 0 };

	(void)state;
	assert_true(session_csrf_fits(&s, STR("abc")));
	assert_false(session_csrf_fits(&s, STR("abd")));
	assert_false(session_csrf_fits(&s, STR("abcd")));
	assert_false(session_csrf_fits(&s, STR_NONE));
	assert_false(session_csrf_fits(&none, STR_NONE));	/* no token is not a match for no
								   token */
}

static void
a_session_token_has_one_form(void **state)
{
	(void)state;
	assert_true(session_token_is(STR("aZ09-_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
	assert_false(session_token_is(STR("aZ09-_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
	assert_false(session_token_is(STR("aZ09-_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'a")));
	assert_false(session_token_is(STR_NONE));
}

TESTS(
	cmocka_unit_test(a_login_is_never_weaker_than_what_was_asked),
	cmocka_unit_test(only_https_and_this_machine_are_asked),
	cmocka_unit_test(a_form_token_belongs_to_one_session),
	cmocka_unit_test(a_session_token_has_one_form),
)
