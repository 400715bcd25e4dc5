/* Labels, hints and messages: as they stand, or from the translation that is taken. */
#include "odk/private.h"

#include <ctype.h>
#include <strings.h>

static bool
holds(struct str s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= s.n; i++) {
		bool begins = i == 0 || !isalpha((unsigned char)s.p[i - 1]);
		bool ends = i + n == s.n || n > 2 || !isalpha((unsigned char)s.p[i + n]);

		if (begins && ends && strncasecmp(s.p + i, word, n) == 0)
			return true;
	}
	return false;
}

static int
worth(const xmlNode *t)
{
	static const char *const own[] = { "nb", "no", "norsk", "norwegian", "bokm" };
	struct str lang = xml_attr(t, "lang");

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (holds(lang, own[i]))
			return 3;
	return xml_attr(t, "default").n > 0 && !str_eq_z(xml_attr(t, "default"), "false()") ? 2 : 1;
}

/* Bokmål if it is there, else what the form calls its default. */
void
words_choose(struct odk *o)
{
	xmlNode *itext = xml_child(o->model, "itext");

	for (xmlNode *t = itext != NULL ? xml_first(itext) : NULL; t != NULL; t = xml_next(t))
		if (o->words == NULL || worth(t) > worth(o->words))
			o->words = t;
	for (xmlNode *t = itext != NULL ? xml_first(itext) : NULL; t != NULL; t = xml_next(t))
		if (t != o->words)
			odk_lost(o, NULL, t, "the words in " STR_FMT
			    " are not carried: translations live in po/, and the form is in "
			    STR_FMT " now", STR_ARG(xml_attr(t, "lang")),
			    STR_ARG(xml_attr(o->words, "lang")));
}

/* ---- one text ---- */

/* As the XForm calls it. */
struct str
place_called(const struct place *p)
{
	while (p != NULL && p->node == NULL)
		p = p->parent;
	return p != NULL ? p->node->name : STR("the form");
}

static bool
has_output(const xmlNode *n)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE && (xml_is(c, "output") || has_output(c)))
			return true;
	return false;
}

static struct str
text_of(struct odk *o, const struct place *p, const xmlNode *n, const xmlNode *where)
{
	struct str s = xml_text(o->a, n);

	if (has_output(n))
		odk_lost(o, p, where, STR_FMT
		    ": the answer inside the words is not carried: \"" STR_FMT "\"",
		    STR_ARG(place_called(p)), STR_ARG(s));
	return s;
}

static xmlNode *
text_node(struct odk *o, struct str id)
{
	xmlNode *t = o->words != NULL ? xml_first(o->words) : NULL;

	while (t != NULL && !str_eq(xml_attr(t, "id"), id))
		t = xml_next(t);
	return t;
}

/* Long is what is read where there is room; other forms are sound and pictures. */
static struct str
text_form(struct odk *o, const struct place *p, struct str id, bool guidance)
{
	xmlNode *t = text_node(o, id), *best = NULL;

	for (xmlNode *v = t != NULL ? xml_first(t) : NULL; v != NULL; v = xml_next(v)) {
		struct str form = xml_attr(v, "form");

		if (str_eq_z(form, "guidance") && !guidance)
			continue;
		if (guidance ? str_eq_z(form, "guidance") : form.n == 0 ||
		    (best == NULL && (str_eq_z(form, "long") || str_eq_z(form, "short"))))
			best = v;
		else if (form.n > 0 && !guidance && !str_eq_z(form, "short") &&
		    !str_eq_z(form, "long"))
			odk_lost(o, p, v, STR_FMT ": " STR_FMT " " STR_FMT " is not carried",
			    STR_ARG(id), STR_ARG(form), STR_ARG(xml_text(o->a, v)));
	}
	return best != NULL ? text_of(o, p, best, best) : STR_NONE;
}

/* jr:itext('ID') -> ID; false when it is something else */
static bool
itext_id(struct str ref, struct str *id)
{
	struct str rest = str_trim(ref), head;

	if (!str_starts(rest, STR("jr:itext(")))
		return false;
	rest = str_trim(str_skip(rest, strlen("jr:itext(")));
	if (rest.n < 2 || (rest.p[0] != '\'' && rest.p[0] != '"'))
		return false;
	head = str_skip(rest, 1);
	*id = str_cut(&head, rest.p[0]);
	return true;
}

struct str
words_by_id(struct odk *o, const struct place *p, const xmlNode *n, struct str id)
{
	struct str s = text_form(o, p, id, false);

	if (s.n == 0)
		odk_lost(o, p, n, STR_FMT ": there are no words for it in " STR_FMT, STR_ARG(id),
		    STR_ARG(o->words != NULL ? xml_attr(o->words, "lang") : STR("itext")));
	return s;
}

/* A message: the words themselves, or where they are. */
struct str
words_ref(struct odk *o, const struct place *p, const xmlNode *n, struct str value)
{
	struct str id;

	return itext_id(value, &id) ? words_by_id(o, p, n, id) : str_trim(value);
}

struct str
words_of(struct odk *o, const struct place *p, xmlNode *holder, const char *what)
{
	xmlNode *n = xml_child(holder, what);
	struct str ref = n != NULL ? xml_attr(n, "ref") : STR_NONE, id;

	if (n == NULL)
		return STR_NONE;
	if (itext_id(ref, &id))
		return words_by_id(o, p, n, id);
	if (ref.n > 0)
		odk_lost(o, p, n, STR_FMT ": the %s is not carried: it is worked out as " STR_FMT,
		    STR_ARG(place_called(p)), what, STR_ARG(ref));
	return text_of(o, p, n, n);
}

/* Everything people read of a place. */
void
place_words(struct odk *o, struct place *p, xmlNode *holder)
{
	xmlNode *hint = xml_child(holder, "hint");
	struct str id;

	p->label = words_of(o, p, holder, "label");
	if (hint != NULL && itext_id(xml_attr(hint, "ref"), &id)) {
		p->hint = text_form(o, p, id, false);
		p->help = text_form(o, p, id, true);
	} else
		p->hint = words_of(o, p, holder, "hint");
}
