/* What an export says, and what it leaves out; and what its author is told. */
#include "../t.h"

#include <stdio.h>

#include "base/buf.h"
#include "export/export.h"
#include "form/form.h"

static struct arena *a;
static char said[512];

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx;
	if (said[0] == '\0')
		snprintf(said, sizeof said, "%d: %s", line, message);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(64 << 20);
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

#define FORM "<form xmlns='urn:skranke:form:1' id='s'><title>S</title><list id='slag'><item value='a'>Ask</item>" \
    "<item value='b'>Bjørk</item></list><page id='p'><title>P</title><text name='navn'><label>N</label></text>" \
    "<number name='tall' type='integer'><label>T</label></number><number name='mal' type='decimal'><label>M</label></number>" \
    "<money name='pris'><label>K</label></money><date name='dag'><label>D</label></date>" \
    "<choice name='tre' list='slag'><label>V</label></choice><choices name='traer' list='slag'><label>W</label></choices>" \
    "<confirm name='ja'><label>Ja</label></confirm>" \
    "<text name='pid' type='no:pid'><label>F</label></text>" \
    "<text name='skjult' relevant=\"tre = 'b'\"><label>H</label></text>" \
    "<upload name='fil'><label>U</label></upload>" \
    "<text name='bor' address='true'><label>B</label></text>" \
    "<repeat name='rad' max='9'><label>R</label><text name='navn_i'><label>I</label></text><number name='nr' type='integer'>" \
    "<label>J</label></number><upload name='bilag'><label>L</label></upload></repeat></page></form>"

static const struct form *
form(void)
{
	const struct form_messages *messages;
	const struct form *f;
	xmlDoc *doc;

	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", complain, NULL, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, complain, NULL, &messages), ERR_OK);
	assert_int_equal(xml_parse(a, STR(FORM), complain, NULL, &doc), ERR_OK);
	if (form_load(a, doc, messages, NULL, complain, NULL, &f) != ERR_OK)
		fail_msg("%s", said);
	return f;
}

static enum err
load(const char *body, const struct export **out)
{
	xmlDoc *doc;

	said[0] = '\0';
	assert_int_equal(xml_parse(a, str_fmt(a, "<export xmlns='urn:skranke:export:1' id='e' root='r' namespace='urn:x'>\n"
	    "<title>E</title><attribute name='v' value='4'/>\n%s</export>", body), complain, NULL, &doc), ERR_OK);
	return export_load(a, doc, form(), STR("owner other"), complain, NULL, out);
}

static const struct export_party people[] = {
	{ STR("owner"), STR("Kari & Ola"), STR("02928297883") }
};
static const struct export_facts facts = { .ref = STR("ABC-2026-000012"), .outcome = STR("grant"),
	.received_at = 1795341600LL * 1000000, .applicant_name = STR("Ola"),
	.parties = people, .nparties = 1 };

static const struct form_file *
file(void *ctx, struct str id)
{
	static const struct form_file one = { .name = STR("plan & snitt.pdf") };

	(void)ctx;
	return str_eq_z(id, "f1") ? &one : NULL;
}

/* What stands between the tags of the root. */
static struct str
made(const char *body, const char *answers, bool mask)
{
	struct form_world w = { .lang = LANG_NB, .test_numbers = true, .mask = mask,
		.file = file };
	const struct export *e;
	struct buf b = buf_new(a, 4096);
	struct answers *as;
	struct str s;

	if (load(body, &e) != ERR_OK)
		fail_msg("%s", said);
	assert_int_equal(answers_read(a, form(), str_fmt(a, "<s>%s</s>", answers),
	    (struct form_pairs){ NULL, 0 }, &as), ERR_OK);
	answers_rules(as, &w);
	export_make(e, as, &w, &facts, &b);
	s = buf_str(&b);
	assert_true(str_starts(s, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"urn:x\" v=\"4\">")));
	assert_true(str_ends(s, STR("\n</r>\n")));
	s = str_skip(s, strlen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"urn:x\" v=\"4\">"));
	s.n -= strlen("\n</r>\n");
	return s;
}

static void
answers_stand_as_they_are_kept_and_text_is_escaped(void **state)
{
	(void)state;
	assert_str(made("<element name='n' of='navn'/>", "<navn>A &lt; B &amp; C</navn>", false),
	    "\n  <n>A &lt; B &amp; C</n>");
	assert_str(made("<element name='n' of='tre'/>", "<tre>b</tre>", false), "\n  <n>Bjørk</n>");
	assert_str(made("<element name='n' of='mal' as='number'/>", "<mal>49.5</mal>", false), "\n  <n>49.5</n>");
	assert_str(made("<element name='n' of='pris' as='number'/>", "<pris>123450</pris>", false), "\n  <n>1234.50</n>");
	assert_str(made("<element name='n' of='dag' as='date'/>", "<dag>2027-08-17</dag>", false), "\n  <n>2027-08-17</n>");
	assert_str(made("<element name='n' of='ja' as='boolean'/>", "<ja>true</ja>", false), "\n  <n>true</n>");
	assert_str(made("<element name='n' of='tre' as='boolean' true='a'/>", "<tre>b</tre>", false), "\n  <n>false</n>");
	assert_str(made("<element name='n' value='tall + 1' as='integer'/>", "<tall>4</tall>", false), "\n  <n>5</n>");
}

static void
what_is_empty_or_cannot_be_written_so_is_left_out_with_what_would_hold_it(void **state)
{
	static const char *const kinds[] = { "<element name='n' of='tall' as='integer'/>",
		"<element name='n' of='mal' as='number'/>", "<element name='n' of='dag' as='date'/>",
		"<element name='n' of='tre' as='boolean' true='a'/>", "<element name='n' of='navn'/>",
		"<element name='n' value='tall + 1' as='integer'/>", "<code name='n' of='tre'/>",
		"<element name='n' of='decision.day' as='date'/>", "<each of='rad'><element name='n' of='nr' as='integer'/></each>" };

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		assert_str(made(str_fmt(a, "<element name='o'><element name='p'>%s</element></element>", kinds[i]).p, "", false), "");
	/* more than an int of XML Schema holds */
	assert_str(made(kinds[0], "<tall>99999999999</tall>", false), "");
	assert_str(made("<element name='n' value='mal' as='date'/>", "<mal>1</mal>", false), "");
}

static void
a_number_is_digits_with_a_sign_before_and_a_point_between(void **state)
{
	static const struct { const char *text; bool is; } of[] = {
		{ "7", true }, { "-49.5", true }, { "0.5", true }, { "-0", true },
		{ "-", false }, { ".", false }, { "5.", false }, { "1.2.3", false }, { "5-3", false }, { "--5", false },
		{ "1e3", false }, { "1 000", false }, { "+5", false }, { "1/2", false }, { "12:30", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		assert_str(made("<element name='n' value='navn' as='number'/>", str_z(a, str_fmt(a, "<navn>%s</navn>", of[i].text)),
		    false), of[i].is ? str_z(a, str_fmt(a, "\n  <n>%s</n>", of[i].text)) : "");
}

static void
an_integer_is_whole_and_within_what_others_can_hold(void **state)
{
	static const struct { const char *text; bool is; } of[] = {
		{ "2147483647", true }, { "-2147483648", true }, { "2147483648", false }, { "-2147483649", false }, { "4.5", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		assert_str(made("<element name='n' value='navn' as='integer'/>", str_z(a, str_fmt(a, "<navn>%s</navn>", of[i].text)),
		    false), of[i].is ? str_z(a, str_fmt(a, "\n  <n>%s</n>", of[i].text)) : "");
	assert_str(made("<element name='n' of='pris' as='number'/>", "<pris>-5</pris>", false), "\n  <n>-0.05</n>");
	assert_str(made("<element name='n' of='pris' as='number'/>", "<pris>0</pris>", false), "\n  <n>0.00</n>");
}

static void
rows_come_in_order_and_their_own_questions_are_known_inside(void **state)
{
	(void)state;
	assert_str(made("<element name='l'><each of='rad'><element name='i'><element name='x' of='nr' as='integer'/>"
	    "<element name='y' of='navn'/></element></each></element>",
	    "<navn>N</navn><rad><nr>2</nr></rad><rad><nr>1</nr></rad>", false),
	    "\n  <l>\n    <i>\n      <x>2</x>\n      <y>N</y>\n    </i>\n    <i>\n      <x>1</x>\n      <y>N</y>\n    </i>\n  </l>");
}

static void
files_come_in_the_order_of_their_questions_and_one_that_is_not_known_is_not_there(void **state)
{
	(void)state;
	assert_str(made("<element name='l'><each of='case.files'><element name='i'><element name='x' of='file.name'/>"
	    "<code name='k' of='file.code'/></element></each></element>",
	    "<fil>f1 f2</fil><rad><nr>2</nr><bilag>f2</bilag></rad><rad><bilag>f1</bilag></rad>", false),
	    "\n  <l>\n    <i>\n      <x>plan &amp; snitt.pdf</x>\n    </i>\n    <i>\n      <x>plan &amp; snitt.pdf</x>\n    </i>\n  </l>");
	assert_str(made("<element name='l'><each of='case.files'><element name='x' of='file.name'/></each></element>", "", false), "");
}

static void
a_choice_is_a_pair_in_their_words_or_ours_one_for_each_tick(void **state)
{
	(void)state;
	assert_str(made("<code name='k' of='tre'/>", "<tre>a</tre>", false),
	    "\n  <k>\n    <kodeverdi>a</kodeverdi>\n    <kodebeskrivelse>Ask</kodebeskrivelse>\n  </k>");
	assert_str(made("<code name='k' of='traer'><item is='a' value='X'>Ex</item><item is='b' value='Y'>Wy</item></code>",
	    "<traer>a b</traer>", false),
	    "\n  <k>\n    <kodeverdi>X</kodeverdi>\n    <kodebeskrivelse>Ex</kodebeskrivelse>\n  </k>"
	    "\n  <k>\n    <kodeverdi>Y</kodeverdi>\n    <kodebeskrivelse>Wy</kodebeskrivelse>\n  </k>");
	assert_str(made("<code name='k' of='decision.outcome'><item is='grant' value='1'>Ja</item></code>", "", false),
	    "\n  <k>\n    <kodeverdi>1</kodeverdi>\n    <kodebeskrivelse>Ja</kodebeskrivelse>\n  </k>");
	assert_str(made("<code name='k' value='Z'>Zed</code>", "", false),
	    "\n  <k>\n    <kodeverdi>Z</kodeverdi>\n    <kodebeskrivelse>Zed</kodebeskrivelse>\n  </k>");
}

static void
facts_of_the_case_and_its_parties_are_known_by_name(void **state)
{
	(void)state;
	assert_str(made("<element name='y' of='case.year' as='integer'/><element name='n' of='case.number' as='integer'/>"
	    "<element name='d' of='case.received' as='date'/>", "", false),
	    "\n  <y>2026</y>\n  <n>12</n>\n  <d>2026-11-22</d>");
	assert_str(made("<element name='n' of='party.owner.name'/><element name='f' of='party.owner.pid'/>"
	    "<element name='o' of='party.other.name'/>", "", false),
	    "\n  <n>Kari &amp; Ola</n>\n  <f>02928297883</f>");
}

static void
what_does_not_count_and_where_somebody_hidden_lives_is_not_there(void **state)
{
	(void)state;
	assert_str(made("<element name='n' of='skjult'/>", "<skjult>H</skjult><tre>a</tre>", false), "");
	assert_str(made("<element name='n' of='skjult'/>", "<skjult>H</skjult><tre>b</tre>", false), "\n  <n>H</n>");
	assert_str(made("<element name='n' of='navn' when=\"tre = 'a'\"/>", "<navn>N</navn><tre>b</tre>", false), "");
	assert_str(made("<element name='n' of='bor'/>", "<bor>Bakken 1</bor>", true), "");
	assert_str(made("<element name='n' of='bor'/>", "<bor>Bakken 1</bor>", false), "\n  <n>Bakken 1</n>");
	/* a reference whose number is not at hand */
	assert_str(made("<element name='n' of='pid'/>", "<pid>person:0198a000-0000-7000-8000-000000000001</pid>", false), "");
}

static void
what_is_wrong_is_told_with_its_line_and_what_to_do(void **state)
{
	static const struct {
		const char *body, *says;
	} v[] = {
		{ "<element name='n' of='navm'/>", "3: there is no question and nothing of a case called 'navm'; did you mean navn?" },
		{ "<element name='n' of='case.raf'/>", "did you mean case.ref?" },
		{ "<element name='n' of='party.stranger.name'/>", "there is no question" },
		{ "<element name='n' of='nr'/>", "there is no question" },
		{ "<element name='n' of='rad/nr'/>", "stands in the repeat rad" },
		{ "<element name='n' of='navn' as='integer'/>", "an answer of the type string cannot be written as integer" },
		{ "<element name='n' of='navn' as='number'/>", "an answer of the type string cannot be written as number" },
		{ "<element name='n' of='navn' as='boolean'/>", "cannot be written as boolean" },
		{ "<element name='n' of='navn' as='heltall'/>", "as is text, number" },
		{ "<element name='n' of='navn' true='x'/>", "true stands with as" },
		{ "<element name='n' of='navn' value='tall'/>", "write of or value" },
		{ "<element name='n' value='tal'/>", "value" },
		{ "<element name='n'/>", "always be empty" },
		{ "<element name='n' of='navn'><element name='o' of='tall'/></element>", "a value or elements, not both" },
		{ "<element name='1n' of='navn'/>", "cannot be one" },
		{ "<elemen name='n' of='navn'/>", "no element <elemen>; did you mean element?" },
		{ "<element nam='n' of='navn'/>", "no attribute nam; did you mean name?" },
		{ "<each of='navn'><element name='n' of='navn'/></each>", "'navn' is none" },
		{ "<element name='n' of='file.name'/>", "file.name is known of each file; write it in <each of=\"case.files\">" },
		{ "<element name='n' of='file.nam'/>", "did you mean file.name?" },
		{ "<code name='k' of='file.code'/>", "is known of each file" },
		{ "<code name='k' of='navn'/>", "a code is of a choice" },
		{ "<code name='k'/>", "needs of or value" },
		{ "<code name='k' of='tre'><item is='a' value='X'>Ex</item></code>", "what 'b' is called is not said" },
		{ "<code name='k' of='tre'><item is='a' value='X'/><item is='b' value='X'/><item is='c' value='X'/></code>",
		    "never answered with 'c'" },
		{ "<code name='k' of='tre'><item is='a' value='X'/><item is='a' value='Y'/></code>", "stands here twice" },
	};
	const struct export *e;

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		assert_int_equal(load(v[i].body, &e), ERR_CONFIG);
		if (strstr(said, v[i].says) == NULL || said[0] != '3')
			fail_msg("%s is told of with '%s'", v[i].body, said);
	}
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
TESTS(
	T(answers_stand_as_they_are_kept_and_text_is_escaped),
	T(what_is_empty_or_cannot_be_written_so_is_left_out_with_what_would_hold_it),
	T(a_number_is_digits_with_a_sign_before_and_a_point_between),
	T(an_integer_is_whole_and_within_what_others_can_hold),
	T(rows_come_in_order_and_their_own_questions_are_known_inside),
	T(files_come_in_the_order_of_their_questions_and_one_that_is_not_known_is_not_there),
	T(a_choice_is_a_pair_in_their_words_or_ours_one_for_each_tick),
	T(facts_of_the_case_and_its_parties_are_known_by_name),
	T(what_does_not_count_and_where_somebody_hidden_lives_is_not_there),
	T(what_is_wrong_is_told_with_its_line_and_what_to_do),
)
