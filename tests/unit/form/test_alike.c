/* A form in another language: other words, and nothing else. */
#include "f.h"

#define FORM(label, name, test, value) HEAD "<list id='l'><item value='" value "'>" label "</item></list>" \
    PAGE "<text name='" name "' relevant='" test "'><label>" label "</label></text>" \
    "<choice name='c' list='l'><label>" label "</label></choice>" END

static void
only_words_may_differ(void **state)
{
	static const struct {
		const char	*other, *want;
	} c[] = {
		{ FORM("Navnet", "t", "true()", "a"), "" },
		{ FORM("Namnet", "u", "true()", "a"), "1: u has another name" },
		{ FORM("Namnet", "t", "c = \"a\"", "a"), "1: t has another rule" },
		{ FORM("Namnet", "t", "true()", "b"), "1: c has another list" },
	};
	const struct form *nb = form(FORM("Navn", "t", "true()", "a"));

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		const struct form *other = form(c[i].other);
		bool alike = form_alike(nb, other, complain, &said);

		assert_int_equal(alike, c[i].want[0] == '\0');
		if (!str_starts(str_from_z(said.text), str_from_z(c[i].want)))
			fail_msg("'%s', not '%s'", said.text, c[i].want);
	}
}

static void
a_question_more_or_less_is_another_form(void **state)
{
	const struct form *nb = form(HEAD PAGE "<text name='t'>" L "</text>" END);
	const struct form *more = form(HEAD PAGE "<text name='t'>" L "</text>"
	    "<date name='d'>" L "</date>" END);

	(void)state;
	assert_false(form_alike(nb, more, complain, &said));
	assert_false(form_alike(more, nb, complain, &said));
	assert_true(form_alike(more, more, NULL, NULL));
}

/* The sentence stays in bokmål; the label in it is the form's own. */
static void
a_label_inside_a_sentence_of_bokmal_is_not_bokmal(void **state)
{
	const struct form_messages *m;
	xmlDoc *doc;

	(void)state;
	said = (struct said){ .n = 0 };
	assert_int_equal(xml_parse_file(a, "templates/shared/messages.xml", NULL, NULL, &doc), ERR_OK);
	xml_in_lang(doc, LANG_NN);
	assert_int_equal(form_messages_load(a, doc, complain, &said, &m), ERR_OK);
	assert_non_null(strstr(str_z(a, form_message(m, a, "unique", STR("Barnehagen"))),
	    LANG_NB_END "Barnehagen" LANG_NB_BEGIN));
}

TESTS(
	T(only_words_may_differ),
	T(a_question_more_or_less_is_another_form),
	T(a_label_inside_a_sentence_of_bokmal_is_not_bokmal),
)
