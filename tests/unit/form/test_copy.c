/* A new application with the answers of an earlier one, perhaps of another release's form. */
#include "f.h"

#define LISTS \
    "<list id='l'><item value='a'>Alfa</item><item value='b'>Beta</item></list>" \
    "<list id='m'><item value='b'>Beta</item><item value='c'>Gamma</item></list>"

static const char before[] = HEAD LISTS PAGE "<text name='t'>" L "</text>"
    "<date name='d'>" L "</date>"
    "<number name='n'>" L "</number><choice name='c' list='l'>" L "</choice>"
    "<choices name='cs' list='l'>" L "</choices><text name='pid' type='no:pid'>" L "</text>"
    "<confirm name='k'>" L "</confirm><text name='borte'>" L "</text>"
    "<number name='regnet' calculate='n + 1'>" L "</number><repeat name='r' min='1' max='3'>" L
    "<text name='navn'>" L "</text><confirm name='ja'>" L "</confirm></repeat>" END;

static struct answers *
filled(void)
{
	struct answers *as = fresh(form(before));
	const struct answer_row *row;

	assert_true(answers_button(as, form_page(as->form, STR("p")), STR("legg-til:r"), &world,
	    &row));
	POST(as, "t=Linje æ", "d=17/8-27", "n=1234,5", "c=a", "cs=a", "cs=b", "pid=13097248022",
	    "k=true", "borte=x", "r.1.navn=Kari", "r.1.ja=true", "r.2.navn=Ola");
	return as;
}

/* Files get an x before their id; the second does not go along. */
static struct str
carry(void *ctx, struct str id)
{
	(void)ctx;
	return str_eq_z(id, "id-2") ? STR_NONE : str_fmt(a, "x" STR_FMT, STR_ARG(id));
}

static struct answers *
copied(const char *into, const struct answers *from)
{
	struct answers *as = answers_new(a, form(into));

	answers_copy(as, from, &world, carry, NULL);
	answers_rules(as, &world);
	return as;
}

static void
every_answer_goes_along_but_for_consents(void **state)
{
	const struct answers *old = filled(), *as = copied(before, old);
	static const char *const same[] = { "t", "d", "n", "c", "cs", "pid", "borte", "regnet",
	    "r.1.navn", "r.2.navn" };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		assert_true(text_of(old, same[i]).n > 0);
		assert_true(str_eq(text_of(as, same[i]), text_of(old, same[i])));
	}
	assert_str(text_of(old, "k"), "true");
	assert_int_equal(text_of(as, "k").n, 0);
	assert_int_equal(text_of(as, "r.1.ja").n, 0);
	assert_int_equal(as->nerrors, 0);
}

static void
what_the_new_form_does_not_ask_for_is_passed_over(void **state)
{
	const struct answers *as = copied(HEAD LISTS PAGE "<text name='t'>" L "</text>"
	    "<text name='ny'>" L "</text><text name='r'>" L "</text>"
	    "<number name='regnet' calculate='7'>" L "</number>" END, filled());

	(void)state;
	assert_str(text_of(as, "t"), "Linje æ");
	assert_int_equal(text_of(as, "ny").n, 0);
	assert_int_equal(text_of(as, "r").n, 0);	/* a repeat is no answer to a question */
	assert_str(text_of(as, "regnet"), "7");
	assert_null(answers_find(as, STR("borte")));
}

static void
an_answer_of_another_type_is_read_as_if_it_were_typed_again(void **state)
{
	const struct answers *as = copied(HEAD LISTS PAGE "<number name='t'>" L "</number>"
	    "<text name='d'>" L "</text><money name='n'>" L "</money><choice name='c' list='m'>" L
	    "</choice><confirm name='pid'>" L "</confirm>" END, filled());

	(void)state;
	assert_str(text_of(as, "t"), "Linje æ");
	assert_true(answers_find(as, STR("t"))->wrong);	/* shown, and told that it is no number */
	assert_str(text_of(as, "d"), "17.08.2027");
	assert_str(text_of(as, "n"), "123450");
	assert_str(text_of(as, "c"), "a");	/* shown, and told that it is not to be chosen */
	assert_int_equal(text_of(as, "pid").n, 0);
	assert_int_equal(as->nerrors, 2);
}

static void
rows_beyond_what_the_new_form_takes_are_passed_over(void **state)
{
	const struct answers *as = copied(HEAD PAGE "<repeat name='r' min='1' max='1'>" L
	    "<text name='navn'>" L "</text></repeat>" END, filled());

	(void)state;
	assert_int_equal(answers_find(as, STR("r"))->nrows, 1);
	assert_str(text_of(as, "r.1.navn"), "Kari");
}

static void
files_go_along_under_ids_of_their_own(void **state)
{
	static const char many[] = HEAD PAGE "<upload name='u' max-count='3'>" L "</upload>"
	    "<text name='t'>" L "</text>" END;
	struct answers *old = fresh(form(many)), *as;

	(void)state;
	for (int i = 1; i <= 3; i++)
		assert_true(answers_file_add(old, form_page(old->form, STR("p")), STR("u"),
		    str_fmt(a, "id-%d", i), &world));
	POST(old, "t=id-1");
	as = copied(many, old);
	assert_str(text_of(as, "u"), "xid-1 xid-3");
	assert_str(text_of(as, "t"), "id-1");
	assert_str(text_of(old, "u"), "id-1 id-2 id-3");
	as = copied(HEAD PAGE "<upload name='u' max-count='1'>" L "</upload>"
	    "<upload name='t'>" L "</upload>" END, old);
	assert_str(text_of(as, "u"), "xid-1");
	assert_int_equal(text_of(as, "t").n, 0);
	as = copied(HEAD PAGE "<text name='u'>" L "</text>" END, old);
	assert_int_equal(text_of(as, "u").n, 0);
}

static void
what_was_prefilled_comes_anew_and_what_was_corrected_stays(void **state)
{
	static const char two[] = HEAD PAGE "<text name='u' prefill='register:person/name'>" L "</text>"
	    "<text name='v' prefill='register:person/name'>" L "</text>" END;
	struct answers *old = fresh(form(two)), *as;

	(void)state;
	answers_prefill(old, &world);
	answers_rules(old, &world);
	POST(old, "v=Rettet Navn");
	as = copied(two, old);
	assert_int_equal(text_of(as, "u").n, 0);
	assert_str(text_of(as, "v"), "Rettet Navn");
	as = copied(HEAD PAGE "<text name='u'>" L "</text>" END, old);
	assert_str(text_of(as, "u"), "Kari Nordmann");
}

TESTS(
	T(what_was_prefilled_comes_anew_and_what_was_corrected_stays),
	T(files_go_along_under_ids_of_their_own),
	T(every_answer_goes_along_but_for_consents),
	T(what_the_new_form_does_not_ask_for_is_passed_over),
	T(an_answer_of_another_type_is_read_as_if_it_were_typed_again),
	T(rows_beyond_what_the_new_form_takes_are_passed_over),
)
