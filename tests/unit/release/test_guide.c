/* A guide: the first ending that holds, and its endings are no part of the form. */
#include "../t.h"

#include <stdio.h>

#include "release/guide.h"
#include "release/messages.h"

static struct arena *a;
static char said[512];

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx;
	snprintf(said, sizeof said, "%d: %s", line, message);
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
load(const char *endings, struct guide **out)
{
	const struct messages *m;
	xmlDoc *doc;

	assert_int_equal(messages_load(a, "templates", &m), ERR_OK);
	assert_int_equal(xml_parse(a, str_fmt(a, HEAD "%s</form>", endings), complain, NULL,
	    &doc), ERR_OK);
	return guide_load(a, doc, m->in[LANG_NB], NULL, complain, NULL, out);
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

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
TESTS(
	T(the_first_ending_that_holds_is_the_one),
	T(words_reasons_and_what_to_do_are_read_with_their_law_and_address),
	T(a_guide_that_comes_to_nothing_or_asks_for_what_there_is_not_is_refused),
)
