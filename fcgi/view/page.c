/* Documents put together: pages in layouts, layouts in layouts, parts. */
#include <string.h>

#include "base/hash.h"
#include "view/private.h"

static const struct doc *
doc_find(const struct doc *docs, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_z(name, docs[i].name))
			return &docs[i];
	return NULL;
}

static const char *
file_name(struct compiler *c, const char *folder, const char *name)
{
	return str_z(c->scratch, str_fmt(c->scratch, "%s/%s.xml", folder, name));
}

/* Attributes of s:page are values, unless a page further in said otherwise. */
static void
fixed_values(struct compiler *c, const xmlNode *page)
{
	for (const xmlAttr *at = page->properties; at != NULL; at = at->next) {
		struct str name = str_from_z((const char *)at->name);

		if (at->ns != NULL || str_eq_z(name, "layout"))
			continue;
		if (vmap_find(c->fixed, hash_quick(name)) != NULL)
			continue;
		vset(c->fixed, (const char *)at->name, xml_attr(page, (const char *)at->name));
	}
}

static void
in_layout(struct compiler *c, xmlNode *page, struct str layout)
{
	const struct doc *d = doc_find(c->views->layouts, c->views->nlayouts, layout);
	struct filling f = { .root = page, .file = c->file, .outer = c->filling };

	if (d == NULL) {
		complain(c, page, "there is no layout '" STR_FMT "'", STR_ARG(layout));
		return;
	}
	if (c->nlayouts == MOST_INSIDE) {
		complain(c, page, "layouts stand inside each other without end");
		return;
	}
	c->nlayouts++;
	c->filling = &f;
	c->file = file_name(c, "layouts", d->name);
	compile_root(c, xml_root(d->doc));
	c->file = f.file;
	c->filling = f.outer;
	c->nlayouts--;
	if (!f.placed && !c->failed)
		complain(c, page, "the layout '" STR_FMT "' has no s:body", STR_ARG(layout));
}

void
compile_root(struct compiler *c, xmlNode *root)
{
	struct str layout;

	if (!slot_is(root, "page")) {
		compile_node(c, root);
		return;
	}
	fixed_values(c, root);
	layout = xml_attr(root, "layout");
	if (layout.p != NULL)
		in_layout(c, root, layout);
	else
		compile_list(c, root->children);
}

/* What stands in the body belongs to the file outside: its own s:body is the next one out. */
void
compile_body(struct compiler *c, xmlNode *n)
{
	struct filling *f = c->filling;
	const char *file = c->file;

	slot_check_attrs(c, n, (const char *const[]){ NULL });
	if (f == NULL) {
		complain(c, n, "s:body stands in a layout only");
		return;
	}
	f->placed = true;
	c->filling = f->outer;
	c->file = f->file;
	compile_list(c, f->root->children);
	c->file = file;
	c->filling = f;
}

static bool
is_open(const struct compiler *c, const char *part)
{
	for (size_t i = 0; i < c->nparts; i++)
		if (strcmp(c->parts[i], part) == 0)
			return true;
	return false;
}

void
compile_part(struct compiler *c, xmlNode *n)
{
	struct str name = xml_attr(n, "name");
	const struct doc *d = doc_find(c->views->parts, c->views->nparts, name);
	struct filling *filling = c->filling;
	const char *file = c->file;

	slot_check_attrs(c, n, (const char *const[]){ "name", NULL });
	if (d == NULL) {
		complain(c, n, "there is no part '" STR_FMT "'", STR_ARG(name));
		return;
	}
	if (is_open(c, d->name) || c->nparts == MOST_INSIDE) {
		complain(c, n, "the part '%s' stands inside itself, or too deep", d->name);
		return;
	}
	c->parts[c->nparts++] = d->name;
	c->filling = NULL;
	c->file = file_name(c, "parts", d->name);
	compile_root(c, xml_root(d->doc));
	c->file = file;
	c->filling = filling;
	c->nparts--;
}
