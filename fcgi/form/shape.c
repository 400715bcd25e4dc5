/* The elements inside an item that are its words and rules: which may stand where, and what was
   meant by one that may not. */
#include "form/private.h"

struct word {
	const char	*name, *attrs;
	const char	*in;		/* kinds of item, blanks around each; ? is every question */
};

static const struct word words[] = {
	{ "title", " ", " page section " },
	{ "label", " ", " ? repeat output lookup " },
	{ "hint", " ", " ? repeat output lookup " },
	{ "help", " ", " ? repeat lookup " },
	{ "heading", " ", " ? output " },
	{ "alert", " on ", " ? repeat " },
	{ "constraint", " test level ", " ? repeat lookup " },
};
#define NWORDS	(sizeof words / sizeof *words)

bool
load_holds(enum form_kind k)
{
	return k == FORM_PAGE || k == FORM_SECTION || k == FORM_REPEAT;
}

static const struct word *
word_named(const xmlNode *n)
{
	for (size_t i = 0; i < NWORDS; i++)
		if (xml_is(n, words[i].name))
			return &words[i];
	return NULL;
}

bool
load_word(struct load *l, const xmlNode *n, const struct form_item *parent)
{
	if (parent != NULL)
		return word_named(n) != NULL;	/* judged by load_shape */
	if (xml_is(n, "title"))
		load_attrs(l, n, " ");
	return xml_is(n, "title") || xml_is(n, "list");
}

void
load_unknown(struct load *l, const xmlNode *n)
{
	struct str known[40];
	size_t k = load_names(known);

	for (size_t i = 0; i < NWORDS; i++)
		known[k++] = str_from_z(words[i].name);
	known[k++] = STR("include");
	load_bad(l, n, "there is no element called %s here%s", (const char *)n->name,
	    suggest_say(l->a, suggest(str_from_z((const char *)n->name), known, k)));
}

static void
take_word(struct load *l, const struct form_item *it, const xmlNode *n, const struct word *w)
{
	struct str kind = str_fmt(l->a, " %s ", form_kind_name(it->kind));

	if (strstr(w->in, kind.p) == NULL && !(form_is_question(it) && strchr(w->in, '?') != NULL))
		load_bad(l, n, "<%s> may not stand in <%s>", w->name, form_kind_name(it->kind));
	load_attrs(l, n, w->attrs);
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE)
			load_bad(l, c, "<%s> holds words alone; take <%s> out", w->name,
			    (const char *)c->name);
}

static void
check_text(struct load *l, const struct form_item *it, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) &&
		    str_trim(str_from_z((const char *)c->content)).n > 0)
			load_bad(l, n, "words may not stand right in <%s>; put them in an element",
			    form_kind_name(it->kind));
}

void
load_shape(struct load *l, const struct form_item *it, xmlNode *n)
{
	if (it->kind != FORM_OUTPUT && it->kind != FORM_CHECK)
		check_text(l, it, n);
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		const struct word *w = word_named(c);

		if (w != NULL)
			take_word(l, it, c, w);
		else if (!load_holds(it->kind))
			load_unknown(l, c);
	}
}
