#include "f.h"

struct sample {
	enum form_type	 type;
	const char	*typed, *canonical;	/* NULL: not one */
	const char	*edit, *shown;
};

#define LABEL	"en-del-av-et-navn-som-er-for-langt."	/* eight are more than an address */
#define NB "\u00a0"
static const struct sample samples[] = {
	{ FORM_STRING, " Blåbær  og <bær> ", "Blåbær  og <bær>", "Blåbær  og <bær>", "Blåbær  og <bær>" },
	{ FORM_STRING, "to\r\nlinjer", "to\nlinjer", "to\nlinjer", "to\nlinjer" },

	{ FORM_DAY, "17.08.2027", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "17/8-27", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "17082027", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "170827", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "2027-08-17", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "17. august 2027", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "17 AUG 27", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "17. 8. 2027", "2027-08-17", "17.08.2027", "17. august 2027" },
	{ FORM_DAY, "1.1.85", "1985-01-01", "01.01.1985", "1. januar 1985" },
	{ FORM_DAY, "1.1.46", "2046-01-01", "01.01.2046", "1. januar 2046" },
	{ FORM_DAY, "1.1.47", "1947-01-01", "01.01.1947", "1. januar 1947" },
	{ FORM_DAY, "29.2.2028", "2028-02-29", "29.02.2028", "29. februar 2028" },
	{ FORM_DAY, "29.2.2027", NULL, NULL, NULL },
	{ FORM_DAY, "31.4.2027", NULL, NULL, NULL },
	{ FORM_DAY, "17.8", NULL, NULL, NULL },
	{ FORM_DAY, "17.8.027", NULL, NULL, NULL },
	{ FORM_DAY, "17.8.0027", NULL, NULL, NULL },
	{ FORM_DAY, "i morgen", NULL, NULL, NULL },
	{ FORM_DAY, "17.8.2027 kl 12", NULL, NULL, NULL },
	{ FORM_DAY, "17. må 2027", NULL, NULL, NULL },

	{ FORM_ORE, "1 200,50", "120050", "1" NB "200,50", "1" NB "200,50" NB "kr" },
	{ FORM_ORE, "1.200,50", "120050", "1" NB "200,50", "1" NB "200,50" NB "kr" },
	{ FORM_ORE, "1" NB "200", "120000", "1" NB "200", "1" NB "200" NB "kr" },
	{ FORM_ORE, "1.200", "120000", "1" NB "200", "1" NB "200" NB "kr" },
	{ FORM_ORE, "12.5", "1250", "12,50", "12,50" NB "kr" },
	{ FORM_ORE, "kr 1200,-", "120000", "1" NB "200", "1" NB "200" NB "kr" },
	{ FORM_ORE, "1200 kroner", "120000", "1" NB "200", "1" NB "200" NB "kr" },
	{ FORM_ORE, "0,05", "5", "0,05", "0,05" NB "kr" },
	{ FORM_ORE, "-50", "-5000", "\u2212" "50", "\u2212" "50" NB "kr" },
	{ FORM_ORE, "0", "0", "0", "0" NB "kr" },
	{ FORM_ORE, "1 20,50", NULL, NULL, NULL },
	{ FORM_ORE, "1200,505", NULL, NULL, NULL },
	{ FORM_ORE, "tusen", NULL, NULL, NULL },
	{ FORM_ORE, "kr", NULL, NULL, NULL },

	{ FORM_INTEGER, "12 000", "12000", "12000", "12" NB "000" },
	{ FORM_INTEGER, "007", "7", "7", "7" },
	{ FORM_INTEGER, "\u2212" "3", "-3", "-3", "\u2212" "3" },
	{ FORM_INTEGER, "1985", "1985", "1985", "1985" },
	{ FORM_INTEGER, "1.234.567", "1234567", "1234567", "1" NB "234" NB "567" },
	{ FORM_INTEGER, "1,5", NULL, NULL, NULL },
	{ FORM_INTEGER, "1 2", NULL, NULL, NULL },
	{ FORM_INTEGER, "1234567890123456", NULL, NULL, NULL },

	{ FORM_DECIMAL, "2,50", "2.5", "2,5", "2,5" },
	{ FORM_DECIMAL, "2.5", "2.5", "2,5", "2,5" },
	{ FORM_DECIMAL, "12 345,125", "12345.125", "12345,125", "12" NB "345,125" },
	{ FORM_DECIMAL, "0.125", "0.125", "0,125", "0,125" },
	{ FORM_DECIMAL, "1.200", NULL, NULL, NULL },		/* twelve hundred, or one and a
								   fifth? */
	{ FORM_DECIMAL, "1,", NULL, NULL, NULL },
	{ FORM_DECIMAL, ",5", NULL, NULL, NULL },

	{ FORM_ORGNR, "974 760 673", "974760673", "974" NB "760" NB "673", "974" NB "760" NB "673" },
	{ FORM_ORGNR, "974760674", NULL, NULL, NULL },
	{ FORM_ORGNR, "97476067", NULL, NULL, NULL },

	{ FORM_ACCOUNT, "1234.56.78903", "12345678903", "1234" NB "56" NB "78903", "1234" NB "56" NB "78903" },
	{ FORM_ACCOUNT, "1234 56 78903", "12345678903", "1234" NB "56" NB "78903", "1234" NB "56" NB "78903" },
	{ FORM_ACCOUNT, "12345678904", NULL, NULL, NULL },

	{ FORM_POSTCODE, "0150", "0150", "0150", "0150" },
	{ FORM_POSTCODE, "150", NULL, NULL, NULL },

	{ FORM_PHONE, "+47 900 00 000", "+4790000000", "900" NB "00" NB "000", "900" NB "00" NB "000" },
	{ FORM_PHONE, "90000000", "+4790000000", "900" NB "00" NB "000", "900" NB "00" NB "000" },
	{ FORM_PHONE, "0047 22 22 22 22", "+4722222222", "22" NB "22" NB "22" NB "22", "22" NB "22" NB "22" NB "22" },
	{ FORM_PHONE, "(+46) 70-123 45 67", "+46701234567", "+46701234567", "+46701234567" },
	{ FORM_PHONE, "900 00 00", NULL, NULL, NULL },
	{ FORM_PHONE, "ring meg", NULL, NULL, NULL },

	{ FORM_EMAIL, "kari@eksempel.no", "kari@eksempel.no", "kari@eksempel.no", "kari@eksempel.no" },
	{ FORM_EMAIL, "kari+skole@post.eksempel.no", "kari+skole@post.eksempel.no", "kari+skole@post.eksempel.no",
	    "kari+skole@post.eksempel.no" },
	{ FORM_EMAIL, "kari@eksempel", NULL, NULL, NULL },
	{ FORM_EMAIL, "kari eksempel.no", NULL, NULL, NULL },
	{ FORM_EMAIL, "kari@@eksempel.no", NULL, NULL, NULL },
	{ FORM_EMAIL, "kari@eksempel..no", NULL, NULL, NULL },
	{ FORM_EMAIL, "kari@eksempel.no.", NULL, NULL, NULL },
	{ FORM_EMAIL, LABEL "x@" LABEL LABEL LABEL LABEL LABEL LABEL LABEL "no", NULL, NULL, NULL },
	{ FORM_EMAIL, "kari@eksempel.no, ola@eksempel.no", NULL, NULL, NULL },

	{ FORM_PID, "021486 00079", NULL, NULL, NULL },
	{ FORM_PID, "130972 48022", "13097248022", "130972" NB "48022", "130972" NB "48022" },
	{ FORM_PID, "130972-48022", "13097248022", "130972" NB "48022", "130972" NB "48022" },
};

static void
what_people_type_is_read_and_shown(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		const struct sample *s = &samples[i];
		struct str got = STR_NONE;
		bool fits = form_type_read(a, s->type, str_from_z(s->typed), &world, &got);

		if (fits != (s->canonical != NULL))
			fail_msg("%s '%s' is %s", form_type_name(s->type), s->typed, fits ? "taken" : "refused");
		if (!fits)
			continue;
		assert_str(got, s->canonical);
		assert_str(form_type_edit(a, s->type, got), s->edit);
		assert_str(form_type_show(a, LANG_NB, s->type, got), s->shown);
	}
}

/* What is typed is Norwegian in all of them, so the field shows it so. */
static void
english_shows_numbers_its_own_way_and_the_others_as_norwegian(void **state)
{
	static const struct {
		enum form_type	 type;
		const char	*canonical, *nb, *en;
	} shown[] = {
		{ FORM_ORE, "120050", "1" NB "200,50" NB "kr", "NOK" NB "1,200.50" },
		{ FORM_ORE, "-7", "\u22120,07" NB "kr", "NOK" NB "\u22120.07" },
		{ FORM_ORE, "123456700", "1" NB "234" NB "567" NB "kr", "NOK" NB "1,234,567" },
		{ FORM_DECIMAL, "12345.5", "12" NB "345,5", "12,345.5" },
		{ FORM_INTEGER, "2027", "2027", "2027" },
		{ FORM_INTEGER, "20270", "20" NB "270", "20,270" },
		{ FORM_DAY, "2027-08-17", "17. august 2027", "17 August 2027" },
		{ FORM_PHONE, "+4740000001", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct str s = str_from_z(shown[i].canonical);

		if (shown[i].nb == NULL) {
			assert_true(str_eq(form_type_show(a, LANG_EN, shown[i].type, s),
			    form_type_show(a, LANG_NB, shown[i].type, s)));
			continue;
		}
		assert_str(form_type_show(a, LANG_NB, shown[i].type, s), shown[i].nb);
		assert_str(form_type_show(a, LANG_EN, shown[i].type, s), shown[i].en);
		if (shown[i].type != FORM_DAY)
			assert_str(form_type_show(a, LANG_SE, shown[i].type, s), shown[i].nb);
	}
	assert_str(form_type_edit(a, FORM_ORE, STR("120050")), "1" NB "200,50");
}

static void
what_the_field_shows_is_read_as_the_same_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		const struct sample *s = &samples[i];
		struct str again;

		if (s->canonical == NULL)
			continue;
		assert_true(form_type_read(a, s->type, str_from_z(s->edit), &world, &again));
		assert_str(again, s->canonical);
	}
}

static void
nothing_typed_is_no_value_of_any_type(void **state)
{
	struct str out;

	(void)state;
	for (enum form_type t = FORM_STRING; t <= FORM_DAY; t++)
		assert_false(form_type_read(a, t, STR(" \t"), &world, &out));
}

static void
a_field_says_which_keyboard_suits_it(void **state)
{
	(void)state;
	assert_string_equal(form_inputmode(FORM_PID), "numeric");
	assert_string_equal(form_inputmode(FORM_ORE), "decimal");
	assert_string_equal(form_autocomplete(FORM_EMAIL), "email");
	assert_string_equal(form_autocomplete(FORM_STRING), "");
}

TESTS(
	T(what_people_type_is_read_and_shown),
	T(english_shows_numbers_its_own_way_and_the_others_as_norwegian),
	T(what_the_field_shows_is_read_as_the_same_again),
	T(nothing_typed_is_no_value_of_any_type),
	T(a_field_says_which_keyboard_suits_it),
)
