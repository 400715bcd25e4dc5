#include "xml/xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "xml/plain.h"

#define MOST_BYTES	(4 * 1024 * 1024)

struct complaint {
	xml_complain_fn	*fn;
	void		*ctx;
	bool		 told;
};

static xmlParserInput *
refuse_entity(const char *url, const char *id, xmlParserCtxt *ctxt)
{
	(void)url, (void)id, (void)ctxt;
	return NULL;
}

static void
silent(void *ctx, const char *fmt, ...)
{
	(void)ctx, (void)fmt;
}

void
xml_start(void)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(refuse_entity);
	xmlSetGenericErrorFunc(NULL, silent);
}

/* The first only: the others follow from it. */
static void
on_error(void *ctx, xmlError *e)
{
	struct complaint *c = ctx;
	char sentence[256];
	int line;

	if (c->told || e->level < XML_ERR_ERROR)
		return;
	c->told = true;
	line = xml_plain(e, sentence, sizeof sentence);
	if (c->fn != NULL)
		c->fn(c->ctx, line, sentence);
}

static void
free_doc(void *p)
{
	xmlFreeDoc(p);
}

static enum err
refuse(const struct complaint *c, int line, const char *sentence)
{
	if (c->fn != NULL && !c->told)
		c->fn(c->ctx, line, sentence);
	return ERR_INPUT;
}

static int
line_of(struct str text, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += text.p[i] == '\n';
	return line;
}

/* The line of the first character that is not one. */
static int
strange_line(struct str text)
{
	size_t from = 0;

	while (from < text.n) {
		const char *end = memchr(text.p + from, '\n', text.n - from);
		size_t n = end != NULL ? (size_t)(end - text.p) + 1 - from : text.n - from;

		if (!str_is_text((struct str){ text.p + from, n }))
			break;
		from += n;
	}
	return line_of(text, from);
}

static bool
says_utf8(const xmlDoc *doc)
{
	return doc->encoding == NULL || strcasecmp((const char *)doc->encoding, "UTF-8") == 0;
}

enum err
xml_parse(struct arena *a, struct str text, xml_complain_fn *fn, void *ctx, xmlDoc **out)
{
	struct complaint c = { fn, ctx, false };
	xmlParserCtxt *pc;
	xmlDoc *doc;

	if (text.n == 0)
		return refuse(&c, 1, "the file is empty");
	if (text.n > MOST_BYTES)
		return refuse(&c, 1, "the file is over 4 MB");
	if (!str_is_text(text))
		return refuse(&c, strange_line(text),
		    "this is not UTF-8, or no character of XML; save the file as UTF-8");
	pc = xmlNewParserCtxt();
	CHECK(pc != NULL);
	xmlSetStructuredErrorFunc(&c, on_error);
	doc = xmlCtxtReadMemory(pc, text.p, (int)text.n, NULL, NULL, XML_PARSE_NONET);
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlFreeParserCtxt(pc);
	if (doc != NULL)
		arena_defer(a, free_doc, doc);
	if (doc == NULL || c.told)
		return ERR_INPUT;
	if (xmlGetIntSubset(doc) != NULL)
		return refuse(&c, 1, "a DOCTYPE is not allowed here; take it away");
	if (!says_utf8(doc))
		return refuse(&c, 1, "save the file as UTF-8, and write encoding=\"UTF-8\" here");
	*out = doc;
	return ERR_OK;
}

enum err
xml_read_file(struct arena *a, const char *path, struct str *out)
{
	FILE *f = fopen(path, "rb");
	struct buf b = buf_new(a, 16 * 1024);
	char chunk[8192];
	size_t n;
	bool whole;

	if (f == NULL)
		return ERR_INPUT;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0 && b.n <= MOST_BYTES)
		buf_add(&b, (struct str){ chunk, n });
	whole = !ferror(f) && b.n <= MOST_BYTES;
	fclose(f);
	if (!whole)
		return ERR_INPUT;
	*out = buf_str(&b);
	return ERR_OK;
}

enum err
xml_parse_file(struct arena *a, const char *path, xml_complain_fn *fn, void *ctx, xmlDoc **out)
{
	struct arena *scratch = arena_new((size_t)8 * MOST_BYTES);	/* the tree has copies */
	struct str text;
	enum err e = xml_read_file(scratch, path, &text);

	if (e == ERR_OK)
		e = xml_parse(a, text, fn, ctx, out);
	else if (fn != NULL)
		fn(ctx, 1, "the file cannot be read, or is over 4 MB");
	arena_free(&scratch);
	return e;
}

void
xml_escape(struct buf *b, struct str s)
{
	static const char *const as[256] = { ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;",
		['"'] = "&quot;" };
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *e = as[(unsigned char)s.p[i]];

		if (e == NULL)
			continue;
		buf_add(b, (struct str){ s.p + from, i - from });
		buf_add_z(b, e);
		from = i + 1;
	}
	if (from < s.n)
		buf_add(b, str_skip(s, from));
}
