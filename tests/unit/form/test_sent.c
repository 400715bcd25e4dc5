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

/* Open: named in ctx, a blank between. */
static enum form_open
named(void *ctx, const struct answer *n)
{
	struct str rest = str_from_z(ctx), field = answer_field(a, n);

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), field))
			return FORM_OPEN_ASKED;
	return FORM_OPEN_NOT;
}

static struct answers *
reopened(char *fields)
{
	struct answers *as = sent();
	struct answers *again = read_again(as->form, stored(as));

	answers_reopen(again, named, fields);
	answers_rules(again, &world);
	return again;
}

static void
only_what_is_asked_for_again_is_open_and_the_rest_stands(void **state)
{
	char fields[] = "dag r.2.n";
	struct answers *as = reopened(fields);

	(void)state;
	assert_false(answers_find(as, STR("dag"))->closed);
	assert_true(answers_find(as, STR("ord"))->closed);
	assert_true(answers_find(as, STR("r.1.n"))->closed);
	assert_false(answers_find(as, STR("r"))->closed);
	assert_false(answers_button(as, form_page(as->form, STR("p")), STR("legg-til:r"), &world,
	    NULL));
	POST(as, "ord=nei", "dag=1.1.2030", "r.1.n=9", "r.2.n=7");
	assert_str(answers_find(as, STR("ord"))->text, "hei");
	assert_str(text_of(as, "dag"), "2030-01-01");
	assert_str(text_of(as, "r.1.n"), "4");
	assert_str(text_of(as, "r.2.n"), "7");
}

static void
a_repeat_that_is_asked_for_is_open_with_its_rows(void **state)
{
	char fields[] = "r r.1.n r.2.n r.3.n";
	struct answers *as = reopened(fields);

	(void)state;
	assert_true(answers_button(as, form_page(as->form, STR("p")), STR("legg-til:r"), &world,
	    NULL));
	POST(as, "r.3.n=1");
	assert_str(text_of(as, "r.3.n"), "1");
}

static void
a_page_with_nothing_open_is_closed_and_judged_no_more(void **state)
{
	char none[] = "";
	struct answers *as = reopened(none);

	(void)state;
	assert_true(answer_of(as->root, form_page(as->form, STR("p")))->closed);
	assert_str(issues(as), "");
}

static void
what_is_asked_for_may_be_left_out_with_a_warning(void **state)
{
	char fields[] = "ung";
	struct answers *as = fresh(form(HEAD PAGE "<text name='ung' required='true()'>" L
	    "</text><text name='to' required='true()'>" L "</text>" END));

	(void)state;
	answers_reopen(as, named, fields);
	answers_rules(as, &world);
	assert_int_equal(as->nerrors, 0);
	assert_int_equal(as->nissues, 1);
	assert_int_equal(as->issue[0].level, FORM_WARNING);
}

/* Left out because of a graded address: it is counted, and nothing in it is there. */
static void
a_hidden_row_holds_nothing(void **state)
{
	struct answers *as = read_again(form(application), STR("<f pruned=\"9 15\"><alder>54</alder>"
	    "<r skjult=\"1\"/><r><n>6</n><to>12</to><stor>ja</stor></r></f>"));
	const struct answer *r = answer_of(as->root, form_find(as->form, STR("r")));

	(void)state;
	answers_sent(as, &world);
	assert_int_equal(r->nrows, 2);
	assert_true(r->rows[0]->hidden);
	assert_false(r->rows[1]->hidden);
	for (const struct form_item *i = r->item->first; i != NULL; i = i->next)
		assert_false(answer_of(r->rows[0], i)->relevant);
	assert_true(answer_of(r->rows[1], r->item->first)->relevant);
}

TESTS(
	T(a_hidden_row_holds_nothing),
	T(the_case_holds_what_was_worked_out_and_what_was_not_asked),
	T(a_case_reads_as_it_was_sent_on_another_day_without_the_number_and_the_register),
	T(a_case_from_before_values_were_kept_is_worked_out),
	T(an_identity_number_is_not_kept_by_what_is_worked_out_from_it),
	T(a_draft_keeps_only_what_was_answered),
	T(only_what_is_asked_for_again_is_open_and_the_rest_stands),
	T(a_repeat_that_is_asked_for_is_open_with_its_rows),
	T(a_page_with_nothing_open_is_closed_and_judged_no_more),
	T(what_is_asked_for_may_be_left_out_with_a_warning),
)
