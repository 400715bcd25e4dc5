#include "export/private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

static const struct {
	const char	*name, *attrs;
} words[] = {
	{ "export", "id root namespace" }, { "title", "" }, { "attribute", "name value" },
	{ "element", "name of value as true when" }, { "each", "of" },
	{ "code", "name of value when" }, { "item", "is value" },
};
#define NWORDS	(sizeof words / sizeof *words)

void
export_wrong(struct export_load *l, const xmlNode *n, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	l->bad = true;
	if (l->complain != NULL)
		l->complain(l->ctx, xml_line(n), what);
}

/* ---- the vocabulary ---- */

static bool
is(const xmlNode *n, const char *name)
{
	return xml_in(n, EXPORT_NS) && xml_is(n, name);
}

static void
check_attrs(struct export_load *l, const xmlNode *n, const char *known)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		struct str name = str_from_z((const char *)at->name), rest = str_from_z(known);
		bool found = at->ns != NULL;

		while (rest.n > 0 && !found)
			found = str_eq(str_cut(&rest, ' '), name);
		if (!found)
			export_wrong(l, n, "%s has no attribute %s%s", (const char *)n->name,
			    (const char *)at->name,
			    suggest_say(l->a, suggest_word(name, str_from_z(known))));
	}
}

static void
check_word(struct export_load *l, const xmlNode *n)
{
	struct str known[NWORDS];

	for (size_t i = 0; i < NWORDS; i++) {
		if (is(n, words[i].name)) {
			check_attrs(l, n, words[i].attrs);
			return;
		}
		known[i] = str_from_z(words[i].name);
	}
	export_wrong(l, n, "an export has no element <%s>%s", (const char *)n->name,
	    suggest_say(l->a, suggest(str_from_z((const char *)n->name), known, NWORDS)));
}

/* A name of XML, without a prefix: letters, digits and _ - . */
static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

		if (!letter && (i == 0 || (memchr("-.0123456789", c, 12) == NULL)))
			return false;
	}
	return s.n > 0;
}

static struct str
name_of(struct export_load *l, const xmlNode *n, const char *attr)
{
	struct str name = xml_attr(n, attr);

	if (!is_name(name))
		export_wrong(l, n, "%s is the name of an element or an attribute, and '" STR_FMT
		    "' cannot be one", attr, STR_ARG(name));
	return name.p != NULL ? str_dup(l->a, name) : STR("");
}

/* ---- a pair of a code and its words ---- */

static bool
has_item(const struct export_node *x, struct str value)
{
	for (const struct export_item *i = x->items; i != NULL; i = i->next)
		if (str_eq(i->is, value))
			return true;
	return false;
}

static void
read_item(struct export_load *l, struct export_node *x, xmlNode *n)
{
	struct export_item *i = ARENA_NEW(l->a, struct export_item);

	check_word(l, n);
	*i = (struct export_item){ x->items, str_dup(l->a, xml_attr(n, "is")),
		str_dup(l->a, xml_attr(n, "value")), xml_text(l->a, n) };
	if (!is(n, "item") || i->is.n == 0 || i->value.n == 0)
		export_wrong(l, n, "a code holds <item is=\"…\" value=\"…\">…</item>");
	else if (has_item(x, i->is))
		export_wrong(l, n, "'" STR_FMT "' stands here twice", STR_ARG(i->is));
	x->items = i;
}

/* All that the question can be answered with, and nothing else. */
static void
check_items(struct export_load *l, const xmlNode *n, const struct export_node *x)
{
	const struct form_list *list = x->from.item != NULL ? x->from.item->list : NULL;

	if (x->items == NULL && str_eq_z(x->from.fact, EXPORT_FILE_CODE))
		return;
	if (x->items == NULL && list == NULL) {
		export_wrong(l, n, "a code is of a choice, or has an <item> for each value");
		return;
	}
	if (x->items == NULL || list == NULL || list->source.n > 0)
		return;
	for (size_t i = 0; i < list->options.n; i++)
		if (!has_item(x, list->options.v[i].value))
			export_wrong(l, n, "what '" STR_FMT "' is called is not said: add <item is=\""
			    STR_FMT "\" value=\"…\">", STR_ARG(list->options.v[i].value),
			    STR_ARG(list->options.v[i].value));
	for (const struct export_item *i = x->items; i != NULL; i = i->next) {
		bool known = false;

		for (size_t k = 0; k < list->options.n; k++)
			known = known || str_eq(list->options.v[k].value, i->is);
		if (!known)
			export_wrong(l, n, "'" STR_FMT "' is never answered with '" STR_FMT "'",
			    STR_ARG(x->from.item->name), STR_ARG(i->is));
	}
}

static void
read_code(struct export_load *l, xmlNode *n, struct export_node *x)
{
	struct str value = xml_attr(n, "value");

	x->kind = EXPORT_CODE;
	x->name = name_of(l, n, "name");
	if (value.p != NULL) {
		x->value = str_dup(l->a, value);
		x->words = xml_text(l->a, n);
		if (xml_attr(n, "of").p != NULL)
			export_wrong(l, n, "a code is of something or always the same: write of or value");
		return;
	}
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		read_item(l, x, c);
	if (xml_attr(n, "of").p == NULL)
		export_wrong(l, n, "a code needs of or value");
	else if (export_of_read(l, n, &x->from))
		check_items(l, n, x);
}

/* ---- the tree ---- */

static const struct export_node *read_nodes(struct export_load *, xmlNode *parent);

static void
read_each(struct export_load *l, xmlNode *n, struct export_node *x)
{
	const struct form_item *outer = l->row, *repeat;
	bool files = l->files;

	if (str_eq_z(xml_attr(n, "of"), EXPORT_EACH_FILE)) {
		x->kind = EXPORT_FILES;
		l->files = true;
		x->first = read_nodes(l, n);
		l->files = files;
		return;
	}
	repeat = export_repeat(l, n);
	x->kind = EXPORT_EACH;
	x->from.item = repeat;
	if (repeat == NULL)
		return;
	l->row = repeat;
	x->first = read_nodes(l, n);
	l->row = outer;
}

static void
read_element(struct export_load *l, xmlNode *n, struct export_node *x)
{
	bool valued = xml_attr(n, "of").p != NULL || xml_attr(n, "value").p != NULL;

	x->kind = EXPORT_ELEMENT;
	x->name = name_of(l, n, "name");
	x->first = read_nodes(l, n);
	if (valued && x->first != NULL)
		export_wrong(l, n, "an element holds a value or elements, not both");
	else if (valued)
		export_source_read(l, n, &x->from);
	else if (x->first == NULL)
		export_wrong(l, n, "the element would always be empty: write of, value, or elements in it");
}

static struct export_node *
read_node(struct export_load *l, xmlNode *n)
{
	struct export_node *x = ARENA_NEW(l->a, struct export_node);

	check_word(l, n);
	x->when = export_expr(l, n, "when");
	if (is(n, "each"))
		read_each(l, n, x);
	else if (is(n, "code"))
		read_code(l, n, x);
	else if (is(n, "element"))
		read_element(l, n, x);
	return x;
}

static const struct export_node *
read_nodes(struct export_load *l, xmlNode *parent)
{
	const struct export_node *first = NULL, **to = &first;

	for (xmlNode *n = xml_first(parent); n != NULL; n = xml_next(n)) {
		struct export_node *x;

		if (parent->parent->type == XML_DOCUMENT_NODE &&
		    (is(n, "title") || is(n, "attribute")))
			continue;
		x = read_node(l, n);
		*to = x;
		to = &x->next;
	}
	return first;
}

static void
read_root(struct export_load *l, xmlNode *root, struct export *e)
{
	const struct export_attr **to = &e->attrs;
	xmlNode *title = xml_child(root, "title");

	e->id = name_of(l, root, "id");
	e->root = name_of(l, root, "root");
	e->namespace = str_dup(l->a, xml_attr(root, "namespace"));
	e->title = title != NULL ? xml_text(l->a, title) : STR("");
	if (e->namespace.n == 0 || e->title.n == 0)
		export_wrong(l, root, "an export needs a namespace and a title");
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n)) {
		struct export_attr *at;

		if (!is(n, "attribute"))
			continue;
		check_word(l, n);
		at = ARENA_NEW(l->a, struct export_attr);
		*at = (struct export_attr){ NULL, name_of(l, n, "name"),
			str_dup(l->a, xml_attr(n, "value")) };
		*to = at;
		to = &at->next;
	}
}

enum err
export_load(struct arena *a, xmlDoc *doc, const struct form *form, struct str parties,
    xml_complain_fn *complain, void *ctx, const struct export **out)
{
	struct export_load l = { .a = a, .form = form, .parties = parties, .complain = complain,
		.ctx = ctx };
	struct export *e = ARENA_NEW(a, struct export);
	xmlNode *root = xml_root(doc);

	xml_keep(a, doc);
	if (!is(root, "export")) {
		export_wrong(&l, root, "the first element is <export xmlns=\"" EXPORT_NS "\">");
		return ERR_CONFIG;
	}
	e->magic = EXPORT_MAGIC;
	check_word(&l, root);
	read_root(&l, root, e);
	e->first = read_nodes(&l, root);
	*out = e;
	return l.bad ? ERR_CONFIG : ERR_OK;
}
