/* What stands in a document: elements, attributes, texts, and their languages. */
#include <string.h>

#include "base/arena.h"
#include "base/check.h"
#include "xml/xml.h"

xmlNode *
xml_root(xmlDoc *doc)
{
	return xmlDocGetRootElement(doc);
}

static xmlNode *
element_from(xmlNode *n)
{
	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

xmlNode *
xml_first(xmlNode *parent)
{
	return parent != NULL ? element_from(parent->children) : NULL;
}

xmlNode *
xml_next(xmlNode *n)
{
	return element_from(n->next);
}

xmlNode *
xml_child(xmlNode *parent, const char *name)
{
	xmlNode *n = xml_first(parent);

	while (n != NULL && !xml_is(n, name))
		n = xml_next(n);
	return n;
}

bool
xml_is(const xmlNode *n, const char *name)
{
	return strcmp((const char *)n->name, name) == 0;
}

bool
xml_in(const xmlNode *n, const char *ns)
{
	return n->ns != NULL && strcmp((const char *)n->ns->href, ns) == 0;
}

int
xml_line(const xmlNode *n)
{
	return (int)xmlGetLineNo((xmlNode *)(uintptr_t)n);
}

/* NONET without entity substitution keeps an attribute as one text node; entity references
   cannot occur without a DOCTYPE. */
static struct str
attr_value(const xmlAttr *at)
{
	if (at == NULL)
		return STR_NONE;
	if (at->children == NULL)
		return STR("");
	return str_from_z((const char *)at->children->content);
}

struct str
xml_attr(const xmlNode *n, const char *name)
{
	for (const xmlAttr *at = n != NULL ? n->properties : NULL; at != NULL; at = at->next)
		if (at->ns == NULL && strcmp((const char *)at->name, name) == 0)
			return attr_value(at);
	return STR_NONE;
}

struct str
xml_attr_ns(const xmlNode *n, const char *ns, const char *name)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (at->ns != NULL && strcmp((const char *)at->ns->href, ns) == 0 &&
		    strcmp((const char *)at->name, name) == 0)
			return attr_value(at);
	return STR_NONE;
}

/* What a dictionary has is not freed with a node. */
static void
keep_attr(xmlDict *dict, xmlNode *text)
{
	const xmlChar *kept;

	if (text == NULL || text->content == NULL || xmlDictOwns(dict, text->content))
		return;
	kept = xmlDictLookup(dict, text->content, -1);
	CHECK(kept != NULL);
	if (text->content != (xmlChar *)&text->properties)	/* a short one stands in the node */
		xmlFree(text->content);
	text->content = (xmlChar *)(uintptr_t)kept;
}

static void
keep_attrs(xmlDict *dict, xmlNode *n)
{
	for (xmlAttr *at = n->properties; at != NULL; at = at->next)
		keep_attr(dict, at->children);
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		keep_attrs(dict, c);
}

static void
let_go(void *dict)
{
	xmlDictFree(dict);
}

void
xml_keep(struct arena *a, xmlDoc *doc)
{
	CHECK(doc->dict != NULL && xmlDictReference(doc->dict) == 0);
	keep_attrs(doc->dict, xml_root(doc));
	arena_defer(a, let_go, doc->dict);
}

static size_t
text_size(const xmlNode *n)
{
	size_t size = 0;

	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
			size += strlen((const char *)c->content);
		else if (c->type == XML_ELEMENT_NODE)
			size += text_size(c);
	}
	return size;
}

static char *
put_text(char *z, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
			z = stpcpy(z, (const char *)c->content);
		else if (c->type == XML_ELEMENT_NODE)
			z = put_text(z, c);
	}
	return z;
}

/* A model keeps thousands of texts: each takes what it needs. */
static char *
whole_text(struct arena *a, const xmlNode *n, size_t *size)
{
	char *z;

	*size = text_size(n);
	z = arena_alloc(a, *size + 1);
	put_text(z, n);
	return z;
}

struct str
xml_text_raw(struct arena *a, const xmlNode *n)
{
	size_t size;
	char *z = whole_text(a, n, &size);

	return (struct str){ z, size };
}

static struct str
own_lang(const xmlNode *n)
{
	return xml_attr_ns(n, (const char *)XML_XML_NAMESPACE, "lang");
}

bool
xml_is_nb(const xmlNode *n)
{
	struct str root = own_lang(xmlDocGetRootElement(n->doc));

	if (root.n == 0 || str_eq(root, lang_code(LANG_NB)))
		return false;
	while (n != NULL && n->type == XML_ELEMENT_NODE && own_lang(n).n == 0)
		n = n->parent;
	return n != NULL && n->type == XML_ELEMENT_NODE && str_eq(own_lang(n), lang_code(LANG_NB));
}

enum lang
xml_lang(xmlDoc *doc)
{
	enum lang l = LANG_NB;

	(void)lang_of(own_lang(xml_root(doc)), &l);
	return l;
}

void
xml_in_lang(xmlDoc *doc, enum lang l)
{
	xmlNode *root = xml_root(doc);

	if (xml_lang(doc) == l)
		return;
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n))
		if (own_lang(n).n == 0)
			xmlNodeSetLang(n, BAD_CAST lang_code(LANG_NB).p);
	xmlNodeSetLang(root, BAD_CAST lang_code(l).p);
}

static bool
is_gap(char ch)
{
	return ch == ' ' || ch == '\n' || ch == '\t' || ch == '\r';
}

static struct str
one_line(struct arena *a, const xmlNode *n)
{
	size_t size, len = 0;
	char *z = whole_text(a, n, &size);
	struct str s = str_trim((struct str){ z, size });
	size_t at = (size_t)(s.p - z);

	for (size_t i = at; i < at + s.n; i++) {
		if (!is_gap(z[i]))
			z[len++] = z[i];
		else if (z[len - 1] != ' ')
			z[len++] = ' ';
	}
	return (struct str){ z, len };
}

struct str
xml_text(struct arena *a, const xmlNode *n)
{
	struct str s = one_line(a, n);

	return xml_is_nb(n) ? lang_nb(a, s) : s;
}
