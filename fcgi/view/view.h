/*
 * view.h - pages compiled to programs that only fill in
 *
 * A template is well-formed XHTML (or XML) with slots, namespace urn:skranke:slot:1:
 *
 *   <s:text name="title"/>                 the value, escaped for text
 *   <s:attr name="href">/sak/<s:text name="ref"/></s:attr>
 *                                          an attribute of the element it stands first in; text and
 *                                          holes.  href src action formaction hx-get hx-post are URLs: a
 *                                          hole that opens the value must be a path of ours or http(s)
 *                                          (else "#"), a later one is percent-encoded; the
 *                                          rest is escaped for an attribute.  <s:attr name="x" if="flag">
 *                                          leaves the attribute out when flag is not so; an empty
 *                                          s:attr is a boolean attribute: checked=""
 *   <s:if test="flag">…</s:if>  <s:if not="flag">…</s:if>  <s:if test="state" is="open">…</s:if>
 *   <s:each name="cases">…</s:each>        once per item; names are looked up in the item first
 *   <s:with name="child">…</s:with>        the same for one child map; nothing when it is absent
 *   <s:part name="case-row"/>              templates/pages/parts/case-row.xml, put in when compiled
 *   <s:view name="fields"/>                runs the compiled view that vview() put there, same scope
 *   <s:page layout="citizen" xmlns:s="…" …>  root of a page; layouts/citizen.xml has <s:body/>
 *
 * There is no way to put a value in unescaped.  Output is HTML5: void elements without slash, no
 * XML declaration, <!doctype html> before <html>; or XML when compiled so.  Blank text between
 * elements is dropped except one space or newline.
 *
 * Values live in maps made per request.  A name that was never set anywhere in scope is a bug in a
 * handler: it is logged (what=view-unfilled page=… name=…) and reads as empty.
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

/* Compile every dir/pages/GROUP/NAME.xml, with dir/pages/layouts and dir/pages/parts.  Complaints go to the log with
   file and line; ERR_CONFIG when there was one. */
enum err views_load(struct arena *process, const char *dir, struct views **out) MUST_USE;
const struct view *views_get(const struct views *, const char *name);	/* "citizen/front"; NULL when there is none */

/* Compile one document; views (may be NULL) gives layouts and parts. */
enum err view_compile(struct arena *process, const struct views *, xmlDoc *, enum view_kind,
    const char *name, xml_complain_fn *, void *ctx, struct view **out) MUST_USE;

struct vmap *vmap_new(struct arena *);
void vset(struct vmap *, const char *name, struct str);		/* name: literal or arena; value not copied */
void vset_z(struct vmap *, const char *name, const char *);
void vset_int(struct vmap *, const char *name, int64_t);
void vset_flag(struct vmap *, const char *name, bool);		/* true is "1", false is empty */
struct vmap *vadd(struct vmap *, const char *list);		/* append an item to a list, made at need */
void vlist(struct vmap *, const char *list);			/* make sure the list is there, empty */
struct vmap *vwith(struct vmap *, const char *name);		/* a child map, for s:with */

void vview(struct vmap *, const char *name, const struct view *);	/* for s:view */

/* A flag is so when its value is not empty, its list not empty, or its child present. */
void view_run(const struct view *, const struct vmap *, struct buf *out);

#endif
