/*
 * paper.h - a finished letter becomes PDF: XSL-FO by libxslt, and the press
 *
 * templates/sheets/letter.xsl says how a letter looks on A4 with the address where the window of an
 * envelope is; shared/paper.xml holds the few words that are the paper's own («Side 1 av 2»), in each
 * language.  The press (fcgi/press) is another program, behind a Unix socket; nothing of a letter is
 * logged here or there.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct paper;		/* the sheet and its words; process lifetime */

#define PAPER_LINES	5

struct paper_facts {
	struct str	 tenant_name, tenant_address, tenant_phone, tenant_email, tenant_url;
	struct str	 logo;			/* an SVG document, or empty */
	struct str	 receiver_name;		/* empty: no address field */
	struct str	 receiver[PAPER_LINES];	/* below the name; empty ones are left out */
	struct str	 date;			/* in words, in the letter's language */
	struct str	 case_ref;
	struct str	 code, verify_url;	/* what /kontroll knows it by, and where; may be empty */
};

/*
 * paper_open - compile the sheet, read the words
 *
 * takes  templates   folder with sheets/letter.xsl and shared/paper.xml; SKRANKE_LANGUAGES, when
 *                    set, is a folder of the same in other languages
 * fails  ERR_CONFIG  one of them cannot be read; logged
 */
enum err paper_open(struct arena *process, const char *templates, struct paper **out) MUST_USE;

/*
 * paper_fo - XSL-FO of a finished letter (letter/letter.h), in the letter's own language
 *
 * The same letter and facts give the same bytes: the press knows a letter that it could not make by
 * them.
 *
 * fails  ERR_INPUT   not a finished letter; logged
 *        ERR_CONFIG  the sheet failed; logged
 */
enum err paper_fo(struct arena *, const struct paper *, struct str letter_xml,
    const struct paper_facts *, struct str *fo_out) MUST_USE;

enum paper_outcome {
	PAPER_MADE,		/* pdf: PDF/A-2a and PDF/UA-1 in one file */
	PAPER_AWAY,		/* no press there, or it is busy or being restarted: try later */
	PAPER_BAD,		/* this letter cannot be made; why: a code, as FOP names it */
	PAPER_POISON,		/* it has killed the press twice: a person must look */
};

struct paper_answer {
	enum paper_outcome outcome;
	struct str	 pdf;
	struct str	 why;	/* of any other outcome; no data of a person */
};

/*
 * paper_press - have the press make a PDF; waits, at most a minute
 *
 * takes  socket  path of the press's socket (SKRANKE_PRESS)
 *        key     a name for the letter in the press's log: an id, never data; at most 64 bytes
 *
 * May be called again at any time, with the same letter or another: the press keeps nothing.
 */
struct paper_answer paper_press(struct arena *, const char *socket, struct str fo,
    struct str key) MUST_USE;

#endif
