/*
 * letter.h - letters: a template with values becomes a finished text that is kept for good
 *
 * A template is XML in the namespace urn:skranke:letter:1 and holds no HTML and no layout:
 *
 *   <letter id="decision" kind="receipt|decision|info" lang="nb">   lang is nb unless said;
 *                                        xml:lang says the same, and on an element what it is in
 *   <title>…</title>                     one, first
 *   <h>…</h>  <p>…</p>                   heading (level="2": below another), paragraph
 *   <list><item>…</item></list>
 *   <rows><row><label>…</label><text>…</text></row></rows>
 *   <table><columns><column>…</column>…</columns> <row><cell>…</cell>…</row>…</table>
 *                                        a cell for each column; align="end" on one of figures
 *   <value of="case.ref"/>               a value; fcgi/letter/values.def lists those there are
 *   <value of="answer.oppstart"/>        the answer of a question outside repeats, in words; a
 *                                        calculated one, an output and a var too
 *   <when value="outcome" is="grant">…</when>    also not="grant"; with neither: when not empty;
 *                                        is="": when empty.  Of answer.NAME, is= holds what is
 *                                        kept: the value of an item (one of those ticked), true,
 *                                        2027-08-17, øre
 *   <each of="decision.reasons">…</each> once per item; the item's own values are known inside
 *                                        (of="files": what goes with the letter)
 *   <map of="answer.tegning"/>           what was drawn on a map: a picture, what it shows in
 *                                        words, and the numbers; nothing while it is empty
 *   <part name="complaint-right"/>       a part shared by letters, <part xmlns=…>…</part>
 *   <reference/> <answers/> <signature/> the parts of those names
 *   covers="reasons complaint"           on a title, h, p, list or rows: what the law asks for and
 *   is said here:
 *                                        reasons, complaint (the right), deadline, body, access
 *
 * A finished letter is the same vocabulary with values, when, each and parts gone; the blocks that
 * came of reference, answers and signature say so: as="reference".  A map holds its picture: alt,
 * points, stroke (layer, d) and name (x, y) in units of geo/geo.h, and its scale and wide.
 * That text is what is stored, hashed, shown and sent; it is never made twice.
 */
#ifndef LETTER_LETTER_H
#define LETTER_LETTER_H

#include "base/err.h"
#include "base/str.h"
#include "view/view.h"
#include "xml/xml.h"

#define LETTER_NS		"urn:skranke:letter:1"
#define LETTER_MEDIA_TYPE	"application/vnd.skranke.letter+xml"

struct arena;
struct buf;
struct form;
struct letter;		/* one template, compiled; process lifetime */

enum letter_kind { LETTER_RECEIPT, LETTER_DECISION, LETTER_INFO };

/* The shared part of that name ([a-z0-9-]+, checked before the call); NULL when there is none. */
typedef xmlDoc *letter_part_fn(void *ctx, const char *name);

/*
 * letter_load - check a template and compile it
 *
 * takes  parts    gives shared parts; NULL when there are none
 *        form     whose questions answer.NAME means; NULL for a letter of no service
 *        outcomes ids of the service's outcomes, a blank between: what `outcome` can be
 *        complain called with line and message for everything that is wrong; a complaint
 *                 inside a part begins with "shared/letters/NAME.xml: " and has its line.  NULL: silent
 * gives  *out     lives in `process`; the documents may go
 * fails  ERR_CONFIG  unknown element, attribute, value or question; a part that is missing or holds
 *                    itself; a decision in which reasons, complaint right, deadline, complaint
 *                    body or access to documents is not said whatever the outcome
 *                    (forvaltningsloven §§ 24-27)
 */
enum err letter_load(struct arena *process, xmlDoc *, letter_part_fn *parts, void *parts_ctx,
    const struct form *, struct str outcomes, xml_complain_fn *, void *complain_ctx,
    struct letter **out) MUST_USE;

/* A letter_part_fn over the files DIR/NAME.xml; ctx is a struct letter_dir. */
struct letter_dir {
	struct arena	*a;
	const char	*path;
	xml_complain_fn	*complain;	/* for a part that is not well-formed */
	void		*ctx;
};
xmlDoc *letter_part_from_dir(void *letter_dir, const char *name);

enum letter_kind letter_kind(const struct letter *);

/*
 * letter_make - the finished letter, appended to out
 *
 * takes  values   from letter_values() (letter/values.h) and, for a letter of a service,
 *                 letter_answers() (letter/answers.h)
 * fails  ERR_INVALID  a decision whose finished text does not say what the law asks for: no
 *                     reason was given, or a value complaint.… is empty that stands right in what
 *                     covers a duty: who decides it, in how many days; logged with what is
 *                     missing.  Nothing is appended.  So too when something goes with the letter
 *                     that its template does not name (each of="files"),
 *                     or when missing.answer_by is empty that stands outside when and each
 */
enum err letter_make(const struct letter *, const struct vmap *values, struct buf *out) MUST_USE;

/* A <when> of a template, in the order they are asked; shared parts are gone into where they
   stand. */
struct letter_when {
	const char	*part;		/* NULL: in the letter itself */
	int		 line;		/* in that file */
	struct str	 value, word;
	bool		 turned;	/* not="word", or is="" */
};

size_t letter_whens(const struct letter *, const struct letter_when **out);

/* letter_make, telling of each <when> as it is asked: put is whether what it holds is in the
   letter. */
typedef void letter_seen_fn(void *ctx, const struct letter_when *, bool put);
enum err letter_make_seen(const struct letter *, const struct vmap *values, struct buf *out,
    letter_seen_fn *, void *ctx) MUST_USE;

/*
 * letter_read - a finished letter as values for a page
 *
 * gives  title, kind, letter_lang, and list "blocks".  Each block has the flags heading, below (a
 *        heading under another), paragraph, list, with text (for headings and paragraph), and the
 *        lists items (text), rows (label, text), columns (text, end) and lines (cells: text, end,
 *        first), and for a map the child picture (letter/picture.h); `rows` not empty is the flag
 *        of a block of rows, `columns` of a table.  A
 *        paragraph in which somebody typed line breaks becomes one block per line; a row without
 *        text is left out.
 * fails  ERR_INPUT   not a finished letter
 */
enum err letter_read(struct arena *, struct str xml, struct vmap *into) MUST_USE;

/* The title alone; and the rest as plain text, lines of at most 72 characters, ended by \n. */
enum err letter_title(struct arena *, struct str xml, struct str *out) MUST_USE;
enum err letter_text(struct arena *, struct str xml, struct buf *out) MUST_USE;

#endif
