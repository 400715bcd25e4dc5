/*
 * What a decision has to say, whatever its outcome: forvaltningsloven §§ 24 and 25 (reasons) and
 * 27 third paragraph (right, deadline and body of complaint, access to the documents).
 */
#include "letter/private.h"

#include "base/arena.h"
#include "base/buf.h"

static const struct {
	const char	*word, *said;
} duties[LETTER_DUTIES] = {
	{ "reasons",	"the reasons (fvl § 25)" },
	{ "complaint",	"the right to complain (fvl § 27)" },
	{ "deadline",	"the deadline of a complaint (fvl § 27)" },
	{ "body",	"who decides the complaint (fvl § 27)" },
	{ "access",	"the right to see the documents (fvl § 27)" },
};

static unsigned
duty(struct str word)
{
	for (unsigned i = 0; i < LETTER_DUTIES; i++)
		if (str_eq_z(word, duties[i].word))
			return 1u << i;
	return 0;
}

bool
letter_covers_read(struct str attr, unsigned *out, struct str *bad)
{
	unsigned mask = 0;

	while (attr.n > 0) {
		struct str word = str_cut(&attr, ' ');
		unsigned bit = duty(word);

		if (bit == 0 && word.n > 0) {
			*bad = word;
			return false;
		}
		mask |= bit;
	}
	*out = mask;
	return true;
}

/* A condition on the outcome is decided here; any other may fail, so what it holds is not sure. */
static bool
surely(const xmlNode *cond, struct str outcome)
{
	struct str test = xml_attr(cond, "test"), unless = xml_attr(cond, "not");
	struct str is = xml_attr(cond, "is");

	if (str_eq_z(unless, "outcome"))
		return is.p != NULL ? !str_eq(is, outcome) : false;
	return str_eq_z(test, "outcome") && (is.p == NULL || str_eq(is, outcome));
}

/* Something to read stands below: text, or a hole that is filled when the letter is made. */
static bool
says(struct arena *a, const xmlNode *n)
{
	if (xml_in(n, SLOT_NS) && xml_is(n, "text"))
		return true;
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE && says(a, c))
			return true;
	return xml_text(a, n).n > 0;
}

unsigned
letter_covered(struct arena *a, const xmlNode *n, struct str outcome)
{
	unsigned mask = 0;
	struct str bad;

	if (xml_in(n, SLOT_NS) && xml_is(n, "if") && !surely(n, outcome))
		return 0;
	if (says(a, n))
		CHECK(letter_covers_read(xml_attr(n, "covers"), &mask, &bad));
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE)
			mask |= letter_covered(a, c, outcome);
	return mask;
}

const char *
letter_missing(struct arena *a, unsigned mask)
{
	struct buf b = buf_new(a, 128);
	const char *sep = "";

	for (unsigned i = 0; i < LETTER_DUTIES; i++) {
		if ((mask & (1u << i)) != 0)
			continue;
		buf_fmt(&b, "%s%s", sep, duties[i].said);
		sep = ", ";
	}
	return str_z(a, buf_str(&b));
}
