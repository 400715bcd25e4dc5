/* Questions that are answered on a map, units, and letters of attachments. */
#include "f.h"

#include "geo/geo.h"

#define FORM_ HEAD PAGE \
	"<map name='hus' shape='polygon' required='true()'>" L \
	"<constraint test='geo-valid(.)'>Kryss.</constraint>" \
	"<constraint test=\"geo-within(., 'municipality')\">Utenfor.</constraint></map>" \
	"<map name='vei' shape='point'>" L "</map>" \
	"<number name='areal' calculate='geo-area(hus)' unit='m²'>" L "</number>" \
	"<number name='rundt' calculate='geo-length(hus)' unit='m'>" L "</number>" \
	"<number name='langt' calculate='geo-distance(hus, vei)' unit='m'>" L "</number>" \
	"<number name='grense' calculate=\"geo-distance(hus, 'property')\" unit='m'>" L "</number>" \
	"<confirm name='inne' calculate='geo-within(vei, hus)'>" L "</confirm>" END

#define HOUSE "hus=60.0012, 10.0012\n60.0013, 10.0012\n60.0013, 10.0014\n60.0012, 10.0014"
#define BOW "hus=60.0012, 10.0012\n60.0013, 10.0014\n60.0013, 10.0012\n60.0012, 10.0014"
#define ABROAD "hus=61.0012, 10.0012\n61.0013, 10.0012\n61.0013, 10.0014"

static struct geo_map here;
static bool away;

static const struct geo_map *
map(void *ctx)
{
	(void)ctx;
	return away ? NULL : &here;
}

static struct answers *
asked(const char *hus, const char *vei)
{
	static const char lines[] =
	    "municipality\tFjordvik\t1\t60,10 60.01,10 60.01,10.02 60,10.02\n"
	    "property\t12/34\t1\t60.001,10.001 60.002,10.001 60.002,10.002 60.001,10.002\n";
	struct answers *as;

	assert_true(geo_map_read(a, str_from_z(lines), &here));
	away = false;
	world.map = map;
	as = fresh(form(FORM_));
	POST(as, hus, vei);
	return as;
}

static void
a_drawing_is_read_kept_and_shown(void **state)
{
	struct answers *as = asked(HOUSE, NULL);
	const struct answer *n = answers_find(as, STR("hus"));

	(void)state;
	assert_str(n->text, "60.0012,10.0012 60.0013,10.0012 60.0013,10.0014 60.0012,10.0014");
	assert_false(n->wrong);
	assert_str(answer_value(a, n), "60.0012, 10.0012\n60.0013, 10.0012\n60.0013, 10.0014\n60.0012, 10.0014");
	assert_str(answer_shown(a, n, &world),
	    "60.0012, 10.0012; 60.0013, 10.0012; 60.0013, 10.0014; 60.0012, 10.0014");
	assert_int_equal(as->nerrors, 0);
}

static void
what_it_measures_is_worked_out(void **state)
{
	struct answers *as = asked(HOUSE, "vei=60.0012, 10.0010");

	(void)state;
	assert_str(text_of(as, "areal"), "124.3");
	assert_str(text_of(as, "rundt"), "44.6");
	assert_str(text_of(as, "langt"), "11.2");
	assert_str(text_of(as, "grense"), "11.2");
	assert_str(text_of(as, "inne"), "");
	assert_str(answer_shown(a, answers_find(as, STR("areal")), &world), "124,3\u00a0m²");
	as = asked(HOUSE, "vei=60.00125, 10.0013");
	assert_str(text_of(as, "langt"), "0");
	assert_str(text_of(as, "inne"), "true");
}

static void
of_nothing_drawn_nothing_is_known(void **state)
{
	struct answers *as = asked("hus=", "vei=60.0012, 10.0010");

	(void)state;
	assert_str(text_of(as, "areal"), "");
	assert_str(text_of(as, "grense"), "");
	assert_str(text_of(as, "inne"), "");
	assert_str(issues(as), "hus:required:error");
}

static void
a_drawing_that_crosses_itself_or_is_elsewhere_is_told_of(void **state)
{
	struct answers *as = asked(BOW, NULL);

	(void)state;
	assert_str(answer_issue(as, answers_find(as, STR("hus")), NULL)->text, "Kryss.");
	as = asked(ABROAD, NULL);
	assert_str(answer_issue(as, answers_find(as, STR("hus")), NULL)->text, "Utenfor.");
	as = asked("hus=her borte", NULL);
	assert_str(issues(as), "hus:type:error");
	as = asked("hus=60.1, 10.1\n60.2, 10.2", NULL);
	assert_str(issues(as), "hus:type:error");
}

static void
where_the_map_is_away_the_rule_holds_its_tongue(void **state)
{
	struct answers *as = asked(ABROAD, NULL);

	(void)state;
	away = true;
	answers_rules(as, &world);
	assert_int_equal(as->nerrors, 0);
	assert_str(text_of(as, "grense"), "");
	world.map = NULL;
	answers_rules(as, &world);
	assert_int_equal(as->nerrors, 0);
}

static void
refused(const char *inside, const char *why)
{
	const struct form *f;

	if (try_form(str_fmt(a, HEAD PAGE "%s" END, inside).p, &f) == ERR_OK)
		fail_msg("%s is taken", inside);
	if (strstr(said.text, why) == NULL)
		fail_msg("%s is refused with\n%s without '%s'", inside, said.text, why);
}

#define MAP "<map name='m' shape='point'>" L "</map><text name='t'>" L "</text><number name='n' calculate=\""

static void
what_a_map_cannot_be_asked_is_refused(void **state)
{
	(void)state;
	refused("<map name='m'>" L "</map>", "shape is point or polygon");
	refused("<map name='m' shape='line'>" L "</map>", "shape is point or polygon");
	refused("<map name='m' shape='point' type='x'>" L "</map>", "no attribute called type");
	refused(MAP "geo-area(t)\">" L "</number>", "the name of a map question is wanted here");
	refused(MAP "geo-distance(m, t)\">" L "</number>", "or a layer in quotes");
	refused(MAP "geo-distance(m, 'properti')\">" L "</number>", "did you mean property?");
	refused(MAP "geo-distance(m)\">" L "</number>", "too few");
	refused(MAP "geo-wide(m)\">" L "</number>", "there is no function called geo-wide()");
	refused("<number name='n' unit=''>" L "</number>", "a unit is a short word");
	refused("<text name='n' unit='m'>" L "</text>", "no attribute called unit");
}

/* ---- letters of attachments ---- */

static xmlDoc *
codes(void *ctx, struct str id)
{
	xmlDoc *doc = NULL;

	(void)ctx;
	if (str_eq_z(id, "vedleggskoder"))
		assert_int_equal(xml_parse_file(a, "templates/lists/vedleggskoder.xml", complain, &said, &doc), ERR_OK);
	return doc;
}

static enum err
load(const char *code, const struct form_files *files, const struct form **out)
{
	struct str text = str_fmt(a, HEAD PAGE "<upload name='u' code='%s'>" L "</upload>" END, code);
	xmlDoc *doc;

	said = (struct said){ .n = 0 };
	assert_int_equal(xml_parse(a, text, complain, &said, &doc), ERR_OK);
	return form_load(a, doc, messages(), files, complain, &said, out);
}

static void
an_attachment_has_the_letter_of_the_national_list(void **state)
{
	static const struct form_files files = { .table = codes };
	const struct form *f;

	(void)state;
	assert_int_equal(load("E", &files, &f), ERR_OK);
	assert_str(form_find(f, STR("u"))->code, "E");
	assert_str(form_find(f, STR("u"))->code_name, "Tegninger");
	assert_int_equal(load("X", &files, &f), ERR_CONFIG);
	assert_non_null(strstr(said.text, "lists/vedleggskoder.xml has no code 'X'; it has A, B, C"));
	assert_int_equal(load("E", NULL, &f), ERR_CONFIG);
	assert_non_null(strstr(said.text, "and there is none"));
}

TESTS(
	T(a_drawing_is_read_kept_and_shown),
	T(what_it_measures_is_worked_out),
	T(of_nothing_drawn_nothing_is_known),
	T(a_drawing_that_crosses_itself_or_is_elsewhere_is_told_of),
	T(where_the_map_is_away_the_rule_holds_its_tongue),
	T(what_a_map_cannot_be_asked_is_refused),
	T(an_attachment_has_the_letter_of_the_national_list),
)
