#include "f.h"

#include "xml/xml.h"

static const char everything[] = HEAD "<list id='l'><item value='a'>Alfa</item><item value='b'>Beta</item></list>"
    "<list id='hager' source='register:kindergartens'/>" PAGE
    "<text name='t'>" L "</text><text name='lang' lines='4'>" L "</text><number name='n'>" L "</number><money name='m'>" L "</money>"
    "<date name='d'>" L "</date><choice name='c' list='l'>" L "</choice><choices name='cs' list='l'>" L "</choices>"
    "<confirm name='k'>" L "</confirm><choice name='hage' list='hager'>" L "</choice><text name='pid' type='no:pid'>" L "</text>"
    "<text name='fast' readonly='true()' prefill='register:person/name'>" L "</text><text name='laast' readonly='true()'>" L "</text><text name='navn' prefill='register:person/name'>" L "</text>"
    "<number name='regnet' calculate='n + 1'>" L "</number><text name='skjult' relevant=\"t = 'vis'\">" L "</text>"
    "<repeat name='r' min='1' max='3'>" L "<text name='pid' type='no:pid'>" L "</text><confirm name='k'>" L "</confirm></repeat>"
    "<output name='o' value='concat(t, 1)'>" L "</output><output name='f'>Fast tekst</output>"
    "</page><page id='q'><title>Q</title><text name='annen'>" L "</text></page></form>";

static struct answers *
reread(const struct answers *as, struct str text, const struct str *pairs, size_t n)
{
	struct answers *out = NULL;

	assert_int_equal(answers_read(a, as->form, text, (struct form_pairs){ pairs, n }, &out),
	    ERR_OK);
	answers_rules(out, &world);
	return out;
}

/* ---- written and read ---- */

static const char *const awkward[] = { "æøå ÆØÅ čđ 🌲", "a & b <c> \"d\" 'e'", "]]>", "&amp; &#65;",
    "linje 1\nlinje 2\tslutt",
	"<![CDATA[x]]>", "<!-- -->", "person:@1", "xperson:person:y", "<f>", "=\"" };

static void
any_text_comes_back_as_it_was(void **state)
{
	struct answers *as = fresh(form(everything));

	(void)state;
	for (size_t i = 0; i < sizeof awkward / sizeof *awkward; i++) {
		struct str text, xml;
		xmlDoc *doc;

		text = str_fmt(a, "lang=%s", awkward[i]);
		POST(as, text.p);
		xml = written(as, ANSWERS_DRAFT);
		assert_str(text_of(reread(as, xml, NULL, 0), "lang"), awkward[i]);
		/* and any XML reader finds the same */
		assert_int_equal(xml_parse(a, xml, NULL, NULL, &doc), ERR_OK);
		assert_str(xml_text_raw(a, xml_child(xml_root(doc), "lang")), awkward[i]);
		assert_null(memmem(xml.p, xml.n, "person:", 7));
	}
}

static void
every_kind_of_answer_comes_back(void **state)
{
	struct answers *as = fresh(form(everything)), *back;
	struct str xml;

	(void)state;
	POST(as, "t=x", "n=2,5", "m=1200", "d=17/8-27", "c=b", "cs=a", "cs=b", "k=true", "hage=b1",
	    "r.1.k=true");
	xml = written(as, ANSWERS_DRAFT);
	assert_str(xml, "<f><t>x</t><n>2.5</n><m>120000</m><d>2027-08-17</d><c>b</c><cs>a b</cs><k>true</k><hage>b1</hage>"
	    "<regnet>3.5</regnet><r><k>true</k></r></f>");
	back = reread(as, xml, NULL, 0);
	assert_true(str_eq(written(back, ANSWERS_DRAFT), xml));
	assert_str(text_of(back, "regnet"), "3.5");
}

static void
what_does_not_parse_is_kept_as_typed(void **state)
{
	struct answers *as = fresh(form(everything)), *back;

	(void)state;
	POST(as, "d= 32.13.2027 ", "m=tusen");
	assert_str(written(as, ANSWERS_DRAFT), "<f><m typed=\"1\">tusen</m><d typed=\"1\">32.13.2027</d><r></r></f>");
	back = reread(as, written(as, ANSWERS_DRAFT), NULL, 0);
	assert_str(issues(back), "m:type:error d:type:error");
	assert_str(answer_value(a, answers_find(back, STR("d"))), "32.13.2027");
	POST(back, "d=31.12.2027", "m=1000");
	assert_str(issues(back), "");
}

static void
identity_numbers_leave_the_text_and_come_back_by_their_references(void **state)
{
	const struct str pairs[] = { STR("0190-aaaa=13097248022"), STR("0190-bbbb=29029648784") };
	struct answers *as = fresh(form(everything)), *back;
	struct form_pids pids;
	struct buf b = buf_new(a, 256);
	struct str text;

	(void)state;
	assert_true(answers_button(as, as->form->pages, STR("legg-til:r"), &world, NULL));
	POST(as, "pid=130972 48022", "r.1.pid=29029648784", "r.2.pid=13097248022");
	answers_write(as, ANSWERS_DRAFT, &b, &pids);
	assert_str(buf_str(&b), "<f><pid>person:@1</pid><r><pid>person:@2</pid></r><r><pid>person:@1</pid></r></f>");
	assert_int_equal(pids.n, 2);
	assert_str(pids.v[0], "13097248022");
	assert_str(pids.v[1], "29029648784");

	text = STR("<f><pid>person:0190-aaaa</pid><r><pid>person:0190-cccc</pid></r></f>");
	back = reread(as, text, pairs, 2);
	assert_str(text_of(back, "pid"), "13097248022");
	/* one we may not know is kept, counts, and shows as nothing */
	assert_true(answers_find(back, STR("r.1.pid"))->ref);
	assert_str(issues(back), "");
	assert_str(answer_shown(a, answers_find(back, STR("r.1.pid")), &world), "");
	assert_str(written(back, ANSWERS_DRAFT), "<f><pid>person:@1</pid><r><pid>person:0190-cccc</pid></r></f>");
}

static void
a_reference_that_somebody_types_stays_text(void **state)
{
	const struct str pairs[] = { STR("0190-aaaa=13097248022") };
	struct answers *as = fresh(form(everything)), *back;

	(void)state;
	POST(as, "pid=person:0190-aaaa", "t=person:0190-aaaa");
	back = reread(as, written(as, ANSWERS_DRAFT), pairs, 1);
	assert_str(text_of(back, "pid"), "person:0190-aaaa");
	assert_str(text_of(back, "t"), "person:0190-aaaa");
	assert_str(issues(back), "pid:type:error");
}

static void
what_we_did_not_write_is_refused(void **state)
{
	static const char *const wrong[] = { "", "x", "<g></g>", "<f>", "<f></g>", "<f><t>x</f>",
	    "<f></f>x", "<f></f><f></f>", "<f><t>x</t>",
		"<f><t>&nbsp;</t></f>", "<f><t>&#x41;</t></f>", "<f><t>&amp</t></f>",
		"<?xml version='1.0'?><f/>", "<f><!-- x --></f>", "<f>x</f>", "<f><t><u/></t></f>",
		"</f>", "<f", "<f><", "<f><t", "<>", "<f><r><t></r></f>" };
	const struct form *f = form(everything);
	struct answers *as = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (answers_read(a, f, str_from_z(wrong[i]), (struct form_pairs){ NULL, 0 },
		    &as) != ERR_INPUT)
			fail_msg("%s is read", wrong[i]);
	assert_null(as);
}

static void
elements_that_the_form_does_not_know_are_passed_over(void **state)
{
	struct answers *as = fresh(form(everything));

	(void)state;
	as = reread(as, STR("<f><gammel>x<y>z</y>&#65;</gammel><t>a</t><tom/></f>"), NULL, 0);
	assert_str(written(as, ANSWERS_DRAFT), "<f><t>a</t><r></r></f>");
}

/* ---- posted ---- */

static void
only_what_is_open_on_this_page_is_taken(void **state)
{
	struct answers *as = fresh(form(everything));
	struct answers_posted got;

	(void)state;
	got = POST(as, "t=1", "laast=2", "regnet=3", "annen=4", "skjult=5", "finnes=6", "r.1.pid=",
	    "r.2.pid=7", "r.x.pid=8", "r=9", "o=10", "f=11", "q=12", "r.1=13", "r.1.k.2=14");
	assert_str(written(as, ANSWERS_DRAFT), "<f><t>1</t><r></r></f>");
	assert_int_equal(got.taken, 2);
	assert_int_equal(got.ignored, 7);	/* laast regnet annen skjult r o f */
	assert_int_equal(got.unknown, 6);	/* finnes r.2.pid r.x.pid q r.1 r.1.k.2 */
}

static void
the_buttons_own_fields_are_not_counted(void **state)
{
	const struct form_field f[] = { { STR("csrf"), STR("x") },
	    { STR("handling"), STR("neste") }, { STR("t"), STR("y") } };
	struct answers *as = fresh(form(everything));
	struct answers_posted got;

	(void)state;
	assert_int_equal(answers_post(as, as->form->pages, f, 3, (const char *const[]){ "csrf",
	    "handling", NULL }, &world, &got), ERR_OK);
	assert_int_equal(got.taken, 1);
	assert_int_equal(got.unknown, 0);
}

static void
an_answer_may_come_with_the_one_that_asks_for_it(void **state)
{
	struct answers *as = fresh(form(everything));

	(void)state;
	POST(as, "skjult=hemmelig", "t=vis");
	assert_str(text_of(as, "skjult"), "hemmelig");
	POST(as, "skjult=annet", "t=gjem");
	POST(as, "t=vis");
	assert_str(text_of(as, "skjult"), "hemmelig");
}

static void
ticks_that_are_not_posted_were_taken_away(void **state)
{
	struct answers *as = fresh(form(everything));

	(void)state;
	POST(as, "k=true", "cs=a", "t=x", "c=a", "r.1.k=true");
	assert_str(text_of(as, "r.1.k"), "true");
	post(as, "q", (const char *const[]){ "annen=1", NULL });
	assert_str(text_of(as, "k"), "true");
	POST(as, "t=y");
	assert_str(text_of(as, "k"), "");
	assert_str(text_of(as, "cs"), "");
	assert_str(text_of(as, "r.1.k"), "");
	assert_str(text_of(as, "c"), "a");		/* a radio cannot be taken away by leaving
							   it out */
}

static void
more_than_a_draft_may_hold_is_refused_whole(void **state)
{
	struct answers *as = fresh(form(everything));
	struct form_field f[2] = { { STR("t"), STR("ny") },
	    { STR("lang"), { NULL, FORM_TOTAL_BYTES } } };
	char *big = arena_alloc(a, FORM_TOTAL_BYTES);
	struct answers_posted got;

	(void)state;
	memset(big, 'x', FORM_TOTAL_BYTES);
	f[1].value.p = big;
	assert_int_equal(answers_post(as, as->form->pages, f, 2, NULL, &world, &got), ERR_TOO_BIG);
	assert_str(text_of(as, "t"), "");
}

#define FROM " from=\"register:person/name\" at=\"2026-11-21T12:05:00Z\""

static void
prefilled_answers_tell_where_they_came_from_and_whether_they_were_corrected(void **state)
{
	struct answers *as = answers_new(a, form(everything)), *back;

	(void)state;
	answers_prefill(as, &world);
	answers_rules(as, &world);
	assert_str(text_of(as, "fast"), "Kari Nordmann");
	POST(as, "navn=Kari N.");
	back = reread(as, written(as, ANSWERS_DRAFT), NULL, 0);
	assert_str(written(back, ANSWERS_DRAFT), "<f><fast" FROM ">Kari Nordmann</fast><navn" FROM
	    " changed=\"1\">Kari N.</navn><r></r></f>");
	assert_true(answers_find(back, STR("navn"))->changed);
	assert_false(answers_find(back, STR("fast"))->changed);
}

static bool
is_away(void *ctx, struct str name)
{
	(void)ctx;
	return str_eq_z(name, "person/name");
}

static struct str
nothing(void *ctx, struct str name)
{
	(void)ctx, (void)name;
	return STR_NONE;
}

/* The register is down: the question is open although it would be locked, and says why. */
static void
a_register_that_is_away_leaves_the_question_to_the_person(void **state)
{
	struct answers *as = answers_new(a, form(everything)), *back;

	(void)state;
	world.value = nothing;
	world.away = is_away;
	answers_prefill(as, &world);
	answers_rules(as, &world);
	assert_true(answers_find(as, STR("fast"))->away);
	assert_false(answers_find(as, STR("fast"))->readonly);
	POST(as, "fast=Ola");
	back = reread(as, written(as, ANSWERS_DRAFT), NULL, 0);
	assert_str(written(back, ANSWERS_PRUNED), "<f pruned=\"15\"><fast" FROM " changed=\"1\" away=\"1\">Ola</fast><r></r><o>1</o></f>");
	assert_false(answers_find(back, STR("fast"))->readonly);
	/* one that knows nothing of the person is not away, and nothing is kept of it */
	world.away = NULL;
	as = answers_new(a, form(everything));
	answers_prefill(as, &world);
	answers_rules(as, &world);
	assert_false(answers_find(as, STR("fast"))->readonly);
	assert_str(written(as, ANSWERS_DRAFT), "<f><r></r></f>");
}

static void
a_prefilled_answer_that_is_locked_cannot_be_changed_and_one_that_is_emptied_stays_so(void **state)
{
	struct answers *as = answers_new(a, form(everything)), *back;

	(void)state;
	answers_prefill(as, &world);
	answers_rules(as, &world);
	POST(as, "fast=Ola", "navn=");
	assert_str(text_of(as, "fast"), "Kari Nordmann");
	back = reread(as, written(as, ANSWERS_DRAFT), NULL, 0);
	assert_str(text_of(back, "navn"), "");
	answers_prefill(back, &world);
	assert_str(text_of(back, "navn"), "");
	assert_null(strstr(str_z(a, written(back, ANSWERS_PRUNED)), "<navn"));
}

static void
a_row_that_is_added_is_prefilled_too(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<repeat name='r'>" L "<text name='n' prefill='register:person/name'>" L
	    "</text><repeat name='s' min='1'>" L "<text name='n' prefill='register:person/name'>" L "</text></repeat></repeat>" END));

	(void)state;
	assert_true(answers_button(as, as->form->pages, STR("legg-til:r"), &world, NULL));
	assert_true(answers_button(as, as->form->pages, STR("legg-til:r.1.s"), &world, NULL));
	assert_str(text_of(as, "r.1.n"), "Kari Nordmann");
	assert_str(text_of(as, "r.1.s.1.n"), "Kari Nordmann");
	assert_str(text_of(as, "r.1.s.2.n"), "Kari Nordmann");
}

/* ---- searched ---- */

static void
an_option_is_found_by_any_of_its_words_and_columns(void **state)
{
	static const struct str names[] = { STR("name"), STR("address") };
	static const struct str one[] = { STR("Blåbærskogen"), STR("Skogveien 4") };
	static const struct str two[] = { STR("Čáhppes"), STR("Strandgata 1") };
	static const struct form_option v[] = {
		{ STR("b1"), STR("Blåbærskogen"), one }, { STR("b2"), STR("Čáhppes"), two } };
	const struct form_options o = { v, 2, names, 2 };
	const struct form_list list = { .columns = STR("name address") }, bare = { .line = 1 };
	const struct form_option *hits[2];

	(void)state;
	assert_int_equal(form_search(a, &list, o, STR(""), hits, 2), 0);
	assert_int_equal(form_search(a, &list, o, STR("BLÅ"), hits, 2), 1);
	assert_str(hits[0]->value, "b1");
	assert_int_equal(form_search(a, &list, o, STR(" strand   cahp "), hits, 2), 1);
	assert_str(hits[0]->value, "b2");
	assert_int_equal(form_search(a, &list, o, STR("strand skog"), hits, 2), 0);
	assert_int_equal(form_search(a, &list, o, STR("e"), hits, 1), 2);
	assert_int_equal(form_search(a, &bare, o, STR("strand"), hits, 2), 0);
	assert_str(form_option_note(a, &list, o, &v[0]), "Skogveien 4");
	assert_str(form_option_note(a, &bare, o, &v[0]), "");
}

/* ---- shown ---- */

static void
answers_are_shown_in_words(void **state)
{
	static const struct {
		const char	*name, *shown;
	} v[] = { { "d", "17. august 2027" }, { "m", "1\u00a0200,50\u00a0kr" }, { "c", "Beta" },
	    { "cs", "Alfa, Beta" }, { "k", "Ja" },
		{ "hage", "Solsikken" }, { "pid", "130972\u00a048022" }, { "n", "2,5" }, { "o", "x1" }, { "f", "Fast tekst" }, { "lang", "" } };
	struct answers *as = fresh(form(everything));

	(void)state;
	POST(as, "t=x", "n=2,5", "m=1200,50", "d=17/8-27", "c=b", "cs=a", "cs=b", "k=true",
	    "hage=b2", "pid=13097248022");
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		assert_str(answer_shown(a, answers_find(as, str_from_z(v[i].name)), &world),
		    v[i].shown);
	assert_true(answer_has(answers_find(as, STR("cs")), STR("b")));
	assert_false(answer_has(answers_find(as, STR("c")), STR("a")));
	assert_int_equal(form_options(form_find(as->form, STR("hage")), &world).n, 2);
}

static void
where_somebody_lives_is_masked_for_a_reader_who_may_not_know(void **state)
{
	static const struct {
		const char	*name, *open, *masked;
	} v[] = { { "gate", "Gata 1", "Skjermet adresse" }, { "o", "i Gata 1", "Skjermet adresse" },
	    { "navn", "Kari", "Kari" }, { "annen", "", "" } };
	struct answers *as = fresh(form(HEAD PAGE "<text name='gate' address='true'>" L "</text>"
	    "<text name='annen' address='true'>" L "</text><text name='navn' address='false'>" L
	    "</text><output name='o' value=\"concat('i ', gate)\" address='true'/>" END));

	(void)state;
	POST(as, "gate=Gata 1", "navn=Kari");
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		const struct answer *n = answers_find(as, str_from_z(v[i].name));

		world.mask = false;
		assert_str(answer_shown(a, n, &world), v[i].open);
		world.mask = true;
		assert_str(answer_shown(a, n, &world), v[i].masked);
	}
}

static void
the_same_answers_and_world_give_the_same_issues(void **state)
{
	struct answers *as = fresh(form(everything));
	struct str first;

	(void)state;
	POST(as, "d=x", "m=y", "c=z");
	first = issues(as);
	answers_rules(as, &world);
	assert_true(str_eq(issues(as), first));
}

TESTS(
	T(any_text_comes_back_as_it_was),
	T(every_kind_of_answer_comes_back),
	T(what_does_not_parse_is_kept_as_typed),
	T(identity_numbers_leave_the_text_and_come_back_by_their_references),
	T(a_reference_that_somebody_types_stays_text),
	T(what_we_did_not_write_is_refused),
	T(elements_that_the_form_does_not_know_are_passed_over),
	T(only_what_is_open_on_this_page_is_taken),
	T(the_buttons_own_fields_are_not_counted),
	T(an_answer_may_come_with_the_one_that_asks_for_it),
	T(ticks_that_are_not_posted_were_taken_away),
	T(more_than_a_draft_may_hold_is_refused_whole),
	T(prefilled_answers_tell_where_they_came_from_and_whether_they_were_corrected),
	T(a_register_that_is_away_leaves_the_question_to_the_person),
	T(a_prefilled_answer_that_is_locked_cannot_be_changed_and_one_that_is_emptied_stays_so),
	T(a_row_that_is_added_is_prefilled_too),
	T(an_option_is_found_by_any_of_its_words_and_columns),
	T(answers_are_shown_in_words),
	T(where_somebody_lives_is_masked_for_a_reader_who_may_not_know),
	T(the_same_answers_and_world_give_the_same_issues),
)
