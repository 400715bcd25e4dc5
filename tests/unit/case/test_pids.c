/* Identity numbers on their way between the tables and the answers. */
#include "../form/f.h"

#include "base/buf.h"
#include "case/case.h"

static void
pairs_are_what_stands_between_the_blanks(void **state)
{
	struct form_pairs none = case_pairs(a, STR("")), absent = case_pairs(a, STR_NONE);
	struct form_pairs one = case_pairs(a, STR("u1=1")), two = case_pairs(a, STR("u1=1 u2=2"));

	(void)state;
	assert_int_equal(none.n, 0);
	assert_int_equal(absent.n, 0);
	assert_int_equal(one.n, 1);
	assert_str(one.v[0], "u1=1");
	assert_int_equal(two.n, 2);
	assert_str(two.v[1], "u2=2");
}

static void
numbers_become_an_array_that_postgresql_reads(void **state)
{
	struct str v[] = { STR("01819012345"), STR("12812012346") };

	(void)state;
	assert_str(case_pid_array(a, (struct form_pids){ NULL, 0 }), "{}");
	assert_str(case_pid_array(a, (struct form_pids){ v, 1 }), "{01819012345}");
	assert_str(case_pid_array(a, (struct form_pids){ v, 2 }), "{01819012345,12812012346}");
}

/* What the database does between: person:@1 becomes person:UUID, and the pair comes back. */
static void
a_number_is_never_in_the_text_of_the_answers_and_comes_back_by_its_pair(void **state)
{
	static const char id[] = "0198c0de-0000-7000-8000-000000000001";
	const struct form *f = form(HEAD PAGE "<text name='barn' type='no:pid'>" L "</text>" END);
	struct answers *as = fresh(f), *back;
	struct form_pids pids = { NULL, 0 };
	struct buf xml = buf_new(a, 1024);
	struct str text, number, before;

	(void)state;
	POST(as, "barn=13097248022");
	number = text_of(as, "barn");
	answers_write(as, ANSWERS_DRAFT, &xml, &pids);
	text = buf_str(&xml);
	assert_int_equal(pids.n, 1);
	assert_true(str_eq(pids.v[0], number));
	assert_null(memmem(text.p, text.n, number.p, number.n));
	before = str_cut(&text, '@');
	text = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(before), id, STR_ARG(str_skip(text, 1)));
	assert_int_equal(answers_read(a, f, text, case_pairs(a, str_fmt(a, "%s=" STR_FMT, id,
	    STR_ARG(number))), &back), ERR_OK);
	assert_true(str_eq(text_of(back, "barn"), number));
}

TESTS(
	T(pairs_are_what_stands_between_the_blanks),
	T(numbers_become_an_array_that_postgresql_reads),
	T(a_number_is_never_in_the_text_of_the_answers_and_comes_back_by_its_pair))
