/* small.h - a service of two pages, and a scenario run against it from its text */
#ifndef SMALL_H
#define SMALL_H

#include "../t.h"

#include <stdio.h>

#include "base/buf.h"
#include "scenario/scenario.h"

static const char small_form[] = "<form xmlns='urn:skranke:form:1' id='liten'><title>Liten</title>\n"
"<list id='janei'><item value='ja'>Ja</item><item value='nei'>Nei</item></list>\n"
"<list id='steder' source='register:places' columns='name address'/>\n"
"<page id='om'><title>Om deg</title>\n"
"<text name='navn' required='true()'><label>Navn</label></text>\n"
"<text name='nummer' type='no:pid'><label>Nummer</label></text>\n"
"<choice name='vil' list='janei' required='true()'><label>Vil du?</label></choice>\n"
"<text name='hvorfor' relevant=\"vil = 'ja'\"><label>Hvorfor?</label>\n"
"<constraint test='string-length(.) &gt; 3'>Skriv litt mer.</constraint></text>\n"
"<date name='dag'><label>Dag</label>\n"
"<constraint level='warning' test='. &gt;= today()'>Dagen er passert.</constraint></date>\n"
"<number name='lengde' type='integer' calculate='string-length(navn)'><label>Lengde</label></number>"
"<map name='sted' shape='point'><label>Sted</label><constraint test=\"geo-within(., 'municipality')\">Utenfor.</constraint></map>\n"
"</page>\n"
"<page id='hvor'><title>Hvor</title>\n"
"<repeat name='onske' min='1' max='3'><label>Onske</label>\n"
"<choice name='sted' list='steder' required='true()'><label>Sted</label></choice></repeat>\n"
"<confirm name='enig'><label>Enig</label></confirm>\n"
"<upload name='papir' accept='application/pdf image/*' max-size='2k' max-count='2'><label>Papir</label></upload>\n"
"</page></form>";

static const char small_service[] = "<service xmlns='urn:skranke:service:1' id='liten' prefix='LIT' acr='a'>"
"<title>Liten</title><form-title>Liten</form-title><lead>L</lead>"
"<decision places='steder' wishes='onske/sted' start='dag'/>"
"<hearings><hearing id='naboer' on='draft' rows='onske' letter='varsel' answer-days='14' law='loven' tells='vil papir'>"
"<citizen>Varsel</citizen><desk>Varsel</desk></hearing></hearings>"
"<reasons><reason code='rett' outcome='grant' law='loven'>Du har rett.</reason>"
"<reason code='full' outcome='reject' law='loven'>Det er fullt.</reason></reasons>"
"<outcomes><outcome id='grant' asks='place start'><citizen>Ja</citizen><desk>Ja</desk></outcome>"
"<outcome id='reject'><citizen>Nei</citizen><desk>Nei</desk></outcome></outcomes>"
"<deficiencies><deficiency code='mangler' law='loven'>Det mangler.</deficiency></deficiencies></service>";

static const char small_flow[] = "<scxml xmlns='http://www.w3.org/2005/07/scxml' "
"xmlns:sk='urn:skranke:flow:1' version='1.0' datamodel='x-skranke' initial='received'>\n"
"<state id='received'><onentry><sk:letter template='kvittering' to='applicant'/>\n"
"<sk:deadline event='deadline.sen' after='P1M'/></onentry>\n"
"<transition event='withdraw' target='over' sk:by='applicant'/>\n"
"<transition event='deadline.sen' target='over'/>\n"
"<transition event='grant' target='over' sk:by='caseworker' cond=\"vil = 'ja'\"/>\n"
"<transition event='reject' target='over' sk:by='caseworker'/></state>\n"
"<final id='over'><onentry><sk:letter template='svar' to='applicant'/></onentry></final></scxml>";

#define LETTER(id, text) "<letter xmlns='urn:skranke:letter:1' id='" id "' kind='info'>\n" \
	"<title>" id "</title>" text "</letter>"

static struct arena *a;
static char said[8192];

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx;
	snprintf(said + strlen(said), sizeof said - strlen(said), "%d: %s\n", line, message);
}

static void
add_file(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, "<file name=\"%s\">", name);
	xml_escape(b, str_from_z(text));
	buf_add_z(b, "</file>\n");
}

static const struct release *
small(void)
{
	const struct form_messages *m;
	struct buf b = buf_new(a, 16384);
	struct release *r;
	xmlDoc *doc;

	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, complain, NULL, &m), ERR_OK);
	buf_add_z(&b, "<release xmlns=\"urn:skranke:release:1\">\n");
	add_file(&b, "form.xml", small_form);
	add_file(&b, "service.xml", small_service);
	add_file(&b, "flow.scxml", small_flow);
	add_file(&b, "letters/kvittering.xml", LETTER("kvittering",
	    "<p>Hei,   <value of='person.name'/>, den <value of='today'/>.</p><answers/>"));
	add_file(&b, "letters/svar.xml", LETTER("svar",
	    "<when value='outcome' is='grant'>\n<p>Du fikk <value of='decision.place'/>.</p></when>\n"
	    "<when value='service.note'><p><value of='service.note'/></p></when><p>Slutt.</p>"
	    "<each of='missing.items'><p><value of='question'/> <value of='text'/> <value of='law'/>;</p></each>"
	    "<each of='missing.notes'><p><value of='text'/> innen <value of='missing.answer_by'/></p></each>"));
	add_file(&b, "letters/varsel.xml", LETTER("varsel", "<p>Til <value of='party.name'/>: <value of='answer.vil'/>"
	    "<value of='answer.hvorfor'/> innen <value of='hearing.deadline'/>.</p><each of='files'><p><value of='name'/></p></each>"));
	add_file(&b, "shared/letters/answers.xml", "<part xmlns='urn:skranke:letter:1'>"
	    "<each of='answers'><rows><each of='rows'><row><label><value of='label'/></label>"
	    "<text><value of='shown'/></text></row></each></rows></each></part>");
	add_file(&b, "pages.xml", "<pages><page id='om'><p>x</p></page><page id='hvor'><p>x</p></page>"
	    "<summary><p>x</p></summary></pages>");
	buf_add_z(&b, "</release>");
	said[0] = '\0';
	if (release_load(a, buf_str(&b), LANG_NB, m, complain, NULL, &r) != ERR_OK)
		fail_msg("the release is refused: %s", said);
	return r;
}

#define SCENARIO(inside) "<scenario xmlns='urn:skranke:scenario:1' title='T' today='2026-11-20'>" \
	"<person name='Kari'/><register name='places'><option value='nord' label='Nordby'/>" \
	"<option value='sor' label='S\xc3\xb8rby'/></register>\n" inside "</scenario>"

/* What is complained of when it is loaded, else when it runs. */
static const char *
run(const struct release *r, struct coverage *c, const char *text)
{
	const struct scenario *s;
	xmlDoc *doc;
	bool ok;

	said[0] = '\0';
	assert_int_equal(xml_parse(a, str_from_z(text), complain, NULL, &doc), ERR_OK);
	if (scenario_load(a, doc, r, complain, NULL, &s) != ERR_OK) {
		assert_true(said[0] != '\0');
		return said;
	}
	ok = scenario_run(a, s, c, complain, NULL);
	assert_int_equal(ok, said[0] == '\0');
	return said;
}

static int
start(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(64 << 20);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, start, stop)

#endif
