/* A table for each function and operator.  Those of XPath 1.0 that ask no question are given to
   libxml2 as well, which must say the same. */
#include "f.h"

#include <math.h>

#include <libxml/xpath.h>

#define FORM_ \
	HEAD PAGE "<text name='navn'>" L "</text><text name='tom'>" L "</text><text name='emoji'>" L "</text>" \
	"<number name='fire'>" L "</number><number name='uten'>" L "</number><money name='kroner'>" L "</money>" \
	"<date name='dag'>" L "</date><date name='aldri'>" L "</date><confirm name='enig'>" L "</confirm>" \
	"<confirm name='uenig'>" L "</confirm><text name='pid' type='no:pid'>" L "</text>" \
	"<repeat name='rad' min='3'>" L "<number name='tall'>" L "</number><text name='ord'>" L "</text>" \
	"<number name='nr' calculate='position()'>" L "</number><number name='siste' calculate='last()'>" L "</number>" \
	"<number name='i' calculate='index()'>" L "</number>" \
	"<repeat name='del' min='2'>" L "<text name='hvor' calculate=\"concat(position(), '/', last(), ' ', local-name(.))\">" \
	L "</text></repeat></repeat><repeat name='ingen'>" L "<text name='x'>" L "</text></repeat>" END

struct sample {
	const char	*expr, *gives;
};

static const struct form_expr *
compiled(const struct answers *as, const char *text)
{
	const struct form_expr *x = NULL;

	said = (struct said){ .n = 0 };
	if (form_expr_compile(a, as->form, NULL, str_from_z(text), 1, complain, &said,
	    &x) != ERR_OK)
		fail_msg("%s is refused: %s", text, said.text);
	return x;
}

static struct answers *
filled(void)
{
	struct answers *as = fresh(form(FORM_));

	POST(as, "navn=Bjørn", "emoji=a😀𐍈é", "fire=4", "kroner=12,50", "dag=17.08.2027",
	    "enig=true", "pid=13097248022", "rad.1.tall=3", "rad.3.tall=5", "rad.1.ord=å",
	    "rad.2.ord=b");
	return as;
}

/* As XPath writes it; 15 digits are enough to tell ours from another number. */
static struct str
oracle(const char *expr)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlXPathContext *ctx = xmlXPathNewContext(doc);
	xmlXPathObject *o = xmlXPathEval((const xmlChar *)expr, ctx);
	xmlChar *s;
	struct str out;

	if (o == NULL)
		fail_msg("libxml2 refuses %s", expr);
	assert_non_null(o);
	s = xmlXPathCastToString(o);
	out = str_dup(a, str_from_z((const char *)s));
	if (o->type == XPATH_NUMBER && isfinite(o->floatval))
		out = str_fmt(a, "%.12g", o->floatval == 0 ? 0 : o->floatval);
	xmlFree(s);
	xmlXPathFreeObject(o);
	xmlXPathFreeContext(ctx);
	xmlFreeDoc(doc);
	return out;
}

static void
gives(const struct answers *as, const struct sample *s)
{
	struct str got = form_expr_text(a, compiled(as, s->expr), as, &world);

	if (!str_eq_z(got, s->gives))
		fail_msg("%s gives '" STR_FMT "', not '%s'", s->expr, STR_ARG(got), s->gives);
}

static void
all(const struct sample *s, size_t n)
{
	struct answers *as = filled();

	for (size_t i = 0; i < n; i++)
		gives(as, &s[i]);
}
#define ALL(...) do { static const struct sample v_[] = { __VA_ARGS__ }; \
	(void)state; all(v_, sizeof v_ / sizeof *v_); } while (0)

/* libxml2 is asked too. */
static void
all_as_xpath(const struct sample *s, size_t n)
{
	all(s, n);
	for (size_t i = 0; i < n; i++) {
		struct str want = oracle(s[i].expr);

		if (!str_eq_z(want, s[i].gives))
			fail_msg("libxml2 says of %s '" STR_FMT "', and not '%s'", s[i].expr,
			    STR_ARG(want), s[i].gives);
	}
}
#define AS_XPATH(...) do { static const struct sample v_[] = { __VA_ARGS__ }; \
	(void)state; all_as_xpath(v_, sizeof v_ / sizeof *v_); } while (0)

/* ---- § 4.1 ---- */

static void
position_last_and_count_speak_of_rows(void **state)
{
	ALL(
	    { "position()", "1" }, { "last()", "1" }, { "rad[2]/nr", "2" }, { "rad[2]/siste", "3" }, { "rad[3]/i", "3" },
	    { "join(' ', rad/nr)", "1 2 3" }, { "rad[2]/del[1]/hvor", "1/2 hvor" }, { "rad[3]/del[2]/hvor", "2/2 hvor" },
	    { "count(rad)", "3" }, { "count(rad/del)", "6" }, { "count(rad[2]/del)", "2" }, { "count(ingen)", "0" },
	    { "count(rad[3])", "1" }, { "count(rad[4])", "0" }, { "count(rad/tall)", "2" }, { "count(tom)", "0" },
	    { "count(fire)", "1" });
}

static void
nothing_has_an_id(void **state)
{
	ALL(
	    { "count(id('x'))", "0" }, { "string(id('x'))", "" }, { "boolean(id(navn))", "false" }, { "sum(id('x'))", "0" },
	    { "id('x') = ''", "true" }, { "concat('[', id(navn), ']')", "[]" });
}

static void
names_are_those_of_the_form_and_in_no_namespace(void **state)
{
	ALL(
	    { "name(fire)", "fire" }, { "local-name(rad)", "rad" }, { "local-name(rad/tall)", "tall" }, { "name(tom)", "tom" },
	    { "name(ingen)", "" }, { "local-name(ingen/x)", "" }, { "namespace-uri(fire)", "" }, { "name(/f/fire)", "fire" });
}

/* ---- § 4.2 ---- */

static void
string_writes_as_xpath_does(void **state)
{
	AS_XPATH(
	    { "string(12)", "12" }, { "string(-0)", "0" }, { "string(- 0)", "0" }, { "string(0 div 0)", "NaN" },
	    { "string(1 div 0)", "Infinity" }, { "string(-1 div 0)", "-Infinity" }, { "string(1 div -0)", "-Infinity" },
	    { "string(0.5)", "0.5" }, { "string(-.5)", "-0.5" }, { "string(true())", "true" }, { "string(false())", "false" },
	    { "string('')", "" }, { "string(1000000)", "1000000" }, { "string(0.001)", "0.001" }, { "string(123.0)", "123" },
	    { "string(-3)", "-3" }, { "string(99999999)", "99999999" });
}

static void
string_of_what_was_answered(void **state)
{
	ALL(
	    { "string(navn)", "Bjørn" }, { "string(tom)", "" }, { "string(uten)", "" }, { "string(aldri)", "" },
	    { "string(dag)", "2027-08-17" }, { "string(kroner)", "1250" }, { "string(enig)", "true" }, { "string(uenig)", "" },
	    { "string(0.000001)", "0.000001" }, { "string(123456789012345680)", "123456789012345680" });
}

static void
concat_and_what_stands_in_a_text(void **state)
{
	AS_XPATH(
	    { "concat('a', 'b')", "ab" }, { "concat('', '')", "" }, { "concat(1, true(), 'x')", "1truex" },
	    { "concat('a', 'b', 'c', 'd', 'e')", "abcde" }, { "starts-with('abc', 'ab')", "true" },
	    { "starts-with('abc', '')", "true" }, { "starts-with('', 'a')", "false" }, { "starts-with('', '')", "true" },
	    { "starts-with('Å', 'Å')", "true" }, { "contains('abc', 'bc')", "true" }, { "contains('abc', '')", "true" },
	    { "contains('', '')", "true" }, { "contains('abc', 'abcd')", "false" }, { "contains('😀x', '😀')", "true" },
	    { "contains(12.5, '.')", "true" }, { "substring-before('1999/04/01', '/')", "1999" },
	    { "substring-before('abc', 'x')", "" }, { "substring-before('abc', '')", "" }, { "substring-before('', 'a')", "" },
	    { "substring-after('1999/04/01', '/')", "04/01" }, { "substring-after('1999/04/01', '19')", "99/04/01" },
	    { "substring-after('abc', 'x')", "" }, { "substring-after('abc', '')", "abc" }, { "substring-after('', '')", "" },
	    { "substring-after('a😀b', '😀')", "b" });
}

/* The examples of the recommendation, and characters outside the basic plane: one each. */
static void
substring_and_length_count_characters(void **state)
{
	AS_XPATH(
	    { "substring('12345', 2, 3)", "234" }, { "substring('12345', 2)", "2345" },
	    { "substring('12345', 1.5, 2.6)", "234" }, { "substring('12345', 0, 3)", "12" },
	    { "substring('12345', 0 div 0, 3)", "" }, { "substring('12345', 1, 0 div 0)", "" },
	    { "substring('12345', -42, 1 div 0)", "12345" }, { "substring('12345', -1 div 0, 1 div 0)", "" },
	    { "substring('12345', -1 div 0)", "12345" }, { "substring('12345', 6)", "" }, { "substring('', 1)", "" },
	    { "substring('12345', 5, 100)", "5" }, { "substring('12345', 0.5)", "12345" }, { "substring('12345', 2, -1)", "" },
	    { "substring('a😀𐍈é', 2, 2)", "😀𐍈" }, { "substring('😀', 2)", "" }, { "string-length('')", "0" },
	    { "string-length('a😀𐍈é')", "4" }, { "string-length('e\u0301')", "2" }, { "string-length(12.50)", "4" },
	    { "string-length(true())", "4" });
}

static void
blanks_are_normalized_and_characters_translated(void **state)
{
	AS_XPATH(
	    { "normalize-space('  a  b ')", "a b" }, { "normalize-space('')", "" }, { "normalize-space('   ')", "" },
	    { "normalize-space('a\t\n\r b')", "a b" }, { "normalize-space('a\u00a0b')", "a\u00a0b" },
	    { "translate('bar', 'abc', 'ABC')", "BAr" }, { "translate('--aaa--', 'abc-', 'ABC')", "AAA" },
	    { "translate('abc', '', 'x')", "abc" }, { "translate('abc', 'abc', '')", "" }, { "translate('', 'a', 'b')", "" },
	    { "translate('aaa', 'aa', 'xy')", "xxx" }, { "translate('a😀b', '😀', 'x')", "axb" },
	    { "translate('abc', 'b', '😀')", "a😀c" }, { "translate('æøå', 'åæ', 'aa')", "aøa" });
}

/* ---- § 4.3 ---- */

static void
truth_is_what_xpath_makes_of_each_type(void **state)
{
	AS_XPATH(
	    { "boolean(0)", "false" }, { "boolean(-0)", "false" }, { "boolean(0 div 0)", "false" },
	    { "boolean(1 div 0)", "true" }, { "boolean(-1)", "true" }, { "boolean('')", "false" }, { "boolean('false')", "true" },
	    { "boolean(' ')", "true" }, { "boolean(false())", "false" }, { "not(0)", "true" }, { "not('0')", "false" },
	    { "not(true())", "false" }, { "true()", "true" }, { "false()", "false" }, { "not(not(1))", "true" });
	ALL(
	    { "boolean(navn)", "true" }, { "boolean(tom)", "false" }, { "boolean(uten)", "false" }, { "boolean(fire)", "true" },
	    { "boolean(dag)", "true" }, { "boolean(aldri)", "false" }, { "boolean(enig)", "true" }, { "boolean(uenig)", "false" },
	    { "boolean(rad)", "true" }, { "boolean(ingen)", "false" }, { "not(enig)", "false" }, { "not(uenig)", "true" });
}

/* ---- § 4.4 ---- */

static void
number_reads_as_xpath_does(void **state)
{
	AS_XPATH(
	    { "number('12')", "12" }, { "number(' 12.5 ')", "12.5" }, { "number('-.5')", "-0.5" }, { "number('')", "NaN" },
	    { "number('1 200')", "NaN" }, { "number('1,5')", "NaN" }, { "number('tolv')", "NaN" }, { "number('--1')", "NaN" },
	    { "number('1.2.3')", "NaN" }, { "number('5.')", "5" }, { "number(true())", "1" },
	    { "number(false())", "0" }, { "number('Infinity')", "NaN" }, { "number('\t7\n')", "7" });
	ALL(
	    { "number('+1')", "NaN" }, { "number('1e3')", "NaN" }, { "number('-')", "NaN" }, { "number(tom)", "" }, { "number(fire)", "4" },
	    { "number(enig)", "1" });
}

static void
halves_are_rounded_up_and_the_rest_to_the_nearest(void **state)
{
	AS_XPATH(
	    { "round(2.5)", "3" }, { "round(-2.5)", "-2" }, { "round(0.5)", "1" }, { "round(-0.5)", "0" },
	    { "round(-0.2)", "0" }, { "round(1.4999)", "1" }, { "round(0 div 0)", "NaN" }, { "round(1 div 0)", "Infinity" },
	    { "round(-1 div 0)", "-Infinity" }, { "1 div round(-0)", "-Infinity" },
	    { "floor(1.9)", "1" }, { "floor(-1.1)", "-2" }, { "floor(0 div 0)", "NaN" },
	    { "ceiling(1.1)", "2" }, { "ceiling(-1.9)", "-1" }, { "ceiling(1 div 0)", "Infinity" });
	ALL(
	    { "1 div round(-0.2)", "-Infinity" }, { "round(0.49999999999999994)", "0" },
	    { "round(4503599627370497.5)", "4503599627370498" }, { "round(uten)", "" }, { "floor(uten)", "" });
}

static void
sums_and_the_like_pass_over_what_is_empty(void **state)
{
	ALL(
	    { "sum(rad/tall)", "8" }, { "sum(ingen/x)", "0" }, { "sum(rad/tall, 2)", "10" }, { "sum(rad/ord)", "NaN" },
	    { "sum(0 div 0)", "NaN" }, { "min(rad/tall)", "3" }, { "max(rad/tall)", "5" }, { "avg(rad/tall)", "4" },
	    { "min(ingen/x)", "" }, { "max(uten)", "" }, { "avg(ingen/x)", "" }, { "min(1, 0 div 0)", "NaN" },
	    { "max(dag, today())", "2027-08-17" }, { "min(dag, aldri)", "2027-08-17" }, { "min(aldri)", "" },
	    { "count-non-empty(rad/tall)", "2" }, { "count-non-empty(tom, navn, uten, fire)", "2" },
	    { "count-non-empty(uenig, enig)", "1" }, { "avg(1, 2)", "1.5" });
}

/* ---- § 3.3-3.5 ---- */

static void
operators_reckon_as_xpath_does(void **state)
{
	AS_XPATH(
	    { "5 mod 2", "1" }, { "5 mod -2", "1" }, { "-5 mod 2", "-1" }, { "1.5 mod 0.5", "0" }, { "5 mod 0", "NaN" },
	    { "5 mod (1 div 0)", "5" }, { "1 div 0 - 1 div 0", "NaN" }, { "-(0) = 0", "true" }, { "2 - -2", "4" },
	    { "0 div 0 = 0 div 0", "false" }, { "0 div 0 != 0 div 0", "true" }, { "1 < 0 div 0", "false" },
	    { "1 >= 0 div 0", "false" }, { "'a' = 'a'", "true" }, { "'1' < '2'", "true" }, { "true() = 'x'", "true" },
	    { "true() = 1", "true" }, { "true() > false()", "true" }, { "'' = false()", "true" }, { "1 = '1.0'", "true" },
	    { "'1' = '1.0'", "false" }, { "true() or 1 div 0", "true" }, { "false() and 1", "false" }, { "1 or 0 and 0", "true" },
	    { "1 + 1 = 2 and 2 * 3 = 6", "true" }, { "4 div 2 div 2", "1" }, { "2 * 3 mod 4", "2" }, { "1 = 1 = 1", "true" });
}

static void
dates_and_booleans_do_not_fall_into_xpaths_traps(void **state)
{
	ALL(
	    { "dag > date('2027-08-16')", "true" }, { "dag = date('2027-08-17')", "true" }, { "dag != aldri", "true" },
	    { "dag < aldri", "false" }, { "dag + 1", "2027-08-18" }, { "dag - 1", "2027-08-16" }, { "1 + dag", "2027-08-18" },
	    { "dag - date('2027-08-01')", "16" }, { "dag + 0.9", "2027-08-17" }, { "dag + uten", "" }, { "enig = true()", "true" },
	    { "uenig = true()", "false" }, { "uenig = false()", "true" }, { "enig = 'false'", "true" }, { "uten = ''", "true" },
	    { "aldri = ''", "true" }, { "dag = ''", "false" }, { "kroner > 1249", "true" }, { "fire + uten", "" },
	    { "navn = 'Bjørn'", "true" }, { "tom = ''", "true" }, { "rad/tall = 3", "true" }, { "rad/tall != 3", "true" });
}

/* ---- our own ---- */

static void
text_of_our_own(void **state)
{
	ALL(
	    { "upper('bjørn ß čđŋšŧž')", "BJØRN ß ČĐŊŠŦŽ" }, { "lower('ÆØÅ ČĐŊŠŦŽ')", "æøå čđŋšŧž" }, { "upper(emoji)", "A😀𐍈É" },
	    { "upper('')", "" }, { "join(', ', rad/ord)", "å, b" }, { "join(', ', ingen/x)", "" }, { "join('', 'a', 'b')", "ab" },
	    { "join('-', rad/tall)", "3-5" }, { "matches('0150', '[0-9]{4}')", "true" }, { "matches('', '[0-9]*')", "true" },
	    { "matches('0150x', '[0-9]{4}')", "false" }, { "matches('blåbær', '\\p{L}+')", "true" }, { "matches(tom, '.+')", "false" },
	    { "selected('a b', 'b')", "true" }, { "selected('ab', 'a')", "false" }, { "selected('', '')", "false" });
}

static void
days_of_our_own(void **state)
{
	ALL(
	    { "date('2027-02-28')", "2027-02-28" }, { "date(concat('28.02.', '2027'))", "" }, { "date(tom)", "" },
	    { "days-between(date('2027-02-28'), date('2027-03-01'))", "1" },
	    { "days-between(date('2028-02-28'), date('2028-03-01'))", "2" }, { "days-between(aldri, dag)", "" },
	    { "months-between(date('2027-01-31'), date('2027-02-28'))", "1" },
	    { "months-between(date('2027-01-31'), date('2027-02-27'))", "0" }, { "months-between(dag, aldri)", "" },
	    { "months-between(dag, dag)", "0" }, { "add-months(date('2028-02-29'), 12)", "2029-02-28" },
	    { "add-months(date('2027-03-31'), -1)", "2027-02-28" }, { "add-months(dag, uten)", "" }, { "add-months(aldri, 1)", "" },
	    { "add-months(dag, 1.9)", "2027-09-17" }, { "age-at(date('2020-11-21'), today())", "6" },
	    { "age-at(date('2020-11-22'), today())", "5" }, { "age-at(aldri, today())", "" }, { "today()", "2026-11-21" },
	    { "string-length(now())", "20" }, { "pid-valid(pid)", "true" }, { "pid-valid(tom)", "false" },
	    { "pid-born(pid)", "1972-09-13" }, { "pid-born(navn)", "" });
}

static void
choosing_and_asking(void **state)
{
	ALL(
	    { "if(enig, 'a', 'b')", "a" }, { "if(uenig, 1, 2) + 1", "3" }, { "if(uten > 1, 'a', 'b')", "b" },
	    { "if(true(), dag, aldri)", "2027-08-17" }, { "if(true(), dag, 'ukjent')", "2027-08-17" },
	    { "register('person/name')", "Kari Nordmann" }, { "register('no/such')", "" });
}

/* ---- what an author is told ---- */

static void
each_misuse_is_told_with_its_place_and_what_to_do(void **state)
{
	static const struct sample v[] = {
		{ "posision()", "did you mean position()?" }, { "strign(navn)", "did you mean string()?" },
		{ "locl-name(navn)", "did you mean local-name()?" }, { "name('x')", "name of a question" },
		{ "name(1 + 1)", "name of a question" }, { "lang('nb')", "the same in every language" }, { "id()", "too few" },
		{ "position(1)", "too many" }, { "last(rad)", "too many" }, { "substring('a')", "too few" },
		{ "translate('a', 'b')", "too few" }, { "floor(dag)", "a date is not a number" }, { "count(1)", "name of a question" },
		{ "sum()", "too few" }, { "round('a', 2)", "too many" }, { "not()", "too few" }, { "number(rad)", "count()" },
		{ "string(rad/tall)", "one answer per row" }, { "concat(navn, rad)", "count()" }, { "navn = 1 and lagn = 2", "character 14:" },
	};
	struct answers *as = filled();

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		const struct form_expr *x;

		said = (struct said){ .n = 0 };
		if (form_expr_compile(a, as->form, NULL, str_from_z(v[i].expr), 3, complain, &said,
		    &x) == ERR_OK)
			fail_msg("%s is taken", v[i].expr);
		if (said.n != 1 || strstr(said.text, v[i].gives) == NULL ||
		    strncmp(said.text, "3: cond, character ", 19) != 0)
			fail_msg("%s is refused with '%s', without '%s'", v[i].expr, said.text, v[i].gives);
	}
}

/* ---- an expression cannot hang a worker ---- */

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
heavy(const char *text, const char *rows, size_t nrows)
{
	struct buf b = buf_new(a, 1 << 20);
	struct form_pairs none = { NULL, 0 };
	struct answers *as;
	double began;

	buf_add_z(&b, "<f>");
	for (size_t i = 0; i < nrows; i++)
		buf_add_z(&b, rows);
	buf_add_z(&b, "</f>");
	assert_int_equal(answers_read(a, form(text), buf_str(&b), none, &as), ERR_OK);
	began = seconds();
	answers_rules(as, &world);
	if (seconds() - began > 2)
		fail_msg("the rules took %.1f s", seconds() - began);
	assert_true(as->nerrors > 0);
	assert_str(as->issue[as->nissues - 1].text, "Det er for mange svar til at vi kan regne på dem. "
	    "Fjern noen rader og prøv igjen.");
}

static void
rules_that_ask_for_too_much_are_stopped_and_told(void **state)
{
	struct buf twice = buf_new(a, 8192), long_text = buf_new(a, 32768);

	(void)state;
	/* all rows against all rows, in each row */
	heavy(HEAD PAGE "<repeat name='r' max='1000'>" L "<number name='n'>" L "</number><number name='m' "
	    "calculate='if(/f/r/n = sum(/f/r/n), 1, sum(/f/r/n))'>" L "</number></repeat>" END, "<r><n>1</n></r>", 1000);
	/* a text that doubles forty times */
	buf_add_z(&twice, HEAD "<var name='v0' value=\"'0123456789abcdef'\"/>");
	for (int i = 1; i < 40; i++)
		buf_fmt(&twice, "<var name='v%d' value='concat(v%d, v%d)'/>", i, i - 1, i - 1);
	buf_add_z(&twice, PAGE "<text name='t'>" L "</text>" END);
	buf_add_char(&twice, '\0');
	heavy(twice.p, "", 0);
	/* each letter of a long text looked for in another */
	buf_add_z(&long_text, "<r><t>");
	for (int i = 0; i < 9000; i++)
		buf_add_char(&long_text, (char)('a' + i % 26));
	buf_add_z(&long_text, "</t></r>");
	buf_add_char(&long_text, '\0');
	heavy(HEAD PAGE "<repeat name='r' max='1000'>" L "<text name='t'>" L "</text><text name='u' calculate='translate(t, "
	    "concat(\"0123456789\", t), t)'>" L "</text><text name='w' calculate='translate(t, concat(\"0\", t), t)'>" L
	    "</text></repeat>" END, long_text.p, 50);
	/* a pattern with many ways through, in every row */
	heavy(HEAD PAGE "<repeat name='r' max='1000'>" L "<text name='t'>" L "<constraint test=\"matches(., "
	    "'(a|a|aa|a*)*b')\">Nei.</constraint></text></repeat>" END,
	    "<r><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></r>", 1000);
}

/* A pattern that a simple matcher would try in as many ways as there are parts. */
static void
a_pattern_cannot_hang_either(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='t'>" L
	    "<constraint test=\"matches(., '(a|a|aa|a*)*b')\">Nei.</constraint></text>" END));
	char field[4003] = "t=";
	double began = seconds();

	(void)state;
	memset(field + 2, 'a', 4000);
	POST(as, field);
	if (seconds() - began > 2)
		fail_msg("the pattern took %.1f s", seconds() - began);
	assert_true(as->nerrors > 0);
}

TESTS(
	T(position_last_and_count_speak_of_rows),
	T(nothing_has_an_id),
	T(names_are_those_of_the_form_and_in_no_namespace),
	T(string_writes_as_xpath_does),
	T(string_of_what_was_answered),
	T(concat_and_what_stands_in_a_text),
	T(substring_and_length_count_characters),
	T(blanks_are_normalized_and_characters_translated),
	T(truth_is_what_xpath_makes_of_each_type),
	T(number_reads_as_xpath_does),
	T(halves_are_rounded_up_and_the_rest_to_the_nearest),
	T(sums_and_the_like_pass_over_what_is_empty),
	T(operators_reckon_as_xpath_does),
	T(dates_and_booleans_do_not_fall_into_xpaths_traps),
	T(text_of_our_own),
	T(days_of_our_own),
	T(choosing_and_asking),
	T(each_misuse_is_told_with_its_place_and_what_to_do),
	T(rules_that_ask_for_too_much_are_stopped_and_told),
	T(a_pattern_cannot_hang_either),
)
