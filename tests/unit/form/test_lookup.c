#include "f.h"

#include "form/lookup.h"

#define NUMBERS "<text name='kommunenummer'>" L "</text>" \
	"<number name='gardsnummer' type='integer'>" L "</number>" \
	"<number name='bruksnummer' type='integer'>" L "</number>"
#define FINN "<lookup name='finn' source='register:properties' " \
	"fills='kommunenummer gardsnummer bruksnummer sted:adresse'>" L \
	"<constraint test=\"not(. = 'unknown')\">Se etter nummeret.</constraint>" \
	"<constraint level='warning' test=\"not(. = 'away')\">Vi fikk ikke svar.</constraint></lookup>"
#define ONE HEAD PAGE FINN NUMBERS "<text name='sted' readonly='true()'>" L "</text>" END
#define MANY HEAD PAGE "<repeat name='eiendom' min='1'>" L FINN NUMBERS "<text name='sted'>" L "</text></repeat>" \
	"<lookup name='hent' source='register:neighbours' of='eiendom' rows='nabo'>" L "</lookup>" \
	"<repeat name='nabo' max='3'>" L NUMBERS "<text name='navn'>" L "</text>" \
	"<text name='ref' type='no:ref'/></repeat>" END

static const struct form_hit_value storgata[] = {
	{ STR("kommunenummer"), STR("9998") }, { STR("gardsnummer"), STR("12") },
	{ STR("bruksnummer"), STR("34") }, { STR("adresse"), STR("Storgata 1") },
};
static const struct form_hit hit = { storgata, 4 };

static struct answer *
lookup(const struct answers *as, const char *name)
{
	return answers_lookup(as, form_page(as->form, STR("p")), str_from_z(name));
}

static void
a_hit_fills_the_questions_it_names(void **state)
{
	struct answers *as = fresh(form(ONE));

	(void)state;
	answers_fill(as, lookup(as, "finn"), &hit, &world);
	assert_str(text_of(as, "gardsnummer"), "12");
	assert_str(text_of(as, "sted"), "Storgata 1");
	assert_str(answers_find(as, STR("sted"))->source, "register:properties");
	assert_true(answers_find(as, STR("sted"))->source_at == world.now_at);
	assert_str(text_of(as, "finn"), "known 9998-12/34/0/0");
}

static void
what_is_readonly_is_locked_only_when_the_register_gave_it(void **state)
{
	struct answers *as = fresh(form(ONE));

	(void)state;
	assert_false(answers_find(as, STR("sted"))->readonly);
	answers_fill(as, lookup(as, "finn"), &hit, &world);
	assert_true(answers_find(as, STR("sted"))->readonly);
	POST(as, "sted=Lillegata 2");
	assert_str(text_of(as, "sted"), "Storgata 1");
}

static void
what_is_typed_by_hand_is_due_until_the_register_has_spoken(void **state)
{
	struct answers *as = fresh(form(ONE));
	const struct form_item *p = form_page(as->form, STR("p"));

	(void)state;
	assert_null(answers_due(as, p, NULL));
	POST(as, "kommunenummer=9998", "gardsnummer=12");
	assert_null(answers_due(as, p, NULL));
	POST(as, "bruksnummer=99");
	assert_ptr_equal(answers_due(as, p, NULL), lookup(as, "finn"));
	assert_str(answers_property(a, lookup(as, "finn"), STR("9998")), "9998-12/99/0/0");
	answers_said(as, lookup(as, "finn"), "unknown", &world);
	answers_rules(as, &world);
	assert_null(answers_due(as, p, NULL));
	assert_str(issues(as), "finn:constraint:error");
}

static void
what_was_said_of_other_numbers_is_forgotten(void **state)
{
	struct answers *as = fresh(form(ONE));
	const struct form_item *p = form_page(as->form, STR("p"));

	(void)state;
	POST(as, "kommunenummer=9998", "gardsnummer=12", "bruksnummer=99");
	answers_said(as, lookup(as, "finn"), "unknown", &world);
	POST(as, "bruksnummer=34");
	assert_str(text_of(as, "finn"), "");
	assert_str(issues(as), "");
	assert_non_null(answers_due(as, p, NULL));
}

static void
a_register_that_is_away_only_warns_and_is_asked_again(void **state)
{
	struct answers *as = fresh(form(ONE));
	const struct form_item *p = form_page(as->form, STR("p"));

	(void)state;
	POST(as, "kommunenummer=9998", "gardsnummer=12", "bruksnummer=99");
	answers_said(as, lookup(as, "finn"), "away", &world);
	answers_rules(as, &world);
	assert_str(issues(as), "finn:constraint:warning");
	assert_true(answers_page_valid(as, p));
	assert_non_null(answers_due(as, p, NULL));
}

static void
each_row_is_due_by_itself(void **state)
{
	struct answers *as = fresh(form(MANY));
	const struct form_item *p = form_page(as->form, STR("p"));
	struct answer *first, *second;

	(void)state;
	assert_true(answers_button(as, p, STR("legg-til:eiendom"), &world, NULL));
	POST(as, "eiendom.1.kommunenummer=9998", "eiendom.1.gardsnummer=1", "eiendom.1.bruksnummer=2",
	    "eiendom.2.kommunenummer=9998", "eiendom.2.gardsnummer=3", "eiendom.2.bruksnummer=4");
	first = answers_due(as, p, NULL);
	second = answers_due(as, p, first);
	assert_ptr_equal(first, lookup(as, "eiendom.1.finn"));
	assert_ptr_equal(second, lookup(as, "eiendom.2.finn"));
	assert_null(answers_due(as, p, second));
}

/* ---- rows ---- */

#define NEIGHBOUR(b, name, r) { .v = (const struct form_hit_value[]){ \
	{ STR("kommunenummer"), STR("9998") }, { STR("gardsnummer"), STR("12") }, \
	{ STR("bruksnummer"), STR(b) }, { STR("navn"), STR(name) }, { STR("ref"), STR(r) } }, .n = 5 }

static void
neighbours_become_rows_beside_those_typed_by_hand(void **state)
{
	const struct form_hit v[] = { NEIGHBOUR("35", "Ola", "r1"), NEIGHBOUR("36", "Kari", "r2") };
	struct answers *as = fresh(form(MANY));

	(void)state;
	assert_true(answers_button(as, form_page(as->form, STR("p")), STR("legg-til:nabo"), &world,
	    NULL));
	POST(as, "nabo.1.navn=Per");
	assert_int_equal(answers_fill_rows(as, lookup(as, "hent"), v, 2, &world), 0);
	assert_str(text_of(as, "nabo.1.navn"), "Per");
	assert_str(text_of(as, "nabo.2.navn"), "Ola");
	assert_str(text_of(as, "nabo.3.navn"), "Kari");
	assert_str(text_of(as, "nabo.3.ref"), "r2");
}

static void
fetched_again_they_are_the_same_rows_and_keep_what_was_corrected(void **state)
{
	const struct form_hit v[] = { NEIGHBOUR("35", "Ola", "r1"), NEIGHBOUR("36", "Kari", "r2") };
	struct answers *as = fresh(form(MANY));

	(void)state;
	answers_fill_rows(as, lookup(as, "hent"), v, 2, &world);
	POST(as, "nabo.2.navn=Kari Lie");
	answers_fill_rows(as, lookup(as, "hent"), v, 2, &world);
	assert_int_equal(answers_find(as, STR("nabo"))->nrows, 2);
	assert_str(text_of(as, "nabo.2.navn"), "Kari Lie");
	answers_fill_rows(as, lookup(as, "hent"), &v[1], 1, &world);
	assert_int_equal(answers_find(as, STR("nabo"))->nrows, 1);
	assert_str(text_of(as, "nabo.1.navn"), "Kari Lie");
}

static void
two_owners_of_one_property_are_two_rows(void **state)
{
	const struct form_hit v[] = { NEIGHBOUR("35", "Ola", "r1"), NEIGHBOUR("35", "Kari", "r2") };
	struct answers *as = fresh(form(MANY));

	(void)state;
	answers_fill_rows(as, lookup(as, "hent"), v, 2, &world);
	assert_int_equal(answers_find(as, STR("nabo"))->nrows, 2);
}

static void
those_without_room_are_counted(void **state)
{
	const struct form_hit v[] = { NEIGHBOUR("1", "A", "r1"), NEIGHBOUR("2", "B", "r2"),
		NEIGHBOUR("3", "C", "r3"), NEIGHBOUR("4", "D", "r4") };
	struct answers *as = fresh(form(MANY));

	(void)state;
	assert_int_equal(answers_fill_rows(as, lookup(as, "hent"), v, 4, &world), 1);
	assert_int_equal(answers_find(as, STR("nabo"))->nrows, 3);
}

/* ---- what nobody sees ---- */

static void
a_ref_cannot_be_posted_and_is_no_question(void **state)
{
	const struct form_hit v[] = { NEIGHBOUR("35", "Ola", "r1") };
	struct answers *as = fresh(form(MANY));
	struct answers_posted got;

	(void)state;
	answers_fill_rows(as, lookup(as, "hent"), v, 1, &world);
	got = POST(as, "nabo.1.ref=mitt", "eiendom.1.finn=known 9998-1/1/0/0");
	assert_int_equal(got.taken, 0);
	assert_str(text_of(as, "nabo.1.ref"), "r1");
	assert_str(text_of(as, "eiendom.1.finn"), "");
	assert_false(form_is_question(answers_find(as, STR("nabo.1.ref"))->item));
	assert_str(answer_shown(a, answers_find(as, STR("nabo.1.ref")), &world), "");
}

static void
what_registers_gave_is_read_as_it_was_written(void **state)
{
	const struct form_hit v[] = { NEIGHBOUR("35", "Ola", "r1") };
	struct answers *as = fresh(form(MANY)), *again;

	(void)state;
	answers_fill(as, lookup(as, "eiendom.1.finn"), &hit, &world);
	answers_fill_rows(as, lookup(as, "hent"), v, 1, &world);
	assert_int_equal(answers_read(a, as->form, written(as, ANSWERS_DRAFT),
	    (struct form_pairs){ NULL, 0 }, &again), ERR_OK);
	answers_rules(again, &world);
	assert_str(text_of(again, "eiendom.1.finn"), "known 9998-12/34/0/0");
	assert_str(text_of(again, "nabo.1.ref"), "r1");
	assert_str(answers_find(again, STR("nabo.1.navn"))->source, "register:neighbours");
	assert_non_null(strstr(written(as, ANSWERS_PRUNED).p, "known 9998-12/34/0/0"));
}

/* ---- what an author is told ---- */

#define REFUSED(form_, words) do { \
	const struct form *f_; \
	assert_int_equal(try_form(form_, &f_), ERR_CONFIG); \
	assert_non_null(strstr(said.text, words)); \
} while (0)

static void
a_lookup_that_cannot_work_is_refused(void **state)
{
	(void)state;
	REFUSED(HEAD PAGE "<lookup name='l' source='register:addresses' fills='nei'>" L "</lookup>" END,
	    "nei is none");
	REFUSED(HEAD PAGE "<lookup name='l' source='register:addresses'>" L "</lookup>" END,
	    "needs fills");
	REFUSED(HEAD PAGE "<text name='t'>" L "</text><lookup name='l' fills='t'>" L "</lookup>" END,
	    "the register that it asks");
	REFUSED(HEAD PAGE "<text name='t' calculate=\"'a'\">" L "</text>"
	    "<lookup name='l' source='register:addresses' fills='t'>" L "</lookup>" END, "t is none");
	REFUSED(HEAD PAGE "<repeat name='e'>" L "<text name='t'>" L "</text></repeat><repeat name='n'>" L
	    "<text name='navn'>" L "</text></repeat>"
	    "<lookup name='l' source='register:neighbours' of='e' rows='n'>" L "</lookup>" END,
	    "needs a <lookup> of its own");
	REFUSED(HEAD PAGE "<number name='gardsnummer'>" L "</number>"
	    "<lookup name='l' source='register:addresses' fills='gardsnummer'>" L "</lookup>" END,
	    "fill both or none");
}

static void
registers_and_columns_that_there_are_none_of_are_told_of(void **state)
{
	static const struct form_known_lookup lookups[] = {
		{ STR("properties"), STR("kommunenummer gardsnummer bruksnummer adresse"), false },
	};
	static const struct form_known known = { .lookups = lookups, .nlookups = 1 };
	const struct form *f = form(HEAD PAGE "<text name='t'>" L "</text>"
	    "<lookup name='l' source='register:propertys' fills='t'>" L "</lookup>" END);

	(void)state;
	said = (struct said){ .n = 0 };
	assert_int_equal(form_check(a, f, &known, complain, &said), ERR_CONFIG);
	assert_non_null(strstr(said.text, "did you mean properties?"));
	f = form(HEAD PAGE "<text name='t'>" L "</text>"
	    "<lookup name='l' source='register:properties' fills='t'>" L "</lookup>" END);
	said = (struct said){ .n = 0 };
	assert_int_equal(form_check(a, f, &known, complain, &said), ERR_CONFIG);
	assert_non_null(strstr(said.text, "has no column 't'"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_hit_fills_the_questions_it_names),
		T(what_is_readonly_is_locked_only_when_the_register_gave_it),
		T(what_is_typed_by_hand_is_due_until_the_register_has_spoken),
		T(what_was_said_of_other_numbers_is_forgotten),
		T(a_register_that_is_away_only_warns_and_is_asked_again),
		T(each_row_is_due_by_itself),
		T(neighbours_become_rows_beside_those_typed_by_hand),
		T(fetched_again_they_are_the_same_rows_and_keep_what_was_corrected),
		T(two_owners_of_one_property_are_two_rows),
		T(those_without_room_are_counted),
		T(a_ref_cannot_be_posted_and_is_no_question),
		T(what_registers_gave_is_read_as_it_was_written),
		T(a_lookup_that_cannot_work_is_refused),
		T(registers_and_columns_that_there_are_none_of_are_told_of),
	};

	return cmocka_run_group_tests_name("form lookup", tests, NULL, NULL);
}
