/* Where the people of a case live, to be compared with. */
#include "../form/f.h"

#include "case/private.h"

static void
each_answer_that_is_an_address_is_one_whatever_the_rules_of_routing_look_at(void **state)
{
	const struct form *f = form(HEAD PAGE "<text name='adresse' address='true'>" L "</text>"
	    "<text name='navn'>" L "</text>"
	    "<text name='hytte' address='true' relevant=\"navn = 'x'\">" L "</text>"
	    "<repeat name='bosted' min='1' max='3'>" L
	    "<text name='gate' address='true'>" L "</text></repeat>" END);
	struct answers *as = fresh(f);
	struct release rel = { .form = f };

	(void)state;
	assert_str(case_addresses(a, &rel, as, &world), "[]");
	POST(as, "adresse=Storgata 1", "navn=Kari", "hytte=Fjellet 2", "bosted.1.gate=Bakken \"3\"");
	answers_rules(as, &world);
	assert_str(case_addresses(a, &rel, as, &world), "[\"Storgata 1\",\"Bakken \\\"3\\\"\"]");
}

TESTS(
	T(each_answer_that_is_an_address_is_one_whatever_the_rules_of_routing_look_at))
