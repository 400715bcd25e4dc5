/* f.h - what the form room's tests share: a form from its text, a world, complaints gathered */
#ifndef F_H
#define F_H

#include "../t.h"

#include "base/time.h"
#include "form/form.h"

#define HEAD "<form xmlns='urn:skranke:form:1' id='f'><title>T</title>"
#define PAGE "<page id='p'><title>P</title>"
#define END "</page></form>"
#define L "<label>Spørsmål</label>"

struct said {			/* what was complained of */
	char	text[4096];
	int	line, n;
};

__attribute__((unused)) static struct arena *a;
__attribute__((unused)) static struct said said;
__attribute__((unused)) static struct form_world world;

__attribute__((unused)) static void
complain(void *ctx, int line, const char *message)
{
	struct said *s = ctx;

	snprintf(s->text + strlen(s->text), sizeof s->text - strlen(s->text), "%d: %s\n", line,
	    message);
	s->line = line;
	s->n++;
}

__attribute__((unused)) static const struct form_messages *
messages(void)
{
	const struct form_messages *m;
	xmlDoc *doc;

	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc), ERR_OK);
	assert_int_equal(form_messages_load(a, doc, complain, &said, &m), ERR_OK);
	return m;
}

__attribute__((unused)) static enum err
try_form(const char *text, const struct form **out)
{
	xmlDoc *doc;

	said = (struct said){ .n = 0 };
	assert_int_equal(xml_parse(a, str_from_z(text), complain, &said, &doc), ERR_OK);
	return form_load(a, doc, messages(), NULL, complain, &said, out);
}

__attribute__((unused)) static const struct form *
form(const char *text)
{
	const struct form *f = NULL;

	if (try_form(text, &f) != ERR_OK)
		fail_msg("the form is refused: %s", said.text);
	return f;
}

/* ---- a register with two lists' worth of kindergartens ---- */

static const struct form_option garden_options[] = {
	{ STR("b1"), STR("Blåbærskogen"), NULL }, { STR("b2"), STR("Solsikken"), NULL },
};
static const struct form_options gardens = { .v = garden_options, .n = 2 };

__attribute__((unused)) static const struct form_options *
list(void *ctx, const struct form_list *l)
{
	(void)ctx;
	return str_eq_z(l->source, "kindergartens") ? &gardens : NULL;
}

__attribute__((unused)) static struct str
value(void *ctx, struct str name)
{
	(void)ctx;
	return str_eq_z(name, "person/name") ? STR("Kari Nordmann") : STR_NONE;
}

__attribute__((unused)) static int
start(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(64 * 1024 * 1024);
	world = (struct form_world){ .today = time_day((struct date){ 2026, 11, 21 }),
		.now_at = INT64_C(1795262700000000), .test_numbers = true, .list = list,
		.value = value };
	return 0;
}

__attribute__((unused)) static int
stop(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, start, stop)

/* ---- answers ---- */

/* Post "name=value" strings, ended by NULL, on the page p. */
__attribute__((unused)) static struct answers_posted
post(struct answers *as, const char *page, const char *const *fields)
{
	struct form_field f[64];
	struct answers_posted got;
	size_t n = 0;

	for (; fields[n] != NULL; n++) {
		f[n].value = str_from_z(fields[n]);
		f[n].name = str_cut(&f[n].value, '=');
	}
	assert_int_equal(answers_post(as, form_page(as->form, str_from_z(page)), f, n, NULL, &world,
	    &got), ERR_OK);
	return got;
}
#define POST(as, ...) post((as), "p", (const char *const[]){ __VA_ARGS__, NULL })

__attribute__((unused)) static struct answers *
fresh(const struct form *f)
{
	struct answers *as = answers_new(a, f);

	answers_rules(as, &world);
	return as;
}

__attribute__((unused)) static struct str
text_of(const struct answers *as, const char *name)
{
	const struct answer *n = answers_find(as, str_from_z(name));

	assert_non_null(n);
	return n->text;
}

__attribute__((unused)) static struct str
written(const struct answers *as, enum answers_what what)
{
	struct buf b = buf_new(a, 1024);
	struct form_pids pids;

	answers_write(as, what, &b, &pids);
	return buf_str(&b);
}

/* All issues as "field:on:level " in one text. */
__attribute__((unused)) static struct str
issues(const struct answers *as)
{
	static const char *const levels[] = { "error", "warning", "info" };
	struct buf b = buf_new(a, 256);

	for (size_t i = 0; i < as->nissues; i++)
		buf_fmt(&b, "%s" STR_FMT ":%s:%s", i > 0 ? " " : "",
		    STR_ARG(answer_field(a, as->issue[i].node)), as->issue[i].on,
		    levels[as->issue[i].level]);
	return buf_str(&b);
}

#endif
