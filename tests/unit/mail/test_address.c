#include "../t.h"

#include "mail/mail.h"

static void
ordinary_addresses_are_taken(void **state)
{
	static const char *const good[] = { "kari@example.org", "k.a+b_c@post.kommune.no",
	    "x@localhost",
		"o'hara@sub-domain.example.com" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!mail_address_ok(str_from_z(good[i])))
			fail_msg("refused %s", good[i]);
}

static void
nothing_else_is_an_address(void **state)
{
	static const char *const bad[] = { "", "kari", "@example.org", "kari@", "kari@no",
	    ".a@example.org",
		"a.@example.org", "a..b@example.org", "a b@example.org", "a@b@example.org",
		"a@example..org", "a@-x.org", "a@x-.org", "a@example.org.", "\"a b\"@example.org",
		"a@[127.0.0.1]", "a@example.org\r\nBcc: b@example.org", "a@example.org\n", "a,b@example.org", "<a@example.org>",
		"kåre@example.org", "kare@ødegård.no" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (mail_address_ok(str_from_z(bad[i])))
			fail_msg("took '%s'", bad[i]);
	assert_false(mail_address_ok((struct str){ "a\0b@example.org", 15 }));
}

static void
an_address_has_an_end(void **state)
{
	char long_z[300];

	(void)state;
	memset(long_z, 'a', sizeof long_z);
	memcpy(long_z + 65, "@example.org", 12);
	assert_false(mail_address_ok((struct str){ long_z, 77 }));
	assert_true(mail_address_ok((struct str){ long_z + 1, 76 }));
}

TESTS(cmocka_unit_test(ordinary_addresses_are_taken), cmocka_unit_test(nothing_else_is_an_address),
    cmocka_unit_test(an_address_has_an_end))
