/* What a document is in, and what in it had to stay in bokmål. */
#include "../t.h"

#include "xml/xml.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(4 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static xmlDoc *
parse(const char *text)
{
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse(a, str_from_z(text), NULL, NULL, &doc), ERR_OK);
	return doc;
}

static struct str
text_of(xmlDoc *doc, const char *name)
{
	return xml_text(a, xml_child(xml_root(doc), name));
}

static void
text_that_is_not_translated_is_marked(void **state)
{
	xmlDoc *doc = parse("<f xml:lang='nn'><a>Born</a><b xml:lang='nb'>Barn</b>"
	    "<c xml:lang='nb'><d>To barn</d></c><e xml:lang='nb'/></f>");

	(void)state;
	assert_int_equal(xml_lang(doc), LANG_NN);
	assert_str(text_of(doc, "a"), "Born");
	assert_str(text_of(doc, "b"), LANG_NB_BEGIN "Barn" LANG_NB_END);
	assert_str(xml_text(a, xml_child(xml_child(xml_root(doc), "c"), "d")),
	    LANG_NB_BEGIN "To barn" LANG_NB_END);
	assert_int_equal(text_of(doc, "e").n, 0);
}

static void
in_bokmal_itself_nothing_is(void **state)
{
	(void)state;
	assert_str(text_of(parse("<f><a xml:lang='nb'>Barn</a></f>"), "a"), "Barn");
	assert_str(text_of(parse("<f xml:lang='nb'><a xml:lang='nb'>Barn</a></f>"), "a"), "Barn");
	assert_int_equal(xml_lang(parse("<f/>")), LANG_NB);
	assert_int_equal(xml_lang(parse("<f xml:lang='tlh'/>")), LANG_NB);
}

static void
a_document_that_stands_in_for_another_language_is_marked_whole(void **state)
{
	xmlDoc *nb = parse("<f><a>Barn</a></f>"), *nn = parse("<f xml:lang='nn'><a>Born</a></f>");

	(void)state;
	xml_in_lang(nb, LANG_NB);
	assert_str(text_of(nb, "a"), "Barn");
	xml_in_lang(nb, LANG_SE);
	assert_int_equal(xml_lang(nb), LANG_SE);
	assert_str(text_of(nb, "a"), LANG_NB_BEGIN "Barn" LANG_NB_END);
	xml_in_lang(nn, LANG_NN);
	assert_str(text_of(nn, "a"), "Born");
}

TESTS(
	cmocka_unit_test_setup_teardown(text_that_is_not_translated_is_marked, setup, teardown),
	cmocka_unit_test_setup_teardown(in_bokmal_itself_nothing_is, setup, teardown),
	cmocka_unit_test_setup_teardown(
	    a_document_that_stands_in_for_another_language_is_marked_whole, setup, teardown),
)
