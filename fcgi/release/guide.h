/*
 * guide.h - «Do I need to apply?»: a form that stores nothing, and what its answers come to
 *
 * A service may have one, guide.xml: pages of questions as any form, then endings.  The first
 * ending that holds is what the answers come to; the last one always holds.  It asks nobody who
 * they are, and takes no files.
 */
#ifndef RELEASE_GUIDE_H
#define RELEASE_GUIDE_H

#include "form/form.h"
#include "view/view.h"

enum guide_kind {
	GUIDE_EXEMPT,			/* nothing to apply for */
	GUIDE_APPLY,			/* this service; leads on with the answers */
	GUIDE_OTHER			/* another way than this service */
};

struct guide_line {
	struct str	 text;
	struct str	 law;		/* of a reason; p == NULL when not said */
	struct str	 href;		/* of what to do; p == NULL when it leads nowhere */
	const struct form_expr *when;	/* of a reason; NULL: always */
	int		 line;
};

struct guide_ending {
	struct str	 id, title;
	enum guide_kind	 kind;
	const struct form_expr *when;	/* NULL: always */
	const struct guide_line *text, *because, *todo;
	size_t		 ntext, nbecause, ntodo;
	int		 line;
};

struct guide {
	const struct form *form;
	const struct view **pages;	/* as of a release: by the page item's index */
	const struct guide_ending *endings;
	size_t		 nendings;
};

/*
 * guide_load - a guide.xml, without its pages
 *
 * takes    doc   loses its endings; the rest as form_load
 * fails    ERR_CONFIG  complained of at least once
 */
enum err guide_load(struct arena *, xmlDoc *doc, const struct form_messages *,
    const struct form_files *, xml_complain_fn *, void *ctx, struct guide **out) MUST_USE;

/* What an address of the guide has beside answers: no question or page may be called so. */
#define GUIDE_PAGE	"side"
#define GUIDE_BUTTON	"handling"
#define GUIDE_END	"svar"		/* as a page: what it came to */

/*
 * guide_check - what else an author is told of before it is published
 *
 * fails    ERR_CONFIG  complained of: a question that no guide may have, a name that is taken, an
 *                      ending that is never come to; and as form_check
 */
enum err guide_check(struct arena *, const struct guide *, const char *service, xml_complain_fn *,
    void *ctx) MUST_USE;

/* What the answers come to; the rules must have run. */
const struct guide_ending *guide_ending(const struct guide *, const struct answers *,
    const struct form_world *);

#endif
