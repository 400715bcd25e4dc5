#include "../form/f.h"

#include "hearing/hearing.h"

static const char neighbours[] = HEAD PAGE "<text name='hva'>" L "</text><text name='privat'>" L
    "</text><text name='pid' type='no:pid'>" L "</text><upload name='filer'>" L "</upload>"
    "<repeat name='nabo' min='0'>" L "<text name='navn'>" L "</text><text name='adresse'>" L "</text>"
    "<text name='postnummer'>" L "</text><text name='poststed'>" L "</text><text name='ref'>" L
    "</text><text name='skjermet'>" L "</text><text name='gardsnummer'>" L "</text><text name='bruksnummer'>"
    L "</text></repeat><check test=\"hearing('n/unsent') = 0\">Varsle.</check>"
    "<check test=\"hearing('n/stale') = 0\">På nytt.</check>" END;

static const struct service_hearing on_draft = { .id = STR("n"), .rows = STR("nabo"),
    .tells = STR("hva filer"), .on_draft = true };
static const struct service service = { .hearings = &on_draft, .nhearings = 1 };

static struct answers *
two(void)
{
	struct answers *as = fresh(form(neighbours));

	answers_button(as, as->form->pages, STR("legg-til:nabo"), &world, NULL);
	answers_button(as, as->form->pages, STR("legg-til:nabo"), &world, NULL);
	POST(as, "hva=Bod", "privat=Noe", "nabo.1.navn=Nora", "nabo.1.adresse=Gata 1",
	    "nabo.1.postnummer=9998", "nabo.1.poststed=By", "nabo.1.gardsnummer=12",
	    "nabo.1.bruksnummer=34", "nabo.2.skjermet=true", "nabo.2.ref=abc",
	    "nabo.2.navn=Hemmelig", "nabo.2.adresse=Skjult 1", "nabo.2.gardsnummer=12",
	    "nabo.2.bruksnummer=35");
	return as;
}

static void
a_row_with_somebody_in_it_is_a_receiver(void **state)
{
	struct answers *as = two();
	struct hearing_receivers r = hearing_receivers(a, &on_draft, as);

	(void)state;
	assert_int_equal(r.n, 2);
	assert_str(r.v[0].name, "Nora");
	assert_str(r.v[0].property, "12/34");
	assert_true(hearing_reachable(&r.v[0]));
	POST(as, "nabo.1.postnummer=");
	r = hearing_receivers(a, &on_draft, as);
	assert_false(hearing_reachable(&r.v[0]));
	POST(as, "nabo.1.navn=");
	assert_int_equal(hearing_receivers(a, &on_draft, as).n, 1);
}

static void
whose_address_is_graded_has_neither_name_nor_address(void **state)
{
	struct hearing_receivers r = hearing_receivers(a, &on_draft, two());
	struct str json = hearing_json(a, &r.v[1], STR_NONE);

	(void)state;
	assert_true(r.v[1].graded);
	assert_str(r.v[1].name, "");
	assert_true(hearing_reachable(&r.v[1]));
	assert_null(memmem(json.p, json.n, "Hemmelig", 8));
	assert_null(memmem(json.p, json.n, "Skjult", 6));
	assert_non_null(memmem(json.p, json.n, "\"graded\":true", 13));
}

static void
two_alike_are_two(void **state)
{
	struct answers *as = two();
	struct hearing_receivers r;

	(void)state;
	POST(as, "nabo.1.skjermet=true", "nabo.1.bruksnummer=35");
	r = hearing_receivers(a, &on_draft, as);
	assert_int_equal(r.n, 2);
	assert_false(str_eq(r.v[0].key, r.v[1].key));
}

static void
only_what_is_told_is_told(void **state)
{
	struct answers *as = two();
	struct hearing_content c, same;

	(void)state;
	c = hearing_content(a, &on_draft, as, false);
	assert_str(c.answers, "<f pruned=\"\"><hva>Bod</hva></f>");
	POST(as, "privat=Noe annet", "nabo.1.navn=En annen");
	same = hearing_content(a, &on_draft, as, false);
	assert_true(str_eq(c.sha256, same.sha256));
	POST(as, "hva=Garasje");
	same = hearing_content(a, &on_draft, as, false);
	assert_false(str_eq(c.sha256, same.sha256));
}

static const char graded[] = HEAD PAGE "<text name='hva'>" L "</text><text name='bor' address='true'>"
    "<label>Hvor bor du?</label></text><repeat name='hus'>" L
    "<text name='gate' address='true'><label>Gate</label></text><text name='nr'>" L "</text></repeat>" END;

static void
where_somebody_with_a_graded_address_lives_is_not_told(void **state)
{
	const struct service_hearing on_case = { .id = STR("c"), .tells = STR("hva bor hus") };
	struct answers *as = fresh(form(graded));
	struct hearing_content c;
	const struct str *label;

	(void)state;
	answers_button(as, as->form->pages, STR("legg-til:hus"), &world, NULL);
	POST(as, "hva=Bod", "hus.1.gate=Gata 1", "hus.1.nr=2");
	assert_int_equal(hearing_untold(a, &on_case, as, &label), 1);
	assert_str(label[0], "Gate");
	POST(as, "bor=Gata 1");
	c = hearing_content(a, &on_case, as, false);
	assert_non_null(memmem(c.answers.p, c.answers.n, "Gata 1", 6));
	c = hearing_content(a, &on_case, as, true);
	assert_str(c.answers, "<f pruned=\"\"><hva>Bod</hva><hus><nr>2</nr></hus></f>");
	assert_int_equal(hearing_untold(a, &on_case, as, &label), 2);
	assert_str(label[0], "Hvor bor du?");
	assert_int_equal(hearing_untold(a, &on_draft, as, &label), 0);
}

static void
rules_know_how_many(void **state)
{
	struct answers *as = two();
	struct hearing_receivers r = hearing_receivers(a, &on_draft, as);
	struct str now = hearing_content(a, &on_draft, as, false).sha256;
	struct form_world w = world;

	(void)state;
	answers_rules(as, &w);
	assert_str(issues(as), "");
	assert_true(hearing_draft(a, &service, as, STR(""), &w));
	answers_rules(as, &w);
	assert_str(issues(as), ":check:error");
	hearing_draft(a, &service, as, str_fmt(a, "n " STR_FMT " " STR_FMT " remarks 0\nn "
	    STR_FMT " old - 1\nn gone old - 1", STR_ARG(r.v[0].key), STR_ARG(now),
	    STR_ARG(r.v[1].key)), &w);
	assert_true(w.hearing(w.hearing_ctx, STR("n/sent")) == 2);
	assert_true(w.hearing(w.hearing_ctx, STR("n/answered")) == 1);
	assert_true(w.hearing(w.hearing_ctx, STR("n/remarks")) == 1);
	assert_true(w.hearing(w.hearing_ctx, STR("n/open")) == 1);
	assert_true(w.hearing(w.hearing_ctx, STR("n/stale")) == 1);
	assert_true(w.hearing(w.hearing_ctx, STR("n/unsent")) == 0);
	assert_true(w.hearing(w.hearing_ctx, STR("other/sent")) == 0);
}

TESTS(
	T(a_row_with_somebody_in_it_is_a_receiver),
	T(whose_address_is_graded_has_neither_name_nor_address),
	T(two_alike_are_two),
	T(only_what_is_told_is_told),
	T(where_somebody_with_a_graded_address_lives_is_not_told),
	T(rules_know_how_many),
)
