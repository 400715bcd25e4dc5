#include "f.h"

#define LISTS "<list id='janei'><item value='ja'>Ja</item><item value='nei'>Nei</item></list>" \
	"<list id='hager' source='register:kindergartens'/><list id='borte' source='register:away'/>"

static bool
relevant(const struct answers *as, const char *name)
{
	return answers_find(as, str_from_z(name))->relevant;
}

/* ---- relevant ---- */

static const char sosken[] = HEAD LISTS PAGE "<choice name='har' list='janei'>" L "</choice>"
    "<section id='s' relevant=\"har = 'ja'\"><title>S</title><text name='navn' required='true()'>" L "</text>"
    "<repeat name='r' min='1'>" L "<text name='x' required='true()'>" L "</text></repeat></section>"
    "<number name='lengde' calculate='string-length(navn)'>" L "</number>" END;

static void
relevance_is_inherited_and_what_is_not_relevant_is_not_asked(void **state)
{
	struct answers *as = fresh(form(sosken));

	(void)state;
	assert_false(relevant(as, "navn"));
	assert_false(relevant(as, "r.1.x"));
	assert_str(issues(as), "");
	POST(as, "har=ja");
	assert_true(relevant(as, "r.1.x"));
	assert_str(issues(as), "navn:required:error r.1.x:required:error");
}

static void
what_is_not_relevant_is_kept_in_the_draft_and_pruned_from_the_case(void **state)
{
	struct answers *as = fresh(form(sosken));

	(void)state;
	POST(as, "har=ja", "navn=Åse", "r.1.x=1");
	POST(as, "har=nei");
	assert_str(text_of(as, "navn"), "Åse");
	assert_str(written(as, ANSWERS_PRUNED), "<f pruned=\"2\"><har>nei</har><lengde>0</lengde></f>");
	assert_str(written(as, ANSWERS_DRAFT), "<f><har>nei</har><navn>Åse</navn><r><x>1</x></r><lengde>0</lengde></f>");
	POST(as, "har=ja");
	assert_str(text_of(as, "navn"), "Åse");
	assert_str(text_of(as, "lengde"), "3");
}

static void
a_pruned_case_judged_again_gives_what_the_draft_gave(void **state)
{
	struct answers *as = fresh(form(sosken)), *again;
	struct str first;

	(void)state;
	POST(as, "har=ja", "navn=Åse", "r.1.x=1");
	POST(as, "har=nei");
	first = written(as, ANSWERS_PRUNED);
	assert_int_equal(answers_read(a, as->form, first, (struct form_pairs){ NULL, 0 }, &again),
	    ERR_OK);
	answers_rules(again, &world);
	assert_int_equal(again->nerrors, 0);
	assert_true(str_eq(written(again, ANSWERS_PRUNED), first));
}

static void
a_page_that_is_not_relevant_takes_its_questions_along(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<confirm name='mer'>" L "</confirm></page>"
	    "<page id='q' relevant='mer'><title>Q</title><text name='t' required='true()'>" L "</text>"
	    "<check test='1 = 2'>Nei.</check></page></form>"));

	(void)state;
	assert_str(issues(as), "");
	POST(as, "mer=true");
	assert_str(issues(as), "t:required:error :check:error");
	assert_ptr_equal(answers_first_error(as), form_page(as->form, STR("q")));
	assert_true(answers_page_valid(as, form_page(as->form, STR("p"))));
	assert_false(answers_page_valid(as, form_page(as->form, STR("q"))));
}

/* ---- true and false ---- */

#define YES_NO HEAD LISTS PAGE "<confirm name='enig'>" L "</confirm><number name='n'>" L "</number>" \
	"<choice name='svar' list='janei'>" L "</choice>" \
	"<var name='ja' value=\"svar = 'ja'\"/><var name='stor' value='n &gt; 5'/>" \
	"<var name='skjult_nei' value='not(inne)'/>"

/* Each with what a person has answered, and whether it is shown by that. */
static void
false_is_known_and_only_what_is_made_of_something_empty_is_not(void **state)
{
	static const struct {
		const char	*when, *answer;
		bool		 shown;
	} v[] = {
		{ "not(enig)", "n=", true }, { "not(enig)", "enig=true", false },
		{ "enig", "n=", false }, { "enig", "enig=true", true },
		{ "enig = false()", "n=", true }, { "enig = true()", "n=", false },
		{ "enig != true()", "n=", true }, { "enig = ''", "n=", true },
		{ "not(ja)", "svar=nei", true }, { "not(ja)", "n=1", true }, { "not(ja)", "svar=ja", false },
		{ "ja", "svar=ja", true }, { "ja = false()", "svar=nei", true }, { "ja != true()", "svar=nei", true },
		{ "if(ja, 0, 1) = 1", "svar=nei", true }, { "ja = ''", "svar=nei", false },
		{ "stor", "n=6", true }, { "stor", "n=5", false }, { "not(stor)", "n=5", true },
		{ "stor", "n=", false }, { "not(stor)", "n=", false }, { "stor = false()", "n=", false },
		{ "stor = true()", "n=", false }, { "stor != true()", "n=", false }, { "stor = ''", "n=", true },
		{ "stor or not(enig)", "n=", true }, { "stor and enig", "n=", false },
		{ "not(stor and enig)", "n=", true }, { "not(stor or enig)", "n=", false },
		{ "not(inne)", "svar=nei", true }, { "not(inne)", "svar=ja", true },
		{ "skjult_nei", "svar=nei", true }, { "not(rad[3]/av)", "n=", true },
		{ "count-non-empty(stor) = 0", "n=", true }, { "count-non-empty(stor) = 1", "n=5", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct answers *as = fresh(form(str_fmt(a, YES_NO
		    "<section relevant='ja'><title>S</title><confirm name='inne'>" L "</confirm></section>"
		    "<repeat name='rad' max='3'>" L "<confirm name='av'>" L "</confirm></repeat>"
		    "<text name='t' relevant=\"%s\">" L "</text>" END, v[i].when).p));

		POST(as, v[i].answer);
		if (relevant(as, "t") != v[i].shown)
			fail_msg("%s with %s: %s", v[i].when, v[i].answer,
			    v[i].shown ? "is not shown" : "is shown");
	}
}

static void
a_check_speaks_when_a_var_is_false_and_not_when_it_is_not_known(void **state)
{
	struct answers *as = fresh(form(YES_NO "<section relevant='ja'><title>S</title>"
	    "<confirm name='inne'>" L "</confirm></section><check test='stor'>C</check>" END));

	(void)state;
	assert_str(issues(as), "");
	assert_str(text_of(as, "stor"), "");
	POST(as, "n=5");
	assert_str(issues(as), ":check:error");
	assert_str(text_of(as, "stor"), "false");
	POST(as, "n=6");
	assert_str(issues(as), "");
	assert_str(text_of(as, "stor"), "true");
}

static void
a_box_that_is_worked_out_to_false_has_no_tick(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<number name='n'>" L "</number>"
	    "<confirm name='b' calculate='n &gt; 5'>" L "</confirm>" END));

	(void)state;
	POST(as, "n=5");
	assert_str(text_of(as, "b"), "");
	assert_str(answer_shown(a, answers_find(as, STR("b")), &world), "");
	POST(as, "n=6");
	assert_str(text_of(as, "b"), "true");
}

/* ---- required, type, constraint ---- */

static void
an_empty_answer_is_judged_by_required_alone(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<date name='d'>" L "<constraint test='. &gt; today()'>C</constraint></date>"
	    "<text name='t' required='d != &apos;&apos;'>" L "<constraint test='string-length(.) = 2'>C</constraint></text>" END));

	(void)state;
	assert_str(issues(as), "");
	POST(as, "d=1.1.2020");
	assert_str(issues(as), "d:constraint:error t:required:error");
	POST(as, "d=1.1.2030", "t=abc");
	assert_str(issues(as), "t:constraint:error");
	POST(as, "d=tirsdag", "t=");
	assert_str(issues(as), "d:type:error");
}

static void
three_levels_are_told_and_only_errors_block(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<number name='n'>" L "<constraint test='. &gt; 1'>E</constraint>"
	    "<constraint level='warning' test='. &gt; 2'>W</constraint><constraint level='info' test='. &gt; 3'>I</constraint>"
	    "</number>" END));

	(void)state;
	POST(as, "n=1");
	assert_str(issues(as), "n:constraint:error n:constraint:warning n:constraint:info");
	POST(as, "n=2");
	assert_int_equal(as->nerrors, 0);
	assert_true(answers_page_valid(as, as->form->pages));
	assert_str(issues(as), "n:constraint:warning n:constraint:info");
	assert_false(answers_find(as, STR("n"))->invalid);
	assert_str(as->issue[0].text, "W");
}

static void
a_constraint_speaks_only_of_what_it_knows(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='pid' type='no:pid'>" L
	    "<constraint test='pid-born(.) &lt;= today()'>C</constraint></text><date name='d'>" L
	    "<constraint test='months-between(pid-born(pid), .) &gt;= 10'>C</constraint></date>" END));

	(void)state;
	POST(as, "pid=02013299903", "d=1.1.2027");	/* rule of 2032: tells no birthday */
	assert_str(issues(as), "");
	POST(as, "pid=", "d=1.1.2027");
	assert_str(issues(as), "");
}

static void
own_words_win_over_the_standard_ones(void **state)
{
	struct answers *as = fresh(form(HEAD LISTS PAGE "<text name='a' required='true()'>" L "<alert on='required'>Skriv.</alert></text>"
	    "<text name='b' required='true()'>" L "</text><choice name='c' list='janei' required='true()'>" L "</choice>"
	    "<text name='d' type='no:postcode'>" L "<alert on='type'>Fire.</alert></text>" END));

	(void)state;
	POST(as, "d=x");
	assert_str(as->issue[0].text, "Skriv.");
	assert_str(as->issue[1].text, "Du må svare på «Spørsmål».");
	assert_str(as->issue[2].text, "Velg et svar på «Spørsmål».");
	assert_str(as->issue[3].text, "Fire.");
}

/* One for each thing that can be wrong with an answer or a repeat. */
static void
every_standard_error_may_have_words_of_its_own(void **state)
{
	struct str text = str_fmt(a, HEAD "<list id='l'><item value='x'>X</item></list>" PAGE
	    "<text name='a' required='true()'>" L "<alert on='required'>on required</alert></text>"
	    "<date name='b'>" L "<alert on='type'>on type</alert></date>"
	    "<choice name='c' list='l'>" L "<alert on='list'>on list</alert></choice>"
	    "<text name='d'>" L "<alert on='long'>on long</alert></text>"
	    "<repeat name='e' max='1'>" L "<alert on='max'>on max</alert><text name='x'>" L "</text></repeat>"
	    "<repeat name='f' min='1'>" L "<alert on='min'>on min</alert><text name='x'>" L "</text></repeat>"
	    "<repeat name='g' unique='x'>" L "<text name='x'>" L "<alert on='unique'>on unique</alert></text></repeat>" END);
	struct buf many = buf_new(a, 32768), got = buf_new(a, 256);
	struct form_pairs none = { NULL, 0 };
	struct answers *as;

	(void)state;
	buf_add_z(&many, "<f><b typed=\"1\">y</b><c>z</c><d>");
	for (int i = 0; i <= FORM_ANSWER_CHARS; i++)
		buf_add_z(&many, "å");
	buf_add_z(&many, "</d><e/><e/><g><x>1</x></g><g><x>1</x></g></f>");
	assert_int_equal(answers_read(a, form(text.p), buf_str(&many), none, &as), ERR_OK);
	answers_find(as, STR("f"))->nrows = 0;		/* min is filled up when answers are read */
	answers_rules(as, &world);
	for (size_t i = 0; i < as->nissues; i++)
		buf_fmt(&got, STR_FMT "; ", STR_ARG(as->issue[i].text));
	assert_str(buf_str(&got), "on required; on type; on list; on long; on max; on min; on unique; ");
}

static void
a_choice_must_stand_on_its_list(void **state)
{
	struct answers *as = fresh(form(HEAD LISTS PAGE "<choice name='a' list='janei'>" L "</choice>"
	    "<choices name='b' list='janei'>" L "</choices><choice name='c' list='hager'>" L "</choice>"
	    "<choice name='d' list='borte'>" L "</choice>" END));

	(void)state;
	POST(as, "a=kanskje", "b=ja", "b=tja", "c=b3", "d=hva som helst");
	/* a register away is not held against anyone */
	assert_str(issues(as), "a:list:error b:list:error c:list:error");
	POST(as, "a=ja", "b=ja", "b=nei", "c=b2");
	assert_str(issues(as), "");
	assert_str(text_of(as, "b"), "ja nei");
}

static void
an_answer_too_long_is_kept_and_told(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='t' lines='9'>" L "</text>" END));
	char *big = arena_alloc(a, 20010);

	(void)state;
	memcpy(big, "t=", 2);
	for (int i = 0; i < 10000; i++)
		memcpy(big + 2 + 2 * i, "å", 2);
	POST(as, big);
	assert_str(issues(as), "");
	memcpy(big + 20002, "x", 2);
	POST(as, big);
	assert_str(issues(as), "t:long:error");
	assert_int_equal(text_of(as, "t").n, 20001);
}

/* ---- readonly, calculate ---- */

static void
calculated_values_follow_in_the_order_of_dependence(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<money name='sum' calculate='round(brutto * 0.06)'>" L "</money>"
	    "<money name='brutto' calculate='a + b'>" L "</money><money name='a'>" L "</money><money name='b'>" L "</money>"
	    "<date name='frist' calculate='add-months(today(), 1)'>" L "</date><output name='o' value='v'/><var name='v' value='sum * 2'/>" END));

	(void)state;
	POST(as, "a=1000", "b=0,50");
	assert_str(text_of(as, "sum"), "6003");
	assert_str(text_of(as, "o"), "12006");
	assert_str(text_of(as, "frist"), "2026-12-21");
	assert_true(answers_find(as, STR("sum"))->readonly);
	POST(as, "a=");
	assert_str(text_of(as, "sum"), "");
}

static void
an_output_is_shown_as_the_type_it_is_given(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<money name='a'>" L "</money><output name='b' value='a * 2' type='money'>" L
	    "</output><output name='c' value='today()'>" L "</output>" END));

	(void)state;
	POST(as, "a=600,25");
	assert_str(answer_shown(a, answers_find(as, STR("b")), &world), "1\u00a0200,50\u00a0kr");
	assert_str(answer_shown(a, answers_find(as, STR("c")), &world), "21. november 2026");
}

static void
readonly_is_inherited(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='a'>" L "</text><section readonly=\"a = 'x'\"><title>S</title>"
	    "<text name='b'>" L "</text></section>" END));

	(void)state;
	POST(as, "a=x", "b=1");
	assert_true(answers_find(as, STR("b"))->readonly);
	POST(as, "a=x", "b=2");
	assert_str(text_of(as, "b"), "1");
}

/* ---- repeats ---- */

static const char onsker[] = HEAD LISTS PAGE "<repeat name='onske' min='1' max='3' unique='hage' ordered='true'>" L
    "<choice name='hage' list='hager' required='true()'>" L "</choice><number name='nr' calculate='index()'>" L
    "</number><text name='hvorfor' relevant=\"hage = 'b2'\">" L "</text></repeat>" END;

static bool
press(struct answers *as, const char *button)
{
	return answers_button(as, as->form->pages, str_from_z(button), &world, NULL);
}

static void
rows_are_added_removed_and_moved_within_their_limits(void **state)
{
	struct answers *as = fresh(form(onsker));
	const struct answer_row *row = NULL;

	(void)state;
	assert_false(press(as, "fjern:onske:1"));
	assert_false(press(as, "opp:onske:1"));
	assert_true(answers_button(as, as->form->pages, STR("legg-til:onske"), &world, &row));
	assert_int_equal(row->number, 2);
	POST(as, "onske.1.hage=b1", "onske.2.hage=b2", "onske.2.hvorfor=nær");
	assert_true(answers_button(as, as->form->pages, STR("opp:onske:2"), &world, &row));
	assert_int_equal(row->number, 1);
	assert_str(text_of(as, "onske.1.hvorfor"), "nær");
	assert_str(text_of(as, "onske.1.nr"), "1");
	assert_str(text_of(as, "onske.2.nr"), "2");
	assert_true(press(as, "ned:onske:1"));
	assert_str(text_of(as, "onske.1.hage"), "b1");
	assert_false(press(as, "ned:onske:2"));
	assert_true(press(as, "legg-til:onske"));
	assert_false(press(as, "legg-til:onske"));
	assert_true(press(as, "fjern:onske:1"));
	assert_str(text_of(as, "onske.1.hage"), "b2");
	assert_int_equal(answers_find(as, STR("onske"))->nrows, 2);
}

static void
buttons_that_are_not_there_do_nothing(void **state)
{
	static const char *const wrong[] = { "", "legg-til", "legg-til:", "legg-til:x",
	    "legg-til:onske:2", "fjern:onske", "fjern:onske:",
		"fjern:onske:0", "fjern:onske:3", "fjern:onske:-1",
		"fjern:onske:99999999999999999999", "opp:onske:1x", "snu:onske:1", "fjern:onske.1.hage:1", "legg-til:onske.1" };
	struct answers *as = fresh(form(onsker));

	(void)state;
	assert_true(press(as, "legg-til:onske"));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (press(as, wrong[i]))
			fail_msg("'%s' did something", wrong[i]);
	assert_int_equal(answers_find(as, STR("onske"))->nrows, 2);
}

static void
the_same_wish_twice_is_told_at_the_second(void **state)
{
	struct answers *as = fresh(form(onsker));

	(void)state;
	assert_true(press(as, "legg-til:onske"));
	assert_true(press(as, "legg-til:onske"));
	assert_str(issues(as), "onske.1.hage:required:error onske.2.hage:required:error onske.3.hage:required:error");
	POST(as, "onske.1.hage=b1", "onske.2.hage=b2", "onske.3.hage=b1");
	assert_str(issues(as), "onske.3.hage:unique:error");
	assert_false(relevant(as, "onske.1.hvorfor"));
	assert_true(relevant(as, "onske.2.hvorfor"));
}

static void
a_repeat_read_with_too_few_rows_is_filled_up_to_min(void **state)
{
	struct answers *as;

	(void)state;
	assert_int_equal(answers_read(a, form(onsker), STR("<f/>"), (struct form_pairs){ NULL, 0 },
	    &as), ERR_OK);
	assert_int_equal(answers_find(as, STR("onske"))->nrows, 1);
}

static void
too_many_rows_from_elsewhere_are_told(void **state)
{
	struct answers *as;

	(void)state;
	assert_int_equal(answers_read(a, form(onsker), STR("<f><onske/><onske/><onske/><onske/></f>"),
	    (struct form_pairs){ NULL, 0 }, &as), ERR_OK);
	answers_rules(as, &world);
	assert_str(((struct str){ issues(as).p, 15 }), "onske:max:error");
}

static void
a_repeat_may_stand_in_a_repeat(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<repeat name='barn' min='1'>" L "<text name='navn'>" L "</text>"
	    "<repeat name='dag' min='1' max='2'>" L "<number name='timer'>" L "<constraint test='. &lt; 9 or ../../navn = &apos;Ola&apos;'>C"
	    "</constraint></number></repeat><number name='sum' calculate='sum(dag/timer)'>" L "</number></repeat>"
	    "<number name='alt' calculate='sum(barn/dag/timer)'>" L "</number>" END));

	(void)state;
	assert_true(press(as, "legg-til:barn"));
	assert_true(press(as, "legg-til:barn.2.dag"));
	assert_false(press(as, "legg-til:barn.2.dag"));
	POST(as, "barn.1.navn=Ola", "barn.1.dag.1.timer=9", "barn.2.dag.1.timer=9",
	    "barn.2.dag.2.timer=2");
	assert_str(text_of(as, "barn.2.sum"), "11");
	assert_str(text_of(as, "alt"), "20");
	assert_str(issues(as), "barn.2.dag.1.timer:constraint:error");
	assert_str(written(as, ANSWERS_PRUNED), "<f pruned=\"\"><barn><navn>Ola</navn><dag><timer>9</timer></dag><sum>9</sum></barn>"
	    "<barn><dag><timer>9</timer></dag><dag><timer>2</timer></dag><sum>11</sum></barn><alt>20</alt></f>");
	assert_str(answer_dom_id(a, answers_find(as, STR("barn.2.dag.1.timer"))),
	    "barn-2-dag-1-timer");
}

static void
a_check_outside_the_pages_stands_on_the_page_it_names(void **state)
{
	struct answers *as = fresh(form(HEAD "<check page='p' level='warning' test='count-non-empty(a, b) &gt; 0'>Svar på noe.</check>"
	    PAGE "<text name='a'>" L "</text><text name='b'>" L "</text>" END));

	(void)state;
	assert_str(issues(as), ":check:warning");
	assert_ptr_equal(as->issue[0].page, as->form->pages);
	POST(as, "b=x");
	assert_str(issues(as), "");
}

static void
all_checks_outside_the_pages_speak(void **state)
{
	struct answers *as = fresh(form(HEAD "<check page='p' test='1 = 2'>En.</check><check page='p' test='2 = 3'>To.</check>"
	    "<check page='p' level='warning' test='3 = 4'>Tre.</check>" PAGE "<text name='a'>" L "</text>" END));

	(void)state;
	assert_str(issues(as), ":check:error :check:error :check:warning");
}

TESTS(
	T(all_checks_outside_the_pages_speak),
	T(false_is_known_and_only_what_is_made_of_something_empty_is_not),
	T(a_check_speaks_when_a_var_is_false_and_not_when_it_is_not_known),
	T(a_box_that_is_worked_out_to_false_has_no_tick),
	T(relevance_is_inherited_and_what_is_not_relevant_is_not_asked),
	T(what_is_not_relevant_is_kept_in_the_draft_and_pruned_from_the_case),
	T(a_pruned_case_judged_again_gives_what_the_draft_gave),
	T(a_page_that_is_not_relevant_takes_its_questions_along),
	T(an_empty_answer_is_judged_by_required_alone),
	T(three_levels_are_told_and_only_errors_block),
	T(a_constraint_speaks_only_of_what_it_knows),
	T(own_words_win_over_the_standard_ones),
	T(every_standard_error_may_have_words_of_its_own),
	T(a_choice_must_stand_on_its_list),
	T(an_answer_too_long_is_kept_and_told),
	T(calculated_values_follow_in_the_order_of_dependence),
	T(an_output_is_shown_as_the_type_it_is_given),
	T(readonly_is_inherited),
	T(rows_are_added_removed_and_moved_within_their_limits),
	T(buttons_that_are_not_there_do_nothing),
	T(the_same_wish_twice_is_told_at_the_second),
	T(a_repeat_read_with_too_few_rows_is_filled_up_to_min),
	T(too_many_rows_from_elsewhere_are_told),
	T(a_repeat_may_stand_in_a_repeat),
	T(a_check_outside_the_pages_stands_on_the_page_it_names),
)
