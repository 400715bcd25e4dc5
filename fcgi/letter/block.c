/* block.c - the attributes of an element, and the shape of a table */
#include "letter/load.h"

#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

void
load_check_attrs(struct load *l, const struct letter_word *w, const xmlNode *n)
{
	struct str bad;
	unsigned mask;

	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		const char *padded = str_z(l->a, str_fmt(l->a, " %s ", (const char *)at->name));

		if (at->ns != NULL && xmlStrEqual(at->ns->href, XML_XML_NAMESPACE))
			continue;
		if (at->ns != NULL || strstr(w->attrs, padded) == NULL)
			load_wrong(l, n, "<%s> has no attribute '%s'%s", w->name,
			    (const char *)at->name, suggest_say(l->a, suggest_word(
			    str_from_z((const char *)at->name), str_from_z(w->attrs))));
	}
	if (!letter_covers_read(xml_attr(n, "covers"), &mask, &bad))
		load_wrong(l, n, "covers: '" STR_FMT
		    "' is not reasons, complaint, deadline, body or access", STR_ARG(bad));
}

static size_t
count_children(const xmlNode *n, const char *name)
{
	size_t k = 0;

	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		k += c->type == XML_ELEMENT_NODE && xml_is(c, name);
	return k;
}

/* A row of a table may stand in an each or a when. */
static void
check_rows(struct load *l, const xmlNode *n, size_t columns)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (c->type != XML_ELEMENT_NODE || xml_is(c, "columns"))
			continue;
		if (!xml_is(c, "row"))
			check_rows(l, c, columns);
		else if (count_children(c, "cell") != columns)
			load_wrong(l, c, "a row has a <cell> for each <column>: %zu of them",
			    columns);
	}
}

void
load_check_block(struct load *l, const xmlNode *n)
{
	struct str level = xml_attr(n, "level"), align = xml_attr(n, "align");
	const xmlNode *columns = n->children;

	if (level.p != NULL && !str_eq_z(level, "2"))
		load_wrong(l, n, "level is 2, or is left out");
	if (align.p != NULL && !str_eq_z(align, "end"))
		load_wrong(l, n, "align is end, or is left out");
	if (!xml_is(n, "table"))
		return;
	while (columns != NULL && columns->type != XML_ELEMENT_NODE)
		columns = columns->next;
	if (columns == NULL || !xml_is(columns, "columns") || count_children(n, "columns") != 1 ||
	    count_children(columns, "column") == 0)
		load_wrong(l, n, "a table begins with <columns>, and each has a <column>");
	else
		check_rows(l, n, count_children(columns, "column"));
}
