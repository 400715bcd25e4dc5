/* Expressions from any text: compiled and evaluated, or refused with one complaint. */
#include "base/arena.h"
#include "form/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char text[] = "<form xmlns='urn:skranke:form:1' id='f'><title>T</title><page id='p'><title>P</title>"
    "<text name='t'><label>L</label></text><text name='pid' type='no:pid'><label>L</label></text>"
    "<date name='d'><label>L</label></date><number name='n'><label>L</label></number>"
    "<repeat name='r' min='3' max='3'><label>L</label><text name='t'><label>L</label></text>"
    "<repeat name='q' min='2' max='3'><label>L</label><number name='n'><label>L</label></number></repeat></repeat>"
    "</page></form>";

static const struct form_world world = { .today = 20778, .test_numbers = true };
static const struct form *f;
static struct answers *as;
static int complaints;

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line;
	CHECK(message[0] != '\0');
	complaints++;
}

static void
begin(void)
{
	static struct arena *a;		/* of the process */
	const struct form_messages *m;
	xmlDoc *doc;

	a = arena_new((size_t)16 << 20);
	xml_start();
	CHECK(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc) == ERR_OK);
	CHECK(form_messages_load(a, doc, NULL, NULL, &m) == ERR_OK);
	CHECK(xml_parse(a, str_from_z(text), NULL, NULL, &doc) == ERR_OK);
	CHECK(form_load(a, doc, m, NULL, NULL, NULL, &f) == ERR_OK);
	CHECK(answers_read(a, f, STR("<f><t>Åse</t><d>2027-08-17</d><r><t>x</t><q><n>2</n></q></r></f>"),
	    (struct form_pairs){ NULL, 0 }, &as) == ERR_OK);
	answers_rules(as, &world);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	const struct form_expr *x;
	struct arena *a;

	if (f == NULL)
		begin();
	if (n > 2048 || !str_is_text(s))
		return 0;
	a = arena_new((size_t)256 << 20);
	as->a = a;
	complaints = 0;
	if (form_expr_compile(a, f, NULL, s, 1, complain, NULL, &x) == ERR_OK) {
		CHECK(complaints == 0);
		form_expr_true(x, as, &world);
		CHECK(str_is_text(form_expr_text(a, x, as, &world)));
	} else {
		CHECK(complaints == 1);
	}
	arena_free(&a);
	return 0;
}
