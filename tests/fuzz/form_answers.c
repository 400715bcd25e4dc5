/* Answers from any bytes: read or refused; what is read and written is read again as the same; a
   post of any value is kept, judged and written so that it comes back. */
#include "base/arena.h"
#include "form/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char text[] = "<form xmlns='urn:skranke:form:1' id='f'><title>T</title><page id='p'><title>P</title>"
    "<text name='t'><label>L</label></text><text name='pid' type='no:pid'><label>L</label></text>"
    "<date name='d'><label>L</label></date><money name='m'><label>L</label></money>"
    "<number name='n'><label>L</label></number><text name='tlf' type='no:phone'><label>L</label></text>"
    "<text name='e' type='email'><label>L</label></text><text name='k' type='no:account'><label>L</label></text>"
    "<repeat name='r' min='1' max='3'><label>L</label><text name='t'><label>L</label></text>"
    "<number name='n' type='integer'><label>L</label></number></repeat>"
    "<number name='s' calculate='sum(r/n) + n'><label>L</label></number></page></form>";

static const struct form *
form(void)
{
	static const struct form *f;
	static struct arena *a;		/* of the process */
	const struct form_messages *m;
	xmlDoc *doc;

	if (f != NULL)
		return f;
	xml_start();
	a = arena_new((size_t)16 << 20);
	CHECK(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc) == ERR_OK);
	CHECK(form_messages_load(a, doc, NULL, NULL, &m) == ERR_OK);
	CHECK(xml_parse(a, str_from_z(text), NULL, NULL, &doc) == ERR_OK);
	CHECK(form_load(a, doc, m, NULL, NULL, NULL, &f) == ERR_OK);
	return f;
}

static const struct form_world world = { .today = 20778, .test_numbers = true };

static struct str
written(struct arena *a, const struct answers *as)
{
	struct buf b = buf_new(a, 1024);
	struct form_pids pids;

	answers_write(as, ANSWERS_DRAFT, &b, &pids);
	return buf_str(&b);
}

static void
comes_back(struct arena *a, struct answers *as)
{
	struct answers *again = NULL;
	struct str first;

	answers_rules(as, &world);
	first = written(a, as);
	CHECK(answers_read(a, form(), first, (struct form_pairs){ NULL, 0 }, &again) == ERR_OK);
	answers_rules(again, &world);
	CHECK(str_eq(written(a, again), first));
}

static void
post(struct arena *a, struct str value)
{
	static const char *const names[] = { "t", "pid", "d", "m", "n", "tlf", "e", "k", "r.1.t",
	    "r.1.n" };
	struct answers *as = answers_new(a, form());
	struct answers_posted got;

	answers_rules(as, &world);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct form_field f = { str_from_z(names[i]), value };
		const struct answer *node = answers_find(as, f.name);
		struct str again;

		CHECK(answers_post(as, form()->pages, &f, 1, NULL, &world, &got) == ERR_OK &&
		    got.taken == 1);
		if (node->text.n == 0 || node->wrong)
			continue;
		CHECK(form_type_read(a, node->item->type, answer_value(a, node), &world, &again));
		CHECK(str_eq(again, node->text));
		answer_shown(a, node, &world);
	}
	comes_back(a, as);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct str s = { (const char *)p, n };
	struct answers *as;

	if (answers_read(a, form(), s, (struct form_pairs){ NULL, 0 }, &as) == ERR_OK &&
	    str_is_text(s))
		comes_back(a, as);
	if (str_is_text(s) && n < 4096)
		post(a, s);
	arena_free(&a);
	return 0;
}
