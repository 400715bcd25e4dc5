/* The slots: holes, choices, repetitions. */
#include <string.h>

#include "view/private.h"

bool
slot_is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && xml_in(n, SLOT_NS) &&
	    (name == NULL || xml_is(n, name));
}

void
slot_check_attrs(struct compiler *c, const xmlNode *n, const char *const *known)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		const char *const *k = known;

		if (at->ns != NULL && xmlStrEqual(at->ns->href, XML_XML_NAMESPACE))
			continue;
		while (*k != NULL && (at->ns != NULL || strcmp(*k, (const char *)at->name) != 0))
			k++;
		if (*k == NULL)
			complain(c, n, "s:%s has no attribute %s", (const char *)n->name,
			    (const char *)at->name);
	}
}

static const char *const only_name[] = { "name", NULL };

static void
check_no_content(struct compiler *c, const xmlNode *n)
{
	for (const xmlNode *k = n->children; k != NULL; k = k->next)
		if (k->type != XML_COMMENT_NODE && !(k->type == XML_TEXT_NODE && xmlIsBlankNode(k)))
			complain(c, n, "s:%s has no content", (const char *)n->name);
}

uint32_t
if_begin(struct compiler *c, const xmlNode *n, struct str flag, bool want)
{
	uint32_t name = name_of(c, n, flag), at = op_here(c);
	struct str same = xml_attr(n, "same");
	struct op *op = op_add(c, OP_IF, name);

	op->want = want;
	if (same.p != NULL) {
		uint32_t other = name_of(c, n, same);

		c->ops[at].same = true;
		c->ops[at].at = other;
	}
	return at;
}

void
jump_here(struct compiler *c, uint32_t op)
{
	uint32_t here = op_here(c);	/* may move c->ops */

	c->ops[op].to = here;
}

static void
text_slot(struct compiler *c, xmlNode *n)
{
	static const enum op_kind kind[] = {
		[PLACE_TEXT] = OP_TEXT, [PLACE_ATTR] = OP_ATTR, [PLACE_URL] = OP_URL };
	bool plain = c->place == PLACE_TEXT && (c->plain || c->kind == VIEW_XML);

	slot_check_attrs(c, n, only_name);
	check_no_content(c, n);
	op_add(c, plain ? OP_PLAIN : kind[c->place], name_of(c, n, xml_attr(n, "name")));
	c->blank = false;
}

static void
if_slot(struct compiler *c, xmlNode *n)
{
	struct str test = xml_attr(n, "test"), not = xml_attr(n, "not"), is = xml_attr(n, "is");
	bool before = c->blank;
	uint32_t jump;

	slot_check_attrs(c, n, (const char *const[]){ "test", "not", "is", "same", NULL });
	if (is.p != NULL && xml_attr(n, "same").p != NULL) {
		complain(c, n, "s:if has either is or same");
		return;
	}
	if ((test.p == NULL) == (not.p == NULL)) {
		complain(c, n, "s:if has either test or not");
		return;
	}
	jump = if_begin(c, n, test.p != NULL ? test : not, test.p != NULL);
	if (is.p != NULL) {
		c->ops[jump].compares = true;
		c->ops[jump].at = (uint32_t)c->bytes.n;
		c->ops[jump].n = (uint32_t)is.n;
		buf_add(&c->bytes, is);
		c->flushed = c->bytes.n;
	}
	compile_list(c, n->children);
	jump_here(c, jump);
	c->blank = c->blank && before;
}

static bool
scope_begin(struct compiler *c, const xmlNode *n)
{
	slot_check_attrs(c, n, only_name);
	if (c->nscopes == MOST_SCOPES) {
		complain(c, n, "more than %d of s:each and s:with inside each other", MOST_SCOPES);
		return false;
	}
	c->nscopes++;
	return true;
}

static void
each_slot(struct compiler *c, xmlNode *n)
{
	bool before = c->blank, ends_blank = n->last != NULL && xmlIsBlankNode(n->last);
	uint32_t each;

	if (!scope_begin(c, n))
		return;
	each = op_here(c);
	op_add(c, OP_EACH, name_of(c, n, xml_attr(n, "name")));
	c->blank = before && ends_blank;	/* reached from above, and from the end of an
						   item */
	compile_list(c, n->children);
	op_add(c, OP_NEXT, 0)->to = each + 1;
	jump_here(c, each);
	c->blank = c->blank && before;
	c->nscopes--;
}

static void
with_slot(struct compiler *c, xmlNode *n)
{
	bool before = c->blank;
	uint32_t name, with;

	if (!scope_begin(c, n))
		return;
	name = name_of(c, n, xml_attr(n, "name"));
	c->names[name].child = true;
	with = op_here(c);
	op_add(c, OP_WITH, name);
	compile_list(c, n->children);
	op_add(c, OP_LEAVE, 0);
	jump_here(c, with);
	c->blank = c->blank && before;
	c->nscopes--;
}

static void
view_slot(struct compiler *c, xmlNode *n)
{
	slot_check_attrs(c, n, only_name);
	check_no_content(c, n);
	op_add(c, OP_VIEW, name_of(c, n, xml_attr(n, "name")));
	c->blank = false;
}

static void
attr_slot(struct compiler *c, xmlNode *n)
{
	complain(c, n, "s:attr stands first in the element that it belongs to");
}

static void
page_slot(struct compiler *c, xmlNode *n)
{
	complain(c, n, "s:page is the root of its file");
}

void
compile_slot(struct compiler *c, xmlNode *n)
{
	static const struct {
		const char	*name;
		bool		 in_attr;
		void		(*compile)(struct compiler *, xmlNode *);
	} slots[] = {
		{ "text", true,  text_slot },
		{ "if",   true,  if_slot },
		{ "each", true,  each_slot },
		{ "with", true,  with_slot },
		{ "view", false, view_slot },
		{ "part", false, compile_part },
		{ "body", false, compile_body },
		{ "attr", false, attr_slot },
		{ "page", false, page_slot },
	};

	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
		if (!xml_is(n, slots[i].name))
			continue;
		if (c->place != PLACE_TEXT && !slots[i].in_attr)
			complain(c, n, "s:%s cannot stand inside an attribute", slots[i].name);
		else
			slots[i].compile(c, n);
		return;
	}
	complain(c, n, "there is no slot s:%s", (const char *)n->name);
}
