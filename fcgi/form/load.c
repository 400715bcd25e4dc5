/* From the document to items: what stands where.  Words are load_words.c, expressions load_rules.c. */
#include "form/private.h"

#include <stdarg.h>
#include <stdio.h>

struct element {
	const char	*name;
	enum form_kind	 kind;
	const char	*attrs;		/* those it may have, blanks around each */
};

#define RULES " name required relevant readonly calculate prefill "
static const struct element elements[] = {
	{ "page", FORM_PAGE, " id relevant readonly " },
	{ "section", FORM_SECTION, " id relevant readonly " },
	{ "text", FORM_TEXT, RULES "type lines " },
	{ "number", FORM_NUMBER, RULES "type " },
	{ "money", FORM_MONEY, RULES },
	{ "date", FORM_DATE, RULES },
	{ "choice", FORM_CHOICE, RULES "list appearance " },
	{ "choices", FORM_CHOICES, RULES "list " },
	{ "confirm", FORM_CONFIRM, RULES },
	{ "upload", FORM_UPLOAD, " name required relevant readonly accept max-size max-count " },
	{ "repeat", FORM_REPEAT, " name relevant readonly min max unique ordered " },
	{ "output", FORM_OUTPUT, " name relevant value " },
	{ "var", FORM_VAR, " name value " },
	{ "check", FORM_CHECK, " name page relevant test level " },
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

static void
check_attrs(struct load *l, const xmlNode *n, const char *attrs)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		struct str want = str_fmt(l->a, " %s ", (const char *)at->name), known[16], rest, near;
		size_t k = 0;

		if (at->ns != NULL || strstr(attrs, want.p) != NULL)
			continue;
		for (rest = str_trim(str_from_z(attrs)); rest.n > 0 && k < 16; k++)
			known[k] = str_cut(&rest, ' ');
		near = suggest(str_trim(want), known, k);
		load_bad(l, n, "<%s> has no attribute called %s%s" STR_FMT "%s", (const char *)n->name,
		    (const char *)at->name, near.n > 0 ? "; did you mean " : "; it may have:", STR_ARG(near),
		    near.n > 0 ? "?" : attrs);
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

/* Words that addresses and page buttons have taken. */
static bool
taken(struct str s)
{
	static const char *const words[] = { "csrf", "handling", "oppsummering", "send", "slett" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_z(s, words[i]))
			return true;
	return false;
}

static bool
needs_name(enum form_kind k)
{
	return k != FORM_SECTION && k != FORM_OUTPUT && k != FORM_CHECK;
}

static void
take_name(struct load *l, struct form_item *it, const xmlNode *n)
{
	bool page = it->kind == FORM_PAGE || it->kind == FORM_SECTION;

	it->name = xml_attr(n, page ? "id" : "name");
	if (it->name.p == NULL && !needs_name(it->kind))
		return;
	if (!good_name(it->name, page))
		load_bad(l, n, "<%s> needs %s of letters a to z, digits and _, as in %s=\"oppstart\"",
		    (const char *)n->name, page ? "an id" : "a name", page ? "id" : "name");
	else if (taken(it->name))
		load_bad(l, n, STR_FMT " is a word we use ourselves; choose another name", STR_ARG(it->name));
	for (size_t i = 0; i < l->n && it->name.n > 0; i++) {
		const struct form_item *o = l->item[i];

		if (o != it && str_eq(o->name, it->name) && o->group == it->group &&
		    (o->kind == FORM_PAGE) == (it->kind == FORM_PAGE) &&
		    (o->kind == FORM_SECTION) == (it->kind == FORM_SECTION))
			load_bad(l, n, "there are two called " STR_FMT " here, the other on line %d; rename one",
			    STR_ARG(it->name), o->line);
	}
}

/* ---- what each element says of itself ---- */

static enum form_type
type_of(struct load *l, const xmlNode *n, enum form_type first, enum form_type last, enum form_type otherwise)
{
	struct str want = xml_attr(n, "type"), known[16], near;
	size_t k = 0;

	if (want.p == NULL)
		return otherwise;
	for (enum form_type t = first; t <= last; t++) {
		if (str_eq_z(want, form_type_name(t)))
			return t;
		known[k++] = str_from_z(form_type_name(t));
	}
	near = suggest(want, known, k);
	load_bad(l, n, "there is no type called '" STR_FMT "' for <%s>%s" STR_FMT "%s", STR_ARG(want),
	    (const char *)n->name, near.n > 0 ? "; did you mean '" : "", STR_ARG(near), near.n > 0 ? "'?" : "");
	return otherwise;
}

static void
take_list(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str appearance = xml_attr(n, "appearance");

	it->list = load_list_for(l, n);
	it->appearance = str_eq_z(appearance, "radio") ? FORM_RADIO : str_eq_z(appearance, "select") ? FORM_SELECT :
	    str_eq_z(appearance, "search") ? FORM_SEARCH : FORM_PLAIN;
	if (appearance.p != NULL && it->appearance == FORM_PLAIN)
		load_bad(l, n, "appearance is radio, select or search");
}

static void
take_repeat(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str ordered = xml_attr(n, "ordered");

	load_size(l, n, "min", 0, &it->min);
	load_size(l, n, "max", FORM_ROWS, &it->max);
	if (it->max == 0 || it->max > FORM_ROWS || it->min > it->max)
		load_bad(l, n, "min and max must be numbers with min <= max, and max from 1 to %d", FORM_ROWS);
	if (ordered.p != NULL && !str_eq_z(ordered, "true") && !str_eq_z(ordered, "false"))
		load_bad(l, n, "ordered is true or false");
	it->ordered = str_eq_z(ordered, "true");
	if (it->group != NULL && it->group->group != NULL)
		load_bad(l, n, "a repeat may stand in a repeat, but not deeper");
}

static void
take_upload(struct form_item *it, const xmlNode *n)
{
	it->accept = xml_attr(n, "accept");
	it->max_size = xml_attr(n, "max-size");
	it->max_count = xml_attr(n, "max-count");
}

static void
take_kind(struct load *l, struct form_item *it, const xmlNode *n)
{
	size_t lines;

	it->type = FORM_NOTHING;
	switch (it->kind) {
	case FORM_TEXT:
		it->type = type_of(l, n, FORM_STRING, FORM_EMAIL, FORM_STRING);
		load_size(l, n, "lines", 0, &lines);
		it->lines = (int)lines;
		break;
	case FORM_NUMBER:
		it->type = type_of(l, n, FORM_INTEGER, FORM_DECIMAL, FORM_DECIMAL);
		break;
	case FORM_MONEY:
		it->type = FORM_ORE;
		break;
	case FORM_DATE:
		it->type = FORM_DAY;
		break;
	case FORM_CHOICE: case FORM_CHOICES:
		it->type = it->kind == FORM_CHOICE ? FORM_VALUE : FORM_VALUES;
		take_list(l, it, n);
		break;
	case FORM_CONFIRM:
		it->type = FORM_BOOLEAN;
		it->text = form_message(l->form->messages, l->a, "confirmed", STR_NONE);
		break;
	case FORM_UPLOAD:
		take_upload(it, n);
		break;
	case FORM_REPEAT:
		take_repeat(l, it, n);
		break;
	case FORM_OUTPUT: case FORM_VAR: case FORM_CHECK: case FORM_PAGE: case FORM_SECTION:
		break;
	}
	it->prefill = xml_attr(n, "prefill");
	if (str_starts(it->prefill, STR("register:")))
		it->prefill = str_skip(it->prefill, strlen("register:"));
	else if (it->prefill.n > 0)
		load_bad(l, n, "prefill is register: and the name of what the register gives, as in register:person/name");
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
	if (k == FORM_PAGE || (k == FORM_CHECK && parent->group != NULL) || (k == FORM_CHECK && parent->kind == FORM_REPEAT))
		return false;
	return k != FORM_SECTION || parent->kind != FORM_SECTION;
}

static bool
is_word(const xmlNode *n, const struct form_item *parent)
{
	static const char *const words[] = { "title", "label", "hint", "help", "alert", "constraint" };

	if (parent == NULL)
		return xml_is(n, "title") || xml_is(n, "list");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (xml_is(n, words[i]))
			return true;
	return false;
}

static bool
holds_items(enum form_kind k)
{
	return k == FORM_PAGE || k == FORM_SECTION || k == FORM_REPEAT;
}

static void
unknown_element(struct load *l, const xmlNode *n)
{
	struct str known[sizeof elements / sizeof *elements], near;
	size_t k = 0;

	for (; k < sizeof elements / sizeof *elements; k++)
		known[k] = str_from_z(elements[k].name);
	near = suggest(str_from_z((const char *)n->name), known, k);
	load_bad(l, n, "there is no element called %s here%s" STR_FMT "%s", (const char *)n->name,
	    near.n > 0 ? "; did you mean " : "", STR_ARG(near), near.n > 0 ? "?" : "");
}

static const struct form_item *load_children(struct load *, xmlNode *, const struct form_item *parent);

static struct form_item *
load_item(struct load *l, xmlNode *n, const struct form_item *parent)
{
	const struct element *el = xml_in(n, FORM_NS) ? element_named(n) : NULL;
	struct form_item *it;

	if (el == NULL) {
		unknown_element(l, n);
		return NULL;
	}
	if (!may_stand(el->kind, parent)) {
		load_bad(l, n, "<%s> may not stand here", el->name);
		return NULL;
	}
	check_attrs(l, n, el->attrs);
	it = item_new(l, n, el->kind, parent);
	take_name(l, it, n);
	take_kind(l, it, n);
	load_words(l, it, n);
	if (holds_items(it->kind))
		it->first = load_children(l, n, it);
	return it;
}

static const struct form_item *
load_children(struct load *l, xmlNode *n, const struct form_item *parent)
{
	struct form_item *first = NULL, *last = NULL;

	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		struct form_item *it = is_word(c, parent) ? NULL : load_item(l, c, parent);

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

	for (size_t i = 0; i < l->n; i++)
		if (l->item[i]->kind == FORM_PAGE && str_eq(l->item[i]->name, id))
			page = l->item[i];
	if (page == NULL) {
		load_bad(l, l->node[check->index], "a check outside the pages needs page=\"…\" with the id of the page "
		    "that shall show it");
		return;
	}
	for (size_t i = 0; i < l->n; i++)
		if (l->item[i]->parent == page)
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
