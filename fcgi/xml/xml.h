/*
 * xml.h - libxml2 lives here: hardened parse, walk, write
 *
 * A document joins an arena's lifetime; nodes are libxml2's own and die with it.  Parsing never
 * touches a network, a DTD or an entity; a document with a DOCTYPE is refused.  Nothing that a
 * citizen sends is ever parsed as XML.
 */
#ifndef XML_XML_H
#define XML_XML_H

#include <libxml/tree.h>

#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"

struct arena;
struct buf;

/* Called for each thing that is wrong: line counts from 1, 0 when unknown. */
typedef void xml_complain_fn(void *ctx, int line, const char *message);

void xml_start(void);		/* once per process, before anything else here */

/* ERR_INPUT: not well-formed, has a DOCTYPE, or over 4 MB.  complain may be NULL. */
enum err xml_parse(struct arena *, struct str text, xml_complain_fn *, void *ctx,
    xmlDoc **out) MUST_USE;
enum err xml_parse_file(struct arena *, const char *path, xml_complain_fn *, void *ctx,
    xmlDoc **out) MUST_USE;

/* A whole file, at most 4 MB; ERR_INPUT when it cannot be read. */
enum err xml_read_file(struct arena *, const char *path, struct str *out) MUST_USE;

/* Walking: element nodes only; NULL where there is none.  xml_first, xml_child and xml_attr of NULL
   find nothing. */
xmlNode *xml_root(xmlDoc *);
xmlNode *xml_first(xmlNode *parent);
xmlNode *xml_next(xmlNode *);
xmlNode *xml_child(xmlNode *parent, const char *name);	/* first of that local name */
bool xml_is(const xmlNode *, const char *name);		/* local name, any namespace */
bool xml_in(const xmlNode *, const char *ns);		/* its namespace is ns */
int xml_line(const xmlNode *);

/* Attribute without namespace; the empty str with p == NULL when absent.  Lives with the
   document, or as long as xml_keep says. */
struct str xml_attr(const xmlNode *, const char *name);
struct str xml_attr_ns(const xmlNode *, const char *ns, const char *name);
/*
 * xml_keep - what xml_attr and xml_attr_ns give of this document from now on lives with the arena,
 *            also when the document has gone; once more after nodes were added to it
 *
 * A model is read of a document and names most of its attributes: they stay, each text once, and
 * the tree, which is several times as large, goes.
 */
void xml_keep(struct arena *, xmlDoc *);
/* All text below, blanks at the ends trimmed and runs of blanks made one; marked (base/lang.h)
   where xml_is_nb is so. */
struct str xml_text(struct arena *, const xmlNode *);
struct str xml_text_raw(struct arena *, const xmlNode *);	/* as it stands */

/*
 * Languages.  A root's xml:lang is its document's, and absent means bokmål; xml:lang="nb" further
 * down says that what stands there has not been translated.
 *
 * xml_in_lang - have a document stand in one of that language: when its root says another, or
 *               nothing, the root says this one from now on, and what is in it that it is in bokmål
 */
bool xml_is_nb(const xmlNode *);	/* in bokmål, in a document of another language */
void xml_in_lang(xmlDoc *, enum lang);
enum lang xml_lang(xmlDoc *);

/* Escape for text and for double-quoted attribute values alike: & < > " */
void xml_escape(struct buf *, struct str);

#endif
