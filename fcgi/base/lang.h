/*
 * lang.h - the languages people read in, and the mark on a text that had to stay in bokmål
 *
 * Everything is written in bokmål; where another language has no words for a text, the bokmål
 * stands.  Such a text is marked where it is read from its file (xml/xml.h), so that the page it
 * ends up in can say so: LANG_NB_BEGIN text LANG_NB_END.  These two control characters are no XML
 * Char: neither a template nor a browser can send them.  view/ turns them into <span lang="nb">;
 * what is not HTML drops them.
 */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include "base/str.h"

struct arena;

enum lang {
#define LANG(name, code) LANG_##name,
#include "base/lang.def"
#undef LANG
	LANG_COUNT
};

bool lang_of(struct str code, enum lang *out);	/* "nb"; false, and untouched, for any other */
struct str lang_code(enum lang);

#define LANG_NB_BEGIN	"\x0e"
#define LANG_NB_END	"\x0f"

struct str lang_nb(struct arena *, struct str);		/* marked; the empty str stays empty */
bool lang_is_nb(struct str);				/* is it, from its beginning? */
struct str lang_plain(struct arena *, struct str);	/* without marks */

#endif
