/* Coverage counts what somebody came to, both ways where there are two, and names the rest. */
#include "small.h"

#define HEAD	"<page id='om'><answer name='navn'>Kari</answer><answer name='vil'>"

static struct buf missing;

static void
note(void *ctx, struct str file, int line, const char *sentence)
{
	(void)ctx;
	buf_fmt(&missing, STR_FMT ":%d: %s\n", STR_ARG(file), line, sentence);
}

static const char *
all_missing(const struct coverage *c)
{
	missing = buf_new(a, 4096);
	coverage_missing(c, a, note, NULL);
	return str_z(a, buf_str(&missing));
}

#define COUNT(c, of, want_reached, want_all) do { \
	struct coverage_count n_ = coverage_count((c), (of)); \
	assert_int_equal(n_.reached, (want_reached)); \
	assert_int_equal(n_.all, (want_all)); \
} while (0)

#define LACKS(c, text) do { \
	const char *all_ = all_missing(c); \
	if (strstr(all_, (text)) == NULL) \
		fail_msg("'%s' is not among what was not reached:\n%s", (text), all_); \
} while (0)

#define REACHED(c, text) do { \
	const char *all_ = all_missing(c); \
	if (strstr(all_, (text)) != NULL) \
		fail_msg("'%s' is among what was not reached:\n%s", (text), all_); \
} while (0)

static void
nothing_is_reached_before_anybody_comes(void **state)
{
	struct coverage *c = coverage_new(a, small());

	(void)state;
	/* 10 questions; 3 required, 1 relevant, 3 constraints, 1 calculate; 4 transitions, 1
	   condition, 3 letters, 2 whens */
	COUNT(c, COVER_QUESTIONS, 0, 10);
	COUNT(c, COVER_RULES, 0, 8);
	COUNT(c, COVER_BRANCHES, 0, 10);
	LACKS(c, "services/liten/form.xml:5: navn was never answered\n");
	LACKS(c, "services/liten/form.xml:9: constraint on hvorfor was never reached\n");
	LACKS(c, "services/liten/form.xml:16: onske/sted was never answered\n");
	LACKS(c, "services/liten/flow.scxml:4: the transition withdraw from received was never taken\n");
	LACKS(c, "services/liten/letters/svar.xml:1: the letter svar was never made\n");
	LACKS(c, "services/liten/letters/svar.xml:4: when service.note was never reached\n");
}

static void
rules_of_a_page_nobody_came_to_are_not_reached(void **state)
{
	const struct release *r = small();
	struct coverage *c = coverage_new(a, r);

	(void)state;
	assert_string_equal(run(r, c, SCENARIO(HEAD "nei</answer></page>")), "");
	COUNT(c, COVER_QUESTIONS, 3, 10);		/* navn, vil, lengde */
	COUNT(c, COVER_RULES, 3, 8);			/* required of both, calculate */
	REACHED(c, "required of navn");
	LACKS(c, "required of onske/sted was never reached");
	LACKS(c, "relevant of hvorfor was never true");
}

static void
a_condition_must_be_met_both_ways_and_a_constraint_kept_and_broken(void **state)
{
	const struct release *r = small();
	struct coverage *c = coverage_new(a, r);

	(void)state;
	assert_string_equal(run(r, c, SCENARIO(HEAD "ja</answer><answer name='hvorfor'>nei</answer>"
	    "<expect><issue name='hvorfor'/></expect></page>")), "");
	LACKS(c, "form.xml:9: constraint on hvorfor was never kept\n");
	REACHED(c, "hvorfor was never answered");
	REACHED(c, "relevant of hvorfor");		/* nobody had answered vil at first */
	assert_string_equal(run(r, c, SCENARIO(HEAD "ja</answer><answer name='hvorfor'>derfor</answer>"
	    "</page>")), "");
	REACHED(c, "constraint on hvorfor");
	LACKS(c, "form.xml:11: constraint on dag was never reached\n");
}

#define SENT(vil, note) "<municipality note='" note "'/>" HEAD vil "</answer></page><page id='hvor'>" \
	"<answer name='onske.1.sted'>nord</answer></page><submit/>"
#define GRANT "<event name='grant' by='caseworker'><decision place='nord' start='1.1.27'>" \
	"<reason>rett</reason></decision>"

static void
transitions_conditions_and_what_letters_choose_are_counted(void **state)
{
	const struct release *r = small();
	struct coverage *c = coverage_new(a, r);

	(void)state;
	assert_string_equal(run(r, c, SCENARIO(SENT("ja", "") GRANT "</event>")), "");
	REACHED(c, "the letter kvittering");
	REACHED(c, "the letter svar");
	REACHED(c, "the transition grant");
	LACKS(c, "flow.scxml:6: the condition of grant was never false\n");
	LACKS(c, "letters/svar.xml:2: when outcome is grant was always so\n");
	LACKS(c, "letters/svar.xml:4: when service.note was never so\n");
	assert_string_equal(run(r, c, SCENARIO(SENT("nei", "Obs") GRANT "<expect><refused/></expect></event>"
	    "<event name='withdraw' by='applicant'/>")), "");
	REACHED(c, "the condition of grant");
	REACHED(c, "svar.xml");
	LACKS(c, "flow.scxml:5: the transition deadline.sen from received was never taken\n");
	LACKS(c, "flow.scxml:7: the transition reject from received was never taken\n");
	COUNT(c, COVER_BRANCHES, 7, 10);
}

TESTS(
	T(nothing_is_reached_before_anybody_comes),
	T(rules_of_a_page_nobody_came_to_are_not_reached),
	T(a_condition_must_be_met_both_ways_and_a_constraint_kept_and_broken),
	T(transitions_conditions_and_what_letters_choose_are_counted))
