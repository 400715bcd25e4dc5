/* t.h - what every unit test includes before cmocka, in the order it asks for */
#ifndef T_H
#define T_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

#define assert_str(got, want_z) do { \
	struct str got_ = (got); \
	if (!str_eq_z(got_, (want_z))) \
		fail_msg("%s is '" STR_FMT "', not '%s'", #got, STR_ARG(got_), (want_z)); \
} while (0)

#define TESTS(...) int main(void) { const struct CMUnitTest tests_[] = { __VA_ARGS__ }; \
	return cmocka_run_group_tests_name(__FILE__, tests_, NULL, NULL); }

#endif
