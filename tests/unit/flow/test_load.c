#include "flow/flow.h"

#include "../t.h"
#include "flows.h"

static struct arena *a;
static char heard[2000];
static int first_line;

static void
complain(void *ctx, int line, const char *message)
{
	size_t n = strlen(heard);

	(void)ctx;
	if (n == 0)
		first_line = line;
	snprintf(heard + n, sizeof heard - n, "%s\n", message);
}

static bool
has_letter(void *ctx, struct str name)
{
	(void)ctx;
	return str_eq_z(name, "receipt");
}

static const void *
no_cond(void *ctx, struct str text, int line)
{
	(void)ctx, (void)text;
	complain(NULL, line, "condition refused");
	return NULL;
}

static enum err
load(const char *text)
{
	struct flow_hooks hooks = { .letter = has_letter, .cond = no_cond };
	const struct flow *flow = NULL;
	xmlDoc *doc = NULL;
	enum err e;

	heard[0] = '\0';
	first_line = -1;
	assert_int_equal(xml_parse(a, str_from_z(text), complain, NULL, &doc), ERR_OK);
	e = flow_load(a, doc, &hooks, complain, NULL, &flow);
	assert_true((e == ERR_OK) == (heard[0] == '\0'));
	assert_true((e == ERR_OK) == (flow != NULL));
	return e;
}

/* Around each: a flow that is right but for what stands in it. */
#define OPEN	HEAD "<state id='open'>\n"
#define SHUT	"</state><final id='end'/></scxml>"
#define OUT	"<transition event='go' target='end' sk:by='applicant'/>"
#define FLOW(inside) OPEN inside "\n" OUT SHUT

static const struct {
	const char	*text, *says;
	int		 line;		/* of the first complaint; 0: not looked at */
} refused[] = {
	{ "<flow/>", "the root is not", 1 },
	{ "<scxml xmlns='http://www.w3.org/2005/07/scxml' version='1.0' datamodel='null' initial='a'/>", "datamodel", 1 },
	{ FLOW("<script/>"), "<script> cannot stand in <state>", 3 },
	{ FLOW("<invoke/>"), "<invoke> cannot stand in <state>", 3 },
	{ FLOW("<history id='h'/>"), "<history> cannot stand in <state>", 3 },
	{ FLOW("<parallel id='p'/>"), "<parallel> cannot stand in <state>", 3 },
	{ FLOW("<onentry><assign location='x' expr='1'/></onentry>"), "<assign> is not an action", 3 },
	{ FLOW("<onentry><sk:sms/></onentry>"), "<sms> is not an action", 3 },
	{ FLOW("<sk:letter template='receipt' to='applicant'/>"), "<letter> cannot stand in <state>", 3 },
	{ FLOW("<transition event='x' target='end' type='internal' sk:by='applicant'/>"), "no attribute 'type'", 3 },
	{ FLOW("<transition event='x' target='end' by='applicant'/>"), "no attribute 'by'", 3 },
	{ FLOW("<transition event='x' target='nowhere' sk:by='applicant'/>"), "there is no state 'nowhere'", 3 },
	{ FLOW("<transition event='x' target='end open' sk:by='applicant'/>"), "there is no state 'end open'", 3 },
	{ FLOW("<transition event='x' target='end'/>"), "nobody may fire 'x'", 3 },
	{ FLOW("<transition target='end'/>"), "a transition needs an event", 3 },
	{ FLOW("<transition event='*' target='end' sk:by='applicant'/>"), "'*' cannot be an event", 3 },
	{ FLOW("<transition event='done.state.x' target='end' sk:by='applicant'/>"), "cannot be an event", 3 },
	{ FLOW("<transition event='submit' target='end' sk:by='applicant'/>"), "'submit' cannot be an event", 3 },
	{ FLOW("<transition event='x' target='end' sk:by='mayor'/>"), "'mayor' is not applicant", 3 },
	{ FLOW("<transition event='x' target='end' sk:by='applicant' sk:four-eyes='yes'/>"), "true or false", 3 },
	{ FLOW("<transition event='x' target='end' sk:by='applicant' sk:told='yes'/>"), "sk:told is true or false", 3 },
	{ FLOW("<transition event='x' target='end' sk:by='applicant' cond='huh'/>"), "condition refused", 3 },
	{ FLOW("<transition event='go' sk:by='applicant'/>"), "always takes 'go' before this", 4 },
	{ FLOW("<transition event='go.on' target='end' sk:by='applicant'/>"), "the event 'go' begins 'go.on'", 1 },
	{ FLOW("<onentry><sk:letter template='other' to='applicant'/></onentry>"), "there is no letter 'other'", 3 },
	{ FLOW("<onentry><sk:letter template='receipt' to='king'/></onentry>"), "to is applicant, complaint-body, heard, complainant or one-complainant", 3 },
	{ FLOW("<onentry><sk:letter to='applicant'/></onentry>"), "sk:letter needs template=", 3 },
	{ FLOW("<onentry><sk:deadline event='d' after='P1M'/></onentry>"), "no transition takes it there", 3 },
	{ FLOW("<onentry><sk:deadline event='go' after='one month'/></onentry>"), "is no duration", 3 },
	{ FLOW("<onentry><sk:deadline event='go' after='P1M' from='birth'/></onentry>"), "from is now", 3 },
	{ FLOW("<onentry><sk:deadline event='go' keep='true'/></onentry>"), "nothing sets 'go', so there is none to keep", 3 },
	{ FLOW("<onentry><sk:deadline event='go' keep='true' after='P1D'/></onentry>"), "no attribute 'after'", 3 },
	{ FLOW("<onexit><sk:deadline event='go' after='P1M'/></onexit>"), "a deadline stands in onentry", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='halt'/></onentry>"), "action is start, pause, resume, stop, recount or extend", 3 },
	{ FLOW("<onentry><sk:clock action='pause'/></onentry>"), "sk:clock needs name=", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='pause' after='P1D'/></onentry>"), "no attribute 'after'", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='stop' law='x'/></onentry>"), "no attribute 'law'", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' reason='x'/></onentry>"), "no attribute 'reason'", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' ball='mayor'/></onentry>"), "ball is municipality", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' after='soon'/></onentry>"), "is no duration", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' after='P1D' from='birth'/></onentry>"), "from is now", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' after='P1D' workday='yes'/></onentry>"), "true or false", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' event='go'/></onentry>"), "say with after=", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' after='P1D' event='Go!'/></onentry>"), "cannot be an event", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' after='P1D' event='late'/></onentry>"),
	  "may reach its limit in 'open', and no transition takes 'late'", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start' after='P1D' event='go'/><sk:deadline event='go' after='P1D'/></onentry>"),
	  "a clock fires 'go' too", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start'/><sk:clock name='c' action='start'/></onentry>"), "has begun already", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='start'/></onentry><transition event='on' target='open' sk:by='applicant'/>"),
	  "has begun already when it starts here; stop it in onexit", 3 },
	{ FLOW("<transition event='on' sk:by='applicant'><sk:clock name='c' action='pause'/></transition>"),
	  "is paused already when it pauses here", 3 },
	{ FLOW("<onentry><sk:clock name='c' action='resume'/></onentry>"), "is not paused when it goes on here", 3 },
	{ OPEN OUT "<transition event='in' target='two' sk:by='applicant'/></state>\n<state id='two'>"
	  "<onentry><sk:clock name='c' action='start'/></onentry><onexit><sk:clock name='c' action='stop'/></onexit>"
	  "<transition event='back' target='three' sk:by='applicant'/></state>\n<state id='three'>"
	  "<onentry><sk:clock name='c' action='pause'/></onentry>" OUT SHUT, "does not run when it pauses here", 5 },
	{ FLOW("<state id='in'/>"), "say with initial= where it begins", 2 },
	{ FLOW("<final id='in'/>"), "a final state stands at the top", 3 },
	{ FLOW("<initial><transition target='end'/></initial><state id='in'/>"), "which is not inside it", 2 },
	{ FLOW("<initial/><state id='in'/>"), "<initial> holds one <transition target>", 3 },
	{ OPEN OUT "</state><state id='open'/><final id='end'/></scxml>", "there is another state 'open'", 3 },
	{ OPEN OUT "</state><state>" OUT SHUT, "a state needs an id", 3 },
	{ OPEN OUT "</state><state id='lost'>" OUT SHUT, "no transition leads to the state 'lost'", 3 },
	{ OPEN OUT "<transition event='in' target='trap' sk:by='applicant'/></state><state id='trap'/><final id='end'/></scxml>",
	  "there is no way out of the state 'trap'", 3 },
	{ OPEN OUT "<transition event='in' target='trap' sk:by='applicant'/></state><state id='trap'>"
	  "<transition event='round' target='trap' sk:by='applicant'/></state><final id='end'/></scxml>",
	  "there is no way out of the state 'trap'", 3 },
	{ HEAD "<final id='open'/></scxml>", "a case cannot begin in the final state", 2 },
	{ HEAD "<state id='x'>" OUT SHUT, "there is no state 'open'", 1 },
	{ OPEN OUT "</state><final id='end'><transition event='x' target='open' sk:by='applicant'/></final></scxml>",
	  "<transition> cannot stand in <final>", 3 },
	{ OPEN OUT "</state><final id='end'><onentry><sk:deadline event='go' after='P1D'/></onentry></final></scxml>",
	  "nothing runs in a final state", 0 },
};

static void
a_flow_that_is_wrong_is_refused_with_its_line_and_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		assert_int_equal(load(refused[i].text), ERR_CONFIG);
		if (strstr(heard, refused[i].says) == NULL)
			fail_msg("number %zu: heard '%s', not '%s'", i, heard, refused[i].says);
		if (refused[i].line != 0 && first_line != refused[i].line)
			fail_msg("number %zu: line %d, not %d: %s", i, first_line, refused[i].line, heard);
	}
}

static void
what_the_refused_ones_stand_in_is_itself_right(void **state)
{
	(void)state;
	assert_int_equal(load(FLOW("")), ERR_OK);
	assert_int_equal(load(FLOW("<onentry><sk:letter template='receipt' to='applicant'/></onentry>")), ERR_OK);
	assert_int_equal(load(FLOW("<onentry><sk:deadline event='go' after='P1M'/></onentry>")), ERR_OK);
	assert_int_equal(load(FLOW("<transition event='x y' sk:by='leader applicant'/>")), ERR_OK);
	assert_int_equal(load(FLOW("<onentry><sk:clock name='c' action='pause' law='x' ball='other' reason='y'/></onentry>"
	    "<onexit><sk:clock name='c' action='resume'/></onexit><transition event='on' target='open' sk:by='applicant'/>")), ERR_OK);
	assert_int_equal(load(FLOW("<onentry><sk:clock name='c' action='start' after='P12W' from='received' law='x' ball='municipality'"
	    " event='go' workday='true'/></onentry>")), ERR_OK);
}

static void
every_fault_of_a_file_is_told_at_once(void **state)
{
	int lines = 0;

	(void)state;
	assert_int_equal(load(whole), ERR_CONFIG);	/* two conditions and seven letters that are
							   not there */
	for (const char *c = heard; *c != '\0'; c++)
		lines += *c == '\n';
	assert_int_equal(lines, 9);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(8 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flow_that_is_wrong_is_refused_with_its_line_and_a_reason),
		cmocka_unit_test(what_the_refused_ones_stand_in_is_itself_right),
		cmocka_unit_test(every_fault_of_a_file_is_told_at_once),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
