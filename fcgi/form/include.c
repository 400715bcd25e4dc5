/* Shared sections: <include section="NAME"/> is replaced in the document itself, so that the theme
   sees the same form.  The copy carries xml:base, by which complaints name the right file. */
#include "form/private.h"

/* The section's own lists become lists of the form. */
static void
lists_out(xmlNode *section, xmlNode *form, struct str base)
{
	for (xmlNode *n = xml_first(section), *next; n != NULL; n = next) {
		next = xml_next(n);
		if (xml_is(n, "list")) {
			xmlUnlinkNode(n);
			xmlNodeSetBase(n, (const xmlChar *)base.p);
			xmlAddChild(form, n);
		}
	}
}

static xmlNode *
find_include(xmlNode *n)
{
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		xmlNode *found = xml_is(c, "include") && xml_in(c, FORM_NS) ? c : find_include(c);

		if (found != NULL)
			return found;
	}
	return NULL;
}

static void
drop(xmlNode *inc)
{
	xmlUnlinkNode(inc);
	xmlFreeNode(inc);
}

static bool
stands_in(const xmlNode *n, struct str base)
{
	for (; n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent)
		if (str_eq(xml_attr_ns(n, XML_NS, "base"), base))
			return true;
	return false;
}

static void
replace(struct load *l, xmlNode *form, xmlNode *inc, xmlDoc *shared, struct str base)
{
	xmlNode *section = xml_root(shared), *copy;

	if (!xml_is(section, "section") || !xml_in(section, FORM_NS)) {
		load_bad(l, inc, STR_FMT " is not a section; its root must be <section>",
		    STR_ARG(base));
	} else {
		copy = xmlDocCopyNode(section, form->doc, 1);
		CHECK(copy != NULL);
		xmlNodeSetBase(copy, (const xmlChar *)base.p);
		xmlAddNextSibling(inc, copy);
		lists_out(copy, form, base);
	}
	drop(inc);
}

static void
expand(struct load *l, xmlNode *form, xmlNode *inc)
{
	const struct form_files *files = l->files;
	bool any = files != NULL && files->section != NULL;
	struct str name = xml_attr(inc, "section");
	struct str base = str_fmt(l->a, "shared/sections/" STR_FMT ".xml", STR_ARG(name));
	xmlDoc *shared;

	load_attrs(l, inc, " section ");
	if (stands_in(inc, base)) {
		load_bad(l, inc, "the section '" STR_FMT "' includes itself; take this <include> away",
		    STR_ARG(name));
		drop(inc);
		return;
	}
	shared = any && name.n > 0 ? files->section(files->ctx, name) : NULL;
	if (shared != NULL) {
		replace(l, form, inc, shared, base);
		return;
	}
	load_bad(l, inc, "there is no shared section called '" STR_FMT
	    "'; it would be shared/sections/" STR_FMT ".xml", STR_ARG(name), STR_ARG(name));
	drop(inc);
}

void
include_expand(struct load *l, xmlNode *form)
{
	xmlNode *inc;
	bool any = false;

	while ((inc = find_include(form)) != NULL) {
		expand(l, form, inc);
		any = true;
	}
	if (any)
		xml_keep(l->a, form->doc);
}
