#include "../t.h"

#include "base/buf.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"

#define GRANT_OR_REJECT	STR("grant reject")

#define HEAD(kind) "<letter xmlns='urn:skranke:letter:1' id='x' kind='" kind "'>"

/* What is wrong, gathered as "LINE message\n". */
struct said {
	struct buf	 b;
};

static struct arena *a;

static int
set_up(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(16 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static void
note(void *ctx, int line, const char *message)
{
	struct said *s = ctx;

	buf_fmt(&s->b, "%d %s\n", line, message);
}

static xmlDoc *
parse(const char *text)
{
	xmlDoc *doc = NULL;

	assert_int_equal(xml_parse(a, str_from_z(text), NULL, NULL, &doc), ERR_OK);
	return doc;
}

static xmlDoc *
some_parts(void *ctx, const char *name)
{
	(void)ctx;
	if (strcmp(name, "complaint-right") == 0)
		return parse("<part xmlns='urn:skranke:letter:1'><h>Du kan klage</h>"
		    "<p covers='complaint deadline'>Klag innen <value of='complaint.deadline_days'/> dager.</p>"
		    "<p covers='body'>Klagenemnda avgjør.</p><p covers='access'>Du kan se dokumentene.</p></part>");
	if (strcmp(name, "reference") == 0)
		return parse("<part xmlns='urn:skranke:letter:1'><rows><row><label>Saksnummer</label>"
		    "<text><value of='case.ref'/></text></row></rows></part>");
	if (strcmp(name, "loop") == 0)
		return parse("<part xmlns='urn:skranke:letter:1'><part name='loop'/></part>");
	if (strcmp(name, "typo") == 0)
		return parse("<part xmlns='urn:skranke:letter:1'>\n<p><value of='case.rf'/></p></part>");
	return NULL;
}

static struct letter *
load(const char *text)
{
	struct said said = { buf_new(a, 256) };
	struct letter *l = NULL;

	if (letter_load(a, parse(text), some_parts, NULL, NULL, GRANT_OR_REJECT,
	    note, &said, &l) != ERR_OK)
		fail_msg("refused: " STR_FMT, STR_ARG(buf_str(&said.b)));
	return l;
}

static void
assert_refused(const char *text, const char *want)
{
	struct said said = { buf_new(a, 256) };
	struct letter *l = NULL;

	assert_int_equal(letter_load(a, parse(text), some_parts, NULL, NULL, GRANT_OR_REJECT,
	    note, &said, &l),
	    ERR_CONFIG);
	assert_null(l);
	assert_str(buf_str(&said.b), want);
}

#define LIT(s) { s, sizeof(s) - 1 }

static const struct letter_reason two_reasons[] = {
	{ LIT("Barnet bor i kommunen"), LIT("barnehageloven § 16") },
	{ LIT("Det er <ledig> plass & rom"), LIT("") },
};

static struct letter_facts
facts(void)
{
	return (struct letter_facts){
		.at = 1795267980000000, .received_at = 1793491200000000,
		.person_name = STR("Kåre Ødegård"), .case_ref = STR("2026/1234"),
		.code = STR("7K2M-9QXT"),
		.service_title = STR("Barnehageplass"), .tenant_name = STR("Fjordvik kommune"),
		.tenant_email = STR("post@fjordvik.example"), .outcome = STR("grant"),
		.place = STR("Solbakken barnehage"), .start = STR("2027-08-15"),
		.text = STR("Velkommen.\n\nTa med  tøfler."), .by = STR("Siri Saksbehandler"),
		.reasons = two_reasons, .nreasons = 2, .complaint_days = 21,
	};
}

static struct str
make(const struct letter *l, const struct letter_facts *f)
{
	struct buf b = buf_new(a, 1024);

	assert_int_equal(letter_make(l, letter_values(a, f), &b), ERR_OK);
	return buf_str(&b);
}

static struct str
text_of(struct str xml)
{
	struct buf b = buf_new(a, 1024);

	assert_int_equal(letter_text(a, xml, &b), ERR_OK);
	return buf_str(&b);
}

#define DECISION HEAD("decision") \
	"<title>Svar på søknad om <value of='service.title'/></title>" \
	"<when value='outcome' is='grant'><p>Hei <value of='person.name'/>. Du får plass i\n" \
	"   <value of='decision.place'/> fra <value of='decision.start'/>.</p></when>" \
	"<when value='outcome' not='grant'><p>Du får ikke plass.</p></when>" \
	"<list covers='reasons'><each of='decision.reasons'><item><value of='text'/>" \
	"<when value='law'> (<value of='law'/>)</when></item></each></list>" \
	"<p><value of='decision.text'/></p><part name='complaint-right'/><reference/></letter>"

static void
a_decision_is_filled_with_the_values_of_its_case(void **state)
{
	struct letter_facts f = facts();
	struct str xml = make(load(DECISION), &f), title;

	(void)state;
	assert_int_equal(letter_title(a, xml, &title), ERR_OK);
	assert_str(title, "Svar på søknad om Barnehageplass");
	assert_str(text_of(xml),
	    "Hei Kåre Ødegård. Du får plass i Solbakken barnehage fra 15. august\n2027.\n"
	    "\n- Barnet bor i kommunen (barnehageloven § 16)\n- Det er <ledig> plass & rom\n"
	    "\nVelkommen.\n\nTa med tøfler.\n"
	    "\nDu kan klage\n\nKlag innen 21 dager.\n\nKlagenemnda avgjør.\n\nDu kan se dokumentene.\n"
	    "\nSaksnummer: 2026/1234\n");
}

static void
a_finished_letter_holds_no_slots_and_reads_back_the_same(void **state)
{
	struct letter_facts f = facts();
	const struct letter *l = load(DECISION);
	struct str xml = make(l, &f);

	(void)state;
	assert_null(memmem(xml.p, xml.n, "skranke:slot", 12));
	assert_null(memmem(xml.p, xml.n, "s:", 2));
	assert_true(str_eq(xml, make(l, &f)));
	assert_non_null(memmem(xml.p, xml.n, "kind=\"decision\"", 15));
}

static void
the_other_outcome_takes_the_other_words(void **state)
{
	struct letter_facts f = facts();
	struct str text;

	(void)state;
	f.outcome = STR("reject");
	text = text_of(make(load(DECISION), &f));
	assert_true(str_starts(text, STR("Du får ikke plass.\n")));
}

static void
nobody_is_asked_to_answer_by_no_day(void **state)
{
	const struct letter *asks = load(HEAD("info") "<title>Vi mangler noe</title>"
	    "<p>Svar innen <value of='missing.answer_by'/>.</p></letter>");
	const struct letter *maybe = load(HEAD("info") "<title>Vi mangler noe</title><when"
	    " value='missing.answer_by'><p>Svar innen <value of='missing.answer_by'/>.</p></when>"
	    "<p>Takk.</p></letter>");
	struct letter_facts f = facts();
	struct buf b = buf_new(a, 64);

	(void)state;
	f.answer_by_at = 0;
	assert_int_equal(letter_make(asks, letter_values(a, &f), &b), ERR_INVALID);
	assert_int_equal(b.n, 0);
	assert_str(text_of(make(maybe, &f)), "Takk.\n");
	f.answer_by_at = f.at;
	assert_str(text_of(make(asks, &f)), "Svar innen 21. november 2026.\n");
	assert_str(text_of(make(maybe, &f)), "Svar innen 21. november 2026.\n\nTakk.\n");
}

static void
a_decision_for_which_nobody_gave_a_reason_is_not_made(void **state)
{
	struct letter_facts f = facts();
	struct buf b = buf_new(a, 64);

	(void)state;
	f.nreasons = 0;
	assert_int_equal(letter_make(load(DECISION), letter_values(a, &f), &b), ERR_INVALID);
	assert_int_equal(b.n, 0);
}

static void
a_decision_must_say_what_the_law_asks_for_whatever_the_outcome(void **state)
{
	(void)state;
	assert_refused(HEAD("decision") "<title>T</title><p covers='reasons'>Fordi.</p></letter>",
	    "1 when outcome is 'grant' this decision does not say the right to complain (fvl § 27), "
	    "the deadline of a complaint (fvl § 27), who decides the complaint (fvl § 27), "
	    "the right to see the documents (fvl § 27)\n"
	    "1 when outcome is 'reject' this decision does not say the right to complain (fvl § 27), "
	    "the deadline of a complaint (fvl § 27), who decides the complaint (fvl § 27), "
	    "the right to see the documents (fvl § 27)\n");
	assert_refused(HEAD("decision") "<title>T</title><p covers='reasons'>Fordi.</p>"
	    "<when value='outcome' is='reject'><part name='complaint-right'/></when></letter>",
	    "1 when outcome is 'grant' this decision does not say the right to complain (fvl § 27), "
	    "the deadline of a complaint (fvl § 27), who decides the complaint (fvl § 27), "
	    "the right to see the documents (fvl § 27)\n");
	assert_refused(HEAD("decision") "<title>T</title><when value='decision.text'>"
	    "<p covers='reasons'>Fordi.</p></when><part name='complaint-right'/></letter>",
	    "1 when outcome is 'grant' this decision does not say the reasons (fvl § 25)\n"
	    "1 when outcome is 'reject' this decision does not say the reasons (fvl § 25)\n");
	assert_refused(HEAD("decision") "<title>T</title><p covers='reasons'> </p>"
	    "<part name='complaint-right'/></letter>",
	    "1 when outcome is 'grant' this decision does not say the reasons (fvl § 25)\n"
	    "1 when outcome is 'reject' this decision does not say the reasons (fvl § 25)\n");
}

static void
words_for_each_outcome_together_are_enough(void **state)
{
	(void)state;
	assert_non_null(load(HEAD("decision") "<title>T</title>"
	    "<when value='outcome' is='grant'><p covers='reasons'>Ja.</p></when>"
	    "<when value='outcome' not='grant'><p covers='reasons'>Nei.</p></when>"
	    "<part name='complaint-right'/></letter>"));
}

static void
an_unknown_value_is_refused_with_its_line_and_the_nearest_name(void **state)
{
	(void)state;
	assert_refused(HEAD("info") "<title>T</title>\n<p>\n<value of='case.reff'/></p></letter>",
	    "3 there is no value 'case.reff' here; did you mean case.ref?\n");
	assert_refused(HEAD("info") "<title>T</title><p><value of='text'/></p></letter>",
	    "1 there is no value 'text' here\n");
	assert_refused(HEAD("info") "<title>T</title><part name='typo'/></letter>",
	    "2 shared/letters/typo.xml: there is no value 'case.rf' here; did you mean case.ref?\n");
}

static void
what_cannot_stand_there_is_refused(void **state)
{
	(void)state;
	assert_refused("<brev/>", "1 the root is not <letter xmlns=\"urn:skranke:letter:1\">\n");
	assert_refused(HEAD("brev") "<p>x</p></letter>",
	    "1 letter needs kind=\"receipt\", \"decision\" or \"info\"\n1 a letter begins with <title>\n");
	assert_refused(HEAD("info") "<title>T</title><b>x</b>løs</letter>",
	    "1 <b> cannot stand in <letter>\n1 text cannot stand right in <letter>\n");
	assert_refused(HEAD("info") "<title>T</title><list><p>x</p></list></letter>",
	    "1 <p> cannot stand in <list>\n");
	assert_refused(HEAD("info") "<title>T</title><p style='x' covers='all'>x</p></letter>",
	    "1 <p> has no attribute 'style'\n"
	    "1 covers: 'all' is not reasons, complaint, deadline, body or access\n");
	assert_refused(HEAD("info") "<title>T</title><when value='outcome' is='maybe'><p>x</p></when></letter>",
	    "1 'outcome' is never 'maybe', but one of: grant reject\n");
	assert_refused(HEAD("info") "<title>T</title><p><value of='answers'/></p></letter>",
	    "1 'answers' is a list: use each\n");
	assert_refused(HEAD("info") "<title>T</title><each of='today'><p>x</p></each></letter>",
	    "1 'today' is not a list: use value\n");
}

static void
a_part_that_is_missing_or_holds_itself_is_refused(void **state)
{
	(void)state;
	assert_refused(HEAD("info") "<title>T</title><part name='../x'/><signature/></letter>",
	    "1 there is no part '../x'; it would be shared/letters/../x.xml\n1 there is no part 'signature'; it would be shared/letters/signature.xml\n");
	assert_refused(HEAD("info") "<title>T</title><part name='loop'/></letter>",
	    "1 shared/letters/loop.xml: part 'loop' holds itself, or parts stand too deep\n");
}

static void
a_finished_letter_becomes_blocks_for_a_page(void **state)
{
	static const char page[] = "<x xmlns:s='urn:skranke:slot:1'><s:text name='title'/>"
	    "<s:each name='blocks'><s:if test='heading'>[h <s:text name='text'/>]</s:if>"
	    "<s:if test='paragraph'>[p <s:text name='text'/>]</s:if>"
	    "<s:if test='list'>[list<s:each name='items'>-<s:text name='text'/></s:each>]</s:if>"
	    "<s:if test='rows'>[rows<s:each name='rows'>-<s:text name='label'/>=<s:text name='text'/></s:each>]</s:if>"
	    "</s:each></x>";
	struct letter_facts f = facts();
	struct vmap *m = vmap_new(a);
	struct buf b = buf_new(a, 1024);
	struct view *v;

	(void)state;
	f.text = STR("En.\nTo.");
	assert_int_equal(letter_read(a, make(load(DECISION), &f), m), ERR_OK);
	assert_int_equal(view_compile(a, parse(page), VIEW_XML, "x", NULL, NULL, &v), ERR_OK);
	view_run(v, m, &b);
	assert_non_null(memmem(b.p, b.n, "[p En.][p To.][h Du kan klage][p Klag innen 21 dager.]", 54));
	assert_non_null(memmem(b.p, b.n, "[list-Barnet bor", 16));
	assert_non_null(memmem(b.p, b.n, "[rows-Saksnummer=2026/1234]", 27));
}

/* A translated letter says what it is in, and what in it is not. */
static void
a_letter_keeps_what_each_part_of_it_is_in(void **state)
{
	static const char page[] = "<x xmlns:s='urn:skranke:slot:1'><h1><s:text name='title'/></h1>"
	    "<s:text name='letter_lang'/><s:each name='blocks'><p><s:text name='text'/></p></s:each></x>";
	struct letter_facts f = facts();
	struct str title, xml;
	struct vmap *m = vmap_new(a);
	struct buf b = buf_new(a, 1024), text = buf_new(a, 1024);
	struct view *v;

	(void)state;
	xml = make(load("<letter xmlns='urn:skranke:letter:1' id='x' kind='info' xml:lang='nn'>"
	    "<title xml:lang='nb'>Hei</title><p>Ein</p><p xml:lang='nb'>To</p></letter>"), &f);
	assert_non_null(memmem(xml.p, xml.n, "lang=\"nn\"><title xml:lang=\"nb\">Hei</title><p>Ein</p>"
	    "<p xml:lang=\"nb\">To</p>", 70));
	assert_int_equal(letter_read(a, xml, m), ERR_OK);
	assert_int_equal(view_compile(a, parse(page), VIEW_HTML, "x", NULL, NULL, &v),
	    ERR_OK);
	view_run(v, m, &b);
	assert_str(buf_str(&b), "<x><h1><span lang=\"nb\">Hei</span></h1>nn<p>Ein</p>"
	    "<p><span lang=\"nb\">To</span></p></x>");
	assert_int_equal(letter_title(a, xml, &title), ERR_OK);
	assert_str(title, "Hei");
	assert_int_equal(letter_text(a, xml, &text), ERR_OK);
	assert_str(buf_str(&text), "Ein\n\nTo\n");
}

static void
what_is_not_a_letter_is_not_read(void **state)
{
	struct str title;

	(void)state;
	assert_int_equal(letter_title(a, STR("<letter/>"), &title), ERR_INPUT);
	assert_int_equal(letter_title(a, STR("Hei"), &title), ERR_INPUT);
}

static void
answers_stand_page_by_page(void **state)
{
	static const char text[] = HEAD("receipt") "<title>T</title><each of='answers'>"
	    "<h><value of='title'/></h><rows><each of='rows'><row><label><value of='label'/></label>"
	    "<text><value of='shown'/></text></row></each></rows></each></letter>";
	struct letter_facts f = facts();
	struct vmap *v = letter_values(a, &f), *page;
	struct buf b = buf_new(a, 256);

	(void)state;
	page = letter_answers_page(v, STR("Barnet"));
	letter_answers_row(page, STR("Navn"), STR("Ola"));
	letter_answers_page(v, STR("Samtykke"));
	assert_int_equal(letter_make(load(text), v, &b), ERR_OK);
	assert_str(text_of(buf_str(&b)), "Barnet\n\nNavn: Ola\n\nSamtykke\n");
}

static void
a_row_without_text_is_left_out_and_so_are_rows_of_nothing(void **state)
{
	static const char text[] = HEAD("info") "<title>T</title><rows>"
	    "<row><label>Adresse</label><text><value of='tenant.address'/></text></row>"
	    "<row><label>E-post</label><text><value of='tenant.email'/></text></row></rows>"
	    "<rows><row><label>Telefon</label><text><value of='tenant.phone'/></text></row></rows></letter>";
	struct letter_facts f = facts();

	(void)state;
	assert_str(text_of(make(load(text), &f)), "E-post: post@fjordvik.example\n");
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* ---- tables, headings below others, and what blocks are ---- */

#define TABLE(rows) HEAD("info") "<title>T</title><table><columns><column>Hva</column>" \
	"<column align='end'>Kroner</column></columns>" rows "</table></letter>"

static struct str
page_of(struct str xml)
{
	static const char page[] = "<x xmlns:s='urn:skranke:slot:1'><s:each name='blocks'>"
	    "<s:if test='heading'>(<s:text name='text'/>)</s:if><s:if test='below'>((<s:text name='text'/>))</s:if>"
	    "<s:if test='columns'>[<s:each name='columns'><s:text name='text'/><s:if test='end'>!</s:if></s:each>:"
	    "<s:each name='lines'><s:each name='cells'><s:if test='first'>*</s:if><s:text name='text'/><s:if test='end'>!</s:if> "
	    "</s:each></s:each>]</s:if></s:each></x>";
	struct vmap *m = vmap_new(a);
	struct buf b = buf_new(a, 1024);
	struct view *v;

	assert_int_equal(letter_read(a, xml, m), ERR_OK);
	assert_int_equal(view_compile(a, parse(page), VIEW_XML, "x", NULL, NULL, &v), ERR_OK);
	view_run(v, m, &b);
	return buf_str(&b);
}

static void
a_table_becomes_cells_for_a_page_and_lines_that_name_their_columns_as_text(void **state)
{
	static const char text[] = TABLE("<row><cell>Mat</cell><cell>500</cell></row>"
	    "<each of='decision.reasons'><row><cell><value of='text'/></cell><cell>1 200</cell></row></each>");
	struct letter_facts f = facts();
	struct str xml = make(load(text), &f);

	(void)state;
	assert_str(text_of(xml), "- Hva: Mat; Kroner: 500\n- Hva: Barnet bor i kommunen; Kroner: 1 200\n"
	    "- Hva: Det er <ledig> plass & rom; Kroner: 1 200\n");
	assert_str(page_of(xml), "<x>[HvaKroner!:*Mat 500! *Barnet bor i kommunen 1 200! "
	    "*Det er &lt;ledig&gt; plass &amp; rom 1 200! ]</x>");
	assert_non_null(strstr(xml.p, "<column align=\"end\">Kroner</column>"));
}

static void
a_table_without_columns_or_with_too_few_cells_is_refused(void **state)
{
	(void)state;
	assert_refused(TABLE("<row><cell>Mat</cell></row>"), "1 a row has a <cell> for each <column>: 2 of them\n");
	assert_refused(TABLE("<when value='decision.text'><row><cell>Mat</cell></row></when>"),
	    "1 a row has a <cell> for each <column>: 2 of them\n");
	assert_refused(HEAD("info") "<title>T</title><table><row><cell>Mat</cell></row></table></letter>",
	    "1 a table begins with <columns>, and each has a <column>\n");
	assert_refused(HEAD("info") "<title>T</title><h level='7'>H</h></letter>", "1 level is 2, or is left out\n");
}

static void
a_heading_below_another_keeps_its_level_and_one_below_none_is_like_any_other(void **state)
{
	struct letter_facts f = facts();
	struct str xml = make(load(HEAD("info") "<title>T</title><h level='2'>A</h><h>B</h><h level='2'>C</h>"
	    "<p>x</p></letter>"), &f);

	(void)state;
	assert_str(page_of(xml), "<x>(A)(B)((C))</x>");
}

static void
a_finished_letter_says_what_came_of_the_reference(void **state)
{
	struct letter_facts f = facts();
	struct str xml = make(load(HEAD("info") "<title>T</title><reference/><rows><row><label>E-post</label>"
	    "<text><value of='tenant.email'/></text></row></rows></letter>"), &f);

	(void)state;
	assert_non_null(strstr(xml.p, "<rows as=\"reference\"><row>"));
	assert_non_null(strstr(xml.p, "<rows><row>"));
}

/* ---- answers of the form ---- */

#define Q_FORM \
	"<form xmlns='urn:skranke:form:1' id='f'><title>F</title>" \
	"<list id='ja'><item value='ja'>Ja, gjerne</item><item value='nei'>Nei</item></list>" \
	"<list id='dager'><item value='man'>Mandag</item><item value='tir'>Tirsdag</item></list>" \
	"<var name='doblet' value='inntekt * 2'/>" \
	"<page id='p'><title>P</title><choice name='svar' list='ja'><label>S</label></choice>" \
	"<choices name='hager' list='register:gardens'><label>H</label></choices>" \
	"<choices name='flere' list='dager'><label>D</label></choices><date name='dag'><label>D</label></date>" \
	"<money name='inntekt'><label>I</label></money><confirm name='enig'><label>E</label></confirm>" \
	"<text name='skjult' relevant='svar = &quot;nei&quot;'><label>T</label></text>" \
	"<text name='pid' type='no:pid'><label>N</label></text>" \
	"<number name='alder' calculate='age-at(dag, today())'><label>A</label></number>" \
	"<repeat name='barn'><label>B</label><text name='navn'><label>N</label></text></repeat></page>" \
	"<page id='q'><title>Q</title><text name='intet'><label>L</label></text></page></form>"
#define INFO(body) HEAD("info") "<title>T</title>" body "</letter>"

static const struct form_world world = { .today = 20778, .test_numbers = true };

static const struct form *
form(void)
{
	const struct form_messages *m;
	const struct form *f = NULL;
	xmlDoc *doc;

	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, NULL, NULL, &m), ERR_OK);
	assert_int_equal(form_load(a, parse(Q_FORM), m, NULL, NULL, NULL, &f), ERR_OK);
	return f;
}

static struct str
letter_of(const char *body, const char *answered)
{
	struct said said = { buf_new(a, 256) };
	struct buf b = buf_new(a, 1024);
	struct letter_facts f = facts();
	struct vmap *v = letter_values(a, &f);
	const struct form *asked = form();
	struct form_pairs none = { NULL, 0 };
	struct letter *l = NULL;
	struct answers *as;

	if (letter_load(a, parse(body), some_parts, NULL, asked, GRANT_OR_REJECT,
	    note, &said, &l) != ERR_OK)
		fail_msg("refused: " STR_FMT, STR_ARG(buf_str(&said.b)));
	assert_int_equal(answers_read(a, asked, str_from_z(answered), none, &as), ERR_OK);
	answers_rules(as, &world);
	letter_answers(v, a, as, &world);
	assert_int_equal(letter_make(l, v, &b), ERR_OK);
	return text_of(buf_str(&b));
}

#define SAYS(body, answered, want) do { \
	struct str said_ = letter_of(INFO(body), "<f>" answered "</f>"); \
	assert_str(said_, want); } while (0)

static void
a_page_of_which_nothing_is_told_has_no_heading(void **state)
{
	(void)state;
	SAYS("<each of='answers'><h><value of='title'/></h></each>", "<svar>ja</svar>", "P\n");
	SAYS("<p>Slik:</p><each of='answers'><h><value of='title'/></h></each>", "", "Slik:\n");
}

static void
an_answer_is_said_in_words_and_asked_for_as_it_is_kept(void **state)
{
	(void)state;
	SAYS("<p>Svar: <value of='answer.svar'/>.</p>", "<svar>ja</svar>", "Svar: Ja, gjerne.\n");
	SAYS("<p><value of='answer.dag'/>, <value of='answer.inntekt'/></p>",
	    "<dag>2016-11-21</dag><inntekt>120050</inntekt>", "21. november 2016, 1\u00a0200,50\u00a0kr\n");
	SAYS("<p><value of='answer.alder'/> år, <value of='answer.doblet'/></p>",
	    "<dag>2016-11-21</dag><inntekt>100</inntekt>", "10 år, 200\n");
	SAYS("<p>x<when value='answer.svar' is='ja'>JA</when><when value='answer.svar' not='ja'>IKKE</when></p>",
	    "<svar>nei</svar>", "xIKKE\n");
	SAYS("<p>x<when value='answer.flere' is='tir'>T</when><when value='answer.flere' is='man'>M</when></p>",
	    "<flere>man tir</flere>", "xTM\n");
	SAYS("<p>x<when value='answer.flere' is='tir'>T</when><when value='answer.flere' not='tir'>-</when></p>",
	    "<flere>man</flere>", "x-\n");
	SAYS("<p>x<when value='answer.enig' is='true'>E</when><when value='answer.dag' is='2027-08-17'>D</when></p>",
	    "<enig>true</enig><dag>2027-08-17</dag>", "xED\n");
}

static void
an_answer_that_does_not_count_is_not_said(void **state)
{
	(void)state;
	SAYS("<p>x<value of='answer.skjult'/><when value='answer.skjult'>!</when></p>",
	    "<svar>ja</svar><skjult>hemmelig</skjult>", "x\n");
	SAYS("<p>x<value of='answer.skjult'/><when value='answer.skjult'>!</when></p>",
	    "<svar>nei</svar><skjult>her</skjult>", "xher!\n");
	SAYS("<p>x<value of='answer.dag'/><when value='answer.dag' is=''>tom</when></p>", "<dag typed=\"1\">i morgen</dag>",
	    "xtom\n");
}

static void
a_question_that_the_form_does_not_have_is_the_authors_error(void **state)
{
	static const struct {
		const char	*body, *why;
	} v[] = {
		{ "<p><value of='answer.savr'/></p>", "no question called savr; did you mean answer.svar?" },
		{ "<p><value of='answer.navn'/></p>", "stands in the repeat barn" },
		{ "<p><value of='answer.barn/navn'/></p>", "no question called barn/navn" },
		{ "<p><value of='answer.barn'/></p>", "no question called barn" },
		{ "<p><value of='answer.pid'/></p>", "an identity number is not written in a letter" },
		{ "<p><when value='answer.svar' is='jo'>x</when></p>", "'answer.svar' is never 'jo', but one of: ja nei" },
		{ "<p><when value='answer.flere' is='ons'>x</when></p>", "but one of: man tir" },
		{ "<p><when value='answer.dag' is='17.08.2027'>x</when></p>", "is kept as '2027-08-17'" },
		{ "<p><when value='answer.dag' is='snart'>x</when></p>", "is never 'snart'" },
		{ "<p><when value='answer.hager' is='b1'>x</when></p>", "known to the register alone" },
		{ "<p><each of='answer.flere'>x</each></p>", "is not a list" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct said said = { buf_new(a, 256) };
		struct str text = str_fmt(a, HEAD("info") "<title>T</title>%s</letter>", v[i].body);
		struct letter *l = NULL;

		assert_int_equal(letter_load(a, parse(text.p), some_parts, NULL, form(),
		    GRANT_OR_REJECT,
		    note,
		    &said, &l), ERR_CONFIG);
		if (memmem(said.b.p, said.b.n, v[i].why, strlen(v[i].why)) == NULL)
			fail_msg("%s is refused with " STR_FMT, v[i].body,
			    STR_ARG(buf_str(&said.b)));
	}
	assert_refused(INFO("<p><value of='answer.svar'/></p>"),
	    "1 this letter belongs to no service, and knows no answers\n");
}

TESTS(T(a_decision_is_filled_with_the_values_of_its_case),
    T(a_finished_letter_holds_no_slots_and_reads_back_the_same),
    T(the_other_outcome_takes_the_other_words),
    T(nobody_is_asked_to_answer_by_no_day),
    T(a_decision_for_which_nobody_gave_a_reason_is_not_made),
    T(a_decision_must_say_what_the_law_asks_for_whatever_the_outcome),
    T(words_for_each_outcome_together_are_enough),
    T(an_unknown_value_is_refused_with_its_line_and_the_nearest_name),
    T(what_cannot_stand_there_is_refused),
    T(a_part_that_is_missing_or_holds_itself_is_refused),
    T(a_finished_letter_becomes_blocks_for_a_page),
    T(a_letter_keeps_what_each_part_of_it_is_in),
    T(what_is_not_a_letter_is_not_read),
    T(answers_stand_page_by_page),
    T(a_row_without_text_is_left_out_and_so_are_rows_of_nothing),
    T(a_table_becomes_cells_for_a_page_and_lines_that_name_their_columns_as_text),
    T(a_table_without_columns_or_with_too_few_cells_is_refused),
    T(a_heading_below_another_keeps_its_level_and_one_below_none_is_like_any_other),
    T(a_finished_letter_says_what_came_of_the_reference),
    T(a_page_of_which_nothing_is_told_has_no_heading),
    T(an_answer_is_said_in_words_and_asked_for_as_it_is_kept),
    T(an_answer_that_does_not_count_is_not_said),
    T(a_question_that_the_form_does_not_have_is_the_authors_error))
