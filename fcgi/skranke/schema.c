#include "skranke/schema.h"

#include <libxml/relaxng.h>
#include <string.h>

#include "base/arena.h"

struct schema {
	xmlRelaxNGPtr	 rng;
};

struct told {
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 done;
};

static void
on_error(void *p, xmlErrorPtr e)
{
	struct told *t = p;
	char line[256];

	if (t->done)
		return;
	t->done = true;
	snprintf(line, sizeof line, "%.*s", (int)strcspn(e->message, "\n"), e->message);
	t->complain(t->ctx, e->line, line);
}

static void
free_rng(void *p)
{
	xmlRelaxNGFree(p);
}

/* Parsed by our own parser: libxml2's loader of files is shut. */
enum err
schema_open(struct arena *a, const char *path, xml_complain_fn *complain, void *ctx,
    struct schema **out)
{
	struct told told = { complain, ctx, false };
	struct schema *s = ARENA_NEW(a, struct schema);
	xmlRelaxNGParserCtxtPtr p;
	xmlDoc *text;

	if (xml_parse_file(a, path, complain, ctx, &text) != ERR_OK)
		return ERR_CONFIG;
	p = xmlRelaxNGNewDocParserCtxt(text);
	CHECK(p != NULL);
	xmlRelaxNGSetParserStructuredErrors(p, on_error, &told);
	s->rng = xmlRelaxNGParse(p);
	xmlRelaxNGFreeParserCtxt(p);
	if (s->rng == NULL)
		return ERR_CONFIG;
	arena_defer(a, free_rng, s->rng);
	*out = s;
	return ERR_OK;
}

enum err
schema_check(const struct schema *s, xmlDoc *doc, xml_complain_fn *complain, void *ctx)
{
	struct told told = { complain, ctx, false };
	xmlRelaxNGValidCtxtPtr v = xmlRelaxNGNewValidCtxt(s->rng);
	int wrong;

	CHECK(v != NULL);
	xmlRelaxNGSetValidStructuredErrors(v, on_error, &told);
	wrong = xmlRelaxNGValidateDoc(v, doc);
	xmlRelaxNGFreeValidCtxt(v);
	return wrong == 0 ? ERR_OK : ERR_INVALID;
}
