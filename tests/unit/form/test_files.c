/* The answers of upload questions: ids of files, in the form and in its rows. */
#include "f.h"

#define U(attrs, rest) "<upload name='u'" attrs ">" L rest "</upload>"
#define ID1 "01890000-0000-7000-8000-000000000001"
#define ID2 "01890000-0000-7000-8000-000000000002"
#define ID3 "01890000-0000-7000-8000-000000000003"

static const char asks[] = HEAD PAGE "<text name='t'>" L "</text>"
    "<upload name='u' max-count='2' required=\"t = 'ja'\" relevant=\"t != 'nei'\">" L "</upload>"
    "<repeat name='r' max='3' ordered='true'>" L "<upload name='v'>" L "</upload></repeat>"
    "<output name='n' value='count-non-empty(u)'>" L "</output>"
    "<check level='warning' test=\"u != ''\">Ingen filer.</check>"
    "</page><page id='q'><title>Q</title><upload name='w'>" L "</upload></page></form>";

static struct form_file files[] = {
	{ .id = STR(ID1), .name = STR("vedtak.pdf"), .scan = FILE_CLEAN },
	{ .id = STR(ID2), .name = STR("bilde.png"), .scan = FILE_WAITING },
	{ .id = STR(ID3), .name = STR("virus.pdf"), .scan = FILE_INFECTED },
};

static const struct form_file *
file(void *ctx, struct str id)
{
	assert_ptr_equal(ctx, files);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (str_eq(files[i].id, id))
			return &files[i];
	return NULL;
}

static struct answers *
asked(void)
{
	world.file = file;
	world.file_ctx = files;
	return fresh(form(asks));
}

static bool
add(struct answers *as, const char *field, const char *id)
{
	return answers_file_add(as, form_page(as->form, STR("p")), str_from_z(field),
	    str_from_z(id), &world);
}

static bool
press(struct answers *as, const char *button)
{
	return answers_button(as, form_page(as->form, STR("p")), str_from_z(button), &world, NULL);
}

static void
what_a_question_takes_is_read_and_has_defaults(void **state)
{
	const struct form_item *it;

	(void)state;
	it = form_find(form(HEAD PAGE U("", "") END), STR("u"));
	assert_str(it->accept, "application/pdf image/png image/jpeg text/plain");
	assert_int_equal(it->max_bytes, 10 << 20);
	assert_int_equal(it->max_files, 5);
	it = form_find(form(HEAD PAGE U(" accept=' application/pdf\n image/* ' max-size='500k' max-count='3'", "") END),
	    STR("u"));
	assert_str(it->accept, "application/pdf image/*");
	assert_int_equal(it->max_bytes, 500 << 10);
	assert_int_equal(it->max_files, 3);
	it = form_find(form(HEAD PAGE U(" max-size='50M'", "") END), STR("u"));
	assert_int_equal(it->max_bytes, FORM_FILE_BYTES);
}

static void
limits_that_make_no_sense_are_refused_with_their_line(void **state)
{
	static const struct {
		const char	*attrs, *why;
	} wrong[] = {
		{ " accept='pdf'", "2: 'pdf' in accept is no media type" },
		{ " accept='application/pdf image'", "'image' in accept" },
		{ " accept='*/*'", "'*/*' in accept" }, { " accept=''", "accept names the types" },
		{ " accept='image/**'", "in accept" }, { " accept='Image/png'", "in accept" },
		{ " max-size='51M'", "2: max-size is the most" }, { " max-size='0'", "max-size" },
		{ " max-size='10 MB'", "max-size" }, { " max-size='99999999999999999999M'", "max-size" },
		{ " max-size='M'", "max-size" }, { " max-count='0'", "2: max-count is a number from 1 to 20" },
		{ " max-count='21'", "max-count" }, { " max-count='x'", "max-count" },
	};
	const struct form *f;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct str text = str_fmt(a, HEAD PAGE "\n<upload name='u'%s>" L "</upload>" END,
		    wrong[i].attrs);

		assert_int_equal(try_form(str_z(a, text), &f), ERR_CONFIG);
		if (strstr(said.text, wrong[i].why) == NULL)
			fail_msg("%s: %s", wrong[i].attrs, said.text);
	}
}

static void
files_are_added_counted_and_taken_out(void **state)
{
	struct answers *as = asked();

	(void)state;
	assert_str(issues(as), ":check:warning");
	assert_true(add(as, "u", ID1));
	assert_true(add(as, "u", ID2));
	assert_str(text_of(as, "u"), ID1 " " ID2);
	assert_str(text_of(as, "n"), "1");
	assert_str(issues(as), "");
	assert_false(add(as, "u", ID3));		/* two are there */
	assert_str(answer_shown(a, answers_find(as, STR("u")), &world), "vedtak.pdf, bilde.png");
	assert_true(press(as, "fjern-fil:u:" ID1));
	assert_str(text_of(as, "u"), ID2);
	assert_false(press(as, "fjern-fil:u:" ID1));
	assert_false(press(as, "fjern-fil:u:"));
	assert_false(press(as, "fjern-fil:t:" ID2));
	assert_false(press(as, "fjern-fil:w:" ID2));	/* of another page */
	assert_true(press(as, "fjern-fil:u:" ID2));
	assert_str(text_of(as, "n"), "0");
}

static void
only_open_questions_of_the_page_take_files(void **state)
{
	struct answers *as = asked();

	(void)state;
	assert_false(add(as, "w", ID1));
	assert_false(add(as, "t", ID1));
	assert_false(add(as, "x", ID1));
	assert_false(add(as, "r.1.v", ID1));
	POST(as, "t=nei");
	assert_false(add(as, "u", ID1));
}

static void
a_typed_field_is_never_a_file(void **state)
{
	struct answers *as = asked();
	struct answers_posted got = POST(as, "u=" ID1, "t=x");

	(void)state;
	assert_int_equal(got.taken, 1);
	assert_int_equal(got.ignored, 1);
	assert_str(text_of(as, "u"), "");
	assert_true(add(as, "u", ID1));
	POST(as, "u=", "t=y");
	assert_str(text_of(as, "u"), ID1);
}

static void
required_asks_for_a_file(void **state)
{
	struct answers *as = asked();

	(void)state;
	POST(as, "t=ja");
	assert_str(issues(as), "u:required:error :check:warning");
	assert_str(as->issue[0].text, "Legg ved minst én fil i «Spørsmål».");
	assert_true(add(as, "u", ID1));
	assert_str(issues(as), "");
}

static void
too_many_from_elsewhere_and_infected_ones_are_told(void **state)
{
	struct answers *as;

	(void)state;
	(void)asked();
	assert_int_equal(answers_read(a, form(asks),
	    STR("<f><u>" ID1 " " ID2 " " ID1 "</u><r><v>" ID3 "</v></r></f>"),
	    (struct form_pairs){ NULL, 0 }, &as), ERR_OK);
	answers_rules(as, &world);
	assert_str(issues(as), "u:max:error r.1.v:infected:error");
	assert_str(as->issue[0].text, "Du kan legge ved høyst 2 filer i «Spørsmål».");
	world.file = NULL;		/* as where nobody asks what they are */
	answers_rules(as, &world);
	assert_str(issues(as), "u:max:error");
}

static void
ids_are_written_read_moved_and_pruned_with_their_answer(void **state)
{
	struct answers *as = asked(), *back;

	(void)state;
	assert_true(press(as, "legg-til:r"));
	assert_true(press(as, "legg-til:r"));
	assert_true(add(as, "r.1.v", ID1));
	assert_true(add(as, "u", ID2));
	assert_true(press(as, "ned:r:1"));
	assert_str(written(as, ANSWERS_DRAFT),
	    "<f><u>" ID2 "</u><r></r><r><v>" ID1 "</v></r></f>");
	assert_int_equal(answers_read(a, as->form, written(as, ANSWERS_DRAFT),
	    (struct form_pairs){ NULL, 0 }, &back), ERR_OK);
	answers_rules(back, &world);
	assert_str(text_of(back, "r.2.v"), ID1);
	assert_str(answers_files(back, ANSWERS_DRAFT), ID2 " " ID1);
	POST(back, "t=nei");
	assert_str(answers_files(back, ANSWERS_DRAFT), ID2 " " ID1);
	assert_str(answers_files(back, ANSWERS_PRUNED), ID1);
	assert_true(press(back, "fjern:r:2"));
	assert_str(answers_files(back, ANSWERS_PRUNED), "");
}

static void
what_was_not_taken_is_told_until_the_rules_run_again(void **state)
{
	struct answers *as = asked();
	struct answer *n = answers_find(as, STR("u"));

	(void)state;
	answers_refuse(as, n, STR("Én."));
	answers_refuse(as, n, STR("To."));
	assert_str(issues(as), ":check:warning u:refused:error");
	assert_str(as->issue[1].text, "Én. To.");
	assert_false(answers_page_valid(as, form_page(as->form, STR("p"))));
	answers_rules(as, &world);
	assert_str(issues(as), ":check:warning");
}

static void
sizes_are_shown_so_that_people_can_compare_them(void **state)
{
	static const struct {
		size_t		 bytes;
		const char	*shown;
	} v[] = { { 1, "1\u00a0kB" }, { 1024, "1\u00a0kB" }, { 1025, "2\u00a0kB" },
	    { 10 << 20, "10\u00a0MB" }, { (10 << 20) + 1, "10,1\u00a0MB" }, { 3 << 19, "1,5\u00a0MB" } };

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		assert_str(form_bytes_show(a, LANG_NB, v[i].bytes), v[i].shown);
	assert_str(form_bytes_show(a, LANG_EN, 3 << 19), "1.5\u00a0MB");
}

TESTS(
	T(what_a_question_takes_is_read_and_has_defaults),
	T(limits_that_make_no_sense_are_refused_with_their_line),
	T(files_are_added_counted_and_taken_out),
	T(only_open_questions_of_the_page_take_files),
	T(a_typed_field_is_never_a_file),
	T(required_asks_for_a_file),
	T(too_many_from_elsewhere_and_infected_ones_are_told),
	T(ids_are_written_read_moved_and_pruned_with_their_answer),
	T(what_was_not_taken_is_told_until_the_rules_run_again),
	T(sizes_are_shown_so_that_people_can_compare_them),
)
