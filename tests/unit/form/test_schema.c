#include "f.h"

#include <libxml/relaxng.h>

static xmlRelaxNG *schema;

static int
open_schema(void **state)
{
	xmlRelaxNGParserCtxt *pc;
	xmlDoc *doc;

	start(state);
	assert_int_equal(xml_parse_file(a, "templates/schema/form.rng", NULL, NULL, &doc), ERR_OK);
	pc = xmlRelaxNGNewDocParserCtxt(doc);
	schema = xmlRelaxNGParse(pc);
	xmlRelaxNGFreeParserCtxt(pc);
	assert_non_null(schema);
	return 0;
}

static int
close_schema(void **state)
{
	xmlRelaxNGFree(schema);
	return stop(state);
}

static void
ignore(void *ctx, xmlError *e)
{
	(void)ctx, (void)e;
}

static bool
fits(xmlDoc *doc)
{
	xmlRelaxNGValidCtxt *vc = xmlRelaxNGNewValidCtxt(schema);
	int bad;

	xmlRelaxNGSetValidStructuredErrors(vc, ignore, NULL);
	bad = xmlRelaxNGValidateDoc(vc, doc);
	xmlRelaxNGFreeValidCtxt(vc);
	return bad == 0;
}

static void
the_example_of_the_language_has_the_shape(void **state)
{
	xmlDoc *doc;

	(void)state;
	assert_int_equal(xml_parse_file(a, "tests/unit/form/example.xml", NULL, NULL, &doc), ERR_OK);
	assert_true(fits(doc));
}

static void
every_element_may_be_written(void **state)
{
	static const char text[] = HEAD "<list id='l'><item value='a'>A</item></list><var name='v' value='1'/>"
	    "<check page='p' test='v = 1'>Nei.</check>" PAGE "<section id='s' relevant='v'><title>S</title>"
	    "<text name='t' lines='3' type='no:pid' prefill='register:person/pid'><label>L</label><hint>H</hint>"
	    "<help>H</help><alert on='type'>A</alert><constraint level='info' test='.'>C</constraint></text></section>"
	    "<number name='n' type='integer' calculate='1'>" L "</number><number name='n2' unit='m²'>" L "</number><map name='kart' shape='polygon' required='true()'>" L "</map>"
	    "<upload name='u2' code='E'>" L "</upload><money name='m'>" L "</money><date name='d'>" L "</date>"
	    "<choice name='c' list='l' appearance='radio'>" L "</choice><choices name='cs' list='register:x'>" L "</choices>"
	    "<confirm name='k'>" L "</confirm><upload name='u' accept='image/*' max-size='10M' max-count='3'>" L "</upload>"
	    "<repeat name='r' min='1' max='2' unique='x' ordered='true'>" L "<text name='x'>" L "</text><repeat name='y'>" L
	    "<text name='x'>" L "</text></repeat></repeat><output>Ord</output><output name='o' value='m' type='money'>" L
	    "</output><include section='kontakt'/><check level='warning' test='1'>Nei.</check>" END;
	xmlDoc *doc;

	(void)state;
	assert_int_equal(xml_parse(a, str_from_z(text), NULL, NULL, &doc), ERR_OK);
	assert_true(fits(doc));
}

static void
other_shapes_are_refused(void **state)
{
	static const char *const wrong[] = {
		HEAD "</form>", HEAD "<page><title>T</title></page></form>", HEAD PAGE "<text name='t'/>" END,
		HEAD PAGE "<text name='t' typ='x'>" L "</text>" END,
		HEAD PAGE "<text name='t-t'>" L "</text>" END,
		HEAD PAGE "<text name='t' type='pid'>" L "</text>" END,
		HEAD PAGE "<map name='t'>" L "</map>" END, HEAD PAGE "<map name='t' shape='line'>" L "</map>" END,
		HEAD PAGE "<upload name='t' code='e'>" L "</upload>" END, HEAD PAGE "<number name='t' unit='m 2'>" L "</number>" END,
		HEAD PAGE "<choice name='t'>" L "</choice>" END,
		HEAD PAGE "<repeat name='r' max='1001'>" L "</repeat>" END, HEAD PAGE "<p>x</p>" END,
		HEAD "<list id='l'/>" PAGE END,
		HEAD "<list id='l'><item value='a b'>A</item></list>" PAGE END, HEAD PAGE "<check level='fatal' test='1'>N</check>" END, HEAD PAGE "<text name='t'><label/></text>" END, HEAD PAGE "<section><title>S</title><section><title>T</title></section></section>" END, "<form/>",
	};
	xmlDoc *doc;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(xml_parse(a, str_from_z(wrong[i]), NULL, NULL, &doc), ERR_OK);
		if (fits(doc))
			fail_msg("%s has the shape", wrong[i]);
	}
}

#define S(fn) cmocka_unit_test_setup_teardown(fn, open_schema, close_schema)

TESTS(
	S(the_example_of_the_language_has_the_shape),
	S(every_element_may_be_written),
	S(other_shapes_are_refused),
)
