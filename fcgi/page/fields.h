/*
 * fields.h - the answers of a form, put where theme/form.xsl left room for them
 *
 * The contract between this file and templates/theme/form.xsl: a question NAME is the child map
 * q.NAME, absent when it is not relevant; a repeat has the list rows, each row the maps of its
 * questions; in the summary a page is the map p.ID.  Which names a map holds stands at
 * fill_question and fill_repeat.  A file's address is the page's own files_href, and its id.
 */
#ifndef PAGE_FIELDS_H
#define PAGE_FIELDS_H

#include "form/form.h"
#include "http/req.h"
#include "view/view.h"

struct found;

/* How much of what is wrong a page tells. */
enum fields_tell {
	TELL_NOTHING,		/* seen for the first time */
	TELL_TYPED,		/* of answers that were given: while filling in */
	TELL_ALL
};

/* Every question of one page.  sent: the form as it was sent, whose search words are shown again;
   may be NULL.  When a search was asked for, the map has a child `found` as page/choose.h says.
   found: what a lookup of the page has found (page/found.h), or NULL. */
void fields_fill(struct vmap *, struct arena *, const struct answers *,
    const struct form_item *page, const struct form_world *, enum fields_tell,
    const struct params *sent, const struct found *found);

/* Every relevant page and question, to be read; change_href of each page is base/PAGE when base is
   given. */
void fields_summary(struct vmap *, struct arena *, const struct answers *,
    const struct form_world *, struct str base);

/* The list "errors" of {href, text} and the flag error, for the summary at the top: this page's, or
   with page NULL all, with base/PAGE before the anchor.  Unless all is told, only of files that
   were not taken. */
void fields_errors(struct vmap *, struct arena *, const struct answers *,
    const struct form_item *page, struct str base, enum fields_tell);

/* The list "warnings" of {text, flag caution}: what is worth a second look before sending
   (caution) or good to know; or only what concerns one page as a whole. */
void fields_warnings(struct vmap *, const struct answers *);
void fields_page_notes(struct vmap *, const struct answers *, const struct form_item *page);

/* Does the page ask a question of that kind?  FORM_UPLOAD: it is posted as multipart/form-data;
   FORM_MAP: it has a map to draw in. */
bool fields_have(const struct form *, const struct form_item *page, enum form_kind);

/* A short mark of what a page's questions hold, to tell whether they were changed elsewhere. */
struct str fields_mark(struct arena *, const struct answers *, const struct form_item *page);

#endif
