/* A scenario holds a service to what it says, and tells at its line where it does not. */
#include "small.h"

enum where { OM, HVOR, SEND, GRANT };

/* A walk that goes well, with one more expectation in one of its steps, each step on its line. */
static const char *
walk(enum where where, const char *expectation)
{
	static const char *const before[] = {
		"<page id='om'><answer name='navn'>Kari</answer><answer name='nummer'>128390 10182</answer>"
		"<answer name='vil'>ja</answer><answer name='hvorfor'>derfor</answer>"
		"<answer name='dag'>19/11-26</answer><expect>",
		"<page id='hvor'><answer name='onske.1.sted'>nord</answer><press>legg-til:onske</press>"
		"<answer name='onske.2.sted'>sor</answer><answer name='enig'>true</answer><expect>",
		"<submit><expect>",
		"<event name='grant' by='caseworker' today='2026-12-01'><decision place='nord' start='1.1.27'>"
		"<reason>rett</reason></decision><expect>" };
	static const char *const after[] = { "</expect></page>\n", "</expect></page>\n",
		"</expect></submit>\n", "</expect></event>\n" };
	struct buf b = buf_new(a, 4096);

	for (int i = 0; i < 4; i++)
		buf_fmt(&b, "%s%s%s", before[i], i == (int)where ? expectation : "", after[i]);
	return str_fmt(a, SCENARIO("%s"), str_z(a, buf_str(&b))).p;
}

#define DOC(inside) "<pruned><liten>" inside "</liten></pruned>"
#define OM_DOC	"<navn>Kari</navn><nummer>12839010182</nummer><vil>ja</vil> <hvorfor>derfor</hvorfor>" \
	"<dag>2026-11-19</dag><lengde>4</lengde>"

static const struct {
	enum where	 where;
	const char	*holds, *fails, *came;
} expectations[] = {
	{ OM, "<issue name='dag' on='constraint' level='warning' contains='passert'/>",
	    "<issue name='dag' on='constraint' level='info'/>", "came: warning on dag" },
	{ OM, "<issue level='warning'/>", "<issue level='warning' contains='fremtid'/>", "came: warning on dag" },
	{ OM, "<no-issue name='navn'/>", "<no-issue/>", "came: warning on dag" },
	{ OM, "<no-issue level='error'/>", "<no-issue name='dag' on='constraint'/>", "came: warning on dag" },
	{ OM, "<shown name='hvorfor'/>", "<hidden name='hvorfor'/>", "it is shown" },
	{ OM, "<shown name='hvor'/>", "<hidden name='hvor'/>", "it is shown" },
	{ OM, "<value name='lengde'>4</value>", "<value name='lengde'>5</value>", "it is '4'" },
	{ OM, "<value name='dag'>2026-11-19</value>", "<value name='dag'>19.11.2026</value>", "it is '2026-11-19'" },
	{ OM, "<value name='dag' as='shown'>19. november 2026</value>", "<value name='dag' as='shown'>2026-11-19</value>",
	    "it is '19. november 2026'" },
	{ OM, "<value name='nummer' as='shown'>128390 10182</value>", "<value name='nummer'/>", "it is '12839010182'" },
	{ HVOR, "<value name='onske.2.sted' as='shown'>S\xc3\xb8rby</value>", "<value name='onske.3.sted'>sor</value>",
	    "there is no such row" },
	{ HVOR, "<hidden name='onske.3.sted'/>", "<shown name='onske.3.sted'/>", "there is no such row" },
	{ HVOR, "<rows name='onske'>2</rows>", "<rows name='onske'>3</rows>", "there are 2" },
	{ SEND, "<pages> om  hvor </pages>", "<pages>hvor om</pages>", "shown are om hvor" },
	{ SEND, DOC(OM_DOC "<onske><sted>nord</sted></onske><onske> <sted> sor</sted></onske><enig>true</enig>"),
	    DOC(OM_DOC "<onske><sted>sor</sted></onske><onske><sted>nord</sted></onske><enig>true</enig>"),
	    "in /liten/onske/sted: expected <sted>sor; came <sted>nord" },
	{ SEND, "", DOC(OM_DOC "<onske><sted>nord</sted></onske><enig>true</enig>"),
	    "in /liten: expected <enig>true; came <onske>" },
	{ SEND, "", DOC(OM_DOC "<onske><sted>nord</sted></onske><onske><sted>sor</sted></onske>"),
	    "in /liten: expected no more; came <enig>true" },
	{ SEND, "", "<pruned><stor/></pruned>", "expected <stor>; came <liten>" },
	{ SEND, "<state>received</state>", "<state>over</state>", "it is received" },
	{ SEND, "<letter name='kvittering' contains='Hei, Kari, den 20. november 2026.'/>",
	    "<letter name='kvittering' contains='Hei, Ola'/>", "it says: kvittering Hei, Kari" },
	{ SEND, "<letter name='kvittering' lacks='12839010182'/>", "<letter name='kvittering' lacks='derfor'/>", "it does" },
	{ SEND, "<no-letter name='svar'/>", "<no-letter/>", "made were: kvittering" },
	{ SEND, "", "<letter name='svar'/>", "made were: kvittering" },
	{ SEND, "<deadline event='deadline.sen' due='2026-12-20'/>", "<deadline event='deadline.sen' due='2026-12-21'/>",
	    "it is 2026-12-20" },
	{ SEND, "<deadline event='deadline.sen'/>", "<no-deadline event='deadline.sen'/>", "it runs to 2026-12-20" },
	{ SEND, "<may by='caseworker'>reject grant</may>", "<may by='caseworker'>reject</may>", "may: grant reject" },
	{ SEND, "<may by='leader'>grant reject</may>", "<may by='leader'>grant reject withdraw</may>", "may: grant reject" },
	{ SEND, "<may by='applicant'>withdraw</may>", "<may by='applicant'/>", "may: withdraw" },
	{ GRANT, "<state>over</state>", "<state>received</state>", "it is over" },
	{ GRANT, "<letter name='svar' contains='Du fikk Nordby.'/>", "<letter name='svar' contains='Du fikk S\xc3\xb8rby.'/>",
	    "it says: svar Du fikk Nordby." },
	{ GRANT, "<no-deadline event='deadline.sen'/>", "<deadline event='deadline.sen'/>", "it is not running" },
	{ GRANT, "<may by='applicant'/>", "<refused/>", "it happened" },
};

static void
each_expectation_that_holds_is_silent_and_one_that_does_not_is_told_at_its_line(void **state)
{
	const struct release *r = small();

	(void)state;
	for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
		enum where at = expectations[i].where;
		const char *told = run(r, NULL, walk(at, expectations[i].holds));

		if (told[0] != '\0')
			fail_msg("%s holds, but: %s", expectations[i].holds, told);
		told = run(r, NULL, walk(at, expectations[i].fails));
		if (strstr(told, expectations[i].came) == NULL ||
		    strchr(told, '\n')[1] != '\0' || told[0] != '2' + (int)at)
			fail_msg("%s does not hold: %s", expectations[i].fails, told);
	}
}

#define OM_GOOD	"<page id='om'><answer name='navn'>Kari</answer><answer name='vil'>nei</answer></page>"
#define FILE_(name, type, size) "<file name='papir' filename='" name "' type='" type "' size='" size "'/>"
#define HVOR_GOOD "<page id='hvor'><answer name='onske.1.sted'>nord</answer></page>"

static const struct {
	const char	*inside, *told;
} steps[] = {
	/* the municipality's map: without one the rule holds its tongue */
	{ "<page id='om'><answer name='sted'>61, 10</answer><answer name='navn'>Kari</answer><answer name='vil'>nei</answer></page>", "" },
	{ "<municipality><shape layer='municipality'>59,10 60,10 60,11 59,11</shape></municipality>"
	    "<page id='om'><answer name='sted'>61, 10.5</answer><answer name='navn'>Kari</answer><answer name='vil'>nei</answer></page>",
	    "error on sted (constraint" },
	{ "<municipality><shape layer='municipality'>59,10 60,10 60,11 59,11</shape></municipality>"
	    "<page id='om'><answer name='sted'>59.5, 10.5</answer><answer name='navn'>Kari</answer><answer name='vil'>nei</answer></page>", "" },
	/* the way from page to page */
	{ OM_GOOD HVOR_GOOD "<submit/>", "" },
	{ OM_GOOD "<page id='hvor'><press>forrige</press></page>" OM_GOOD, "" },
	{ "<page id='om'><press>lagre</press></page>" OM_GOOD, "" },
	{ OM_GOOD "<page id='om' jump='true'/>" HVOR_GOOD, "" },
	{ OM_GOOD "<page id='om'/>", "the person has come to hvor, and not to om" },
	{ OM_GOOD "<submit/>", "the person has come to hvor, and not to the summary" },
	{ OM_GOOD HVOR_GOOD "<page id='om'/>", "the person has come to the summary" },
	{ OM_GOOD HVOR_GOOD "<submit/>" OM_GOOD, "the application is sent already" },
	{ OM_GOOD HVOR_GOOD "<submit/><submit/>", "the application is sent already" },
	/* errors */
	{ "<page id='om'><answer name='navn'>Kari</answer></page>", "the person cannot go on: error on vil (required" },
	{ "<page id='om'><expect><issue name='vil'/><issue name='navn'/></expect></page>" OM_GOOD HVOR_GOOD, "" },
	{ "<page id='om'><expect><issue/></expect></page>" HVOR_GOOD, "the person has come to om" },
	{ "<submit jump='true'/>", "the person cannot go on: error on navn (required" },
	{ "<submit jump='true'><expect><issue/><no-letter/></expect></submit><page id='om' jump='true'>"
	    "<answer name='navn'>K</answer><answer name='vil'>nei</answer></page>" HVOR_GOOD "<submit/>", "" },
	{ "<submit jump='true'><expect><issue/><state>received</state></expect></submit>", "it is not sent" },
	/* what is filled in */
	{ "<page id='om'><answer name='hvorfor'>fordi</answer></page>", "cannot answer hvorfor: it is not asked for" },
	{ "<page id='om'><answer name='lengde'>3</answer></page>", "cannot answer lengde: it cannot be changed" },
	{ "<page id='om'><answer name='enig'>true</answer></page>", "cannot answer enig: it stands on another page" },
	{ OM_GOOD "<page id='hvor'><answer name='onske.2.sted'>nord</answer></page>", "it has no such row" },
	{ OM_GOOD "<page id='hvor'><answer name='onske.1.sted'>vest</answer></page>", "error on onske.1.sted (list" },
	{ OM_GOOD "<page id='hvor'><press>fjern:onske:1</press></page>", "there is no button fjern:onske:1 here now" },
	{ OM_GOOD "<page id='hvor'><answer name='onske.1.sted'>nord</answer><answer name='enig'>true</answer></page>"
	    "<page id='hvor' jump='true'><expect><value name='enig'>true</value></expect></page>"
	    "<page id='hvor' jump='true'><answer name='enig'/><expect><value name='enig'/></expect></page>", "" },
	/* files */
	{ OM_GOOD "<page id='hvor'><answer name='onske.1.sted'>nord</answer>" FILE_("mitt kort.png", "image/png", "9")
	    FILE_("b.pdf", "application/pdf", "2048") "<press>oppdater</press><expect>"
	    "<value name='papir'>mitt-kort.png b.pdf</value><value name='papir' as='shown'>mitt kort.png, b.pdf</value>"
	    "</expect></page><page id='hvor'><press>fjern-fil:papir:mitt-kort.png</press><press>neste</press></page>"
	    "<submit><expect><letter name='kvittering' contains='Papir: b.pdf'/>"
	    DOC("<navn>Kari</navn><vil>nei</vil><lengde>4</lengde><onske><sted>nord</sted></onske><papir>b.pdf</papir>")
	    "</expect></submit>", "" },
	{ OM_GOOD "<page id='hvor'>" FILE_("a.zip", "application/zip", "9") "</page>", "a.zip is not taken: it is of another kind" },
	{ OM_GOOD "<page id='hvor'>" FILE_("a.png", "image/png", "2049") "</page>", "it is too big" },
	{ OM_GOOD "<page id='hvor'>" FILE_("a.png", "image/png", "0") "</page>", "it is empty" },
	{ OM_GOOD "<page id='hvor'>" FILE_("a.png", "image/png", "1") FILE_("b.png", "image/png", "1")
	    FILE_("c.png", "image/png", "1") "</page>", "c.png is not taken: there are as many as may be" },
	{ "<page id='om'>" FILE_("a.png", "image/png", "1") "</page>", "it is not asked for here" },
	/* registers */
	{ OM_GOOD HVOR_GOOD "<register name='places'><away/></register><page id='hvor' jump='true'>"
	    "<expect><value name='onske.1.sted' as='shown'>nord</value></expect></page>"
	    "<register name='places'><option value='ost' label='O'/></register><page id='hvor' jump='true'>"
	    "<expect><issue on='list'/></expect></page>", "" },
	/* the clock and the case */
	{ OM_GOOD "<page id='hvor' today='2026-11-19'/>", "the clock goes back: it is 2026-11-20 already" },
	{ OM_GOOD "<event name='withdraw' by='applicant'/>", "the application is not sent yet" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='withdraw' by='caseworker'/>",
	    "the event withdraw is refused: it is not for the caseworker" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='grant' by='caseworker'><decision place='nord' start='1.1.27'>"
	    "<reason>rett</reason></decision></event>", "is refused: its condition does not hold" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='withdraw' by='applicant'/><event name='reject' by='leader'><decision>"
	    "<reason>full</reason></decision></event>", "is refused: nothing takes it in the state over" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='reject' by='applicant'><expect><refused/></expect></event>", "" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='deadline.sen' by='system'><expect><state>over</state></expect></event>", "" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='deadline.sen' by='system' today='2026-12-19'/>",
	    "the deadline deadline.sen is not due before 2026-12-20" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='withdraw' by='applicant'/><event name='deadline.sen' by='system'/>",
	    "the deadline deadline.sen is not running" },
	{ OM_GOOD HVOR_GOOD "<submit/><event name='grant' by='caseworker'><decision place='vest' start='1.1.27'>"
	    "<reason>rett</reason></decision></event>", "is refused: its condition" },
};

static void
a_step_that_cannot_be_taken_is_told_and_is_the_last(void **state)
{
	const struct release *r = small();

	(void)state;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		const char *told = run(r, NULL, str_fmt(a, SCENARIO("%s"), steps[i].inside).p);
		bool silent = steps[i].told[0] == '\0';

		if (silent != (told[0] == '\0') || strstr(told, steps[i].told) == NULL ||
		    (!silent && strchr(told, '\n')[1] != '\0'))
			fail_msg("%s: %s", steps[i].inside, told);
	}
}

#define ASKED(expect) "<hearing id='naboer'><asked party='Nora'><expect>" expect "</expect></asked></hearing>"

static void
one_who_is_asked_gets_a_letter_of_what_they_are_told_and_of_nothing_else(void **state)
{
	const struct release *r = small();
	const char *before = "<page id='om'><answer name='navn'>Kari</answer><answer name='vil'>ja</answer>"
	    "<answer name='hvorfor'>hemmelig</answer></page><page id='hvor'><answer name='onske.1.sted'>nord</answer>"
	    "<answer name='enig'>true</answer>" FILE_("plan.pdf", "application/pdf", "7") "</page>";

	(void)state;
	assert_string_equal(run(r, NULL, str_fmt(a, SCENARIO("%s%s%s"), before,
	    ASKED("<letter name='varsel' contains='Til Nora: Ja innen 4. desember 2026.'/><letter name='varsel' contains='plan.pdf'/>"
	    "<letter name='varsel' lacks='hemmelig'/>"), "<submit><expect><no-letter name='varsel'/></expect></submit>").p), "");
	assert_non_null(strstr(run(r, NULL, str_fmt(a, SCENARIO("%s%s"), before, ASKED("<letter name='varsel' contains='hemmelig'/>")).p),
	    "expected 'hemmelig' in the letter varsel; it says: varsel Til Nora: Ja"));
	assert_non_null(strstr(run(r, NULL,
	    str_fmt(a, SCENARIO("%s<submit/>%s"), before, ASKED("")).p),
	    "the hearing naboer asks before the application is sent"));
}

#define MISSING(by, item) "<event name='withdraw' by='applicant'><missing answer-by='" by "' note='Ring oss.'><item " item "</missing></event>"

static void
what_is_asked_for_is_said_in_the_letters_from_there_on(void **state)
{
	const struct release *r = small();

	(void)state;
	assert_string_equal(run(r, NULL, str_fmt(a, SCENARIO("%s"), OM_GOOD HVOR_GOOD "<submit/>"
	    "<event name='withdraw' by='applicant'><missing answer-by='2026-12-04' note='Ring oss.'>"
	    "<item code='mangler' name='onske.1.sted'/><item code='mangler'>Kvittering</item></missing><expect>"
	    "<letter name='svar' contains='Onske 1: Sted Det mangler. loven; Kvittering Det mangler. loven; Ring oss. innen 4. desember 2026'/>"
	    "</expect></event>").p), "");
}

/* A name that there is none of is refused before anything runs, and the one meant is suggested. */
static const struct {
	const char	*inside, *told;
} names[] = {
	{ "<page id='oom'/>", "there is no page called 'oom'; did you mean om?" },
	{ "<page id='om'><answer name='naven'>K</answer></page>", "there is no question called 'naven'; did you mean navn?" },
	{ "<page id='hvor'><answer name='onske.1.stad'>K</answer></page>", "did you mean onske.1.sted?" },
	{ "<page id='hvor'><answer name='onske'>K</answer></page>", "onske cannot be answered: it is a repeat" },
	{ "<page id='om'><file name='navn' filename='x' type='t' size='1'/></page>", "navn is not an upload question" },
	{ "<page id='hvor'><answer name='papir'>x</answer></page>", "papir is answered with a file" },
	{ "<page id='om'><press>nesten</press></page>", "there is no button called 'nesten'; did you mean neste?" },
	{ "<page id='om'><press>legg-til:barn</press></page>", "a question that there is none of" },
	{ "<page id='om'><press>neste</press><press>lagre</press></page>", "'neste' leaves the page" },
	{ "<page id='om'><expect><issue name='nvn'/></expect></page>", "did you mean navn?" },
	{ "<page id='om'><expect><hidden name='hvorr'/></expect></page>", "did you mean hvorfor?" },
	{ "<submit><expect><letter name='kvitering'/></expect></submit>", "there is no letter called 'kvitering'; did you mean kvittering?" },
	{ "<submit><expect><state>recieved</state></expect></submit>", "there is no state called 'recieved'; did you mean received?" },
	{ "<submit><expect><pages>om her</pages></expect></submit>", "there is no page called 'her'" },
	{ "<submit><expect><deadline event='deadline.seen'/></expect></submit>", "did you mean deadline.sen?" },
	{ "<submit><expect><may by='applicant'>withdrew</may></expect></submit>", "did you mean withdraw?" },
	{ "<event name='submit' by='applicant'/>", "there is no event called 'submit'" },
	{ "<event name='reject' by='caseworker'><decision><reason>ful</reason></decision></event>",
	    "there is no reason called 'ful'; did you mean full?" },
	{ "<event name='reject' by='caseworker'><decision><reason>rett</reason></decision></event>",
	    "'rett' is a reason of the outcome grant" },
	{ "<event name='reject' by='caseworker'/>", "a decision needs at least one reason" },
	{ "<event name='grant' by='caseworker'><decision start='1.1.27'><reason>rett</reason></decision></event>",
	    "a decision that says grant needs a start and a place" },
	{ "<event name='withdraw' by='applicant'><decision/></event>", "withdraw is not an outcome" },
	{ "<register name='place'><option value='a' label='A'/></register>", "there is no register called 'place'; did you mean places?" },
	{ "<register name='places'><option value='a' label='A'><column name='adress'>x</column></option></register>",
	    "there is no column called 'adress'; did you mean address?" },
	{ "<submit today='2026-02-30'/>", "there is no such day" },
	{ MISSING("2026-12-04", "code='mangla' name='navn'/>"), "there is no deficiency called 'mangla'; did you mean mangler?" },
	{ MISSING("2026-12-04", "code='mangler' name='nvn'/>"), "did you mean navn?" },
	{ MISSING("2026-12-04", "code='mangler'/>"), "what is asked for needs the name of a question, or words" },
	{ MISSING("2026-02-30", "code='mangler' name='navn'/>"), "the applicant is asked to answer by a day" },
	{ "<hearing id='nabo'/>", "there is no hearing called 'nabo'; did you mean naboer?" },
	{ "<hearing id='naboer'><asked><expect><letter name='varsle'/></expect></asked></hearing>", "did you mean varsel?" },
};

static void
a_name_that_there_is_none_of_is_refused_with_the_one_meant(void **state)
{
	const struct release *r = small();

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *told = run(r, NULL, str_fmt(a, SCENARIO("%s"), names[i].inside).p);

		if (strstr(told, names[i].told) == NULL)
			fail_msg("%s: %s", names[i].inside, told);
	}
}

TESTS(
	T(each_expectation_that_holds_is_silent_and_one_that_does_not_is_told_at_its_line),
	T(one_who_is_asked_gets_a_letter_of_what_they_are_told_and_of_nothing_else),
	T(a_step_that_cannot_be_taken_is_told_and_is_the_last),
	T(what_is_asked_for_is_said_in_the_letters_from_there_on),
	T(a_name_that_there_is_none_of_is_refused_with_the_one_meant))
