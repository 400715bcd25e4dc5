/* The answers of a form, where the theme left room for them: seen through the slots of a page. */
#include "../form/f.h"

#include "base/buf.h"
#include "page/fields.h"

#define SMALL HEAD \
	"<list id='hager'><item value='b1'>Blåbærskogen</item>" \
	"<item value='b2'>Solsikken</item></list>" PAGE \
	"<text name='navn' required='true()'>" L "<hint>Som i passet.</hint></text>" \
	"<choice name='hage' list='hager'>" L "</choice>" \
	"<text name='hvorfor' relevant=\"hage = 'b2'\">" L "</text>" \
	"<repeat name='sosken' max='2'>" L "<text name='kalt' required='true()'>" L "</text></repeat>" \
	"</page><page id='q'><title>Q</title><text name='annet' required='true()'>" L "</text>" END

/* What a page with these slots shows. */
static struct str
seen(const struct vmap *m, const char *slots)
{
	struct str text = str_fmt(a, "<p xmlns:s='urn:skranke:slot:1'>%s</p>", slots);
	struct buf b = buf_new(a, 1024);
	struct view *v = NULL;
	xmlDoc *doc;

	said = (struct said){ .n = 0 };
	assert_int_equal(xml_parse(a, text, complain, &said, &doc), ERR_OK);
	if (view_compile(a, doc, VIEW_HTML, "t", complain, &said, &v) != ERR_OK)
		fail_msg("the page is refused: %s", said.text);
	view_run(v, m, &b);
	return buf_str(&b);
}

static struct vmap *
filled(const struct answers *as, enum fields_tell tell)
{
	struct vmap *m = vmap_new(a);

	fields_fill(m, a, as, form_page(as->form, STR("p")), &world, tell, NULL, NULL);
	return m;
}

static void
add_row(struct answers *as)
{
	const struct answer_row *row;

	assert_true(answers_button(as, form_page(as->form, STR("p")), STR("legg-til:sosken"),
	    &world, &row));
}

#define QUESTION(name, slots) "<s:with name='q." name "'>" slots "</s:with>"
#define TEXT(name) "<s:text name='" name "'/>"
#define FLAG(name) "<s:if test='" name "'>" name "</s:if>"

static void
a_question_has_its_id_its_field_name_and_the_value_as_it_was_typed(void **state)
{
	struct answers *as = fresh(form(SMALL));

	(void)state;
	POST(as, "navn=Kari & Ola");
	assert_str(seen(filled(as, TELL_NOTHING), QUESTION("navn",
	    TEXT("id") " " TEXT("name") " " TEXT("value") " " TEXT("described") " "
	    FLAG("optional"))),
	    "<p>navn navn Kari &amp; Ola navn-hjelp </p>");
}

static void
a_question_that_is_not_relevant_leaves_its_place_empty(void **state)
{
	struct answers *as = fresh(form(SMALL));

	(void)state;
	POST(as, "hage=b1");
	assert_str(seen(filled(as, TELL_NOTHING), QUESTION("hvorfor", "her")), "<p></p>");
	POST(as, "hage=b2");
	assert_str(seen(filled(as, TELL_NOTHING), QUESTION("hvorfor", "her")), "<p>her</p>");
}

static void
the_first_option_has_the_questions_own_id_so_that_an_error_leads_to_it(void **state)
{
	struct answers *as = fresh(form(SMALL));

	(void)state;
	POST(as, "hage=b2");
	assert_str(seen(filled(as, TELL_NOTHING), QUESTION("hage", "<s:each name='options'>"
	    TEXT("id") "=" TEXT("label") FLAG("checked") ";</s:each>")),
	    "<p>hage=Blåbærskogen;hage-2=Solsikkenchecked;</p>");
}

static void
rows_of_a_repeat_are_numbered_and_their_questions_named_by_row(void **state)
{
	struct answers *as = fresh(form(SMALL));
	const char *rows = QUESTION("sosken", FLAG("can_add") "<s:each name='rows'>" TEXT("number")
	    FLAG("first") FLAG("last") QUESTION("kalt", " " TEXT("name") " " TEXT("id") ";")
	    "</s:each>");

	(void)state;
	assert_str(seen(filled(as, TELL_NOTHING), rows), "<p>can_add</p>");
	add_row(as);
	assert_str(seen(filled(as, TELL_NOTHING), rows),
	    "<p>can_add1firstlast sosken.1.kalt sosken-1-kalt;</p>");
	add_row(as);
	assert_str(seen(filled(as, TELL_NOTHING), rows), "<p>1first sosken.1.kalt sosken-1-kalt;"
	    "2last sosken.2.kalt sosken-2-kalt;</p>");
}

static void
a_page_tells_nothing_at_first_only_of_what_was_typed_meanwhile_and_all_in_the_end(void **state)
{
	const char *wrong = "<page id='p'><title>P</title><date name='d'>" L "</date><text name='t' "
	    "required='true()'>" L "</text>" END;
	struct answers *as = fresh(form(str_fmt(a, HEAD "%s", wrong).p));
	const char *both = QUESTION("d", FLAG("invalid")) "-" QUESTION("t", FLAG("invalid"));

	(void)state;
	POST(as, "d=i går", "t=");
	assert_str(seen(filled(as, TELL_NOTHING), both), "<p>-</p>");
	assert_str(seen(filled(as, TELL_TYPED), both), "<p>invalid-</p>");
	assert_str(seen(filled(as, TELL_ALL), both), "<p>invalid-invalid</p>");
}

static void
an_error_is_described_by_its_own_words_and_by_the_hint(void **state)
{
	struct answers *as = fresh(form(SMALL));

	(void)state;
	assert_str(seen(filled(as, TELL_ALL), QUESTION("navn", TEXT("described"))),
	    "<p>navn-hjelp navn-feil</p>");
}

static void
the_summary_of_errors_is_of_this_page_or_of_all_with_their_addresses(void **state)
{
	struct answers *as = fresh(form(SMALL));
	const char *list = FLAG("error") "<s:each name='errors'> " TEXT("href") "</s:each>";
	struct vmap *one = vmap_new(a), *all = vmap_new(a), *none = vmap_new(a);

	(void)state;
	fields_errors(one, a, as, form_page(as->form, STR("p")), STR("/s"), TELL_ALL);
	fields_errors(all, a, as, NULL, STR("/s"), TELL_ALL);
	fields_errors(none, a, as, NULL, STR("/s"), TELL_TYPED);
	assert_str(seen(one, list), "<p>error #navn</p>");
	assert_str(seen(all, list), "<p>error /s/p?feil=1#navn /s/q?feil=1#annet</p>");
	assert_str(seen(none, list), "<p></p>");
}

static void
a_summary_shows_answers_in_words_and_the_way_to_change_them(void **state)
{
	struct answers *as = fresh(form(SMALL));
	struct vmap *open = vmap_new(a), *closed = vmap_new(a);
	const char *page = "<s:with name='p.p'>" FLAG("editable") TEXT("change_href") " "
	    QUESTION("hage", TEXT("shown")) "</s:with>";

	(void)state;
	POST(as, "hage=b2");
	fields_summary(open, a, as, &world, STR("/s"));
	fields_summary(closed, a, as, &world, STR(""));
	assert_str(seen(open, page), "<p>editable/s/p Solsikken</p>");
	assert_str(seen(closed, page), "<p> Solsikken</p>");
}

static void
a_mark_changes_with_an_answer_of_its_page_and_with_no_other(void **state)
{
	struct answers *as = fresh(form(SMALL));
	const struct form_item *p = form_page(as->form, STR("p"));
	struct str empty = fields_mark(a, as, p), named, other;

	(void)state;
	POST(as, "navn=Kari");
	named = fields_mark(a, as, p);
	assert_false(str_eq(empty, named));
	post(as, "q", (const char *const[]){ "annet=noe", NULL });
	other = fields_mark(a, as, p);
	assert_true(str_eq(named, other));
	add_row(as);
	POST(as, "sosken.1.kalt=Per");
	assert_false(str_eq(other, fields_mark(a, as, p)));
}

static void
warnings_are_listed_for_a_second_look_and_those_of_checks_beside_their_page(void **state)
{
	struct answers *as = fresh(form(HEAD PAGE "<text name='t'>" L
	    "<constraint test=\". = 'x'\" level='warning'>Sikker?</constraint></text>"
	    "<check name='c' test=\"t = 'x'\" level='warning'>Se en gang til.</check>" END));
	const char *list = "<s:each name='warnings'>" TEXT("text") "</s:each>";
	struct vmap *all = vmap_new(a), *notes = vmap_new(a);

	(void)state;
	POST(as, "t=y");
	fields_warnings(all, as);
	fields_page_notes(notes, as, form_page(as->form, STR("p")));
	assert_str(seen(all, list), "<p>Sikker?Se en gang til.</p>");
	assert_str(seen(notes, list), "<p>Se en gang til.</p>");
}

#define FILES HEAD PAGE "<upload name='papir' max-count='2' max-size='1M'>" L "</upload>" END
#define LIST \
	"<s:each name='files'>" TEXT("file") "=" TEXT("file_name") "," TEXT("file_size") \
	"," FLAG("waiting") FLAG("infected") ";</s:each>"

static const struct form_file *
a_file(void *ctx, struct str id)
{
	static const struct form_file v[] = {
		{ .id = STR("a"), .name = STR("ett & to.pdf"), .size = 1536, .scan = FILE_CLEAN },
		{ .id = STR("b"), .name = STR("b.png"), .size = 1, .scan = FILE_WAITING },
		{ .id = STR("c"), .name = STR("c.png"), .size = 1, .scan = FILE_INFECTED },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (str_eq(v[i].id, id))
			return &v[i];
	return NULL;
}

static struct answers *
with_files(const char *xml)
{
	struct answers *as;

	world.file = a_file;
	assert_int_equal(answers_read(a, form(FILES), str_from_z(xml),
	    (struct form_pairs){ NULL, 0 }, &as), ERR_OK);
	answers_rules(as, &world);
	return as;
}

static void
files_are_listed_with_size_and_state_and_the_field_goes_when_there_is_no_room(void **state)
{
	struct answers *as = with_files("<f><papir>a</papir></f>");

	(void)state;
	assert_str(seen(filled(as, TELL_NOTHING), QUESTION("papir", LIST FLAG("can_add") " "
	    TEXT("max_files") " " TEXT("max_size") " " TEXT("described"))),
	    "<p>a=ett &amp; to.pdf,2\u00a0kB,;can_add 2 1\u00a0MB papir-hjelp</p>");
	as = with_files("<f><papir>b c</papir></f>");
	assert_str(seen(filled(as, TELL_NOTHING), QUESTION("papir", LIST FLAG("can_add"))),
	    "<p>b=b.png,1\u00a0kB,waiting;c=c.png,1\u00a0kB,infected;</p>");
}

static void
a_file_that_was_not_taken_is_told_of_whatever_else_is_told(void **state)
{
	struct answers *as = with_files("<f/>");
	struct vmap *m;

	(void)state;
	answers_refuse(as, answers_find(as, STR("papir")), STR("For stor."));
	m = filled(as, TELL_TYPED);
	fields_errors(m, a, as, form_page(as->form, STR("p")), STR(""), TELL_TYPED);
	assert_str(seen(m, QUESTION("papir", FLAG("invalid") TEXT("error")) FLAG("error")
	    "<s:each name='errors'>" TEXT("href") "</s:each>"),
	    "<p>invalidFor stor.error#papir</p>");
}

static void
only_a_page_that_asks_for_files_takes_them(void **state)
{
	const struct form *f = form(FILES), *g = form(SMALL);

	(void)state;
	assert_true(fields_have(f, form_page(f, STR("p")), FORM_UPLOAD));
	assert_false(fields_have(g, form_page(g, STR("p")), FORM_UPLOAD));
}

TESTS(
	T(files_are_listed_with_size_and_state_and_the_field_goes_when_there_is_no_room),
	T(a_file_that_was_not_taken_is_told_of_whatever_else_is_told),
	T(only_a_page_that_asks_for_files_takes_them),
	T(a_question_has_its_id_its_field_name_and_the_value_as_it_was_typed),
	T(a_question_that_is_not_relevant_leaves_its_place_empty),
	T(the_first_option_has_the_questions_own_id_so_that_an_error_leads_to_it),
	T(rows_of_a_repeat_are_numbered_and_their_questions_named_by_row),
	T(a_page_tells_nothing_at_first_only_of_what_was_typed_meanwhile_and_all_in_the_end),
	T(an_error_is_described_by_its_own_words_and_by_the_hint),
	T(the_summary_of_errors_is_of_this_page_or_of_all_with_their_addresses),
	T(a_summary_shows_answers_in_words_and_the_way_to_change_them),
	T(a_mark_changes_with_an_answer_of_its_page_and_with_no_other),
	T(warnings_are_listed_for_a_second_look_and_those_of_checks_beside_their_page))
