/* rules - how long the rules of a form take: "bench rules_200 0.41 ms" and so on; run by bench.sh.
   Exits 1 when a figure is over its limit. */
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/check.h"
#include "form/form.h"

#define LIMIT_200	1.5
#define LIMIT_60	0.3
#define LIMIT_RATIO	2.0
#define ROUNDS		200

static const struct form_world world = { .today = 20778, .test_numbers = true };

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
say(void *ctx, int line, const char *message)
{
	(void)ctx;
	fprintf(stderr, "%d: %s\n", line, message);
}

static const struct form *
load(struct arena *a, struct buf *text)
{
	const struct form_messages *m;
	const struct form *f = NULL;
	xmlDoc *doc;

	CHECK(xml_parse_file(a, "templates/shared/messages.xml", say, NULL, &doc) == ERR_OK);
	CHECK(form_messages_load(a, doc, say, NULL, &m) == ERR_OK);
	CHECK(xml_parse(a, buf_str(text), say, NULL, &doc) == ERR_OK);
	CHECK(form_load(a, doc, m, NULL, say, NULL, &f) == ERR_OK);
	return f;
}

#define LABEL "<label>Spørsmål</label>"

/* One question in five of each kind; four rules each, that look at their neighbours. */
static void
add_question(struct buf *b, size_t i, const char *page)
{
	static const char *const kinds[] = { "text", "number", "date", "choice", "money" };
	static const char *const tests[] = {
		"string-length(.) &lt; 200 and . != 'nei'", ". &gt;= 0 and . &lt; 1000000",
		"months-between(today(), .) &lt; 36", ". = 'ja' or . = 'nei'", ". &lt;= 120000 * 12" };
	const char *kind = kinds[i % 5];

	buf_fmt(b, "<%s name='%s%zu'%s required='%s0 = \"x\"'", kind, page, i, i % 5 == 3 ?
	    " list='ja'" : "", page);
	if (i % 5 != 0)
		buf_fmt(b, " relevant=\"%s%zu != ''\"", page, i - i % 5);
	else
		buf_add_z(b, " relevant='true()'");
	buf_fmt(b, ">" LABEL "<constraint test=\"%s\">Nei.</constraint>", tests[i % 5]);
	buf_fmt(b, "<constraint level='warning' test=\"%s0 != '' or %s%zu = ''\">Se.</constraint></%s>",
	    page, page, i, kind);
}

static void
add_answer(struct buf *b, size_t i, const char *page)
{
	static const char *const values[] = { "en tekst", "42", "2027-08-17", "ja", "120050" };

	buf_fmt(b, "<%s%zu>%s</%s%zu>", page, i, values[i % 5], page, i);
}

static double
pass_ms(size_t questions)
{
	struct arena *keep = arena_new((size_t)64 << 20), *a = arena_new((size_t)64 << 20);
	struct buf text = buf_new(keep, 1 << 20), answers = buf_new(keep, 1 << 16);
	double best = 1e9;
	const struct form *f;

	buf_add_z(&text, "<form xmlns='urn:skranke:form:1' id='f'><title>T</title>"
	    "<list id='ja'><item value='ja'>Ja</item><item value='nei'>Nei</item></list>"
	    "<page id='p'><title>P</title>");
	buf_add_z(&answers, "<f>");
	for (size_t i = 0; i < questions; i++) {
		add_question(&text, i, "q");
		add_answer(&answers, i, "q");
	}
	buf_add_z(&text, "</page></form>");
	buf_add_z(&answers, "</f>");
	f = load(keep, &text);
	for (int i = 0; i < ROUNDS; i++) {
		struct form_pairs none = { NULL, 0 };
		struct answers *as;
		double began;

		CHECK(answers_read(a, f, buf_str(&answers), none, &as) == ERR_OK);
		began = now_ms();
		answers_rules(as, &world);
		if (now_ms() - began < best)
			best = now_ms() - began;
		CHECK(as->nerrors == 0 && answer_of(as->root, f->item[questions])->relevant);
		arena_reset(a);
	}
	arena_free(&a);
	arena_free(&keep);
	return best;
}

/* ---- a repeat: read, posted, judged and written ---- */

static const char rows_form[] =
    "<form xmlns='urn:skranke:form:1' id='f'><title>T</title>"
    "<list id='ja'><item value='ja'>Ja</item><item value='nei'>Nei</item></list>"
    "<page id='p'><title>P</title><repeat name='r' max='1000' unique='navn' ordered='true'>" LABEL
    "<text name='navn' required='true()'>" LABEL "</text>"
    "<number name='tall'>" LABEL "<constraint test='. &gt; 0'>Nei.</constraint></number>"
    "<date name='dag' relevant='tall &gt; 1'>" LABEL "</date>"
    "<choice name='svar' list='ja' required='true()'>" LABEL "</choice>"
    "<text name='pid' type='no:pid'>" LABEL "</text>"
    "<money name='sum' calculate='tall * 100'>" LABEL "</money></repeat>"
    "<check test='sum(r/sum) &gt; 0'>Nei.</check></page></form>";

struct rows {
	const struct form *form;
	struct str	 text;
	struct form_field *field;
	size_t		 nfields;
};

static struct rows
rows_of(struct arena *a, const struct form *f, size_t n)
{
	struct rows r = { .form = f, .field = arena_alloc(a, 5 * n * sizeof *r.field) };
	struct buf b = buf_new(a, 1 << 20);

	buf_add_z(&b, "<f>");
	for (size_t i = 1; i <= n; i++) {
		struct form_field *v = &r.field[r.nfields];

		buf_fmt(&b, "<r><navn>Navn %zu</navn><tall>%zu</tall></r>", i, i);
		v[0] = (struct form_field){ str_fmt(a, "r.%zu.navn", i),
		    str_fmt(a, "Nytt %zu", i) };
		v[1] = (struct form_field){ str_fmt(a, "r.%zu.tall", i), str_fmt(a, "%zu", i + 1) };
		v[2] = (struct form_field){ str_fmt(a, "r.%zu.dag", i), STR("17.08.2027") };
		v[3] = (struct form_field){ str_fmt(a, "r.%zu.svar", i), STR("ja") };
		v[4] = (struct form_field){ str_fmt(a, "r.%zu.pid", i), STR("13097248022") };
		r.nfields += 5;
	}
	buf_add_z(&b, "</f>");
	r.text = buf_str(&b);
	return r;
}

static double
rows_ms(const struct rows *r, struct arena *a)
{
	struct buf out = buf_new(a, 1 << 20);
	struct form_pairs none = { NULL, 0 };
	struct answers_posted posted;
	struct form_pids pids;
	struct answers *as;
	double began = now_ms();

	CHECK(answers_read(a, r->form, r->text, none, &as) == ERR_OK);
	answers_rules(as, &world);
	CHECK(answers_post(as, r->form->pages, r->field, r->nfields, NULL, &world,
	    &posted) == ERR_OK);
	answers_write(as, ANSWERS_DRAFT, &out, &pids);
	CHECK(as->nerrors == 0 && posted.taken == r->nfields);
	return now_ms() - began;
}

static double
row_ratio(void)
{
	struct arena *keep = arena_new((size_t)64 << 20), *a = arena_new((size_t)256 << 20);
	struct buf text = buf_new(keep, 4096);
	double best[2] = { 1e9, 1e9 };
	const struct form *f;
	struct rows r[2];

	buf_add_z(&text, rows_form);
	f = load(keep, &text);
	r[0] = rows_of(keep, f, 100);
	r[1] = rows_of(keep, f, 1000);
	for (int i = 0; i < ROUNDS; i++) {
		double ms = rows_ms(&r[i % 2], a);

		if (ms < best[i % 2])
			best[i % 2] = ms;
		arena_reset(a);
	}
	arena_free(&a);
	arena_free(&keep);
	return best[1] / 10 / best[0];
}

static int
tell(const char *name, double value, const char *unit, double limit)
{
	printf("bench %s %.3f %s\n", name, value, unit);
	if (value <= limit)
		return 0;
	fprintf(stderr, "%s is over its limit of %.2f\n", name, limit);
	return 1;
}

int
main(void)
{
	int over;

	xml_start();
	over = tell("rules_200", pass_ms(200), "ms", LIMIT_200);
	over |= tell("rules_60", pass_ms(60), "ms", LIMIT_60);
	over |= tell("repeat_linear", row_ratio(), "ratio", LIMIT_RATIO);
	return over;
}
