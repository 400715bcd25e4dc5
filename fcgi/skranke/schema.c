#include "skranke/schema.h"

#include <libxml/relaxng.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/suggest.h"
#include "xml/pattern.h"

#define NAMES_MOST	400

struct schema {
	struct arena	*a;
	const char	*path;
	xmlDoc		*text;
	xmlRelaxNGPtr	 rng;
	struct str	 name[NAMES_MOST];	/* of its elements and attributes */
	size_t		 n;
};

struct told {
	const struct schema *schema;
	xml_complain_fn	*complain;
	void		*ctx;
	xmlNode		*root;		/* of what is looked at */
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

/* What the schema asks of this attribute where the element is first written: a pattern, values to
   choose among, or a type; NULL when this value is that. */
static const char *
asked(const struct schema *s, xmlNode *attr, struct str value)
{
	xmlNode *data = xml_child(attr, "data"), *p = xml_child(data, "param"), *v;
	struct buf b = buf_new(s->a, 64);
	struct str pattern;

	if (p != NULL && str_eq_z(xml_attr(p, "name"), "pattern")) {
		pattern = xml_text(s->a, p);
		return xml_pattern_fits(xml_pattern_new(s->a, pattern), s->a, value) ? NULL :
		    str_fmt(s->a, "it is written as " STR_FMT, STR_ARG(pattern)).p;
	}
	v = xml_child(attr, "choice") != NULL ? xml_child(attr, "choice") : attr;
	for (v = xml_child(v, "value"); v != NULL; v = xml_next(v)) {
		if (str_eq(xml_text(s->a, v), value))
			return NULL;
		buf_add_z(&b, b.n == 0 ? "it is " : " or ");
		buf_add(&b, xml_text(s->a, v));
	}
	if (b.n == 0 && data != NULL && str_eq_z(xml_attr(data, "type"), "date"))
		return "a day is written as 2027-08-17";
	return b.n > 0 ? str_z(s->a, buf_str(&b)) : NULL;
}

/* The first attribute of n whose value this definition of its element does not allow. */
static const char *
wrong_value(const struct schema *s, xmlNode *def, const xmlNode *n)
{
	for (xmlNode *c = xml_first(def); c != NULL; c = xml_next(c)) {
		struct str name = xml_attr(c, "name"), value = xml_attr(n, name.p != NULL ? name.p : "");
		const char *said = xml_is(c, "attribute") && value.p != NULL ?
		    asked(s, c, value) : xml_is(c, "element") ? NULL : wrong_value(s, c, n);

		if (said != NULL && xml_is(c, "attribute"))
			return str_fmt(s->a, STR_FMT "=\"" STR_FMT "\" may not be so: %s",
			    STR_ARG(name), STR_ARG(value), said).p;
		if (said != NULL)
			return said;
	}
	return NULL;
}

static const char *
wrong_in(const struct schema *s, xmlNode *from, const xmlNode *n)
{
	const char *said = NULL;

	for (xmlNode *c = xml_first(from); c != NULL && said == NULL; c = xml_next(c))
		said = xml_is(c, "element") && str_eq_z(xml_attr(c, "name"), (const char *)n->name) ?
		    wrong_value(s, c, n) : wrong_in(s, c, n);
	return said;
}

/* libxml2 names what it did not expect in str1; a run of text it calls an element "text". */
static const char *
shape(const struct schema *s, const xmlError *e, const xmlNode *n)
{
	struct str name = str_from_z(e->str1);

	if (e->code == XML_RELAXNG_ERR_ELEMNAME)
		return str_fmt(s->a, "<%s> must come before <%s> here", e->str1, e->str2).p;
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

static const char *
sentence(const struct schema *s, const xmlError *e, const xmlNode *n)
{
	const char *value = NULL;

	if (n != NULL && n->type == XML_ELEMENT_NODE && e->code != XML_RELAXNG_ERR_ELEMWRONG)
		value = wrong_in(s, xml_root(s->text), n);
	return value != NULL ? value : shape(s, e, n);
}

static void
on_error(void *p, xmlErrorPtr e)
{
	struct told *t = p;
	const xmlNode *n = e->node != NULL ? e->node : t->root;

	if (t->done)
		return;
	t->done = true;
	if (n != NULL && n->type == XML_ATTRIBUTE_NODE)
		n = n->parent;
	t->complain(t->ctx, e->line > 0 || n == NULL ? e->line : xml_line(n),
	    sentence(t->schema, e, n));
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
	struct told told = { s, complain, ctx, NULL, false };
	xmlRelaxNGParserCtxtPtr p;
	xmlDoc *text;

	if (xml_parse_file(a, path, complain, ctx, &text) != ERR_OK)
		return ERR_CONFIG;
	s->a = a;
	s->path = path;
	s->text = text;
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
	struct told told = { s, complain, ctx, xml_root(doc), false };
	xmlRelaxNGValidCtxtPtr v = xmlRelaxNGNewValidCtxt(s->rng);
	int wrong;

	CHECK(v != NULL);
	xmlRelaxNGSetValidStructuredErrors(v, on_error, &told);
	wrong = xmlRelaxNGValidateDoc(v, doc);
	xmlRelaxNGFreeValidCtxt(v);
	return wrong == 0 ? ERR_OK : ERR_INVALID;
}
