/* service.xml: what people are told, and the words for the life of a case. */
#include "../t.h"

#include <stdio.h>

#include "release/service.h"

#define HEAD "<service xmlns='urn:skranke:service:1' id='s' prefix='S'><title>Plass</title>"

static struct arena *a;
static char said[256];
static int said_line;

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx;
	said_line = line;
	snprintf(said, sizeof said, "%s", message);
}

static enum err
load(const char *text, struct service **out)
{
	xmlDoc *doc;

	said[0] = '\0';
	assert_int_equal(xml_parse(a, str_from_z(text), complain, NULL, &doc), ERR_OK);
	return service_load(a, doc, complain, NULL, out);
}

static const struct service *
service(const char *text)
{
	struct service *s = NULL;

	if (load(text, &s) != ERR_OK)
		fail_msg("the service is refused: %s", said);
	return s;
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(4 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static void
sections_hold_paragraphs_and_lists_in_the_order_they_are_written(void **state)
{
	const struct service *s = service(HEAD "<section id='who'><title>Hvem</title><p>Først.</p>"
	    "<list><item>en</item><item href='https://lovdata.no/'>to</item></list><p>Sist.</p>"
	    "</section><section id='cost'><title>Pris</title></section></service>");
	const struct service_block *b = s->sections[0].blocks;

	(void)state;
	assert_int_equal(s->nsections, 2);
	assert_str(s->sections[0].id, "who");
	assert_str(s->sections[0].title, "Hvem");
	assert_int_equal(s->sections[0].nblocks, 3);
	assert_str(b[0].text, "Først.");
	assert_int_equal(b[0].nitems, 0);
	assert_int_equal(b[1].nitems, 2);
	assert_null(b[1].items[0].href.p);
	assert_str(b[1].items[1].href, "https://lovdata.no/");
	assert_str(b[2].text, "Sist.");
	assert_int_equal(s->sections[1].nblocks, 0);
}

static void
a_service_without_a_title_for_its_form_lends_it_its_own(void **state)
{
	(void)state;
	assert_str(service(HEAD "</service>")->form_title, "Plass");
	assert_str(service(HEAD "<form-title>Søknad om plass</form-title></service>")->form_title,
	    "Søknad om plass");
}

static void
what_a_service_does_not_say_is_empty_and_not_missing(void **state)
{
	const struct service *s = service(HEAD "</service>");

	(void)state;
	assert_int_equal(s->nsections + s->nsteps + s->nreasons + s->nstates + s->noutcomes, 0);
	assert_null(s->decision.places.p);
	assert_null(s->acr.p);
}

static void
a_state_has_words_for_the_citizen_and_for_the_desk(void **state)
{
	const struct service *s = service(HEAD "<states><state id='received' ball='us'>"
	    "<citizen>Mottatt</citizen><desk>Ny</desk><text>Vi ser på den.</text></state></states>"
	    "<events><event id='withdraw'><citizen>Du trakk søknaden</citizen><desk>Trukket</desk>"
	    "<button>Trekk</button></event></events></service>");
	const struct service_words *w = service_words(a, s->states, s->nstates, STR("received"));

	(void)state;
	assert_str(w->citizen, "Mottatt");
	assert_str(w->desk, "Ny");
	assert_str(w->ball, "us");
	assert_str(w->text, "Vi ser på den.");
	assert_null(w->button.p);
	assert_str(service_words(a, s->events, s->nevents, STR("withdraw"))->button, "Trekk");
}

static void
a_party_has_only_the_rights_that_are_written(void **state)
{
	const struct service *s = service(HEAD "<parties><party id='owner' of='eier_pid' "
	    "name='eier' when='for_andre' sign='true' applicant='true' fill='false'>"
	    "<citizen>eier</citizen><desk>Eier</desk></party><party id='parent' of='pid' "
	    "name='navn'><citizen>forelder</citizen><desk>Forelder</desk></party></parties>"
	    "</service>");
	const struct service_party *p = service_party(s, STR("owner"));

	(void)state;
	assert_int_equal(s->nparties, 2);
	assert_str(p->of, "eier_pid");
	assert_str(p->when, "for_andre");
	assert_str(p->desk, "Eier");
	assert_true(p->sign && p->applicant && !p->fill);
	p = service_party(s, STR("parent"));
	assert_null(p->when.p);
	assert_false(p->sign || p->applicant || p->fill);
	assert_null(service_party(s, STR("other")));
	assert_true(service_party_other(s, STR("other")));
	assert_false(service_party_other(s, STR("owner")));
	assert_false(service_party_other(s, STR("applicant")));
}

static void
an_id_without_words_is_shown_as_it_is(void **state)
{
	const struct service *s = service(HEAD "</service>");
	const struct service_words *w = service_words(a, s->states, s->nstates, STR("paused"));

	(void)state;
	assert_str(w->citizen, "paused");
	assert_str(w->desk, "paused");
	assert_int_equal(w->text.n, 0);
}

static void
a_reason_is_found_by_its_code(void **state)
{
	const struct service *s = service(HEAD "<reasons><reason code='full' outcome='reject'"
	    " law='barnehageloven § 16'>Det er fullt.</reason></reasons>"
	    "<decision places='hager' wishes='onske/hage' start='oppstart'/></service>");
	const struct service_reason *r = service_reason(s, STR("full"));

	(void)state;
	assert_str(r->outcome, "reject");
	assert_str(r->law, "barnehageloven § 16");
	assert_str(r->text, "Det er fullt.");
	assert_null(service_reason(s, STR("Full")));
	assert_str(s->decision.wishes, "onske/hage");
}

static void
a_step_may_say_within_which_time_it_happens(void **state)
{
	const struct service *s = service(HEAD "<steps><step><title>Mottatt</title></step>"
	    "<step within='P2W'><title>Vurdert</title><text>Vi ser på den.</text></step></steps>"
	    "</service>");

	(void)state;
	assert_int_equal(s->nsteps, 2);
	assert_null(s->steps[0].within.p);
	assert_str(s->steps[1].within, "P2W");
	assert_str(s->steps[1].text, "Vi ser på den.");
}

static void
a_service_without_id_prefix_or_title_or_of_another_vocabulary_is_refused(void **state)
{
	static const char *const bad[] = {
		"<service xmlns='urn:skranke:service:1' prefix='S'><title>T</title></service>",
		"<service xmlns='urn:skranke:service:1' id='s'><title>T</title></service>",
		"<service xmlns='urn:skranke:service:1' id='s' prefix='S'/>",
		"<service id='s' prefix='S'><title>T</title></service>",
	};
	struct service *s = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(load(bad[i], &s), ERR_CONFIG);
		assert_non_null(strstr(said, "id, prefix and title"));
		assert_int_equal(said_line, 1);
	}
	assert_null(s);
}

static void
a_draft_is_kept_thirty_days_unless_the_service_says_otherwise(void **state)
{
	static const struct {
		const char	*written;
		int		 days;		/* 0: refused */
	} v[] = { { "", 30 }, { " draft-days='1'", 1 }, { " draft-days='365'", 365 },
	    { " draft-days='0'", 0 }, { " draft-days='366'", 0 }, { " draft-days='-5'", 0 },
	    { " draft-days='en måned'", 0 }, { " draft-days=''", 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct service *s = NULL;
		struct str text = str_fmt(a, "<service xmlns='urn:skranke:service:1' id='s' prefix='S'%s>"
		    "<title>T</title></service>", v[i].written);

		if (v[i].days > 0) {
			assert_int_equal(load(text.p, &s), ERR_OK);
			assert_int_equal(s->draft_days, v[i].days);
		} else {
			assert_int_equal(load(text.p, &s), ERR_CONFIG);
			assert_non_null(strstr(said, "draft-days"));
		}
	}
}

static void
rules_of_routing_stand_in_the_order_they_are_written(void **state)
{
	const struct service *s = service(HEAD "<routing><route when=\"a = 'ja'\" unit='vest'/>"
	    "<route address='adresse'/><route unit='ost'/></routing></service>");

	(void)state;
	assert_int_equal(s->nroutes, 3);
	assert_str(s->routes[0].when, "a = 'ja'");
	assert_str(s->routes[0].unit, "vest");
	assert_null(s->routes[0].address.p);
	assert_str(s->routes[1].address, "adresse");
	assert_null(s->routes[1].when.p);
	assert_null(s->routes[1].unit.p);
	assert_str(s->routes[2].unit, "ost");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TESTS(
	T(sections_hold_paragraphs_and_lists_in_the_order_they_are_written),
	T(a_service_without_a_title_for_its_form_lends_it_its_own),
	T(what_a_service_does_not_say_is_empty_and_not_missing),
	T(a_state_has_words_for_the_citizen_and_for_the_desk),
	T(a_party_has_only_the_rights_that_are_written),
	T(an_id_without_words_is_shown_as_it_is), T(a_reason_is_found_by_its_code),
	T(a_step_may_say_within_which_time_it_happens),
	T(rules_of_routing_stand_in_the_order_they_are_written),
	T(a_draft_is_kept_thirty_days_unless_the_service_says_otherwise),
	T(a_service_without_id_prefix_or_title_or_of_another_vocabulary_is_refused))
