#include "f.h"

static void
refused(const char *text, const char *why)
{
	const struct form *f;

	if (try_form(text, &f) == ERR_OK)
		fail_msg("%s is taken", text);
	if (strstr(said.text, why) == NULL)
		fail_msg("%s is refused with\n%s without '%s'", text, said.text, why);
}

static void
the_model_says_what_stands_where(void **state)
{
	const struct form *f = form(HEAD "<list id='l' source='register:kindergartens' columns='name address'/>"
	    PAGE "<section id='s'><title>S</title><text name='navn' lines='4' prefill='register:person/name'>" L
	    "<hint>H</hint><help>Lang\n hjelp</help></text></section>"
	    "<repeat name='onske' min='1' max='5' unique='hage' ordered='true'>" L
	    "<choice name='hage' list='l' appearance='select' required='true()'>" L "</choice></repeat>"
	    "</page><page id='q'><title>Q</title><output value='1 + 1' name='to'>" L "</output></page></form>");
	const struct form_item *page = form_page(f, STR("p")), *navn = form_find(f, STR("navn"));
	const struct form_item *onske = form_find(f, STR("onske")), *hage = form_find(f, STR("onske/hage"));

	(void)state;
	assert_str(f->id, "f");
	assert_ptr_equal(f->pages, page);
	assert_ptr_equal(page->next, form_page(f, STR("q")));
	assert_null(page->next->next);
	assert_int_equal(page->first->kind, FORM_SECTION);
	assert_ptr_equal(page->first->first, navn);
	assert_str(navn->help, "Lang hjelp");
	assert_int_equal(navn->lines, 4);
	assert_str(navn->prefill, "person/name");
	assert_ptr_equal(navn->page, page);
	assert_int_equal(onske->min, 1);
	assert_int_equal(onske->max, 5);
	assert_true(onske->ordered);
	assert_ptr_equal(onske->unique, hage);
	assert_ptr_equal(hage->group, onske);
	assert_true(hage->may_need);
	assert_int_equal(hage->appearance, FORM_SELECT);
	assert_str(hage->list->source, "kindergartens");
	assert_int_equal(form_find(f, STR("to"))->type, FORM_DECIMAL);
	assert_null(form_find(f, STR("hage")));
	assert_null(form_page(f, STR("navn")));
}

static void
a_complaint_has_the_line(void **state)
{
	(void)state;
	refused(HEAD PAGE "\n\n<text name='a' relevant='b = 1'>" L "</text>" END, "3: relevant, character 1:");
	refused(HEAD PAGE "\n<text name='a'/>" END, "2: <text> a needs a <label>");
}

static void
what_is_misspelt_or_missing_is_named(void **state)
{
	static const struct {
		const char	*text, *why;
	} v[] = {
		{ HEAD "</form>", "has no <page>" },
		{ HEAD "<page id='p'><text name='a'>" L "</text></page></form>", "<page> p needs a <title>" },
		{ HEAD PAGE "<txt name='a'>" L "</txt>" END, "did you mean text?" },
		{ HEAD PAGE "<text name='a' requred='true()'>" L "</text>" END, "did you mean required?" },
		{ HEAD PAGE "<text name='a' type='no:pidd'>" L "</text>" END, "did you mean 'no:pid'?" },
		{ HEAD PAGE "<text>" L "</text>" END, "needs a name" },
		{ HEAD PAGE "<text name='a-b'>" L "</text>" END, "needs a name" },
		{ HEAD PAGE "<text name='csrf'>" L "</text>" END, "choose another name" },
		{ HEAD "<page id='oppsummering'><title>T</title></page></form>", "choose another name" },
		{ HEAD PAGE "<text name='a'>" L "</text>\n<date name='a'>" L "</date>" END, "two called a here, the other on line 1" },
		{ HEAD PAGE "<choice name='a' list='jane'>" L "</choice>" END, "no list called 'jane'" },
		{ HEAD "<list id='janei'><item value='j'>J</item></list>" PAGE "<choice name='a' list='jane'>" L "</choice>" END,
		    "did you mean 'janei'?" },
		{ HEAD "<list id='l'><item value='a b'>J</item></list>" PAGE END, "without blanks" },
		{ HEAD "<list id='l'><item value='a'>J</item><item value='a'>K</item></list>" PAGE END, "rename one" },
		{ HEAD "<list id='l'/>" PAGE END, "either items or a source" },
		{ HEAD PAGE "<repeat name='r' min='3' max='2'>" L "</repeat>" END, "min <= max" },
		{ HEAD PAGE "<repeat name='r' max='1001'>" L "</repeat>" END, "max is a number from 0 to 1000" },
		{ HEAD PAGE "<repeat name='r' unique='x'>" L "<text name='y'>" L "</text></repeat>" END, "there is none called x" },
		{ HEAD PAGE "<page id='q'><title>Q</title></page>" END, "<page> may not stand here" },
		{ HEAD "<text name='a'>" L "</text>" PAGE END, "<text> may not stand here" },
		{ HEAD PAGE "<text name='a'>" L "<constraint test='1 = 1'/></text>" END, "needs words" },
		{ HEAD PAGE "<text name='a'>" L "<constraint>Nei.</constraint></text>" END, "needs a test" },
		{ HEAD PAGE "<text name='a'>" L "<constraint test='1' level='warn'>Nei.</constraint></text>" END, "error, warning or info" },
		{ HEAD PAGE "<text name='a'>" L "<alert on='reqired'>Nei.</alert></text>" END, "alert is on=" },
		{ HEAD PAGE "<text name='a'>" L L "</text>" END, "a second <label>" },
		{ HEAD PAGE "<text name='a' relevant='false()' required='true()'>" L "</text>" END, "never be relevant" },
		{ HEAD PAGE "<date name='a' calculate='1 + 1'>" L "</date>" END, "make it a date" },
		{ HEAD PAGE "<number name='a' calculate='today()'>" L "</number>" END, "make it a number" },
		{ HEAD PAGE "<text name='a' type='no:pid'>" L "</text><text name='b' calculate='concat(a, 1)'>" L "</text>" END,
		    "identity number" },
		{ HEAD PAGE "<include section='x'/>" END, "no shared section called 'x'" },
		{ HEAD "<check test='1 = 1'>Nei.</check>" PAGE END, "page=" },
		{ HEAD PAGE "<var name='v'/>" END, "needs a value" },
		{ HEAD PAGE "<text name='a' required='true'>" L "</text>" END, "write true()" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		refused(v[i].text, v[i].why);
}

static void
a_circle_is_told_with_its_members_and_lines(void **state)
{
	(void)state;
	refused(HEAD PAGE "\n<number name='a' calculate='b + 1'>" L "</number>\n<number name='b' calculate='c'>" L
	    "</number>\n<number name='c' calculate='a'>" L "</number>" END, "a (line 2), b (line 3), c (line 4), and so again");
	refused(HEAD PAGE "<text name='a' relevant='b != 1'>" L "</text><text name='b' relevant='a = 1'>" L "</text>" END,
	    "in a circle");
	refused(HEAD "<var name='v' value='w + 1'/><var name='w' value='v + 1'/>" PAGE END, "in a circle");
	refused(HEAD "<page id='p' relevant='a = 1'><title>P</title><text name='a'>" L "</text></page></form>", "in a circle");
	refused(HEAD PAGE "<number name='a' calculate='. + 1'>" L "</number>" END, "in a circle");
}

/* ---- shared sections ---- */

static xmlDoc *
shared(void *ctx, struct str name)
{
	const char *contact = "<section xmlns='urn:skranke:form:1' id='kontakt'><title>Kontakt</title>"
	    "<list id='sprak'><item value='nb'>Bokmål</item></list>"
	    "<choice name='sprak' list='sprak'>" L "</choice>\n<text name='epost' type='email' relevant='%s'>" L "</text></section>";
	struct str text = str_fmt(a, "<section xmlns='urn:skranke:form:1'><title>S</title><include section='self'/></section>");
	xmlDoc *doc = NULL;
	const char *at = strstr(contact, "%s");

	if (str_eq_z(name, "nothing"))
		return NULL;
	if (!str_eq_z(name, "self"))
		text = str_fmt(a, "%.*s%s%s", (int)(at - contact), contact, (const char *)ctx,
		    at + 2);
	assert_int_equal(xml_parse(a, text, NULL, NULL, &doc), ERR_OK);
	return doc;
}

static enum err
with_shared(const char *text, const char *relevant, const struct form **out, xmlDoc **doc)
{
	struct form_files files = { .section = shared };
	char copy[64];

	said = (struct said){ .n = 0 };
	snprintf(copy, sizeof copy, "%s", relevant);
	assert_int_equal(xml_parse(a, str_from_z(text), NULL, NULL, doc), ERR_OK);
	files.ctx = copy;
	return form_load(a, *doc, messages(), &files, complain, &said, out);
}

static void
a_shared_section_stands_in_the_form_and_in_the_document(void **state)
{
	const struct form *f = NULL;
	xmlDoc *doc;

	(void)state;
	assert_int_equal(with_shared(HEAD PAGE "<include section='contact'/>" END, "true()", &f, &doc), ERR_OK);
	assert_int_equal(form_find(f, STR("epost"))->type, FORM_EMAIL);
	assert_int_equal(form_find(f, STR("sprak"))->list->options.n, 1);
	assert_non_null(xml_child(xml_child(xml_root(doc), "page"), "section"));
	assert_null(xml_child(xml_child(xml_root(doc), "page"), "include"));
	assert_null(xml_child(xml_child(xml_child(xml_root(doc), "page"), "section"), "list"));
}

static void
a_fault_in_a_shared_section_names_its_file(void **state)
{
	const struct form *f;
	xmlDoc *doc;

	(void)state;
	assert_int_equal(with_shared(HEAD PAGE "<include section='contact'/>" END, "tru = 1", &f, &doc), ERR_CONFIG);
	assert_non_null(strstr(said.text, "2: shared/sections/contact.xml: relevant, character 1:"));
	assert_int_equal(with_shared(HEAD PAGE "<include section='self'/>" END, "", &f, &doc), ERR_CONFIG);
	assert_non_null(strstr(said.text, "includes itself"));
	assert_int_equal(with_shared(HEAD PAGE "<include section='nothing'/>" END, "", &f, &doc), ERR_CONFIG);
}

static void
messages_that_are_missing_are_named(void **state)
{
	const struct form_messages *m;
	xmlDoc *doc;

	(void)state;
	assert_int_equal(xml_parse(a, STR("<messages xmlns='urn:skranke:messages:1'><message id='min'>M</message></messages>"),
	    NULL, NULL, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, complain, &said, &m), ERR_CONFIG);
	assert_non_null(strstr(said.text, "'type.no:pid' is missing"));
	assert_null(strstr(said.text, "'min' is missing"));
	assert_str(form_message(messages(), a, "required", STR("Navn")), "Du må svare på «Navn».");
}

TESTS(
	T(the_model_says_what_stands_where),
	T(a_complaint_has_the_line),
	T(what_is_misspelt_or_missing_is_named),
	T(a_circle_is_told_with_its_members_and_lines),
	T(a_shared_section_stands_in_the_form_and_in_the_document),
	T(a_fault_in_a_shared_section_names_its_file),
	T(messages_that_are_missing_are_named),
)
