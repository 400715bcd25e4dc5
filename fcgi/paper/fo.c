/* The input of sheets/letter.xsl: facts, words and the letter in one document. */
#include <stdio.h>

#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/log.h"
#include "letter/letter.h"
#include "paper/private.h"

static void
free_doc(void *p)
{
	xmlFreeDoc(p);
}

static void
put(struct arena *a, xmlNode *n, const char *name, struct str value)
{
	if (value.n > 0)
		xmlNewProp(n, BAD_CAST name, BAD_CAST str_z(a, value));
}

static void
put_facts(struct arena *a, xmlNode *n, const struct paper_facts *f)
{
	put(a, n, "tenant", f->tenant_name);
	put(a, n, "tenant-address", f->tenant_address);
	put(a, n, "tenant-phone", f->tenant_phone);
	put(a, n, "tenant-email", f->tenant_email);
	put(a, n, "tenant-url", f->tenant_url);
	put(a, n, "date", f->date);
	put(a, n, "case", f->case_ref);
	put(a, n, "code", f->code);
	put(a, n, "verify", f->verify_url);
}

static void
put_line(struct arena *a, xmlNode *into, struct str line)
{
	if (line.n > 0)
		xmlNewTextChild(into, into->ns, BAD_CAST "line",
		    BAD_CAST str_z(a, lang_plain(a, line)));
}

static void
put_receiver(struct arena *a, xmlNode *n, const struct paper_facts *f)
{
	xmlNode *receiver;

	if (f->receiver_name.n == 0)
		return;
	receiver = xmlNewChild(n, n->ns, BAD_CAST "receiver", NULL);
	put_line(a, receiver, f->receiver_name);
	for (size_t i = 0; i < PAPER_LINES; i++)
		put_line(a, receiver, f->receiver[i]);
}

static void
put_copy(xmlNode *into, xmlDoc *from)
{
	xmlNode *copy = xmlDocCopyNode(xmlDocGetRootElement(from), into->doc, 1);

	CHECK(copy != NULL);
	xmlAddChild(into, copy);
}

/* A municipality's picture that is not sound is not worth a letter. */
static void
put_logo(struct arena *a, xmlNode *n, struct str logo)
{
	xmlDoc *doc;

	if (logo.n == 0)
		return;
	if (xml_parse(a, logo, NULL, NULL, &doc) != ERR_OK)
		log_line(LOG_ERROR, "logo", "error", "not well-formed", NULL);
	else
		put_copy(xmlNewChild(n, n->ns, BAD_CAST "logo", NULL), doc);
}

/* «se» alone is a language; the others as people write them here. */
static struct str
language(enum lang l)
{
	static const char *const tags[LANG_COUNT] = { "nb-NO", "nn-NO", "en-GB", "se-NO" };

	return str_from_z(tags[l]);
}

static xmlDoc *
input(struct arena *a, const struct paper *p, xmlDoc *letter, const struct paper_facts *f)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root = xmlNewNode(NULL, BAD_CAST "paper");
	enum lang l = LANG_NB;

	CHECK(doc != NULL && root != NULL);
	arena_defer(a, free_doc, doc);
	xmlDocSetRootElement(doc, root);
	xmlSetNs(root, xmlNewNs(root, BAD_CAST PAPER_NS, NULL));
	(void)lang_of(xml_attr(xml_root(letter), "lang"), &l);
	put(a, root, "lang", language(l));
	put_facts(a, root, f);
	put_logo(a, root, f->logo);
	put_receiver(a, root, f);
	put_copy(root, p->words[l]);
	put_copy(root, letter);
	return doc;
}

/* A sheet makes XSL-FO of what it is given, and reaches nothing else. */
static xmlDoc *
transform(struct arena *a, const struct paper *p, xmlDoc *doc)
{
	xsltSecurityPrefs *nothing = xsltNewSecurityPrefs();
	xsltTransformContext *ctx = xsltNewTransformContext(p->sheet, doc);
	xmlDoc *fo;

	CHECK(nothing != NULL && ctx != NULL);
	for (int what = XSLT_SECPREF_READ_FILE; what <= XSLT_SECPREF_WRITE_NETWORK; what++)
		xsltSetSecurityPrefs(nothing, (xsltSecurityOption)what, xsltSecurityForbid);
	xsltSetCtxtSecurityPrefs(nothing, ctx);
	fo = xsltApplyStylesheetUser(p->sheet, doc, NULL, NULL, NULL, ctx);
	if (fo != NULL)
		arena_defer(a, free_doc, fo);
	if (ctx->state != XSLT_STATE_OK)
		fo = NULL;
	xsltFreeTransformContext(ctx);
	xsltFreeSecurityPrefs(nothing);
	return fo;
}

static void
free_bytes(void *p)
{
	xmlFree(p);
}

enum err
paper_fo(struct arena *a, const struct paper *p, struct str letter_xml,
    const struct paper_facts *facts, struct str *out)
{
	xmlChar *bytes = NULL;
	struct str title;
	xmlDoc *letter, *fo;
	int n = 0;

	CHECK_OBJ(p, PAPER_MAGIC);
	TRY(letter_title(a, letter_xml, &title));
	TRY(xml_parse(a, letter_xml, NULL, NULL, &letter));
	fo = transform(a, p, input(a, p, letter, facts));
	if (fo == NULL || xsltSaveResultToString(&bytes, &n, fo, p->sheet) != 0 || bytes == NULL)
		return log_err(ERR_CONFIG, "sheet", "sheets/letter.xsl failed");
	arena_defer(a, free_bytes, bytes);
	*out = (struct str){ (const char *)bytes, (size_t)n };
	return ERR_OK;
}
