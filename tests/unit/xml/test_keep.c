/* What outlives a document. */
#include "../t.h"
#include "xml/xml.h"

static void
attributes_stay_when_their_document_goes(void **state)
{
	struct arena *a = arena_new(1 << 20), *scratch = arena_new(1 << 20);
	struct str id, when, added;
	xmlDoc *doc;
	xmlNode *root, *more;

	(void)state;
	assert_int_equal(xml_parse(scratch, STR("<a id='x'><b when='alder &gt; 3 og ikke flyttet'/></a>"), NULL, NULL, &doc), ERR_OK);
	xml_keep(a, doc);
	root = xml_root(doc);
	id = xml_attr(root, "id");
	when = xml_attr(xml_first(root), "when");
	more = xmlNewChild(root, NULL, BAD_CAST "c", NULL);
	xmlNewProp(more, BAD_CAST "when", BAD_CAST "kom til etterpå");
	xml_keep(a, doc);
	added = xml_attr(more, "when");
	arena_free(&scratch);
	assert_str(id, "x");
	assert_str(when, "alder > 3 og ikke flyttet");
	assert_str(added, "kom til etterpå");
	arena_free(&a);
}

static void
text_is_one_line_and_takes_what_it_needs(void **state)
{
	struct arena *a = arena_new(1 << 20);
	xmlDoc *doc;

	(void)state;
	assert_int_equal(xml_parse(a, STR("<a>  Hei\n\t<b>du</b> <![CDATA[ & jeg ]]>\n</a>"), NULL, NULL, &doc), ERR_OK);
	assert_str(xml_text(a, xml_root(doc)), "Hei du & jeg");
	assert_str(xml_text_raw(a, xml_root(doc)), "  Hei\n\tdu  & jeg \n");
	assert_int_equal(xml_parse(a, STR("<a> \n </a>"), NULL, NULL, &doc), ERR_OK);
	assert_int_equal(xml_text(a, xml_root(doc)).n, 0);
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(attributes_stay_when_their_document_goes),
	cmocka_unit_test(text_is_one_line_and_takes_what_it_needs),
)
