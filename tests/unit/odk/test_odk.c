/* An XForm's rules are carried over as they mean, or told of and left as a comment. */
#include "../t.h"

#include <glob.h>

#include "base/buf.h"
#include "form/form.h"
#include "odk/odk.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new((size_t)128 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static const struct form_messages *
messages(void)
{
	const struct form_messages *m;
	xmlDoc *doc;

	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, NULL, NULL, &m), ERR_OK);
	return m;
}

static const char *
all_said(const struct odk_result *r)
{
	struct buf b = buf_new(a, 1024);

	for (size_t i = 0; i < r->nsaid; i++)
		buf_fmt(&b, "%d: " STR_FMT "\n", r->said[i].line, STR_ARG(r->said[i].text));
	return str_z(a, buf_str(&b));
}

/* ---- one expression ---- */

#define FRAME_HEAD "<h:html xmlns='http://www.w3.org/2002/xforms' " \
    "xmlns:h='http://www.w3.org/1999/xhtml' xmlns:jr='http://openrosa.org/javarosa'>" \
    "<h:head><h:title>T</h:title><model><instance><d id='f'><t/><n/><m/><dag/><flere/><kryss/>" \
    "<g><i/></g><r><x/><t/><rr><y/></rr></r><q/></d></instance>" \
    "<bind nodeset='/d/n' type='int'/><bind nodeset='/d/m' type='int'/>" \
    "<bind nodeset='/d/dag' type='date'/><bind nodeset='/d/r/x' type='int'/>"
#define FRAME_TAIL "</model></h:head><h:body><input ref='/d/t'><label>T</label></input>" \
    "<input ref='/d/n'><label>N</label></input><input ref='/d/m'><label>M</label></input>" \
    "<input ref='/d/dag'><label>D</label></input><select ref='/d/flere'><label>F</label>" \
    "<item><label>A</label><value>a</value></item></select>" \
    "<trigger ref='/d/kryss'><label>K</label></trigger>" \
    "<group ref='/d/g'><label>G</label><input ref='/d/g/i'><label>I</label></input></group>" \
    "<group ref='/d/r'><label>R</label><repeat nodeset='/d/r'><input ref='/d/r/x'><label>X</label>" \
    "</input><input ref='/d/r/t'><label>T</label></input><repeat nodeset='/d/r/rr'>" \
    "<label>RR</label><input ref='/d/r/rr/y'><label>Y</label></input></repeat></repeat></group>" \
    "<input ref='/d/q'><label>Q</label></input></h:body></h:html>"

static xmlNode *
named(xmlNode *n, struct str name)
{
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		xmlNode *below;

		if (xml_is(c, "list"))
			continue;
		if (str_eq(xml_attr(c, "name"), name) || str_eq(xml_attr(c, "id"), name))
			return c;
		below = named(c, name);
		if (below != NULL)
			return below;
	}
	return NULL;
}

/* What `relevant` of the question becomes; with `said`, all that was told. */
static struct str
becomes(const char *question, const char *expression, const char **said)
{
	struct buf b = buf_new(a, 4096);
	const char *name = strrchr(question, '/') + 1;
	struct odk_result r;
	xmlDoc *doc;

	buf_fmt(&b, FRAME_HEAD "<bind nodeset='%s' relevant=\"", question);
	xml_escape(&b, str_from_z(expression));
	buf_add_z(&b, "\"/>" FRAME_TAIL);
	assert_int_equal(xml_parse(a, buf_str(&b), NULL, NULL, &doc), ERR_OK);
	assert_int_equal(odk_import(a, doc, messages(), NULL, NULL, &r), ERR_OK);
	*said = all_said(&r);
	assert_int_equal(xml_parse(a, r.form, NULL, NULL, &doc), ERR_OK);
	return xml_attr(named(xml_root(doc), str_from_z(name)), "relevant");
}

static void
carried(const char *question, const char *expression, const char *want)
{
	const char *said;
	struct str got = becomes(question, expression, &said);

	if (!str_eq_z(got, want) || said[0] != '\0')
		fail_msg("%s: '%s' became '" STR_FMT "', not '%s'\n%s", question, expression,
		    STR_ARG(got), want, said);
}

static void
lost(const char *question, const char *expression, const char *why)
{
	const char *said;
	struct str got = becomes(question, expression, &said);

	if (got.p != NULL || strstr(said, why) == NULL)
		fail_msg("%s: '%s' became '" STR_FMT "', and was said to be '%s', not '%s'", question,
		    expression, STR_ARG(got), said, why);
}

static void
paths_become_names(void **state)
{
	(void)state;
	carried("/d/q", "/d/n = 1", "n = 1");
	carried("/d/q", " ../n  > ../m", "n > m");
	carried("/d/q", "current()/../n = 1", "n = 1");
	carried("/d/q", "/d/g/i != ''", "i != ''");
	carried("/d/g/i", "../../n = 1", "n = 1");
	carried("/d/r/x", "/d/r/t = 'a'", "t = 'a'");
	carried("/d/r/x", "/d/t = 'a'", "../../t = 'a'");
	carried("/d/r/rr/y", "../../x = 1 and /d/t = 'a'", "x = 1 and ../../../t = 'a'");
	carried("/d/q", "sum(/d/r/x) > 3 and count(/d/r) > 1", "sum(r/x) > 3 and count(r) > 1");
	carried("/d/q", "/d/r[2]/x = 1", "r[2]/x = 1");
	carried("/d/r/x", "position(..) = 1", "index() = 1");
	carried("/d/q", "sum(/d/r/rr/y) > 0", "sum(r/rr/y) > 0");
}

static void
operators_keep_their_order(void **state)
{
	(void)state;
	carried("/d/q", "(/d/n + 1) * 2 - (3 - /d/m) = -/d/n mod 2", "(n + 1) * 2 - (3 - m) = -n mod 2");
	carried("/d/q", "/d/n = 1 or (/d/m = 2 and not(/d/n=3))", "n = 1 or m = 2 and not(n = 3)");
	carried("/d/q", "(/d/n = 1 or /d/m = 2) and /d/n div 2 > 1", "(n = 1 or m = 2) and n div 2 > 1");
	carried("/d/q", "/d/t != \"it's\"", "t != \"it's\"");
	carried("/d/q", "(/d/n = 1) = (/d/m = 1)", "n = 1 = (m = 1)");
}

static void
functions_mean_the_same(void **state)
{
	(void)state;
	carried("/d/q", "selected(/d/flere, 'a')", "selected(flere, 'a')");
	carried("/d/q", "regex(/d/t, '[0-9]+')", "matches(t, '[0-9]+')");
	carried("/d/q", "int(/d/n) = 1", "if(n < 0, ceiling(n), floor(n)) = 1");
	carried("/d/q", "coalesce(/d/t, 'b') = 'b'", "if(t != '', t, 'b') = 'b'");
	carried("/d/q", "round(/d/n, 2) = 1", "round(n * 100) div 100 = 1");
	carried("/d/q", "substr(/d/t, 0, 2) = 'ab'", "substring(t, 0 + 1, 2 - 0) = 'ab'");
	carried("/d/q", "count-selected(/d/flere) > 1",
	    "if(flere = '', 0, string-length(flere) - string-length(translate(flere, ' ', '')) + 1) > 1");
}

static void
dates_and_ticks_are_compared_as_such(void **state)
{
	(void)state;
	carried("/d/q", "/d/dag >= '2026-01-01'", "dag >= date('2026-01-01')");
	carried("/d/q", "/d/dag < now()", "dag < today()");
	carried("/d/q", "/d/dag = date('2026-01-01')", "dag = date('2026-01-01')");
	carried("/d/q", "/d/dag != ''", "dag != ''");
	carried("/d/q", "today() - /d/dag > 30", "today() - dag > 30");
	carried("/d/q", "date(/d/dag) < today()", "dag < today()");
	carried("/d/q", "/d/kryss = 'OK'", "kryss");
	carried("/d/q", "/d/kryss != 'OK'", "not(kryss)");
	carried("/d/q", "/d/kryss = ''", "not(kryss)");
}

static void
what_has_no_like_is_told_of(void **state)
{
	(void)state;
	lost("/d/q", "pulldata('a', 'b', 'c', /d/n) = 1", "no function like pulldata()");
	lost("/d/q", "jr:choice-name(/d/flere, 'x') = 1", "no function like jr:choice-name()");
	lost("/d/q", "instance('x')/root/item[a = 1]/b = 1", "no function like instance()");
	lost("/d/q", "/d/n = ", "cannot be read");
	lost("/d/q", "/d/n = (1", ") is missing");
	lost("/d/q", "/d/borte = 1", "the instance has no borte there");
	lost("/d/q", "//n = 1", "cannot be read");
	lost("/d/q", "/d/r[x = 1]/x = 1", "only the number of a row");
	lost("/d/q", "/d/g = 1", "is a group");
	lost("/d/q", "/d/dag > 'snart'", "a date is compared with 'snart'");
	lost("/d/q", "regex(/d/t, '[')", "no pattern");
	lost("/d/q", "/d/flere = 1 + /d/dag + /d/dag", "dates cannot be added");
	lost("/d/n", "/d/n = 1 or /d/q = /d/n", "circle");
	lost("/d/q", "((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))",
	    "too many parentheses");
	lost("/d/q", "coalesce(coalesce(coalesce(coalesce(coalesce(coalesce(coalesce(coalesce("
	    "coalesce(coalesce(coalesce(coalesce(coalesce(coalesce(/d/t,1),1),1),1),1),1),1),1),1),1)"
	    ",1),1),1),1) = 1", "too long");
}

/* ---- whole forms ---- */

/* "NAME: … ATTR": was this rule told of? */
static bool
told(const struct odk_result *r, struct str name, const char *attr)
{
	struct str head = str_fmt(a, STR_FMT ": ", STR_ARG(name));

	for (size_t i = 0; i < r->nsaid; i++)
		if (strstr(str_z(a, r->said[i].text), attr) != NULL &&
		    strstr(str_z(a, r->said[i].text), head.p) != NULL)
			return true;
	return false;
}

static struct str
called(const struct odk_result *r, struct str name, int line)
{
	struct str head = str_fmt(a, STR_FMT ": is called ", STR_ARG(name));

	for (size_t i = 0; i < r->nsaid; i++)
		if (r->said[i].line == line && str_starts(r->said[i].text, head)) {
			struct str rest = str_skip(r->said[i].text, head.n);

			return str_cut(&rest, ' ');
		}
	return name;
}

static bool
stands(xmlNode *form, struct str name, const char *attr)
{
	xmlNode *n = named(form, name);

	if (n == NULL)
		return false;
	if (strcmp(attr, "constraint") == 0)
		return xml_child(n, "constraint") != NULL;
	if (xml_is(n, "page") && xml_child(n, "repeat") != NULL && xml_attr(n, attr).p == NULL)
		n = xml_child(n, "repeat");
	if (strcmp(attr, "readonly") == 0 && (xml_is(n, "output") || xml_is(n, "var")))
		return true;
	if (xml_is(n, "var"))
		return xml_attr(n, "value").p != NULL;
	return xml_attr(n, attr).p != NULL;
}

static void
no_rule_is_lost_in(const char *path)
{
	static const char *const rules[] = { "relevant", "required", "readonly", "calculate",
	    "constraint" };
	xmlDoc *doc, *out;
	xmlNode *model;
	struct odk_result r;

	assert_int_equal(xml_parse_file(a, path, NULL, NULL, &doc), ERR_OK);
	assert_int_equal(odk_import(a, doc, messages(), NULL, NULL, &r), ERR_OK);
	assert_int_equal(xml_parse(a, r.form, NULL, NULL, &out), ERR_OK);
	model = xml_child(xml_child(xml_root(doc), "head"), "model");
	for (xmlNode *b = xml_first(model); b != NULL; b = xml_next(b)) {
		struct str name = xml_attr(b, "nodeset");

		while (name.n > 0 && memchr(name.p, '/', name.n) != NULL)
			(void)str_cut(&name, '/');
		for (size_t i = 0; i < 5 && xml_is(b, "bind"); i++)
			if (xml_attr(b, rules[i]).p != NULL && !told(&r, name, rules[i]) &&
			    !stands(xml_root(out), called(&r, name, xml_line(b)), rules[i]))
				fail_msg("%s:%d: %s of " STR_FMT " is neither carried nor told of", path,
				    xml_line(b), rules[i], STR_ARG(name));
	}
}

static void
each_fixture(void (*fn)(const char *path))
{
	glob_t g;

	assert_int_equal(glob("tests/fixtures/odk/*.xml", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		if (strstr(g.gl_pathv[i], ".form.xml") == NULL)
			fn(g.gl_pathv[i]);
	globfree(&g);
}

static void
no_rule_is_lost(void **state)
{
	(void)state;
	each_fixture(no_rule_is_lost_in);
}

static size_t
comments(const xmlNode *n, struct str text)
{
	size_t found = 0;

	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (c->type == XML_COMMENT_NODE)
			found += str_eq(str_trim(str_from_z((const char *)c->content)), text);
		else if (c->type == XML_ELEMENT_NODE)
			found += comments(c, text);
	}
	return found;
}

static void
complain(void *ctx, int line, const char *message)
{
	fail_msg("%s:%d: %s", (const char *)ctx, line, message);
}

/* The form passes the checker, and each thing lost is a comment in it. */
static void
is_sound(const char *path)
{
	const struct form *form;
	struct odk_result r;
	xmlDoc *doc;

	assert_int_equal(xml_parse_file(a, path, NULL, NULL, &doc), ERR_OK);
	assert_int_equal(odk_import(a, doc, messages(), NULL, NULL, &r), ERR_OK);
	assert_int_equal(xml_parse(a, r.form, NULL, NULL, &doc), ERR_OK);
	assert_int_equal(form_load(a, doc, messages(), NULL, complain, (void *)(uintptr_t)path,
	    &form), ERR_OK);
	for (size_t i = 0; i < r.nsaid; i++)
		if (r.said[i].lost && strstr(str_z(a, r.said[i].text), "--") == NULL &&
		    comments(xml_root(doc), r.said[i].text) == 0)
			fail_msg("%s: no comment says: " STR_FMT, path, STR_ARG(r.said[i].text));
}

static void
what_is_made_is_sound(void **state)
{
	(void)state;
	each_fixture(is_sound);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_become_names),
		cmocka_unit_test(operators_keep_their_order),
		cmocka_unit_test(functions_mean_the_same),
		cmocka_unit_test(dates_and_ticks_are_compared_as_such),
		cmocka_unit_test(what_has_no_like_is_told_of),
		cmocka_unit_test(no_rule_is_lost),
		cmocka_unit_test(what_is_made_is_sound),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
