#include "f.h"

#include <math.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#define FORM_TEXT_ \
	HEAD "<list id='ja'><item value='ja'>Ja</item><item value='nei'>Nei</item></list>" PAGE \
	"<text name='navn'>" L "</text><text name='tom'>" L "</text><number name='antall'>" L "</number>" \
	"<number name='uten'>" L "</number><date name='dag'>" L "</date><date name='aldri'>" L "</date>" \
	"<money name='inntekt'>" L "</money><choice name='svar' list='ja'>" L "</choice>" \
	"<choices name='flere' list='ja'>" L "</choices><confirm name='enig'>" L "</confirm>" \
	"<text name='pid' type='no:pid'>" L "</text>" \
	"<repeat name='rad' min='3'>" L "<number name='tall'>" L "</number><text name='ord'>" L "</text>" \
	"<date name='d'>" L "</date></repeat>" END

static struct answers *
filled(void)
{
	struct answers *as = fresh(form(FORM_TEXT_));

	POST(as, "navn=Bjørn Ærlig", "antall=4", "dag=17.08.2027", "inntekt=1 200,50", "svar=ja",
	    "flere=ja", "flere=nei", "enig=true", "pid=13097248022", "rad.1.tall=3", "rad.1.ord=å",
	    "rad.3.tall=5", "rad.3.ord=b", "rad.3.d=1.2.2027");
	return as;
}

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

struct sample {
	const char	*expr, *gives;
};

static void
all_give(const struct sample *s, size_t n)
{
	struct answers *as = filled();

	for (size_t i = 0; i < n; i++) {
		struct str got = form_expr_text(a, compiled(as, s[i].expr), as, &world);

		if (!str_eq_z(got, s[i].gives))
			fail_msg("%s gives '" STR_FMT "', not '%s'", s[i].expr, STR_ARG(got),
			    s[i].gives);
	}
}
#define ALL_GIVE(v) all_give(v, sizeof (v) / sizeof *(v))

static void
operators_bind_and_reckon_as_xpath_does(void **state)
{
	static const struct sample v[] = {
		{ "1 + 2 * 3", "7" }, { "(1 + 2) * 3", "9" }, { "7 mod 3", "1" }, { "-7 mod 3", "-1" }, { "7 div 2", "3.5" },
		{ "2 - 1 - 1", "0" }, { "- - 3", "3" }, { "1 div 0", "Infinity" }, { "0 div 0", "NaN" },
		{ "1 < 2 and 2 < 3", "true" }, { "1 = 1 or 1 div 0 = 2", "true" }, { "not(1 = 2)", "true" },
		{ "3 > 2 > 1", "false" }, { "'a' != 'b'", "true" }, { "'1' = 1", "true" }, { "0.1 + 0.2", "0.3" },
		{ "1000000 * 1000000", "1000000000000" }, { "0.000001", "0.000001" }, { ".5", "0.5" },
	};

	(void)state;
	ALL_GIVE(v);
}

static void
questions_are_read_by_their_type(void **state)
{
	static const struct sample v[] = {
		{ "navn", "Bjørn Ærlig" }, { "antall * 2", "8" }, { "inntekt", "120050" }, { "dag", "2027-08-17" },
		{ "dag > today()", "true" }, { "dag = date('2027-08-17')", "true" }, { "dag + 14", "2027-08-31" },
		{ "dag - 17", "2027-07-31" }, { "dag - today()", "269" }, { "svar = 'ja'", "true" }, { "enig", "true" },
		{ "enig = true()", "true" }, { "not(enig)", "false" }, { "boolean(tom)", "false" }, { "boolean(navn)", "true" },
		{ "/f/antall", "4" }, { "/antall", "4" }, { "rad[3]/tall", "5" }, { "rad[1]/ord", "å" },
	};

	(void)state;
	ALL_GIVE(v);
}

static void
text_functions_count_characters_not_bytes(void **state)
{
	static const struct sample v[] = {
		{ "string-length(navn)", "11" }, { "substring(navn, 7)", "Ærlig" }, { "substring('12345', 2, 3)", "234" },
		{ "substring('12345', 1.5, 2.6)", "234" }, { "substring('12345', 0, 3)", "12" },
		{ "substring('12345', 0 div 0, 3)", "" }, { "substring('12345', -42, 1 div 0)", "12345" },
		{ "upper(navn)", "BJØRN ÆRLIG" }, { "lower('ČÁHPPESŊŽŸ')", "čáhppesŋžŸ" }, { "upper('ß÷ÿž')", "ß÷ÿŽ" },
		{ "translate('bår', 'åb', 'ab')", "bar" }, { "translate('--aaa--', 'a-', 'A')", "AAA" },
		{ "concat(navn, '!', 3)", "Bjørn Ærlig!3" }, { "starts-with(navn, 'Bjø')", "true" },
		{ "contains(navn, 'Ær')", "true" }, { "contains(navn, '')", "true" }, { "contains(tom, 'x')", "false" },
		{ "substring-before('1999/04', '/')", "1999" }, { "substring-after('1999/04', '/')", "04" },
		{ "substring-after('1999', '/')", "" }, { "normalize-space('  a   b ')", "a b" },
		{ "matches('0150', '[0-9]{4}')", "true" }, { "matches('x0150', '[0-9]{4}')", "false" },
		{ "matches('0150', '^\\d{4}$')", "true" }, { "matches('blåbær', '[a-zæøå]+')", "true" },
		{ "join(', ', rad/ord)", "å, b" }, { "join('-', 'a', tom, 'b')", "a-b" },
		{ "selected(flere, 'nei')", "true" }, { "selected(flere, 'ne')", "false" }, { "selected(flere, '')", "false" },
		{ "string(1 = 1)", "true" }, { "number('12')", "12" }, { "number('tolv')", "NaN" },
	};

	(void)state;
	ALL_GIVE(v);
}

static void
functions_of_many_values_pass_over_what_is_not_answered(void **state)
{
	static const struct sample v[] = {
		{ "count(rad)", "3" }, { "count(rad/tall)", "2" }, { "sum(rad/tall)", "8" }, { "min(rad/tall)", "3" },
		{ "max(rad/tall, 9)", "9" }, { "avg(rad/tall)", "4" }, { "min(rad/d)", "2027-02-01" },
		{ "max(uten)", "" }, { "sum(uten)", "0" }, { "count-non-empty(rad/ord, navn, tom, 1)", "4" },
		{ "rad/tall = 5", "true" }, { "rad/tall = 6", "false" }, { "rad/tall > 4", "true" }, { "rad/ord = 'å'", "true" },
		{ "not(rad/ord = navn)", "true" }, { "if(rad, 'ja', 'nei')", "ja" }, { "if(count(rad) > 5, 1, 2)", "2" },
		{ "round(2.5)", "3" }, { "round(-2.5)", "-2" }, { "floor(-1.5)", "-2" }, { "ceiling(1.2)", "2" },
	};

	(void)state;
	ALL_GIVE(v);
}

static void
dates_are_reckoned_by_the_calendar(void **state)
{
	static const struct sample v[] = {
		{ "today()", "2026-11-21" }, { "now()", "2026-11-21T12:05:00Z" }, { "days-between(today(), dag)", "269" },
		{ "days-between(dag, today())", "-269" }, { "months-between(today(), dag)", "8" },
		{ "months-between(date('2027-01-31'), date('2027-02-28'))", "1" },
		{ "months-between(date('2027-03-31'), date('2027-02-28'))", "-1" },
		{ "months-between(date('2027-01-15'), date('2027-02-14'))", "0" },
		{ "add-months(date('2027-01-31'), 1)", "2027-02-28" }, { "add-months(dag, -12)", "2026-08-17" },
		{ "age-at(date('2000-02-29'), date('2027-02-28'))", "26" }, { "age-at(date('2000-02-29'), date('2027-03-01'))", "27" },
		{ "pid-valid(pid)", "true" }, { "pid-valid('12345678910')", "false" }, { "pid-born(pid)", "1972-09-13" },
		{ "age-at(pid-born(pid), today())", "54" }, { "pid-born(tom)", "" }, { "aldri + 1", "" },
		{ "date(tom)", "" }, { "add-months(dag, 100000000)", "" }, { "dag + 100000000", "" },
		{ "register('person/name')", "Kari Nordmann" }, { "register('person/shoe')", "" },
	};

	(void)state;
	ALL_GIVE(v);
}

/* The traps of empty answers: unknown is neither so nor not so, while emptiness itself can be asked
   for. */
static void
what_is_not_answered_is_neither_true_nor_false(void **state)
{
	static const char *const so[] = { "aldri = ''", "uten = ''", "tom = ''", "dag != ''",
	    "antall != ''", "tom != 'x'",
		"uten > 1 or 1 = 1", "not(tom)", "not(uten)" };
	static const char *const not_so[] = { "aldri > today()", "aldri <= today()",
	    "aldri != today()", "uten > 1",
		"uten != 1", "not(uten > 1)", "not(aldri > today())", "uten > 1 and 1 = 1",
		"uten + antall > 0", "months-between(aldri, today()) < 84", "tom != ''", "not(aldri > today() and 1 = 1)" };
	struct answers *as = filled();

	(void)state;
	for (size_t i = 0; i < sizeof so / sizeof *so; i++)
		if (!form_expr_true(compiled(as, so[i]), as, &world))
			fail_msg("%s is not so", so[i]);
	for (size_t i = 0; i < sizeof not_so / sizeof *not_so; i++)
		if (form_expr_true(compiled(as, not_so[i]), as, &world))
			fail_msg("%s is so", not_so[i]);
}

static void
a_flow_asks_whether_a_case_is_complete(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='a' required='true()'>" L "</text>" END));
	const struct form_expr *x = compiled(as, "complete() and a != 'nei'");

	(void)state;
	assert_false(form_expr_true(x, as, &world));
	POST(as, "a=ja");
	assert_true(form_expr_true(x, as, &world));
}

/* ---- what the checker refuses ---- */

static void
refused(const struct answers *as, const char *expr, const char *why)
{
	const struct form_expr *x;

	said = (struct said){ .n = 0 };
	if (form_expr_compile(a, as->form, NULL, str_from_z(expr), 7, complain, &said,
	    &x) == ERR_OK)
		fail_msg("%s is taken", expr);
	assert_int_equal(said.n, 1);
	assert_int_equal(said.line, 7);
	if (strstr(said.text, why) == NULL)
		fail_msg("%s is refused with '%s', without '%s'", expr, said.text, why);
}

static void
what_cannot_be_meant_is_refused_with_a_sentence(void **state)
{
	static const struct sample v[] = {
		{ "antal = 4", "did you mean antall?" }, { "svar = ja", "text stands in quotes: 'ja'" },
		{ "true", "write true()" }, { "antall-1", "blanks around a minus" }, { "string-lenght(navn)", "did you mean string-length()?" },
		{ "dag = '2027-08-17'", "date('2027-08-17')" }, { "dag > 3", "a date is compared with a number" },
		{ "dag = navn", "a date is compared with text" }, { "dag * 2", "days-between()" }, { "dag + dag", "two dates" },
		{ "3 - dag", "taken from a number" }, { "date('2027-02-30')", "no such day" }, { "age-at(navn, today())", "a date is wanted" },
		{ "navn < 'b'", "have an order" }, { "svar = 'jaa'", "did you mean 'ja'?" }, { "rad/tall + 1", "one answer per row" },
		{ "upper(rad/ord)", "one answer per row" }, { "rad > 1", "count()" }, { "rad/tal > 1", "did you mean tall?" },
		{ "navn/tall", "is not a repeat" }, { "navn[1]", "has no rows" }, { "//navn", "// is not used" }, { "rad//tall", "// is not used" },
		{ "child::navn", "axes" }, { "@navn", "not used here" }, { "*", "not used here" }, { "rad/*", "not used here" },
		{ "$navn", "not used here" }, { "navn | tom", "| is not used" }, { "rad[tall > 1]/ord", "only the number of a row" },
		{ "rad[0]/ord", "only the number of a row" }, { "1 +", "ends too soon" }, { "1 2", "an operator is missing" },
		{ "(1", ") is missing" }, { "'navn", "not closed" }, { "navn = 'x", "not closed" }, { "", "is empty" }, { "concat('a')", "too few" },
		{ "today(1)", "too many" }, { "count('a')", "name of a question" }, { "index()", "inside a repeat" }, { ".", "no question here" },
		{ "lang('nb')", "the same in every language" }, { "matches(navn, '[')", "not a pattern" }, { "matches(navn, tom)", "text in quotes" },
		{ "join(rad/ord, ', ')", "between them first" }, { "min(antall, dag)", "cannot be taken together" }, { "navn ! tom", "an operator is missing" },
		{ "1 ; 2", "an operator is missing" },
	};
	struct answers *as = filled();

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		refused(as, v[i].expr, v[i].gives);
}

static void
a_complaint_points_at_the_character(void **state)
{
	(void)state;
	refused(filled(), "navn = 'a' and antal = 4", "cond, character 16:");
}

static void
an_expression_has_a_size_and_a_depth(void **state)
{
	char deep[400] = "", wide[4096] = "1";

	(void)state;
	memset(deep, '(', 100);
	refused(filled(), deep, "too many parentheses");
	for (size_t n = 1; n < 2000; n += 2)
		memcpy(wide + n, "+1", 3);
	refused(filled(), wide, "too long");
	wide[0] = '\0';
	for (size_t n = 0; n < 2000; n++)
		memcpy(wide + n, "-", 2);
	memcpy(wide + 2000, "1", 2);
	refused(filled(), wide, "too long");
}

/* ---- the same as libxml2 on expressions without questions ---- */

static uint32_t seed = 20261121;

static unsigned
dice(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static void gen_num(struct buf *, int depth);
static void gen_bool(struct buf *, int depth);

static void
gen_str(struct buf *b, int depth)
{
	static const char *const lit[] = { "''", "'a'", "'blåbær'", "' x  y '", "\"it's\"", "'12'",
	    "'-3.5'", "'abcabc'", "'true'" };
	static const char *const two[] = { "concat", "substring-before", "substring-after" };
	unsigned k = depth > 0 ? dice(7) : 0;

	if (k <= 1) {
		buf_add_z(b, lit[dice(9)]);
	} else if (k == 2) {
		buf_fmt(b, "%s(", two[dice(3)]);
		gen_str(b, depth - 1), buf_add_z(b, ", "), gen_str(b, depth - 1), buf_add_z(b, ")");
	} else if (k == 3) {
		buf_add_z(b, "substring("), gen_str(b, depth - 1), buf_fmt(b, ", %d, %u.5)", (int)dice(6) - 2, dice(5));
	} else if (k == 4) {
		buf_add_z(b, "normalize-space("), gen_str(b, depth - 1), buf_add_z(b, ")");
	} else if (k == 5) {
		buf_add_z(b, "translate("), gen_str(b, depth - 1), buf_add_z(b, ", 'abæ', 'xå')");
	} else {
		buf_add_z(b, "string("), gen_bool(b, depth - 1), buf_add_z(b, ")");
	}
}

static void
gen_num(struct buf *b, int depth)
{
	static const char *const ops[] = { "+", "-", "*", "div", "mod" }, *const one[] = { "floor",
	    "ceiling", "round" };
	unsigned k = depth > 0 ? dice(7) : 0;

	if (k <= 1) {
		buf_fmt(b, "%u%s", dice(12), dice(3) == 0 ? ".25" : "");
	} else if (k <= 3) {
		buf_add_z(b, "("), gen_num(b, depth - 1), buf_fmt(b, " %s ", ops[dice(5)]), gen_num(b, depth - 1), buf_add_z(b, ")");
	} else if (k == 4) {
		buf_fmt(b, "%s(", one[dice(3)]), gen_num(b, depth - 1), buf_add_z(b, ")");
	} else if (k == 5) {
		buf_add_z(b, dice(2) ? "string-length(" : "number("), gen_str(b, depth - 1), buf_add_z(b, ")");
	} else {
		buf_add_z(b, "-"), gen_num(b, depth - 1);
	}
}

static void
gen_bool(struct buf *b, int depth)
{
	static const char *const ops[] = { "=", "!=", "<", "<=", ">", ">=" };
	unsigned k = depth > 0 ? dice(8) : 0;

	if (k == 0) {
		buf_add_z(b, dice(2) ? "true()" : "false()");
	} else if (k <= 2) {
		gen_num(b, depth - 1), buf_fmt(b, " %s ", ops[dice(6)]), gen_num(b, depth - 1);
	} else if (k == 3) {
		gen_str(b, depth - 1), buf_fmt(b, " %s ", ops[dice(2)]), gen_str(b, depth - 1);
	} else if (k == 4) {
		buf_add_z(b, "("), gen_bool(b, depth - 1), buf_add_z(b, dice(2) ? " and " : " or "), gen_bool(b, depth - 1), buf_add_z(b, ")");
	} else if (k == 5) {
		buf_add_z(b, "not("), gen_bool(b, depth - 1), buf_add_z(b, ")");
	} else if (k == 6) {
		buf_add_z(b, dice(2) ? "contains(" : "starts-with("), gen_str(b, depth - 1), buf_add_z(b, ", "), gen_str(b, depth - 1), buf_add_z(b, ")");
	} else {
		buf_add_z(b, "boolean("), gen_num(b, depth - 1), buf_add_z(b, ")");
	}
}

/* Both sides in one writing: 12 digits, no minus before zero. */
static struct str
same_digits(double n)
{
	if (isnan(n))
		return STR("NaN");
	return isinf(n) ? n > 0 ? STR("Infinity") : STR("-Infinity") : str_fmt(a, "%.12g", n == 0 ?
	    0 : n);
}

static struct str
oracle(xmlXPathContext *ctx, const char *expr)
{
	xmlXPathObject *o = xmlXPathEval((const xmlChar *)expr, ctx);
	xmlChar *s = NULL;
	struct str out;

	if (o == NULL)
		fail_msg("libxml2 refuses %s", expr);
	assert_non_null(o);
	if (o->type != XPATH_NUMBER)
		s = xmlXPathCastToString(o);
	out = s != NULL ? str_dup(a, str_from_z((const char *)s)) : same_digits(o->floatval);
	xmlFree(s);
	xmlXPathFreeObject(o);
	return out;
}

static struct str
ours(const struct answers *as, const char *expr, bool number)
{
	struct str s = form_expr_text(a, compiled(as, expr), as, &world);
	double n;

	if (!number || str_eq_z(s, "NaN") || str_ends(s, STR("Infinity")))
		return s;
	n = strtod(str_z(a, s), NULL);
	return same_digits(n);
}

static void
generated_expressions_give_what_libxml2_gives(void **state)
{
	static void (*const gen[])(struct buf *, int) = { gen_num, gen_str, gen_bool };
	struct answers *as = filled();
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlXPathContext *ctx = xmlXPathNewContext(doc);

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct buf b = buf_new(a, 256);
		unsigned kind = dice(3);
		struct str got, want;

		gen[kind](&b, 4);
		buf_add_char(&b, '\0');
		got = ours(as, b.p, kind == 0);
		want = oracle(ctx, b.p);
		if (!str_eq(got, want))
			fail_msg("%s gives '" STR_FMT "', libxml2 '" STR_FMT "'", b.p, STR_ARG(got),
			    STR_ARG(want));
	}
	xmlXPathFreeContext(ctx);
	xmlFreeDoc(doc);
}

TESTS(
	T(operators_bind_and_reckon_as_xpath_does),
	T(questions_are_read_by_their_type),
	T(text_functions_count_characters_not_bytes),
	T(functions_of_many_values_pass_over_what_is_not_answered),
	T(dates_are_reckoned_by_the_calendar),
	T(what_is_not_answered_is_neither_true_nor_false),
	T(a_flow_asks_whether_a_case_is_complete),
	T(what_cannot_be_meant_is_refused_with_a_sentence),
	T(a_complaint_points_at_the_character),
	T(an_expression_has_a_size_and_a_depth),
	T(generated_expressions_give_what_libxml2_gives),
)
