/* What a register of properties says, as we take it: whose owner is shown, and what is left out. */
#include "../t.h"

#include <stdio.h>

#include "base/buf.h"
#include "lookup/lookup.h"

static struct arena *a;
static const char *answer;		/* what the register says */
static char asked[2048];

/* In place of the register itself. */
enum remote_end
remote_get(struct arena *to, struct source *s, struct str path, const char *whole, int64_t until_ms,
    json_t **out)
{
	(void)s;
	(void)whole;
	(void)until_ms;
	snprintf(asked, sizeof asked, STR_FMT, STR_ARG(path));
	*out = json_own(to, json_loads(answer, 0, NULL));
	assert_non_null(*out);
	return REMOTE_DONE;
}

struct str
remote_value(struct arena *to, struct str s)
{
	return str_dup(to, s);
}

static int
start(void **state)
{
	(void)state;
	a = arena_new((size_t)16 << 20);
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

static struct source source = { .tenant = STR("9998") };
static struct settings settings = { .key = STR("0123456789abcdef0123456789abcdef"), .properties = &source,
	.nproperties = 1 };
static const struct property one = { .tenant = STR("9998"), .number = { 12, 34 }, .given = 2 };

static struct question
question(void)
{
	return (struct question){ a, &settings, STR("9998"), 0 };
}

/* The properties that come of these, "9998-12/34///": one to a line. */
static struct str
found(const char *properties)
{
	static const char *const columns[] = { "kommunenummer", "gardsnummer", "bruksnummer",
		"festenummer", "seksjonsnummer" };
	struct question q = question();
	struct buf b = buf_new(a, 256);
	struct hits hits;
	json_t *hit;
	size_t i;

	answer = str_z(a, str_fmt(a, "{\"eiendommer\":[%s]}", properties));
	assert_int_equal(property_find(&q, &one, &hits), ASK_SAID);
	assert_int_equal(hits.total, json_array_size(hits.v));
	json_array_foreach(hits.v, i, hit)
		for (size_t k = 0; k < 5; k++)
			buf_fmt(&b, "%s%s", json_string_value(json_object_get(hit, columns[k])),
			    k == 4 ? "\n" : "/");
	return buf_str(&b);
}

#define NUMBERS(rest) "{\"kommunenummer\":\"9998\",\"gardsnummer\":12,\"bruksnummer\":" rest "}"

static void
a_property_has_both_numbers_and_those_below_only_when_it_is_let_or_parted(void **state)
{
	(void)state;
	assert_str(found(NUMBERS("34")), "9998/12/34//\n");
	assert_str(found(NUMBERS("34,\"festenummer\":0,\"seksjonsnummer\":0")), "9998/12/34//\n");
	assert_str(found(NUMBERS("34,\"festenummer\":5,\"seksjonsnummer\":6")), "9998/12/34/5/6\n");
	assert_str(found(NUMBERS("34,\"seksjonsnummer\":6")), "9998/12/34//6\n");
	assert_str(found(NUMBERS("1")), "9998/12/1//\n");
}

static void
what_is_no_property_is_left_out_and_those_beside_it_stay(void **state)
{
	static const char *const none[] = { NUMBERS("0"), NUMBERS("-1"), NUMBERS("\"34\""),
		NUMBERS("3.5"), NUMBERS("null"), NUMBERS("34,\"festenummer\":-1"),
		NUMBERS("34,\"festenummer\":5.5"), NUMBERS("34,\"seksjonsnummer\":\"6\""),
		"{\"kommunenummer\":\"9998\",\"gardsnummer\":12}",
		"{\"kommunenummer\":\"9998\",\"bruksnummer\":12}",
		"{\"kommunenummer\":\"998\",\"gardsnummer\":12,\"bruksnummer\":34}",
		"{\"kommunenummer\":\"99980\",\"gardsnummer\":12,\"bruksnummer\":34}",
		"{\"gardsnummer\":12,\"bruksnummer\":34}", "{}", "7" };

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_str(found(str_z(a, str_fmt(a, "%s," NUMBERS("7"), none[i]))),
		    "9998/12/7//\n");
}

static void
no_more_are_shown_than_there_is_room_for(void **state)
{
	struct buf b = buf_new(a, 4096);
	struct str s;
	int lines = 0;

	(void)state;
	for (int i = 1; i <= HITS_SHOWN + 1; i++)
		buf_fmt(&b, "%s{\"kommunenummer\":\"9998\",\"gardsnummer\":12,\"bruksnummer\":%d}",
		    i > 1 ? "," : "", i);
	for (s = found(str_z(a, buf_str(&b))); s.n > 0; lines++)
		str_cut(&s, '\n');
	assert_int_equal(lines, HITS_SHOWN);
}

/* The row of one owner of a neighbour's. */
static json_t *
owner(const char *kind, const char *number, const char *graded)
{
	struct question q = question();
	struct hits hits;

	answer = str_z(a, str_fmt(a,
	    "{\"naboer\":[{\"eiendom\":{\"kommunenummer\":\"9998\",\"gardsnummer\":12,"
	    "\"bruksnummer\":35,\"adresse\":\"Nabovegen 1\"},\"eiere\":[{\"slag\":\"%s\","
	    "\"nummer\":\"%s\",\"navn\":\"Ola\","
	    "\"gradering\":\"%s\",\"adresse\":{\"linje\":\"Heimvegen 2\",\"postnummer\":\"1234\","
	    "\"poststed\":\"Vik\"}}]}]}",
	    kind, number, graded));
	assert_int_equal(property_neighbours(&q, &one, 1, STR("draft"), &hits), ASK_SAID);
	assert_string_equal(asked, "/naboer?eiendom=9998-12/34/0/0");
	assert_int_equal(json_array_size(hits.v), 1);
	return json_array_get(hits.v, 0);
}

static struct str
of(const json_t *row, const char *column)
{
	return json_text(a, row, column);
}

static void
a_neighbour_is_a_person_or_an_organisation_with_an_address_and_a_ref_of_its_number(void **state)
{
	static const char *const kinds[][2] = { { "person", "02928297883" },
		{ "organisasjon", "310000002" } };
	struct str number;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const json_t *row = owner(kinds[i][0], kinds[i][1], "ugradert");

		assert_str(of(row, "slag"), kinds[i][0]);
		assert_str(of(row, "navn"), "Ola");
		assert_str(of(row, "adresse"), "Heimvegen 2");
		assert_str(of(row, "eiendom_adresse"), "Nabovegen 1");
		assert_str(of(row, "skjermet"), "");
		assert_true(ref_open(a, settings.key, STR("9998"), STR("draft"), of(row, "ref"),
		    &number));
		assert_str(number, kinds[i][1]);
	}
	assert_str(of(owner("dødsbo", "02928297883", ""), "navn"), "");
	assert_str(of(owner("person", "02928297883", ""), "adresse"), "Heimvegen 2");
}

static void
a_number_that_is_none_has_no_ref(void **state)
{
	static const char *const not[][2] = { { "person", "0292829788" },
		{ "person", "029282978830" }, { "person", "0292829788x" },
		{ "person", "/2928297883" }, { "person", "0292829788:" }, { "person", "" },
		{ "person", "310000002" }, { "organisasjon", "02928297883" },
		{ "organisasjon", "31000000x" } };

	(void)state;
	for (size_t i = 0; i < sizeof not / sizeof *not; i++)
		assert_str(of(owner(not[i][0], not[i][1], ""), "ref"), "");
	/* every digit is one */
	assert_true(of(owner("person", "09999999999", ""), "ref").n > 0);
}

static void
who_is_protected_has_neither_name_nor_address_nor_an_address_to_guess_from(void **state)
{
	static const char *const graded[] = { "strengt_fortrolig", "fortrolig", "noe nytt" };
	static const char *const columns[] = { "navn", "adresse", "postnummer", "poststed",
		"eiendom_adresse" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const json_t *row = owner("person", "02928297883", graded[i]);

		assert_str(of(row, "skjermet"), "true");
		for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
			assert_str(of(row, columns[k]), "");
	}
	/* grading is of people */
	assert_str(of(owner("organisasjon", "310000002", "fortrolig"), "navn"), "Ola");
}

TESTS(
	T(a_property_has_both_numbers_and_those_below_only_when_it_is_let_or_parted),
	T(what_is_no_property_is_left_out_and_those_beside_it_stay),
	T(no_more_are_shown_than_there_is_room_for),
	T(a_neighbour_is_a_person_or_an_organisation_with_an_address_and_a_ref_of_its_number),
	T(a_number_that_is_none_has_no_ref),
	T(who_is_protected_has_neither_name_nor_address_nor_an_address_to_guess_from),
)
