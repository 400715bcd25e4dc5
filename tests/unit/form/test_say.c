/* test_say.c - when a question on paper is to be answered, in words */
#include "f.h"

static struct str
said_of(const char *relevant)
{
	const struct form *f = form(str_fmt(a, HEAD
	    "<list id='l'><item value='ja'>Ja</item><item value='nei'>Nei</item></list>"
	    "<var name='begge' value=\"q = 'ja' and c\"/>" PAGE
	    "<choice name='q' list='l'><label>Bor du her?</label></choice>"
	    "<choices name='m' list='l'><label>Hva?</label></choices>"
	    "<number name='n' type='integer'><label>Hvor mange?</label></number>"
	    "<confirm name='c'><label>Jeg bor her</label></confirm>"
	    "<text name='t'><label>Navn</label></text>"
	    "<text name='x' relevant=\"%s\">" L "</text>" END, relevant).p);

	return form_say(a, f, form_find(f, STR("x"))->relevant, &world);
}

static void
says(const char *relevant, const char *want)
{
	struct str got = said_of(relevant);

	assert_non_null(got.p);
	assert_string_equal(str_z(a, got), want);
}

static void
an_answer_is_named_as_people_read_it(void **state)
{
	(void)state;
	says("q = 'ja'", "du svarte «Ja» på «Bor du her?»");
	says("'nei' = q", "du svarte «Nei» på «Bor du her?»");
	says("q != 'ja'", "du ikke svarte «Ja» på «Bor du her?»");
	says("selected(m, 'nei')", "du svarte «Nei» på «Hva?»");
	says("c", "du krysset av for «Jeg bor her»");
	says("t != ''", "du svarte på «Navn»");
	says("t = ''", "du ikke svarte på «Navn»");
	says("n &gt; 2", "du svarte mer enn 2 på «Hvor mange?»");
	says("n &lt;= 2", "du svarte 2 eller mindre på «Hvor mange?»");
}

static void
what_is_denied_is_turned_around(void **state)
{
	(void)state;
	says("not(q = 'ja')", "du ikke svarte «Ja» på «Bor du her?»");
	says("not(c)", "du ikke krysset av for «Jeg bor her»");
	says("not(n &gt; 2)", "du svarte 2 eller mindre på «Hvor mange?»");
	says("not(c or t != '')", "du ikke krysset av for «Jeg bor her», og du ikke svarte på «Navn»");
}

static void
conditions_are_joined_and_looked_through(void **state)
{
	(void)state;
	says("c or t != ''", "du krysset av for «Jeg bor her», eller du svarte på «Navn»");
	says("begge", "du svarte «Ja» på «Bor du her?», og du krysset av for «Jeg bor her»");
}

static void
what_no_answer_shows_is_not_said(void **state)
{
	(void)state;
	says("string-length(t) &gt; 3 and c", "du krysset av for «Jeg bor her»");
	assert_null(said_of("string-length(t) &gt; 3").p);
	assert_null(said_of("string-length(t) &gt; 3 or c").p);
	assert_null(said_of("today() &gt; date('2026-01-01')").p);
}

TESTS(
	T(an_answer_is_named_as_people_read_it),
	T(what_is_denied_is_turned_around),
	T(conditions_are_joined_and_looked_through),
	T(what_no_answer_shows_is_not_said),
)
