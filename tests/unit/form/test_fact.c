/* Facts, the checklist's counts, tables with rows of a municipality's own, and tables of rules. */
#include "f.h"

#define T_HEAD "<table xmlns='urn:skranke:table:1' id='gebyr'><source>Forskriften</source>"
#define R_HEAD "<rules xmlns='urn:skranke:rules:1' id='frist'><source>Loven</source>"

static const char *file;

static xmlDoc *
table(void *ctx, struct str id)
{
	xmlDoc *doc = NULL;

	(void)ctx;
	if (str_eq_z(id, "frist") || str_eq_z(id, "gebyr"))
		assert_int_equal(xml_parse(a, str_from_z(file), complain, &said, &doc), ERR_OK);
	return doc;
}

static const struct form *
open_form(void)
{
	static const struct form_files files = { .table = table };
	const struct form *f = form(HEAD PAGE "<number name='tall'>" L "</number><date name='dag'>"
	    L "</date>" END);

	form_lend(f, &files);
	said = (struct said){ .n = 0 };
	return f;
}

static const struct form_expr *
compiled(const struct form *f, const char *text)
{
	const struct form_expr *x = NULL;

	if (form_expr_compile_attr(a, f, "when", str_from_z(text), 7, complain, &said, &x) !=
	    ERR_OK)
		return NULL;
	return x;
}

static void
put(const struct form *f, const char *id, const char *value)
{
	assert_int_equal(form_fact(a, f, str_from_z(id), value != NULL ? str_from_z(value) :
	    STR_NONE, 3, complain, &said), ERR_OK);
}

static enum form_said
yes(void *ctx, struct str id)
{
	return str_eq_z(id, ctx) ? FORM_SAID_YES : FORM_SAID_NO;
}

static int64_t
two(void *ctx, struct str how)
{
	(void)ctx;
	return str_eq_z(how, "missing") ? 2 : 0;
}

static void
a_fact_is_worked_out_from_the_answers_and_from_facts_before_it(void **state)
{
	const struct form *f = open_form();
	struct answers *as;
	bool so;

	(void)state;
	put(f, "stor", "tall > 50");
	put(f, "liten", "not(fact('stor'))");
	as = fresh(f);
	assert_false(form_expr_known(compiled(f, "fact('liten')"), as, &world, &so));
	POST(as, "tall=51");
	assert_true(form_expr_true(compiled(f, "fact('stor')"), as, &world));
	assert_false(form_expr_true(compiled(f, "fact('liten')"), as, &world));
}

static void
a_fact_that_is_asked_for_is_not_known_until_somebody_has_said(void **state)
{
	const struct form *f = open_form();
	struct form_world w = world;
	struct answers *as;
	bool so;

	(void)state;
	put(f, "annen-myndighet", NULL);
	as = fresh(f);
	assert_false(form_expr_known(compiled(f, "fact('annen-myndighet')"), as, &w, &so));
	assert_false(form_expr_true(compiled(f, "not(fact('annen-myndighet'))"), as, &w));
	w.fact = yes;
	w.fact_ctx = (void *)(uintptr_t)"annen-myndighet";
	assert_true(form_expr_true(compiled(f, "fact('annen-myndighet')"), as, &w));
	w.fact_ctx = (void *)(uintptr_t)"noe annet";
	assert_true(form_expr_true(compiled(f, "not(fact('annen-myndighet'))"), as, &w));
}

static void
the_checklist_is_counted(void **state)
{
	const struct form *f = open_form();
	struct form_world w = world;
	struct answers *as = fresh(f);

	(void)state;
	assert_false(form_expr_true(compiled(f, "checklist('open') = 0"), as, &w));
	w.points = two;
	assert_true(form_expr_true(compiled(f, "checklist('open') = 0"), as, &w));
	assert_false(form_expr_true(compiled(f, "checklist('missing') = 0"), as, &w));
}

static int64_t
three(void *ctx, struct str how)
{
	(void)ctx;
	return str_eq_z(how, "open") ? 3 : 0;
}

static void
remarks_of_inspections_are_counted_and_none_are_open_where_nobody_says_so(void **state)
{
	const struct form *f = open_form();
	struct form_world w = world;
	struct answers *as = fresh(f);

	(void)state;
	assert_true(form_expr_true(compiled(f, "inspection('open') = 0"), as, &w));
	w.remarks = three;
	assert_false(form_expr_true(compiled(f, "inspection('open') = 0"), as, &w));
	assert_true(form_expr_true(compiled(f, "inspection('open') = 3"), as, &w));
}

static void
what_is_no_fact_is_refused_and_the_near_one_named(void **state)
{
	const struct form *f = open_form();

	(void)state;
	put(f, "dispensasjon", NULL);
	assert_null(compiled(f, "fact('dispensasjn')"));
	assert_non_null(strstr(said.text, "did you mean dispensasjon?"));
	said = (struct said){ .n = 0 };
	assert_int_equal(form_fact(a, f, STR("dispensasjon"), STR_NONE, 3, complain, &said),
	    ERR_CONFIG);
	assert_non_null(strstr(said.text, "two facts called"));
	assert_int_equal(form_fact(a, f, STR("ny"), STR("fact('senere')"), 4, complain, &said),
	    ERR_CONFIG);
	said = (struct said){ .n = 0 };
	assert_null(compiled(f, "checklist('alt') = 0"));
	assert_non_null(strstr(said.text, "counts 'open' or 'missing'"));
	assert_int_equal(try_form(HEAD PAGE "<number name='n' relevant=\"fact('x')\">" L
	    "</number>" END, &f), ERR_CONFIG);
	assert_non_null(strstr(said.text, "belongs to flows"));
}

static void
a_municipality_with_rows_of_its_own_has_those(void **state)
{
	const struct form *f = open_form();
	struct form_world w = world;
	const struct form_expr *x;
	struct answers *as = fresh(f);
	double n = 0;

	(void)state;
	file = T_HEAD "<row from='2025-01-01' a='1'/><row from='2026-01-01' a='2'/>"
	    "<row from='2025-06-01' tenant='9998' a='10'/></table>";
	x = compiled(f, "rate('gebyr/a', today())");
	assert_non_null(x);
	assert_true(form_expr_number(x, as, &w, &n));
	assert_true(n == 2);
	w.tenant = STR("9998");
	assert_true(form_expr_number(x, as, &w, &n));
	assert_true(n == 10);
	w.today = time_day((struct date){ 2025, 3, 1 });	/* before its own began */
	assert_true(form_expr_number(x, as, &w, &n));
	assert_true(n == 1);
	w.tenant = STR("9997");
	w.today = world.today;
	assert_true(form_expr_number(x, as, &w, &n));
	assert_true(n == 2);
}

static const struct form_rulebook *
book(const struct form *f, const char *text)
{
	const struct form_rulebook *b = NULL;

	file = text;
	said = (struct said){ .n = 0 };
	if (form_rulebook(a, f, STR("frist"), 9, complain, &said, &b) != ERR_OK)
		return NULL;
	return b;
}

static const char *
on(const struct form_rulebook *b, const struct answers *as, int year)
{
	const struct form_ruling *row = form_rulebook_on(b,
	    time_day((struct date){ year, 7, 1 }), as, &world);

	return row != NULL ? str_z(a, form_ruling_word(row, "after")) : "none";
}

static void
the_first_row_that_holds_on_the_day_counts(void **state)
{
	const struct form *f = open_form();
	const struct form_rulebook *b;
	struct answers *as = fresh(f);

	(void)state;
	put(f, "stor", "tall > 50");
	b = book(f, R_HEAD "<row from='2015-01-01' until='2019-12-31' when=\"fact('stor')\" after='P8W'/>"
	    "<row from='2020-01-01' when=\"fact('stor')\" after='P12W'/>"
	    "<row from='2015-01-01' after='P3W'/></rules>");
	assert_non_null(b);
	assert_string_equal(on(b, as, 2026), "P3W");
	POST(as, "tall=60");
	assert_string_equal(on(b, as, 2026), "P12W");
	assert_string_equal(on(b, as, 2018), "P8W");
	assert_string_equal(on(b, as, 2014), "none");
}

static void
rules_with_a_fault_are_told_with_their_own_line(void **state)
{
	static const struct {
		const char	*text, *why;
	} v[] = {
		{ "<regler id='frist'/>", "the root must be rules" },
		{ "<rules xmlns='urn:skranke:rules:1' id='x'><source>L</source><row from='2020-01-01' after='P1D'/></rules>", "its id must be" },
		{ "<rules xmlns='urn:skranke:rules:1' id='frist'><row from='2020-01-01' after='P1D'/></rules>", "needs a <source>" },
		{ R_HEAD "</rules>", "there is no <row>" },
		{ R_HEAD "\n<row after='P1D'/></rules>", "2: lists/frist.xml: from is the first day" },
		{ R_HEAD "<row from='2020-13-01' after='P1D'/></rules>", "from is a day" },
		{ R_HEAD "<row from='2020-01-01' until='2019-01-01' after='P1D'/></rules>", "never holds" },
		{ R_HEAD "<row from='2020-01-01' when='talll = 1' after='P1D'/></rules>", "lists/frist.xml: when" },
		{ R_HEAD "<row from='2020-01-01' after='P1D'/>\n<row from='2021-01-01' after='P2D'/></rules>",
		    "2: lists/frist.xml: the row of line 1 always holds before this one" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		if (book(open_form(), v[i].text) != NULL)
			fail_msg("taken: %s", v[i].text);
		if (strstr(said.text, v[i].why) == NULL)
			fail_msg("%s is refused with %s and not '%s'", v[i].text, said.text,
			    v[i].why);
	}
}

TESTS(
	T(a_fact_is_worked_out_from_the_answers_and_from_facts_before_it),
	T(a_fact_that_is_asked_for_is_not_known_until_somebody_has_said),
	T(the_checklist_is_counted),
	T(remarks_of_inspections_are_counted_and_none_are_open_where_nobody_says_so),
	T(what_is_no_fact_is_refused_and_the_near_one_named),
	T(a_municipality_with_rows_of_its_own_has_those),
	T(the_first_row_that_holds_on_the_day_counts),
	T(rules_with_a_fault_are_told_with_their_own_line),
)
