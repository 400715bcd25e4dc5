/* From the document to items: what stands where.  What an element says of
   itself is load_kind.c, its words load_words.c, expressions load_rules.c. */
#include "form/private.h"

#include <stdarg.h>
#include <stdio.h>

struct element {
	const char	*name;
	enum form_kind	 kind;
	const char	*attrs;		/* those it may have, blanks around each */
};

#define RULES " name required relevant readonly calculate prefill column "
static const struct element elements[] = {
	{ "page", FORM_PAGE, " id relevant readonly " },
	{ "section", FORM_SECTION, " id relevant readonly " },
	{ "text", FORM_TEXT, RULES "type lines address " },
	{ "number", FORM_NUMBER, RULES "type unit " },
	{ "money", FORM_MONEY, RULES },
	{ "date", FORM_DATE, RULES },
	{ "choice", FORM_CHOICE, RULES "list appearance address " },
	{ "choices", FORM_CHOICES, RULES "list address " },
	{ "confirm", FORM_CONFIRM, RULES },
	{ "upload", FORM_UPLOAD, " name required relevant readonly accept max-size max-count "
	    "code " },
	{ "map", FORM_MAP, " name required relevant readonly shape " },
	{ "repeat", FORM_REPEAT, " name relevant readonly min max unique ordered " },
	{ "output", FORM_OUTPUT, " name relevant value type column address unit " },
	{ "var", FORM_VAR, " name value " },
	{ "check", FORM_CHECK, " name page relevant test level " },
	{ "lookup", FORM_LOOKUP, " name relevant source fills of rows " },
};

void
load_bad(struct load *l, const xmlNode *n, const char *fmt, ...)
{
	struct buf b = buf_new(l->a, 256);
	char what[512];
	va_list ap;

	l->bad = true;
	if (l->complain == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	buf_add(&b, load_base(l->a, n));
	buf_add_z(&b, what);
	l->complain(l->ctx, xml_line(n), str_z(l->a, buf_str(&b)));
}

const char *
form_kind_name(enum form_kind k)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (elements[i].kind == k)
			return elements[i].name;
	return "";
}

static const struct element *
element_named(const xmlNode *n)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (xml_is(n, elements[i].name))
			return &elements[i];
	return NULL;
}

void
load_attrs(struct load *l, const xmlNode *n, const char *attrs)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		struct str want = str_fmt(l->a, " %s ", (const char *)at->name), near;

		if (at->ns != NULL || strstr(attrs, want.p) != NULL)
			continue;
		near = suggest_word(str_trim(want), str_from_z(attrs));
		load_bad(l, n, "<%s> has no attribute called %s%s" STR_FMT "%s",
		    (const char *)n->name, (const char *)at->name, near.n > 0 ? "; did you mean " :
		    "; it may have:", STR_ARG(near), near.n > 0 ? "?" : attrs);
	}
}

/* ---- names ---- */

static bool
good_name(struct str s, bool hyphen)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

		if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || (hyphen && c == '-'))))
			return false;
	}
	return s.n > 0 && s.n <= 40;
}

/* Words that addresses and page buttons have taken; the last are addresses alone. */
static bool
taken(struct str s, bool page)
{
	static const char *const words[] = { "csrf", "handling", "oppsummering", "send", "slett",
	    "tillegg", "signer", "del", "overta" };
	size_t n = sizeof words / sizeof *words - (page ? 0 : 3);

	for (size_t i = 0; i < n; i++)
		if (str_eq_z(s, words[i]))
			return true;
	return false;
}

static bool
needs_name(enum form_kind k)
{
	return k != FORM_SECTION && k != FORM_OUTPUT && k != FORM_CHECK;
}

/* Pages, sections and the rest are named apart; the rest by group. */
static int
namespace_of(const struct form_item *it)
{
	return it->kind == FORM_PAGE ? 1 : it->kind == FORM_SECTION ? 2 : 0;
}

static void
check_twins(struct load *l, const struct form_item *it, const xmlNode *n)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct form_item *o = l->item[i];

		if (o != it && str_eq(o->name, it->name) && o->group == it->group &&
		    namespace_of(o) == namespace_of(it))
			load_bad(l, n, "there are two called " STR_FMT
			    " here, the other on line %d; rename one", STR_ARG(it->name), o->line);
	}
}

static void
take_name(struct load *l, struct form_item *it, const xmlNode *n)
{
	bool page = namespace_of(it) != 0;

	it->name = xml_attr(n, page ? "id" : "name");
	if (it->name.p == NULL && !needs_name(it->kind))
		return;
	if (!good_name(it->name, page))
		load_bad(l, n, "<%s> needs %s of at most 40 letters a to z, digits and _, "
		    "as in %s=\"oppstart\"",
		    (const char *)n->name, page ? "an id" : "a name", page ? "id" : "name");
	else if (taken(it->name, page))
		load_bad(l, n, STR_FMT " is a word we use ourselves; choose another name",
		    STR_ARG(it->name));
	else
		check_twins(l, it, n);
}

/* ---- the tree ---- */

static struct form_item *
item_new(struct load *l, xmlNode *n, enum form_kind kind, const struct form_item *parent)
{
	struct form_item *it = ARENA_NEW(l->a, struct form_item), *group = NULL;

	CHECK(l->n < l->size);
	it->kind = kind;
	it->index = l->n;
	it->line = xml_line(n);
	it->file = load_file(n);
	it->parent = parent;
	it->page = kind == FORM_PAGE ? it : parent != NULL ? parent->page : NULL;
	it->group = parent == NULL ? NULL : parent->kind == FORM_REPEAT ? parent : parent->group;
	if (it->group != NULL)
		group = l->item[it->group->index];
	it->slot = group != NULL ? group->nslots++ : l->form->nslots++;
	l->node[l->n] = n;
	l->item[l->n++] = it;
	return it;
}

static bool
may_stand(enum form_kind k, const struct form_item *parent)
{
	if (parent == NULL)
		return k == FORM_PAGE || k == FORM_VAR || k == FORM_CHECK;
	if (k == FORM_PAGE || (k == FORM_CHECK && parent->group != NULL) ||
	    (k == FORM_CHECK && parent->kind == FORM_REPEAT))
		return false;
	return k != FORM_SECTION || parent->kind != FORM_SECTION;
}

size_t
load_names(struct str *out)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		out[i] = str_from_z(elements[i].name);
	return sizeof elements / sizeof *elements;
}

static const struct form_item *load_children(struct load *, xmlNode *,
    const struct form_item *parent);

static struct form_item *
load_item(struct load *l, xmlNode *n, const struct form_item *parent)
{
	const struct element *el = xml_in(n, FORM_NS) ? element_named(n) : NULL;
	struct form_item *it;

	if (el == NULL) {
		load_unknown(l, n);
		return NULL;
	}
	if (!may_stand(el->kind, parent)) {
		load_bad(l, n, "<%s> may not stand here", el->name);
		return NULL;
	}
	load_attrs(l, n, el->attrs);
	it = item_new(l, n, el->kind, parent);
	take_name(l, it, n);
	load_kind(l, it, n);
	load_words(l, it, n);
	load_shape(l, it, n);
	if (load_holds(it->kind))
		it->first = load_children(l, n, it);
	return it;
}

static const struct form_item *
load_children(struct load *l, xmlNode *n, const struct form_item *parent)
{
	struct form_item *first = NULL, *last = NULL;

	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		struct form_item *it = load_word(l, c, parent) ? NULL : load_item(l, c, parent);

		if (it == NULL)
			continue;
		if (parent == NULL && it->kind != FORM_PAGE)
			continue;	/* a var of the form; a check is put on its page */
		if (first == NULL)
			first = it;
		else
			last->next = it;
		last = it;
	}
	return first;
}

/* A check outside the pages names the page that it belongs to, and goes last on it. */
static void
place_check(struct load *l, struct form_item *check)
{
	struct str id = xml_attr(l->node[check->index], "page");
	struct form_item *page = NULL, *last = NULL;
	struct str *known = arena_alloc(l->a, (l->n + 1) * sizeof *known);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->item[i]->kind != FORM_PAGE)
			continue;
		known[n++] = l->item[i]->name;
		if (str_eq(l->item[i]->name, id))
			page = l->item[i];
	}
	if (page == NULL) {
		load_bad(l, l->node[check->index],
		    "a check outside the pages needs page=\"…\" with the id of the page "
		    "that shall show it%s", suggest_say(l->a, suggest(id, known, n)));
		return;
	}
	for (size_t i = 0; i < l->n; i++)
		if (l->item[i]->parent == page && l->item[i]->next == NULL)
			last = l->item[i];
	check->parent = check->page = page;
	if (last != NULL)
		last->next = check;
	else
		page->first = check;
}

void
load_items(struct load *l, xmlNode *root)
{
	l->form->pages = load_children(l, root, NULL);
	if (l->form->pages == NULL)
		load_bad(l, root, "the form has no <page>");
	for (size_t i = 0; i < l->n; i++)
		if (l->item[i]->kind == FORM_CHECK && l->item[i]->parent == NULL)
			place_check(l, l->item[i]);
}
