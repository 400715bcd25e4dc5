/* Looking for an option among many by some of its words. */
#include "form/private.h"

/* Letters that a keyboard may lack, as what people type instead; of one kind, small. */
static const struct {
	const char	*letter, *plain;
} plain_letters[] = {
	{ "á", "a" }, { "à", "a" }, { "â", "a" }, { "ä", "\u00e6" }, { "č", "c" }, { "ç", "c" }, { "đ", "d" }, { "é", "e" },
	{ "è", "e" }, { "ê", "e" }, { "ë", "e" }, { "í", "i" }, { "ŋ", "n" }, { "ñ", "n" }, { "ó", "o" }, { "ò", "o" },
	{ "ô", "o" }, { "ö", "\u00f8" }, { "š", "s" }, { "ŧ", "t" }, { "ú", "u" }, { "ü", "u" }, { "ž", "z" },
};

static struct str
plain_letter(struct str one)
{
	for (size_t i = 0; i < sizeof plain_letters / sizeof *plain_letters && one.n == 2; i++)
		if (str_eq_z(one, plain_letters[i].letter))
			return str_from_z(plain_letters[i].plain);
	return one;
}

static struct str
plain(struct arena *a, struct str s)
{
	struct str low = text_cased(a, s, false);
	struct buf b = buf_new(a, low.n);

	for (; low.n > 0; low = str_skip(low, text_char(low)))
		buf_add(&b, plain_letter((struct str){ low.p, text_char(low) }));
	return buf_str(&b);
}

struct str
form_option_note(struct arena *a, const struct form_list *l, struct form_options o,
    const struct form_option *option)
{
	struct buf b = buf_new(a, 64);
	struct str rest = l->columns;

	while (rest.n > 0 && option->columns != NULL) {
		struct str want = str_cut(&rest, ' '), has = STR_NONE;

		for (size_t i = 0; i < o.ncolumns; i++)
			if (str_eq(o.columns[i], want))
				has = option->columns[i];
		if (has.n == 0 || str_eq(has, option->label))
			continue;
		if (b.n > 0)
			buf_add_z(&b, ", ");
		buf_add(&b, has);
	}
	return buf_str(&b);
}

static bool
has_all(struct str text, struct str words)
{
	while (words.n > 0) {
		struct str word = str_cut(&words, ' ');

		if (word.n > 0 && memmem(text.p, text.n, word.p, word.n) == NULL)
			return false;
	}
	return true;
}

size_t
form_search(struct arena *a, const struct form_list *l, struct form_options o, struct str words,
    const struct form_option **hits, size_t most)
{
	struct str want = plain(a, str_trim(words));
	size_t n = 0;

	for (size_t i = 0; i < o.n && want.n > 0; i++) {
		struct str note = form_option_note(a, l, o, &o.v[i]);
		struct str text = str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(o.v[i].label),
		    STR_ARG(note));

		if (!has_all(plain(a, text), want))
			continue;
		if (n < most)
			hits[n] = &o.v[i];
		n++;
	}
	return n;
}
