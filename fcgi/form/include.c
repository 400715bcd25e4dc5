/* Shared sections: <include section="NAME"/> is replaced in the document itself, so that the theme
   sees the same form.  The copy carries xml:base, by which complaints name the right file. */
#include "form/private.h"

#define ROUNDS_MOST	20

/* The section's own lists become lists of the form. */
static void
lists_out(xmlNode *section, xmlNode *form)
{
	for (xmlNode *n = xml_first(section), *next; n != NULL; n = next) {
		next = xml_next(n);
		if (xml_is(n, "list")) {
			xmlUnlinkNode(n);
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
replace(struct load *l, xmlNode *form, xmlNode *inc, xmlDoc *shared, struct str name)
{
	xmlNode *section = xml_root(shared), *copy;
	struct str base = str_fmt(l->a, "shared/sections/" STR_FMT ".xml", STR_ARG(name));

	if (!xml_is(section, "section") || !xml_in(section, FORM_NS)) {
		load_bad(l, inc, STR_FMT " is not a section; its root must be <section>",
		    STR_ARG(base));
	} else {
		copy = xmlDocCopyNode(section, form->doc, 1);
		CHECK(copy != NULL);
		xmlNodeSetBase(copy, (const xmlChar *)base.p);
		xmlAddNextSibling(inc, copy);
		lists_out(copy, form);
	}
	xmlUnlinkNode(inc);
	xmlFreeNode(inc);
}

void
include_expand(struct load *l, xmlNode *form)
{
	const struct form_files *files = l->files;
	bool any = files != NULL && files->section != NULL;
	xmlNode *inc;

	for (size_t i = 0; (inc = find_include(form)) != NULL; i++) {
		struct str name = xml_attr(inc, "section");
		xmlDoc *shared = any && name.n > 0 ? files->section(files->ctx, name) : NULL;

		if (i == ROUNDS_MOST) {
			load_bad(l, inc, "sections include each other; take one <include> away");
			return;
		}
		if (shared == NULL) {
			load_bad(l, inc, "there is no shared section called '" STR_FMT "'",
			    STR_ARG(name));
			return;
		}
		replace(l, form, inc, shared, str_dup(l->a, name));
	}
}
