#include "skranke/schema.h"

#include <libxml/relaxng.h>
#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

#define NAMES_MOST	400

struct schema {
	struct arena	*a;
	const char	*path;
	xmlRelaxNGPtr	 rng;
	struct str	 name[NAMES_MOST];	/* of its elements and attributes */
	size_t		 n;
};

struct told {
	const struct schema *schema;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 done;
};

/* ---- what is wrong, in our own words ---- */

static const char *
meant(const struct schema *s, struct str name)
{
	return suggest_say(s->a, suggest(name, s->name, s->n));
}

static bool
known(const struct schema *s, struct str name)
{
	return str_among(name, s->name, s->n);
}

/* libxml2 names what it did not expect in str1; a run of text it calls an element "text". */
static const char *
sentence(const struct schema *s, const xmlError *e)
{
	const xmlNode *n = e->node;
	struct str name = str_from_z(e->str1);

	if (e->code == XML_RELAXNG_ERR_TEXTWRONG)
		return str_fmt(s->a, "words may not stand right in <%s>; put them in an element",
		    e->str1).p;
	if (e->code == XML_RELAXNG_ERR_NOELEM && n != NULL)
		return str_fmt(s->a, "<%s> lacks an element that it must have; see %s",
		    (const char *)n->name, s->path).p;
	if (e->code == XML_RELAXNG_ERR_ELEMWRONG && n != NULL && n->type != XML_ELEMENT_NODE)
		return "words may not stand here; put them in an element";
	if (e->code == XML_RELAXNG_ERR_ELEMWRONG)
		return str_fmt(s->a, "<%s> may not stand here%s%s", e->str1,
		    known(s, name) ? "; see " : meant(s, name), known(s, name) ? s->path : "").p;
	if (e->code == XML_RELAXNG_ERR_INVALIDATTR && known(s, name))
		return str_fmt(s->a, "%s may not be so, or not stand in <%s>; see %s",
		    e->str1, e->str2, s->path).p;
	if (e->code == XML_RELAXNG_ERR_INVALIDATTR)
		return str_fmt(s->a, "<%s> has no attribute called %s%s", e->str2, e->str1,
		    meant(s, name)).p;
	return str_z(s->a, (struct str){ e->message, strcspn(e->message, "\n") });
}

static void
on_error(void *p, xmlErrorPtr e)
{
	struct told *t = p;

	if (t->done)
		return;
	t->done = true;
	t->complain(t->ctx, e->line, sentence(t->schema, e));
}

static void
take_names(struct schema *s, xmlNode *n)
{
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		struct str name = xml_attr(c, "name");

		if ((xml_is(c, "element") || xml_is(c, "attribute")) && name.n > 0 &&
		    s->n < NAMES_MOST && !known(s, name))
			s->name[s->n++] = name;
		take_names(s, c);
	}
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
	struct schema *s = ARENA_NEW(a, struct schema);
	struct told told = { s, complain, ctx, false };
	xmlRelaxNGParserCtxtPtr p;
	xmlDoc *text;

	if (xml_parse_file(a, path, complain, ctx, &text) != ERR_OK)
		return ERR_CONFIG;
	s->a = a;
	s->path = path;
	take_names(s, xml_root(text));
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
	struct told told = { s, complain, ctx, false };
	xmlRelaxNGValidCtxtPtr v = xmlRelaxNGNewValidCtxt(s->rng);
	int wrong;

	CHECK(v != NULL);
	xmlRelaxNGSetValidStructuredErrors(v, on_error, &told);
	wrong = xmlRelaxNGValidateDoc(v, doc);
	xmlRelaxNGFreeValidCtxt(v);
	return wrong == 0 ? ERR_OK : ERR_INVALID;
}
