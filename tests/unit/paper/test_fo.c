/* The sheet of the tree itself, read back as XML. */
#include "../t.h"
#include "../log_catch.h"

#include <stdlib.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "letter/letter.h"
#include "paper/paper.h"
#include "xml/xml.h"

#define LETTER(lang, rest) "<letter xmlns='" LETTER_NS "' id='d' kind='info' lang='" lang "'>" rest "</letter>"

static struct arena *a;
static struct paper *paper;

static int
set_up(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(64 << 20);
	unsetenv("SKRANKE_LANGUAGES");
	return paper_open(a, "templates", &paper) != ERR_OK;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static const struct paper_facts facts = { .tenant_name = { "Fjordvik & Nes", 14 },
	.receiver_name = { "Kari <Nordmann>", 15 }, .receiver = { { "Storgata 1", 10 }, { NULL, 0 },
	{ "0155 Oslo", 9 } }, .date = { "22. november 2026", 17 }, .case_ref = { "BHG-1", 5 } };

static xmlDoc *
fo_of(const char *xml, const struct paper_facts *f)
{
	struct str fo;
	xmlDoc *doc;

	assert_int_equal(paper_fo(a, paper, str_from_z(xml), f, &fo), ERR_OK);
	assert_int_equal(xml_parse(a, fo, NULL, NULL, &doc), ERR_OK);
	return doc;
}

/* What an XPath gives of it, as text. */
static struct str
ask(xmlDoc *doc, const char *path)
{
	xmlXPathContext *x = xmlXPathNewContext(doc);
	xmlXPathObject *o;
	xmlChar *s;
	struct str out;

	xmlXPathRegisterNs(x, BAD_CAST "fo", BAD_CAST "http://www.w3.org/1999/XSL/Format");
	xmlXPathRegisterNs(x, BAD_CAST "fox", BAD_CAST "http://xmlgraphics.apache.org/fop/extensions");
	o = xmlXPathEvalExpression(BAD_CAST path, x);
	assert_non_null(o);
	s = xmlXPathCastToString(o);
	out = str_dup(a, str_from_z((const char *)s));
	xmlFree(s);
	xmlXPathFreeObject(o);
	xmlXPathFreeContext(x);
	return out;
}

#define WINDOW "//fo:block-container[@left = '20mm' and @top = '45mm']"

static void
the_receiver_stands_in_the_window_line_by_line_and_is_escaped(void **state)
{
	xmlDoc *fo = fo_of(LETTER("nb", "<title>T</title><p>x</p>"), &facts);

	(void)state;
	assert_str(ask(fo, "count(" WINDOW "/fo:block[2]/fo:block)"), "3");
	assert_str(ask(fo, WINDOW "/fo:block[2]/fo:block[1]"), "Kari <Nordmann>");
	assert_str(ask(fo, WINDOW "/fo:block[2]/fo:block[3]"), "0155 Oslo");
}

/* Who decides complaints is a word of the service, marked where it stands in bokmål. */
static void
a_receiver_that_stands_in_bokmal_is_a_receiver_in_every_language(void **state)
{
	struct paper_facts f = facts;

	(void)state;
	f.receiver_name = lang_nb(a, STR("klagenemnda"));
	assert_str(ask(fo_of(LETTER("se", "<title>T</title><p>x</p>"), &f), WINDOW "/fo:block[2]/fo:block[1]"), "klagenemnda");
}

static void
a_letter_without_a_receiver_on_paper_has_no_address_field(void **state)
{
	struct paper_facts f = facts;

	(void)state;
	f.receiver_name = STR_NONE;
	assert_str(ask(fo_of(LETTER("nb", "<title>T</title><p>x</p>"), &f), "count(" WINDOW ")"), "0");
}

static void
the_paper_is_in_the_language_of_the_letter_and_bokmal_in_it_says_so(void **state)
{
	xmlDoc *fo = fo_of(LETTER("se", "<title>T</title><p>Bures</p><p xml:lang='nb'>Hei</p>"), &facts);

	(void)state;
	assert_str(ask(fo, "/fo:root/@xml:lang"), "se-NO");
	assert_str(ask(fo, "//fo:block[. = 'Bures']/@xml:lang"), "");
	assert_str(ask(fo, "//fo:block[. = 'Hei']/@xml:lang"), "nb-NO");
	fo = fo_of(LETTER("en", "<title>T</title>"), &facts);
	assert_str(ask(fo, "/fo:root/@xml:lang"), "en-GB");
}

static void
words_of_the_paper_that_stand_in_bokmal_in_another_language_say_so(void **state)
{
	xmlDoc *fo = fo_of(LETTER("en", "<title>T</title><p>x</p>"), &facts);

	(void)state;
	assert_str(ask(fo, "//fo:block[. = 'Saksnummer']/@xml:lang"), "nb-NO");
	fo = fo_of(LETTER("nb", "<title>T</title><p>x</p>"), &facts);
	assert_str(ask(fo, "//fo:block[. = 'Saksnummer']/@xml:lang"), "");
}

static void
every_heading_list_and_row_has_its_role(void **state)
{
	xmlDoc *fo = fo_of(LETTER("nb", "<title>T</title><h>A</h><h level='2'>B</h><list><item>i</item></list>"
	    "<rows><row><label>l</label><text>t</text></row><row><label>tom</label><text/></row></rows>"),
	    &facts);

	(void)state;
	assert_str(ask(fo, "//fo:block[. = 'T']/@role"), "H1");
	assert_str(ask(fo, "//fo:block[. = 'A']/@role"), "H2");
	assert_str(ask(fo, "//fo:block[. = 'B']/@role"), "H3");
	assert_str(ask(fo, "count(//fo:list-item)"), "1");
	assert_str(ask(fo, "count(//fo:table-row)"), "1");
	assert_str(ask(fo, "//fo:table-column[1]/@fox:header"), "true");
}

static void
a_table_has_a_header_that_is_repeated_and_columns_of_figures_to_the_right(void **state)
{
	xmlDoc *fo = fo_of(LETTER("nb", "<title>T</title><table><columns><column>Maaned</column>"
	    "<column align='end'>Kroner</column></columns><row><cell>mai</cell><cell>1 200</cell></row></table>"),
	    &facts);

	(void)state;
	assert_str(ask(fo, "//fo:table-header//fo:table-cell[2]"), "Kroner");
	assert_str(ask(fo, "//fo:table-header//fo:table-cell[2]/@text-align"), "end");
	assert_str(ask(fo, "//fo:table-body//fo:table-cell[2]/@text-align"), "end");
	assert_str(ask(fo, "//fo:table-body//fo:table-cell[1]/@text-align"), "start");
}

static void
what_stands_beside_the_window_is_not_said_again(void **state)
{
	xmlDoc *fo = fo_of(LETTER("nb", "<title>T</title><rows as='reference'><row><label>Saksnummer</label>"
	    "<text>BHG-1</text></row></rows><p>x</p>"), &facts);

	(void)state;
	assert_str(ask(fo, "count(//fo:flow//fo:block[. = 'BHG-1'])"), "1");
}

static void
lines_that_somebody_typed_are_kept_and_empty_ones_are_not(void **state)
{
	xmlDoc *fo = fo_of(LETTER("nb", "<title>T</title><p>en\n\n  to \n</p>"), &facts);

	(void)state;
	assert_str(ask(fo, "count(//fo:flow/fo:block[. = 'en' or . = 'to'])"), "2");
	assert_str(ask(fo, "count(//fo:flow/fo:block[not(node()) and not(@id)])"), "0");
}

static void
the_same_letter_gives_the_same_bytes(void **state)
{
	struct str one, two;

	(void)state;
	assert_int_equal(paper_fo(a, paper, STR(LETTER("nb", "<title>T</title><p>x</p>")), &facts, &one), ERR_OK);
	assert_int_equal(paper_fo(a, paper, STR(LETTER("nb", "<title>T</title><p>x</p>")), &facts, &two), ERR_OK);
	assert_true(str_eq(one, two));
}

static void
what_is_no_finished_letter_is_refused(void **state)
{
	struct str fo;

	(void)state;
	log_catch_begin();
	assert_int_equal(paper_fo(a, paper, STR("<letter/>"), &facts, &fo), ERR_INPUT);
	assert_int_equal(paper_fo(a, paper, STR("<!DOCTYPE x><x/>"), &facts, &fo), ERR_INPUT);
	(void)log_catch_end(a);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
TESTS(T(the_receiver_stands_in_the_window_line_by_line_and_is_escaped),
    T(a_receiver_that_stands_in_bokmal_is_a_receiver_in_every_language),
    T(a_letter_without_a_receiver_on_paper_has_no_address_field),
    T(the_paper_is_in_the_language_of_the_letter_and_bokmal_in_it_says_so),
    T(words_of_the_paper_that_stand_in_bokmal_in_another_language_say_so),
    T(every_heading_list_and_row_has_its_role),
    T(a_table_has_a_header_that_is_repeated_and_columns_of_figures_to_the_right),
    T(what_stands_beside_the_window_is_not_said_again),
    T(lines_that_somebody_typed_are_kept_and_empty_ones_are_not),
    T(the_same_letter_gives_the_same_bytes), T(what_is_no_finished_letter_is_refused))
