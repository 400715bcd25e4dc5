/* A guide: the first ending that holds, and its endings are no part of the form. */
#include "../t.h"

#include <stdio.h>

#include "release/guide.h"
#include "release/messages.h"

static struct arena *a;
static char said[2048];

static void
complain(void *ctx, int line, const char *message)
{
	size_t n = strlen(said);

	(void)ctx;
	snprintf(said + n, sizeof said - n, "%d: %s\n", line, message);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(32 << 20);
	said[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

#define HEAD "<form xmlns='urn:skranke:form:1' id='s-guide'><title>Må jeg søke?</title><page id='p'><title>P</title>" \
    "<number name='areal'><label>Areal</label></number></page>"

static enum err
load_whole(struct str text, struct guide **out)
{
	const struct messages *m;
	xmlDoc *doc;

	said[0] = '\0';
	assert_int_equal(messages_load(a, "templates", &m), ERR_OK);
	assert_int_equal(xml_parse(a, text, complain, NULL, &doc), ERR_OK);
	return guide_load(a, doc, m->in[LANG_NB], NULL, complain, NULL, out);
}

static enum err
load(const char *endings, struct guide **out)
{
	return load_whole(str_fmt(a, HEAD "%s</form>", endings), out);
}

/* What the author is told of a guide that could be read: a line for each, or nothing. */
static const char *
told(const char *questions, const char *endings, const char *service)
{
	struct guide *g;
	enum err e;

	if (load_whole(str_fmt(a, "<form xmlns='urn:skranke:form:1' id='s-guide'><title>T</title>\n"
	    "<list id='l'><item value='a'>A</item><item value='b'>B</item></list><page id='p'><title>P</title>%s</page>\n%s</form>",
	    questions, endings), &g) != ERR_OK)
		fail_msg("%s", said);
	e = guide_check(a, g, service, complain, NULL);
	assert_int_equal(e, said[0] == '\0' ? ERR_OK : ERR_CONFIG);
	return said;
}

static struct str
ending(const struct guide *g, const char *areal)
{
	struct answers *as = answers_new(a, g->form);
	struct form_world w = { .lang = LANG_NB };
	struct form_field f = { STR("areal"), str_from_z(areal) };
	struct answers_posted got;

	answers_rules(as, &w);
	assert_int_equal(answers_post(as, g->form->pages, &f, 1, NULL, &w, &got), ERR_OK);
	return guide_ending(g, as, &w)->id;
}

static void
the_first_ending_that_holds_is_the_one(void **state)
{
	struct guide *g;

	(void)state;
	assert_int_equal(load("<ending id='a' kind='other' when='areal &gt; 70'><title>A</title></ending>"
	    "<ending id='b' kind='apply' when='areal &gt; 50'><title>B</title></ending>"
	    "<ending id='c' kind='exempt'><title>C</title></ending>", &g), ERR_OK);
	assert_str(ending(g, "71"), "a");
	assert_str(ending(g, "70"), "b");
	assert_str(ending(g, "50"), "c");
	assert_str(ending(g, ""), "c");		/* not known: neither holds */
	assert_int_equal(g->endings[0].kind, GUIDE_OTHER);
	assert_int_equal(g->endings[1].kind, GUIDE_APPLY);
	assert_int_equal(g->endings[2].kind, GUIDE_EXEMPT);
}

static void
words_reasons_and_what_to_do_are_read_with_their_law_and_address(void **state)
{
	struct guide *g;
	const struct guide_ending *e;

	(void)state;
	assert_int_equal(load("<ending id='c' kind='exempt'><title>C</title><p>En</p><p>To</p>"
	    "<because when='areal = 1' law='§ 4'>Fordi</because><do href='https://x.example/'>Gjør</do></ending>", &g), ERR_OK);
	e = g->endings;
	assert_int_equal(e->ntext, 2);
	assert_str(e->text[1].text, "To");
	assert_int_equal(e->nbecause, 1);
	assert_str(e->because[0].law, "§ 4");
	assert_non_null(e->because[0].when);
	assert_int_equal(e->ntodo, 1);
	assert_str(e->todo[0].href, "https://x.example/");
}

static void
a_guide_that_comes_to_nothing_or_asks_for_what_there_is_not_is_refused(void **state)
{
	struct guide *g;

	(void)state;
	assert_int_equal(load("", &g), ERR_CONFIG);
	assert_non_null(strstr(said, "must come to something"));
	assert_int_equal(load("<ending id='c' kind='apply' when='aeral = 1'><title>C</title></ending>", &g), ERR_CONFIG);
	assert_non_null(strstr(said, "did you mean areal?"));
	assert_int_equal(load("<ending id='c' kind='ja'><title>C</title></ending>", &g), ERR_CONFIG);
	assert_non_null(strstr(said, "exempt, apply or other"));
	assert_int_equal(load("<ending id='c' kind='apply'/>", &g), ERR_CONFIG);
	assert_non_null(strstr(said, "needs id and a title"));
}

static const char *
named(const char *name)
{
	static char q[100];

	snprintf(q, sizeof q, "<number name='%s'><label>A</label></number>", name);
	return q;
}

#define LAST "<ending id='c' kind='apply'><title>C</title></ending>"
#define NUMBER "<number name='areal'><label>A</label></number>"

static void
a_question_that_asks_who_they_are_or_stores_something_is_told_of(void **state)
{
	static const char *const of[][2] = {
		{ "<text name='x' type='no:pid'><label>X</label></text>", "asks nobody who they are" },
		{ "<upload name='x'><label>X</label></upload>", "takes no files" },
		{ "<text name='x' prefill='register:person/name'><label>X</label></text>", "knows nobody, and prefills nothing" },
		{ "<choice name='x' list='l' appearance='search'><label>X</label></choice>", "has no search; use appearance=\"select\"" },
		{ "<repeat name='x' max='2'><label>X</label>" NUMBER "</repeat>", "has no rows" },
	};

	(void)state;
	assert_string_equal(told(NUMBER "<choice name='x' list='l'><label>X</label></choice>", LAST, "s"), "");
	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		assert_str(str_fmt(a, "2: 'x' cannot stand in a guide: it %s\n", of[i][1]),
		    told(of[i][0], LAST, "s"));
}

static void
a_register_is_asked_by_no_guide(void **state)
{
	(void)state;
	assert_non_null(strstr(told("<lookup name='x' source='register:properties' fills='gardsnummer bruksnummer'><label>X</label></lookup>"
	    "<number name='gardsnummer' type='integer'><label>G</label></number>"
	    "<number name='bruksnummer' type='integer'><label>B</label></number>", LAST, "s"),
	    "'x' cannot stand in a guide: it looks nothing up\n"));
}

static void
what_its_address_has_no_question_is_called(void **state)
{
	static const char *const taken[] = { GUIDE_PAGE, "lang" };

	(void)state;
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		assert_str(str_fmt(a, "2: the address of a guide has a field '%s' of its own; rename the question\n", taken[i]),
		    told(named(taken[i]), LAST, "s"));
	assert_string_equal(told("<number name='svar'><label>A</label></number>", LAST, "s"), "");
	assert_string_equal(told(NUMBER "</page>\n<page id='lang'><title>L</title><number name='b'><label>B</label></number>", LAST, "s"), "");
	assert_string_equal(told(NUMBER "</page>\n<page id='svar'><title>L</title><number name='b'><label>B</label></number>", LAST, "s"),
	    "3: 'svar' is what the guide comes to; rename the page\n");
}

static void
each_ending_is_come_to_and_one_holds_for_everybody_else(void **state)
{
	(void)state;
	assert_string_equal(told(NUMBER, "<ending id='a' kind='other' when='areal = 1'><title>A</title></ending>" LAST, "s"), "");
	assert_string_equal(told(NUMBER, "<ending id='a' kind='other'><title>A</title></ending>\n" LAST, "s"),
	    "3: what comes after the ending 'a' is never come to; give it when=, or put it last\n");
	assert_string_equal(told(NUMBER, "<ending id='c' kind='other' when='areal = 1'><title>A</title></ending>\n" LAST, "s"),
	    "4: there are two endings called 'c'\n");
	assert_string_equal(told(NUMBER, "<ending id='a' kind='other' when='areal = 1'><title>A</title></ending>", "s"),
	    "3: the last ending must hold for everybody else; take away when=\n");
}

static void
it_is_called_after_its_service_and_is_a_sound_form(void **state)
{
	(void)state;
	assert_string_equal(told(NUMBER, LAST, "t"), "1: its id is 's-guide'; call it 't-guide'\n");
	assert_non_null(strstr(told(NUMBER "</page>\n<page id='q'><title>Q</title>", LAST, "s"), "3: "));
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
TESTS(
	T(the_first_ending_that_holds_is_the_one),
	T(words_reasons_and_what_to_do_are_read_with_their_law_and_address),
	T(a_guide_that_comes_to_nothing_or_asks_for_what_there_is_not_is_refused),
	T(a_question_that_asks_who_they_are_or_stores_something_is_told_of),
	T(a_register_is_asked_by_no_guide),
	T(what_its_address_has_no_question_is_called),
	T(each_ending_is_come_to_and_one_holds_for_everybody_else),
	T(it_is_called_after_its_service_and_is_a_sound_form),
)
