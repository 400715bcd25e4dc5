/* What was worked out, and what was asked for at all, stands in a case as it was sent. */
#include "f.h"

#define PID "13097248022"		/* born 13.09.1972 */

static const char application[] = HEAD "<var name='alder' value='age-at(pid-born(pid), today())'/>" PAGE
    "<text name='pid' type='no:pid'>" L "</text><date name='dag'>" L "</date>"
    "<number name='dager' calculate='days-between(today(), dag)'>" L "</number>"
    "<output name='hvem' value=\"register('person/name')\">" L "</output>"
    "<output value='alder + 1'>" L "</output>"
    "<var name='voksen' value='alder &gt;= 18'/><var name='gammel' value='alder &gt;= 80'/>"
    "<text name='ung' relevant='not(voksen)' required='true()'>" L "</text>"
    "<text name='ord' relevant=\"pid-born(pid) &lt; date('1980-01-01')\">" L "</text>"
    "<repeat name='r' max='3'>" L "<number name='n'>" L "</number><output name='to' value='n * 2'>" L "</output>"
    "<text name='stor' relevant='n &gt; 5'>" L "</text></repeat></page>"
    "<page id='q' relevant='gammel'><title>Q</title><text name='pensjon'>" L "</text></page></form>";

/* As it is stored: with identity numbers' references, and read where nobody knows the numbers. */
static struct str
stored(const struct answers *as)
{
	struct buf b = buf_new(a, 1024);
	struct form_pids pids;

	answers_write(as, ANSWERS_PRUNED, &b, &pids);
	return buf_str(&b);
}

static struct answers *
read_again(const struct form *f, struct str text)
{
	struct form_pairs none = { NULL, 0 };
	struct answers *as;

	assert_int_equal(answers_read(a, f, text, none, &as), ERR_OK);
	return as;
}

static struct answers *
sent(void)
{
	struct answers *as = fresh(form(application));

	for (int i = 0; i < 2; i++)
		assert_true(answers_button(as, form_page(as->form, STR("p")), STR("legg-til:r"),
		    &world, NULL));
	POST(as, "pid=" PID, "dag=31.12.2026", "ord=hei", "r.1.n=4", "r.2.n=6", "r.2.stor=ja");
	assert_str(issues(as), "");
	return as;
}

static void
the_case_holds_what_was_worked_out_and_what_was_not_asked(void **state)
{
	(void)state;
	assert_str(stored(sent()), "<f pruned=\"9 15\"><alder>54</alder><pid>person:@1</pid><dag>2026-12-31</dag>"
	    "<dager>40</dager><hvem>Kari Nordmann</hvem><value-6>55</value-6><voksen>true</voksen>"
	    "<gammel>false</gammel><ord>hei</ord><r pruned=\"14\"><n>4</n><to>8</to></r>"
	    "<r><n>6</n><to>12</to><stor>ja</stor></r></f>");
}

static void
a_case_reads_as_it_was_sent_on_another_day_without_the_number_and_the_register(void **state)
{
	struct answers *as = sent();
	struct answers *again = read_again(as->form, stored(as));

	(void)state;
	world.today += 20000;
	world.value = NULL;
	answers_sent(again, &world);
	assert_str(issues(again), "");
	assert_str(text_of(again, "alder"), "54");
	assert_str(text_of(again, "dager"), "40");
	assert_str(text_of(again, "hvem"), "Kari Nordmann");
	assert_str(text_of(again, "voksen"), "true");
	assert_str(text_of(again, "r.1.to"), "8");
	assert_true(answers_find(again, STR("ord"))->relevant);
	assert_true(answers_find(again, STR("r.2.stor"))->relevant);
	assert_false(answers_find(again, STR("r.1.stor"))->relevant);
	assert_false(answers_find(again, STR("ung"))->relevant);
	assert_false(answers_find(again, STR("pensjon"))->relevant);
	assert_true(str_eq(stored(again), stored(as)));
	answers_rules(again, &world);		/* and as a draft it would not have */
	assert_str(text_of(again, "alder"), "");
	assert_false(answers_find(again, STR("ord"))->relevant);
}

static void
a_case_from_before_values_were_kept_is_worked_out(void **state)
{
	struct answers *as = read_again(form(application),
	    STR("<f><pid>" PID "</pid><dag>2026-12-31</dag><ord>hei</ord></f>"));

	(void)state;
	answers_sent(as, &world);
	assert_str(text_of(as, "alder"), "54");
	assert_str(text_of(as, "dager"), "40");
	assert_true(answers_find(as, STR("ord"))->relevant);
	assert_false(answers_find(as, STR("pensjon"))->relevant);
}

static void
an_identity_number_is_not_kept_by_what_is_worked_out_from_it(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='pid' type='no:pid'>" L "</text>"
	    "<var name='samme' value='pid'/><output name='dele' value=\"concat('x', substring(pid, 1, 6))\">" L "</output>"
	    "<var name='igjen' value='dele'/><var name='tall' value='number(pid) + 0'/>"
	    "<var name='tegn' value='string-length(pid)'/>" END)), *again;

	(void)state;
	POST(as, "pid=" PID);
	assert_str(text_of(as, "tall"), PID);
	assert_str(stored(as), "<f pruned=\"\"><pid>person:@1</pid><tegn>11</tegn></f>");
	again = read_again(as->form, STR("<f pruned=\"\"><pid>" PID "</pid><tegn>7</tegn></f>"));
	answers_sent(again, &world);
	assert_str(text_of(again, "igjen"), "x130972");
	assert_str(text_of(again, "tegn"), "7");
}

static void
a_draft_keeps_only_what_was_answered(void **state)
{
	struct str draft = written(sent(), ANSWERS_DRAFT);

	(void)state;
	assert_null(strstr(str_z(a, draft), "alder"));
	assert_null(strstr(str_z(a, draft), "pruned"));
}

TESTS(
	T(the_case_holds_what_was_worked_out_and_what_was_not_asked),
	T(a_case_reads_as_it_was_sent_on_another_day_without_the_number_and_the_register),
	T(a_case_from_before_values_were_kept_is_worked_out),
	T(an_identity_number_is_not_kept_by_what_is_worked_out_from_it),
	T(a_draft_keeps_only_what_was_answered),
)
