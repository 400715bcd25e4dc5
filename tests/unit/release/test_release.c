/* A release in the language it is asked for in; what is not there is in bokmål, and says so. */
#include "../t.h"

#include <stdio.h>

#include "release/messages.h"
#include "release/release.h"

#define NB_FORM "<form xmlns='urn:skranke:form:1' id='s'%s><title>Søknad</title>" \
    "<page id='p'><title>%s</title><text name='navn'><label>%s</label></text></page></form>"
#define FLOW "<scxml xmlns='http://www.w3.org/2005/07/scxml' xmlns:sk='urn:skranke:flow:1' version='1.0' " \
    "datamodel='x-skranke' initial='open'><state id='open'><transition event='go' target='end' sk:by='applicant'/></state>" \
    "<final id='end'/></scxml>"
#define LETTER "<letter xmlns='urn:skranke:letter:1' id='%s' kind='info'%s><title>%s</title><p>Hei</p></letter>"

static struct arena *a;
static char said[512];
static struct buf bundle;

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line;
	snprintf(said, sizeof said, "%s", message);
}

static int
setup(void **state)
{
	(void)state;
	xml_start();
	a = arena_new(32 << 20);
	bundle = buf_new(a, 4096);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static void
put(const char *name, struct str text)
{
	buf_fmt(&bundle, "<file name='%s'>", name);
	xml_escape(&bundle, text);
	buf_add_z(&bundle, "</file>");
}

static void
put_pages(const char *name, const char *lang)
{
	put(name, str_fmt(a, "<pages%s xmlns:s='urn:skranke:slot:1'><page id='p'><div>x</div></page>"
	    "<summary><div>y</div></summary></pages>", lang));
}

static void
put_bokmal(void)
{
	buf_add_z(&bundle, "<release xmlns='urn:skranke:release:1'>");
	put("form.xml", str_fmt(a, NB_FORM, "", "Barnet", "Hva heter barnet?"));
	put("service.xml", STR("<service xmlns='urn:skranke:service:1' id='s' prefix='S'><title>Plass</title></service>"));
	put("flow.scxml", STR(FLOW));
	put("letters/receipt.xml", str_fmt(a, LETTER, "receipt", "", "Kvittering"));
	put("letters/other.xml", str_fmt(a, LETTER, "other", "", "Annet"));
	put_pages("pages.xml", "");
}

static const struct release *
load(enum lang l)
{
	const struct messages *m;
	struct release *r = NULL;
	struct buf whole = buf_new(a, 4096);

	said[0] = '\0';
	buf_add(&whole, buf_str(&bundle));
	buf_add_z(&whole, "</release>");
	assert_int_equal(messages_load(a, "templates", &m), ERR_OK);
	if (release_load(a, buf_str(&whole), l, m->in[l], complain, NULL, &r) != ERR_OK)
		fail_msg("refused: %s", said);
	return r;
}

static struct str
page(const struct release *r)
{
	struct buf b = buf_new(a, 256);

	view_run(r->pages[form_page(r->form, STR("p"))->index], vmap_new(a), &b);
	return buf_str(&b);
}

static void
what_is_translated_is_read_in_its_language(void **state)
{
	const struct release *r;

	(void)state;
	put_bokmal();
	put("nn/form.xml", str_fmt(a, NB_FORM, " xml:lang='nn'", "Barnet", "Kva heiter barnet?"));
	put("nn/letters/receipt.xml", str_fmt(a, LETTER, "receipt", " xml:lang='nn'",
	    "Kvittering"));
	put_pages("nn/pages.xml", " xml:lang='nn'");
	r = load(LANG_NN);
	assert_int_equal(r->lang, LANG_NN);
	assert_str(form_find(r->form, STR("navn"))->label, "Kva heiter barnet?");
	assert_str(page(r), "<div>x</div>");
	assert_int_equal(release_letter(r, STR("receipt"))->lang, LANG_NN);
	assert_str(form_find(load(LANG_NB)->form, STR("navn"))->label, "Hva heter barnet?");
}

static void
a_file_that_is_not_there_in_it_is_bokmals_and_marked(void **state)
{
	const struct release *r;

	(void)state;
	put_bokmal();
	put("nn/form.xml", str_fmt(a, NB_FORM, " xml:lang='nn'", "Barnet", "Kva heiter barnet?"));
	r = load(LANG_NN);
	assert_str(r->service->title, LANG_NB_BEGIN "Plass" LANG_NB_END);
	assert_str(page(r), "<div lang=\"nb\">x</div>");
	assert_str(form_find(r->form, STR("navn"))->label, "Kva heiter barnet?");
}

/* A letter has one language: that of its file. */
static void
a_letter_that_is_not_there_in_it_is_a_letter_in_bokmal(void **state)
{
	const struct release_letter *l;
	struct buf b;

	(void)state;
	put_bokmal();
	b = buf_new(a, 1024);
	l = release_letter(load(LANG_SE), STR("other"));
	assert_int_equal(l->lang, LANG_NB);
	assert_int_equal(letter_make(l->letter, vmap_new(a), &b), ERR_OK);
	assert_non_null(memmem(b.p, b.n, "lang=\"nb\"><title>Annet</title>", 30));
}

static void
a_release_of_before_there_were_languages_is_marked_whole(void **state)
{
	const struct release *r;

	(void)state;
	put_bokmal();
	r = load(LANG_EN);
	assert_int_equal(r->lang, LANG_EN);
	assert_str(form_page(r->form, STR("p"))->label, LANG_NB_BEGIN "Barnet" LANG_NB_END);
	assert_str(page(r), "<div lang=\"nb\">x</div>");
	assert_str(form_page(load(LANG_NB)->form, STR("p"))->label, "Barnet");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
TESTS(
	T(what_is_translated_is_read_in_its_language),
	T(a_file_that_is_not_there_in_it_is_bokmals_and_marked),
	T(a_letter_that_is_not_there_in_it_is_a_letter_in_bokmal),
	T(a_release_of_before_there_were_languages_is_marked_whole),
)
