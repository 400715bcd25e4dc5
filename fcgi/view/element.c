/* Elements that are put out as they are, and their attributes. */
#include <string.h>
#include <strings.h>

#include "view/private.h"

static const char *
prefixed(struct compiler *c, const xmlNs *ns, const xmlChar *local)
{
	const char *z = (const char *)local;

	if (ns == NULL || ns->prefix == NULL)
		return z;
	return str_z(c->scratch, str_fmt(c->scratch, "%s:%s", (const char *)ns->prefix, z));
}

static bool
declared(const xmlNode *from, const xmlNode *to, const xmlNs *ns)
{
	for (const xmlNode *n = from; n != to; n = n->parent)
		for (const xmlNs *own = n->nsDef; own != NULL; own = own->next)
			if (xmlStrEqual(own->prefix, ns->prefix))
				return true;
	return false;
}

/* An element's own declarations, and those of the slots around it, which vanish. */
static void
namespaces(struct compiler *c, const xmlNode *n)
{
	for (const xmlNode *at = n; at != NULL && (at == n || slot_is(at, NULL)); at = at->parent)
		for (const xmlNs *ns = at->nsDef; ns != NULL; ns = ns->next) {
			if (strcmp((const char *)ns->href, SLOT_NS) == 0)
				continue;
			if (at != n && declared(n, at, ns))
				continue;
			if (ns->prefix != NULL)
				buf_fmt(&c->bytes, " xmlns:%s=\"", (const char *)ns->prefix);
			else
				buf_add_z(&c->bytes, " xmlns=\"");
			escape_attr(&c->bytes, str_from_z((const char *)ns->href));
			buf_add_char(&c->bytes, '"');
		}
}

static struct str
value_of(struct compiler *c, const xmlAttr *at)
{
	struct buf b = buf_new(c->scratch, 64);

	for (const xmlNode *n = at->children; n != NULL; n = n->next)
		if (n->content != NULL)
			buf_add_z(&b, (const char *)n->content);
	return buf_str(&b);
}

static bool
runs_script(struct str s)
{
	s = str_trim(s);
	return s.n >= 11 && strncasecmp(s.p, "javascript:", 11) == 0;
}

static bool
allowed(struct compiler *c, const xmlNode *n, const char *name)
{
	if (c->kind == VIEW_XML || !html_is_refused(name))
		return true;
	complain(c, n, "the attribute %s is refused: no script or style stands in a page", name);
	return false;
}

static void
literal_attr(struct compiler *c, const xmlNode *n, const xmlAttr *at)
{
	const char *name = prefixed(c, at->ns, at->name);
	struct str value = value_of(c, at);

	if (at->ns != NULL && strcmp((const char *)at->ns->href, SLOT_NS) == 0) {
		complain(c, n, "slots have no attribute %s for other elements", name);
		return;
	}
	if (c->kind == VIEW_HTML && strncmp(name, "xml:", 4) == 0)
		return;
	if (!allowed(c, n, name))
		return;
	if (c->kind == VIEW_HTML && html_is_url(name) && runs_script(value))
		complain(c, n, "%s runs a script", name);
	buf_fmt(&c->bytes, " %s=\"", name);
	escape_attr(&c->bytes, value);
	buf_add_char(&c->bytes, '"');
}

static bool
is_attr_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_';

		if (!letter && (i == 0 || memchr("0123456789-.:", ch, 13) == NULL))
			return false;
	}
	return s.n > 0;
}

/* The same attribute, written on the element or by an s:attr before; two that have a condition each
   may take turns. */
static bool
is_double(const xmlNode *slot, struct str name)
{
	bool conditional = xml_attr(slot, "if").p != NULL;

	for (const xmlAttr *at = slot->parent->properties; at != NULL; at = at->next)
		if (at->ns == NULL && str_eq_z(name, (const char *)at->name))
			return true;
	for (const xmlNode *n = slot->prev; n != NULL; n = n->prev)
		if (n->type == XML_ELEMENT_NODE && str_eq(xml_attr(n, "name"), name) &&
		    !(conditional && xml_attr(n, "if").p != NULL))
			return true;
	return false;
}

static bool
is_blank(const xmlNode *n)
{
	return (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) &&
	    str_trim(str_from_z((const char *)n->content)).n == 0;
}

static bool
has_slot(const xmlNode *n)
{
	for (const xmlNode *k = n->children; k != NULL; k = k->next)
		if (k->type == XML_ELEMENT_NODE)
			return true;
	return false;
}

static void
attr_content(struct compiler *c, xmlNode *slot, const char *name)
{
	bool url = c->kind == VIEW_HTML && html_is_url(name), raw = c->raw;
	size_t from = c->bytes.n;

	c->place = url ? PLACE_URL : PLACE_ATTR;
	c->raw = false;
	c->blank = true;
	if (url && has_slot(slot))
		op_add(c, OP_URL_BEGIN, 0);
	compile_list(c, slot->children);
	if (c->bytes.n > from && c->bytes.n > c->flushed && c->bytes.p[c->bytes.n - 1] == ' ')
		c->bytes.n--;
	if (url && runs_script((struct str){ c->bytes.p + from, c->bytes.n - from }))
		complain(c, slot, "%s runs a script", name);
	c->place = PLACE_TEXT;
	c->raw = raw;
}

static void
slot_attr(struct compiler *c, xmlNode *slot)
{
	struct str name = xml_attr(slot, "name"), flag = xml_attr(slot, "if");
	const char *name_z = str_z(c->scratch, name);
	uint32_t jump = 0;

	slot_check_attrs(c, slot, (const char *const[]){ "name", "if", "same", NULL });
	if (!is_attr_name(name)) {
		complain(c, slot, "s:attr has no proper name");
		return;
	}
	if (!allowed(c, slot, name_z))
		return;
	if (is_double(slot, name))
		complain(c, slot, "the attribute %s is there already", name_z);
	if (flag.p != NULL)
		jump = if_begin(c, slot, flag, true);
	buf_fmt(&c->bytes, " %s=\"", name_z);
	attr_content(c, slot, name_z);
	buf_add_char(&c->bytes, '"');
	if (flag.p != NULL)
		jump_here(c, jump);
}

/* The one hole that is all an element holds, or NULL. */
static const xmlNode *
only_hole(const xmlNode *first)
{
	const xmlNode *hole = NULL;

	for (const xmlNode *n = first; n != NULL; n = n->next) {
		if (n->type == XML_COMMENT_NODE || is_blank(n))
			continue;
		if (hole != NULL || !slot_is(n, "text"))
			return NULL;
		hole = n;
	}
	return hole;
}

/* No span can stand in an option, nor in XML: the element tells itself what its text is in. */
static void
own_lang(struct compiler *c, const xmlNode *n, const char *tag, const xmlNode *first)
{
	bool html = c->kind == VIEW_HTML;
	const xmlNode *hole;

	if (html ? strcmp(tag, "option") != 0 || xml_attr(n, "lang").p != NULL :
	    xml_attr_ns(n, (const char *)XML_XML_NAMESPACE, "lang").p != NULL)
		return;
	hole = only_hole(first);
	if (hole != NULL)
		op_add(c, html ? OP_LANG : OP_XML_LANG,
		    name_of(c, hole, xml_attr(hole, "name")));
}

/* The element's attributes, s:attr too; gives the first node of its content. */
static xmlNode *
attributes(struct compiler *c, xmlNode *n)
{
	xmlNode *k = n->children, *content = n->children;

	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		literal_attr(c, n, at);
	for (; k != NULL; k = k->next) {
		if (slot_is(k, "attr")) {
			slot_attr(c, k);
			content = k->next;
		} else if (k->type != XML_COMMENT_NODE && !is_blank(k)) {
			break;
		}
	}
	return content;
}

static xmlNode *
first_kept(xmlNode *n)
{
	while (n != NULL && n->type != XML_ELEMENT_NODE && n->type != XML_TEXT_NODE &&
	    n->type != XML_CDATA_SECTION_NODE)
		n = n->next;
	return n;
}

static void
check_empty(struct compiler *c, const xmlNode *first, const char *tag)
{
	for (const xmlNode *n = first; n != NULL; n = n->next)
		if (n->type != XML_COMMENT_NODE && !is_blank(n)) {
			complain(c, n, "<%s> can have no content here", tag);
			return;
		}
}

static void
content_of(struct compiler *c, xmlNode *n, xmlNode *first, const char *tag)
{
	bool raw = c->raw, plain = c->plain, html = c->kind == VIEW_HTML;
	bool after_attrs = first != n->children;
	xmlNode *k = first_kept(first);

	if (html && html_keeps_blanks(tag)) {
		/* Blanks that set the slots of its attributes apart are not its content. */
		if (after_attrs && k != NULL && is_blank(k))
			k = first_kept(first = k->next);
		c->raw = true;
		/* HTML drops a newline that comes first; a value may well begin with one. */
		if (k != NULL && k->type == XML_ELEMENT_NODE)
			buf_add_char(&c->bytes, '\n');
	} else if (str_eq_z(xml_attr_ns(n, (const char *)XML_XML_NAMESPACE, "space"), "preserve")) {
		c->raw = true;
	}
	c->blank = false;
	c->plain = plain || (html && html_is_plain(tag));
	compile_list(c, first);
	c->raw = raw;
	c->plain = plain;
}

void
compile_element(struct compiler *c, xmlNode *n)
{
	bool html = c->kind == VIEW_HTML;
	const char *tag = html ? (const char *)n->name : prefixed(c, n->ns, n->name);
	xmlNode *first;

	if (html && strcmp(tag, "html") == 0)
		buf_add_z(&c->bytes, "<!doctype html>\n");
	buf_fmt(&c->bytes, "<%s", tag);
	if (!html)
		namespaces(c, n);
	first = attributes(c, n);
	own_lang(c, n, tag, first);
	c->blank = false;
	if (html && (html_is_void(tag) || html_is_raw(tag)))
		check_empty(c, first, tag);
	if (!html && first_kept(first) == NULL) {
		buf_add_z(&c->bytes, "/>");
		return;
	}
	buf_add_char(&c->bytes, '>');
	if (html && html_is_void(tag))
		return;
	if (!html || !html_is_raw(tag))
		content_of(c, n, first, tag);
	buf_fmt(&c->bytes, "</%s>", tag);
	c->blank = false;
}
