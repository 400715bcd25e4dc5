/*
 * view.h - pages compiled to programs that only fill in
 *
 * A template is well-formed XHTML (or XML) with slots, namespace urn:skranke:slot:1:
 *
 *   <s:text name="title"/>                 the value, escaped for text
 *   <s:attr name="href">/sak/<s:text name="ref"/></s:attr>
 *                                          an attribute of the element it stands first in; text,
 *                                          holes, s:if, s:each, s:with.  href src action formaction
 *                                          hx-get hx-post and their like are URLs: a hole that
 *                                          opens the value must be a path of ours, #place or
 *                                          http(s) (else "#"), a later one is percent-encoded; the
 *                                          rest is escaped for an attribute.
 *   <s:attr name="checked" if="flag"/>     left out when flag is not so; empty: checked=""
 *   <s:attr name="selected" if="value" same="chosen"/>   when both hold the same text; so has s:if
 *   <s:if test="flag">…</s:if>             also not="flag", and test="state" is="open"
 *   <s:each name="cases">…</s:each>        once per item; names are looked up in the item first
 *   <s:with name="child">…</s:with>        the same for one child map; nothing when it is absent
 *   <s:part name="case-row"/>              templates/pages/parts/case-row.xml, put in when compiled
 *   <s:view name="fields"/>                runs the compiled view that vview() put there, same
 *   scope <s:page layout="citizen" xmlns:s="…" title="Mine saker">
 *                                          root of a page; layouts/citizen.xml has <s:body/>.
 *                                          Its other attributes are values where the handler
 *                                          sets none.  A part may have s:page as root too
 *
 * A value marked as bokmål (base/lang.h) becomes <span lang="nb">…</span> in the text of HTML;
 * where no element can stand (attributes, title, textarea, XML) the marks go.  An option whose text
 * is one hole gets lang="nb" itself, and so does such an element of XML (xml:lang).  xml:lang says
 * what a file is in and is not put out as HTML.
 *
 * There is no way to put a value in unescaped.  Output is HTML5: void elements without slash, no
 * XML declaration, <!doctype html> before <html>; or XML when compiled so.  A run of blanks becomes
 * one space or newline, except in pre and textarea and under xml:space="preserve".
 *
 * Values live in maps made per request.  A name that was never set anywhere in scope is a bug in a
 * handler: it is logged (what=view-unfilled page=… name=…, once) and reads as empty.  The name of
 * an s:with may be absent, and an s:if may ask whether it is there.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/err.h"
#include "base/str.h"
#include "xml/xml.h"

struct arena;
struct buf;
struct view;		/* one compiled page; process lifetime */
struct views;		/* all pages of a folder */
struct vmap;		/* values; request lifetime */

enum view_kind { VIEW_HTML, VIEW_XML };

/*
 * views_load - compile dir/pages/GROUP/NAME.xml, with dir/pages/layouts and dir/pages/parts
 *
 * takes  group  the pages of one program; NULL: those of all.  Only what is compiled is kept
 * fails  ERR_CONFIG  there was a complaint, which begins with the file's path and line
 * views_log - the complain function of programs: a line in the log, what=view-refused
 */
enum err views_load(struct arena *process, const char *dir, const char *group, xml_complain_fn *,
    void *ctx, struct views **out) MUST_USE;
void views_log(void *ctx, int line, const char *message);

/* "citizen/front"; NULL when there is none */
const struct view *views_get(const struct views *, const char *name);

/* Compile one document by itself.  A complaint begins with file and line; ERR_CONFIG when there was
   one.  In a page of HTML, script, style, on* and style= are refused: the Content-Security-Policy
   would block them. */
enum err view_compile(struct arena *process, xmlDoc *, enum view_kind, const char *name,
    xml_complain_fn *, void *ctx, struct view **out) MUST_USE;

/* The same for what stands inside one element: a page among many in a bundle. */
enum err view_compile_inside(struct arena *process, xmlNode *box, enum view_kind, const char *name,
    xml_complain_fn *, void *ctx, struct view **out) MUST_USE;

struct vmap *vmap_new(struct arena *);
void vset(struct vmap *, const char *name, struct str);		/* name: literal or arena; value not
								   copied */
void vset_z(struct vmap *, const char *name, const char *);
void vset_int(struct vmap *, const char *name, int64_t);
void vset_flag(struct vmap *, const char *name, bool);		/* true is "1", false is empty */
struct vmap *vadd(struct vmap *, const char *list);		/* append an item to a list, made at
								   need */
void vlist(struct vmap *, const char *list);			/* make sure the list is there,
								   empty */
struct vmap *vwith(struct vmap *, const char *name);		/* a child map, for s:with */

/* What items of a list have in common, set once: names that the item has not are looked for in
   base. */
void vbase(struct vmap *item, const struct vmap *base);

/* Has a value or a list of that name been set in the map itself, and is there something in it? */
bool vsaid(const struct vmap *, struct str name);

/* the list `from` has by that name */
void vshare(struct vmap *, const char *list, const struct vmap *from);
void vview(struct vmap *, const char *name, const struct view *);	/* for s:view */

/* A flag is so when its value is not empty, its list not empty, or its child present. */
void view_run(const struct view *, const struct vmap *, struct buf *out);

/* The same, telling of each s:if of the view itself what came of it: n counts them from 0 in the
   document's order, those of attributes too; put: what it holds was put in. */
typedef void view_seen_fn(void *ctx, size_t n, bool put);
void view_run_seen(const struct view *, const struct vmap *, struct buf *out, view_seen_fn *,
    void *ctx);

#endif
