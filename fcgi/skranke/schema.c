#include "skranke/schema.h"

#include <libxml/relaxng.h>

struct told {
	xml_complain_fn	*complain;
	void		*ctx;
};

static void
on_error(void *p, xmlErrorPtr e)
{
	struct told *t = p;

	t->complain(t->ctx, e->line, e->message);
}

static enum err
validate(xmlRelaxNGPtr schema, xmlDoc *doc, struct told *told)
{
	xmlRelaxNGValidCtxtPtr v = xmlRelaxNGNewValidCtxt(schema);
	int wrong;

	CHECK(v != NULL);
	xmlRelaxNGSetValidStructuredErrors(v, on_error, told);
	wrong = xmlRelaxNGValidateDoc(v, doc);
	xmlRelaxNGFreeValidCtxt(v);
	return wrong == 0 ? ERR_OK : ERR_INVALID;
}

/* Parsed by our own parser: libxml2's loader of files is shut. */
enum err
schema_check(struct arena *a, const char *path, xmlDoc *doc, xml_complain_fn *complain, void *ctx)
{
	struct told told = { complain, ctx };
	xmlRelaxNGParserCtxtPtr p;
	xmlRelaxNGPtr schema;
	xmlDoc *text;
	enum err e;

	if (xml_parse_file(a, path, complain, ctx, &text) != ERR_OK)
		return ERR_CONFIG;
	p = xmlRelaxNGNewDocParserCtxt(text);
	CHECK(p != NULL);
	xmlRelaxNGSetParserStructuredErrors(p, on_error, &told);
	schema = xmlRelaxNGParse(p);
	xmlRelaxNGFreeParserCtxt(p);
	if (schema == NULL)
		return ERR_CONFIG;
	e = validate(schema, doc, &told);
	xmlRelaxNGFree(schema);
	return e;
}
