/* The exports in this tree, as they are: against DiBK's schemas where they are there
   (SKRANKE_FORMATS, else ../shared/data beside the checkout), and against the files in
   tests/fixtures/exports.  SKRANKE_GOLDEN=1 writes those anew. */
#include "../t.h"

#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "export/export.h"
#include "form/form.h"

#define OUT(service, name) { "templates/services/" service "/", name }

struct out {				/* an export of a service */
	const char	*service, *name;
};
static const struct out application = OUT("tiltak-uten-ansvarsrett", "utenansvarsrett"),
	begin = OUT("tiltak-uten-ansvarsrett", "igangsettingstillatelse"),
	finished = OUT("ferdigattest", "ferdigattest"),
	in_use = OUT("ferdigattest", "midlertidigbrukstillatelse");

static struct arena *a;

static void
note(void *ctx, int line, const char *message)
{
	fprintf(stderr, "%s:%d: %s\n", (const char *)ctx, line, message);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(128 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static xmlDoc *
parsed(const char *path)
{
	xmlDoc *doc;

	if (xml_parse_file(a, path, note, (void *)(uintptr_t)path, &doc) != ERR_OK)
		fail_msg("%s cannot be read", path);
	return doc;
}

static xmlDoc *
section(void *ctx, struct str name)
{
	(void)ctx;
	return parsed(str_fmt(a, "templates/shared/sections/" STR_FMT ".xml", STR_ARG(name)).p);
}

static xmlDoc *
table(void *ctx, struct str id)
{
	(void)ctx;
	return parsed(str_fmt(a, "templates/lists/" STR_FMT ".xml", STR_ARG(id)).p);
}

static const struct form *
form(struct out o)
{
	static const struct form_files files = { section, table, NULL, NULL, 0 };
	const struct form_messages *messages;
	const struct form *f;

	assert_int_equal(form_messages_load(a, parsed("templates/shared/messages.xml"), NULL, NULL,
	    &messages), ERR_OK);
	assert_int_equal(form_load(a, parsed(str_fmt(a, "%sform.xml", o.service).p), messages,
	    &files, note, (void *)(uintptr_t)"form.xml", &f), ERR_OK);
	return f;
}

static double
hearing(void *ctx, struct str name)
{
	(void)ctx;
	return str_eq_z(name, "neighbours/sent") ? 3 : str_eq_z(name, "neighbours/remarks") ? 1 : 0;
}

static int64_t
remarks(void *ctx, struct str how)
{
	(void)ctx, (void)how;
	return 2;
}

static const struct form_file *
file(void *ctx, struct str id)
{
	struct form_file *f = ARENA_NEW(a, struct form_file);

	(void)ctx;
	*f = (struct form_file){ .id = id,
		.name = str_fmt(a, STR_FMT " & mål.pdf", STR_ARG(id)) };
	return str_eq_z(id, "borte") ? NULL : f;
}

static double
no_hearing(void *ctx, struct str name)
{
	(void)ctx, (void)name;
	return 0;
}

static struct str
made(struct out o, const char *answers, bool full)
{
	static const struct export_party acting = { STR("representative"), STR("Nora Nabo"),
		STR("") };
	static const struct export_facts known = { .ref = STR("BYG-2026-000012"),
		.state = STR("open"),
		.applicant_name = STR("Ola Nordmann"), .applicant_pid = STR("02928297883"),
		.line1 = STR("Postboks 7"), .postcode = STR("9999"), .city = STR("Fjordvik"),
		.parties = &acting, .nparties = 1 };
	static const struct export_facts nothing = { .ref = STR("") };
	struct form_world w = { .lang = LANG_NB, .today = 20779, .test_numbers = true,
		.hearing = full ? hearing : no_hearing, .remarks = full ? remarks : NULL,
		.file = file };
	const struct form *f = form(o);
	const char *path = str_fmt(a, "%sexports/%s.xml", o.service, o.name).p;
	struct buf b = buf_new(a, 16 * 1024);
	const struct export *e;
	struct answers *as;
	struct str text;

	assert_int_equal(export_load(a, parsed(path), f, STR("owner"), note,
	    (void *)(uintptr_t)path, &e), ERR_OK);
	assert_int_equal(xml_read_file(a, str_fmt(a, "tests/fixtures/exports/%s.xml", answers).p,
	    &text), ERR_OK);
	assert_int_equal(answers_read(a, f, text, (struct form_pairs){ NULL, 0 }, &as), ERR_OK);
	answers_rules(as, &w);
	export_make(e, as, &w, full ? &known : &nothing, &b);
	return buf_str(&b);
}

static void
golden(struct out o, const char *answers)
{
	const char *path = str_fmt(a, "tests/fixtures/exports/%s-%s.xml", o.name, answers).p;
	struct str got = made(o, answers, strcmp(answers, "little") != 0), want = STR("");
	FILE *f;

	if (getenv("SKRANKE_GOLDEN") != NULL) {
		f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(got.p, 1, got.n, f), got.n);
		assert_int_equal(fclose(f), 0);
	}
	assert_int_equal(xml_read_file(a, path, &want), ERR_OK);
	if (!str_eq(got, want))
		fail_msg("%s is now:\n" STR_FMT, path, STR_ARG(got));
}

static void
the_application_is_as_it_was_when_somebody_last_read_it(void **state)
{
	(void)state;
	golden(application, "full");
	golden(application, "little");
	golden(begin, "full");
	golden(finished, "done");
	golden(finished, "remains");
	golden(in_use, "remains");
}

/* ---- DiBK's schemas ---- */

static const char *
schema_path(const char *name)
{
	const char *formats = getenv("SKRANKE_FORMATS");
	const char *path = str_fmt(a, "%s/dibk/%s-v4.xsd", formats != NULL ? formats :
	    "../shared/data", name).p;

	return access(path, R_OK) == 0 ? path : NULL;
}

static void
tell(void *ctx, xmlErrorPtr e)
{
	(void)ctx;
	fprintf(stderr, "%d: %s", e->line, e->message);
}

static int
judged(xmlDoc *xsd, struct str text)
{
	xmlSchemaParserCtxtPtr p = xmlSchemaNewDocParserCtxt(xsd);
	xmlSchemaPtr schema = xmlSchemaParse(p);
	xmlSchemaValidCtxtPtr v;
	xmlDoc *doc;
	int wrong;

	assert_non_null(schema);
	v = xmlSchemaNewValidCtxt(schema);
	xmlSchemaSetValidStructuredErrors(v, tell, NULL);
	assert_int_equal(xml_parse(a, text, NULL, NULL, &doc), ERR_OK);
	wrong = xmlSchemaValidateDoc(v, doc);
	xmlSchemaFreeValidCtxt(v);
	xmlSchemaFree(schema);
	xmlSchemaFreeParserCtxt(p);
	return wrong;
}

static void
follows(struct out o, const char *id, const char *all, const char *little)
{
	const char *path = schema_path(o.name), *name = o.name;

	if (path == NULL) {
		print_message("%s: DiBK's schema is not in ../shared/data/dibk; not validated\n", name);
		skip();
	}
	assert_int_equal(judged(parsed(path), made(o, all, true)), 0);
	assert_int_equal(judged(parsed(path), made(o, little, false)), 0);
	/* and the schema would say so: an empty number, as is never written */
	assert_int_not_equal(judged(parsed(path), str_fmt(a, "<%s xmlns='https://skjema.ft.dibk.no/%s/v4'"
	    " dataFormatProvider='DIBK' dataFormatId='%s' dataFormatVersion='4'><kommunensSaksnummer><saksaar/></kommunensSaksnummer></%s>",
	    name, name, id, name)), 0);
}

static void
leave_to_begin_follows_the_schema_with_all_answers_and_with_hardly_any(void **state)
{
	(void)state;
	follows(begin, "10003", "full", "little");
}

static void
certificate_of_completion_follows_the_schema_with_all_answers_and_with_hardly_any(void **state)
{
	(void)state;
	follows(finished, "10005", "done", "nothing");
	follows(finished, "10005", "remains", "nothing");
}

static void
leave_to_use_for_a_time_follows_the_schema_with_all_answers_and_with_hardly_any(void **state)
{
	(void)state;
	follows(in_use, "10004", "remains", "nothing");
	follows(in_use, "10004", "done", "nothing");
}

static size_t
empty_in(const xmlNode *n)
{
	size_t empty = 0;

	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE)
			empty += (c->children == NULL) + empty_in(c);
	return empty;
}

static void
no_element_of_any_is_empty(void **state)
{
	static const struct {
		const struct out *o;
		const char *answers;
	} v[] = { { &application, "full" }, { &application, "little" }, { &begin, "little" },
		{ &finished, "done" }, { &finished, "nothing" }, { &in_use, "remains" },
		{ &in_use, "done" }, { &in_use, "nothing" } };
	xmlDoc *doc;

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		assert_int_equal(xml_parse(a, made(*v[i].o, v[i].answers, i % 2 == 0), note, NULL,
		    &doc), ERR_OK);
		if (empty_in(xml_root(doc)) > 0)
			fail_msg("%s of %s has an empty element", v[i].o->name, v[i].answers);
	}
	assert_int_equal(xml_parse(a, STR("<a><b> <c/> </b><d>1</d></a>"), note, NULL, &doc), ERR_OK);
	assert_int_equal(empty_in(xml_root(doc)), 1);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
TESTS(
	T(the_application_is_as_it_was_when_somebody_last_read_it),
	T(leave_to_begin_follows_the_schema_with_all_answers_and_with_hardly_any),
	T(certificate_of_completion_follows_the_schema_with_all_answers_and_with_hardly_any),
	T(leave_to_use_for_a_time_follows_the_schema_with_all_answers_and_with_hardly_any),
	T(no_element_of_any_is_empty),
)
