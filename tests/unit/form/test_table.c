#include "f.h"

#define T_HEAD "<table xmlns='urn:skranke:table:1' id='pris'>"
#define SOURCE "<source>Forskriften § 1</source>"
#define ROWS \
	"<row from='2025-08-01' maks='1200.50' prosent='6'/>" \
	"<row from='2026-08-01' maks='1500' prosent='5'/>"

static const char *table_text;

static xmlDoc *
table(void *ctx, struct str id)
{
	xmlDoc *doc = NULL;

	(void)ctx;
	if (str_eq_z(id, "pris"))
		assert_int_equal(xml_parse(a, str_from_z(table_text), complain, &said, &doc),
		    ERR_OK);
	return doc;
}

static enum err
load(const char *expression, const struct form **out)
{
	static const struct str ids[] = { STR("pris"), STR("satser") };
	const struct form_files files = { .table = table, .tables = ids, .ntables = 2 };
	struct str text = str_fmt(a, HEAD PAGE "<date name='dag'>" L "</date><number name='tall' calculate=\"%s\">" L
	    "</number>" END, expression);
	xmlDoc *doc;

	said = (struct said){ .n = 0 };
	assert_int_equal(xml_parse(a, text, complain, &said, &doc), ERR_OK);
	return form_load(a, doc, messages(), &files, complain, &said, out);
}

static void
gives(const char *expression, const char *day, const char *want)
{
	const struct form *f = NULL;
	struct answers *as;

	table_text = T_HEAD SOURCE ROWS "</table>";
	if (load(expression, &f) != ERR_OK)
		fail_msg("%s is refused: %s", expression, said.text);
	as = fresh(f);
	POST(as, str_fmt(a, "dag=%s", day).p);
	if (!str_eq_z(text_of(as, "tall"), want))
		fail_msg("%s on %s gives '" STR_FMT "', not '%s'", expression, day,
		    STR_ARG(text_of(as, "tall")), want);
}

static void
refused(const char *text, const char *expression, const char *why)
{
	const struct form *f;

	table_text = text;
	if (load(expression, &f) == ERR_OK)
		fail_msg("%s with %s is taken", expression, text);
	if (strstr(said.text, why) == NULL || said.n != 1)
		fail_msg("%s is refused with\n%s and not '%s' alone", text, said.text, why);
}

static void
the_row_that_has_begun_last_is_the_one_that_holds(void **state)
{
	(void)state;
	gives("rate('pris/maks', dag)", "31.07.2025", "");
	gives("rate('pris/maks', dag)", "01.08.2025", "1200.5");
	gives("rate('pris/maks', dag)", "31.07.2026", "1200.5");
	gives("rate('pris/maks', dag)", "01.08.2026", "1500");
	gives("rate('pris/prosent', dag)", "01.01.2090", "5");
	gives("rate('pris/maks', dag)", "", "");
	gives("rate('pris/maks', today()) * 100", "", "150000");
	gives("rate('pris/maks', add-months(dag, -12))", "01.08.2026", "1200.5");
	gives("if(rate('pris/maks', dag) &lt; 1, 1, 2)", "01.01.2020", "2");
}

static void
a_table_or_column_that_is_not_there_is_refused_and_the_near_one_named(void **state)
{
	const char *sound = T_HEAD SOURCE ROWS "</table>";

	(void)state;
	refused(sound, "rate('priss/maks', dag)", "no table called 'priss'; did you mean 'pris'?");
	refused(sound, "rate('helt_annet/maks', dag)", "it would be lists/helt_annet.xml");
	refused(sound, "rate('pris/makz', dag)", "has no column called makz; did you mean maks?");
	refused(sound, "rate('pris/from', dag)", "has no column called from");
	refused(sound, "rate('pris', dag)", "name a table and its column");
	refused(sound, "rate('../pris/maks', dag)", "name a table and its column");
	refused(sound, "rate('pris/maks')", "too few");
	refused(sound, "rate('pris/maks', 1)", "date");
	refused(sound, "rate(concat('pris', '/maks'), dag)", "text in quotes");
}

static void
a_table_with_a_fault_is_told_with_its_own_line(void **state)
{
	static const struct {
		const char	*text, *why;
	} v[] = {
		{ "<tabell id='pris'/>", "the root must be table" },
		{ "<table xmlns='urn:skranke:table:1' id='priser'>" SOURCE ROWS "</table>", "id must be the name of the file" },
		{ T_HEAD ROWS "</table>", "needs a <source>" },
		{ T_HEAD SOURCE "</table>", "has no <row>" },
		{ T_HEAD SOURCE "\n<row maks='1'/></table>", "2: lists/pris.xml: from is the first day" },
		{ T_HEAD SOURCE "<row from='2026-02-30' maks='1'/></table>", "from is the first day" },
		{ T_HEAD SOURCE "<row from='2026-01-01'/></table>", "a row has from 1 to" },
		{ T_HEAD SOURCE "<row from='2026-01-01' maks='1'/>\n<row from='2026-01-01' maks='2'/></table>",
		    "2: lists/pris.xml: rows come in the order" },
		{ T_HEAD SOURCE "<row from='2026-01-01' maks='1'/><row from='2026-01-02' max='2'/></table>", "has no maks" },
		{ T_HEAD SOURCE "<row from='2026-01-01' maks='1'/><row from='2026-01-02' maks='1' b='2'/></table>",
		    "same attributes as the first" },
		{ T_HEAD SOURCE "<row from='2026-01-01' maks='1 200'/></table>", "a number with a point" },
		{ T_HEAD SOURCE "<row from='2026-01-01' maks='1200,50'/></table>", "a number with a point" },
		{ T_HEAD SOURCE "<rad from='2026-01-01' maks='1'/></table>", "a table holds <source> and <row" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		refused(v[i].text, "rate('pris/maks', dag)", v[i].why);
}

/* The release carries the tables that its form names, and no others. */
static void
the_form_tells_which_tables_it_uses(void **state)
{
	const struct form *f = NULL;

	(void)state;
	table_text = T_HEAD SOURCE ROWS "</table>";
	assert_int_equal(load("rate('pris/maks', dag) + rate('pris/prosent', dag)", &f), ERR_OK);
	assert_str(f->tables->id, "pris");
	assert_null(f->tables->next);
	assert_int_equal(load("1 + 1", &f), ERR_OK);
	assert_null(f->tables);
}

TESTS(
	T(the_row_that_has_begun_last_is_the_one_that_holds),
	T(a_table_or_column_that_is_not_there_is_refused_and_the_near_one_named),
	T(a_table_with_a_fault_is_told_with_its_own_line),
	T(the_form_tells_which_tables_it_uses),
)
