/* check.c - what the files of a service say of each other, and what they are called */
#include "release/checks.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void
check_wrong(struct check *c, const char *file, int line, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	c->bad = true;
	c->complain(c->ctx, line, str_fmt(c->a, "%s:%d: %s", file, line, what).p);
}

xmlNode *
check_root(struct check *c, const char *name)
{
	xmlDoc *doc;

	if (xml_parse(c->a, release_file(c->a, c->bundle, name), NULL, NULL, &doc) != ERR_OK)
		return NULL;
	return xml_root(doc);
}

size_t
check_ids(xmlNode *list, const char *attr, struct str *out)
{
	size_t n = 0;

	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL && n < CHECK_MOST;
	    c = xml_next(c))
		out[n++] = xml_attr(c, attr);
	return n;
}

static void
check_id(struct check *c, const char *file, const char *want, const char *of)
{
	xmlNode *root = check_root(c, file);

	if (root != NULL && !str_eq_z(xml_attr(root, "id"), want))
		check_wrong(c, file, xml_line(root),
		    "its id is '" STR_FMT "', and the name of its %s is "
		    "'%s'; make them alike",
		    STR_ARG(xml_attr(root, "id")), of, want);
}

static void
check_letters(struct check *c)
{
	for (size_t i = 0; i < c->r->nletters; i++) {
		const char *name = str_z(c->a, c->r->letters[i].name);

		check_id(c, str_fmt(c->a, "letters/%s.xml", name).p, name, "file");
	}
}

struct within {
	struct check	*c;
	const char	*file;
};

static void
complain_of_form(void *ctx, int line, const char *message)
{
	const struct within *w = ctx;

	release_complain(w->c->a, w->file, line, message, w->c->complain, w->c->ctx);
}

enum err
release_check(struct arena *a, struct str text, const struct release *r, const char *folder,
    const struct form_known *known, xml_complain_fn *complain, void *ctx)
{
	struct check c = { .a = a, .r = r, .complain = complain, .ctx = ctx };
	struct within w = { &c, "form.xml" }, guide = { &c, "guide.xml" };
	xmlNode *service;

	TRY(xml_parse(a, text, NULL, NULL, &c.bundle));
	service = check_root(&c, SERVICE);
	CHECK(service != NULL);		/* it was loaded */
	check_id(&c, SERVICE, folder, "folder");
	check_id(&c, "form.xml", folder, "folder");
	check_letters(&c);
	check_flow(&c, service);
	check_form(&c, service);
	check_lists(&c, service);
	if (form_check(a, r->form, known, complain_of_form, &w) != ERR_OK)
		c.bad = true;
	if (r->guide != NULL &&
	    guide_check(a, r->guide, folder, complain_of_form, &guide) != ERR_OK)
		c.bad = true;
	return c.bad ? ERR_CONFIG : ERR_OK;
}
