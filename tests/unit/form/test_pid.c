#include "f.h"

static const char *const today[] = { "02013299997", "30108299920", "13097248022", "29029648784",
"15021951940",
	"53097248016" };
static const char *const rule_2032[] = { "02013299903", "30108299939" };
static const char *const synthetic[] = { "13527248013", "10915596784", "68467038838", "41814061033",
    "41810021827",
	"10921148513", "22929198178", "01899699552", "21879498012" };
static const char *const wrong[] = { "12345678910", "11111111111", "1309724802", "130972480222",
    "13097248023",
	"1309724802x", "", "00000000000", "32010012345" };

#define EACH(v) for (size_t i = 0; i < sizeof (v) / sizeof *(v); i++)

static void
numbers_by_todays_rule_are_taken(void **state)
{
	(void)state;
	EACH(today)
		assert_true(pid_valid(str_from_z(today[i]), false));
}

static void
numbers_by_the_rule_of_2032_are_taken_and_tell_no_birthday(void **state)
{
	int64_t day;

	(void)state;
	EACH(rule_2032) {
		assert_true(pid_valid(str_from_z(rule_2032[i]), false));
		assert_false(pid_born(str_from_z(rule_2032[i]), false, &day));
	}
}

static void
synthetic_numbers_are_taken_only_where_test_numbers_are_allowed(void **state)
{
	(void)state;
	EACH(synthetic) {
		if (!pid_valid(str_from_z(synthetic[i]), true))
			fail_msg("%s is refused", synthetic[i]);
		assert_false(pid_valid(str_from_z(synthetic[i]), false));
	}
}

static void
other_numbers_are_refused(void **state)
{
	(void)state;
	EACH(wrong)
		if (pid_valid(str_from_z(wrong[i]), true))
			fail_msg("%s is taken", wrong[i]);
}

static void
born(const char *pid, int year, int month, int day)
{
	int64_t got = 0;

	assert_true(pid_born(str_from_z(pid), true, &got));
	if (got != time_day((struct date){ year, month, day }))
		fail_msg("%s is born on day %lld", pid, (long long)got);
}

static void
the_number_tells_the_day_of_birth(void **state)
{
	(void)state;
	born("13097248022", 1972, 9, 13);
	born("29029648784", 1996, 2, 29);
	born("53097248016", 1972, 9, 13);	/* D-number: day + 40 */
	born("10915596784", 1955, 11, 10);	/* month + 80 and 967: 1955 */
	born("13527248013", 1972, 12, 13);	/* month + 40 */
}

TESTS(
	T(numbers_by_todays_rule_are_taken),
	T(numbers_by_the_rule_of_2032_are_taken_and_tell_no_birthday),
	T(synthetic_numbers_are_taken_only_where_test_numbers_are_allowed),
	T(other_numbers_are_refused),
	T(the_number_tells_the_day_of_birth),
)
