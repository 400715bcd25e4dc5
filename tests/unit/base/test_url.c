#include "../t.h"

#include "base/url.h"

static void
only_what_is_sealed_or_here_may_be_asked(void **state)
{
	static const char *const good[] = { "https://maskinporten.no/token", "https://[2001:db8::1]/",
	    "http://localhost", "http://localhost:9093/api", "http://127.0.0.1:1?x=y",
	    "http://[::1]:9093/", "http://efm.localhost/" };
	static const char *const bad[] = { "", "https://", "http://maskinporten.no/",
	    "http://127.0.0.1.example.org/", "http://localhost@example.org/",
	    "https://user@example.org/", "http://[::1]x/", "http://example.org#localhost",
	    "http://example.org?localhost", "HTTP://example.org/", "https://example.org/a b",
	    "https://example.org/\r\nA: b", "//localhost/", "localhost" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!url_may_be_asked(str_from_z(good[i])))
			fail_msg("refused %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (url_may_be_asked(str_from_z(bad[i])))
			fail_msg("took '%s'", bad[i]);
}

TESTS(cmocka_unit_test(only_what_is_sealed_or_here_may_be_asked))
