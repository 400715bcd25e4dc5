/* found.h - a lookup on a page, for fields.c: what was searched for, and what the register has */
#ifndef PAGE_FOUND_H
#define PAGE_FOUND_H

#include "http/req.h"
#include "register/lookup.h"
#include "view/view.h"

struct found {
	const struct answer *at;	/* the lookup */
	enum { FOUND_HITS, FOUND_ROWS, FOUND_AWAY, FOUND_UNNAMED } what;	/* to choose from;
					   rows were filled in; no answer; no property to ask of */
	struct lookup_hits hits;
	bool		 moved;		/* what was chosen is no longer among them */
	size_t		 left;		/* rows: that found no room */
};

/* A short mark of a hit, to choose it by: the same for the same. */
struct str found_mark(struct arena *, const struct form_hit *);

/* What theme/form.xsl says of a lookup.  f: may be NULL, or of another lookup; sent: the form as it
   was sent, or NULL. */
void found_fill(struct vmap *, struct arena *, const struct answers *, const struct answer *,
    const struct found *f, const struct params *sent);

#endif
