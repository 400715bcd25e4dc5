/* load.h - what the files that read a template share: a letter becomes a document with slots */
#ifndef LETTER_LOAD_H
#define LETTER_LOAD_H

#include "letter/private.h"

struct load {
	struct arena	*a;		/* the call's own */
	letter_part_fn	*parts;
	void		*parts_ctx;
	const struct form *form;	/* whose answers it speaks of; may be NULL */
	struct str	 outcomes;
	xml_complain_fn	*complain;
	void		*complain_ctx;
	const char	*part;		/* being read; NULL in the letter itself */
	const char	*as;		/* what its blocks are: reference, answers, signature */
	int		 depth;
	bool		 bad;
	xmlNs		*ns, *slot;
	struct when	*whens, **last_when;
	size_t		 nwhens;
	const struct letter_need *needs;
	bool		 names_files;	/* outside whens */
	int		 maybe;		/* whens and eaches that are open */
	unsigned	 duties;	/* of the element being copied, outside whens and eaches */
};

struct when {
	struct when	*next;
	struct letter_when w;
};

/* Where we are: what the open element holds, which lists are open, where copies go. */
struct spot {
	enum letter_place holds;
	const struct letter_scope *scope;
	xmlNode		*into;
};

/* load.c: complain of a place; what is put into the document made. */
__attribute__((format(printf, 3, 4)))
void load_wrong(struct load *, const xmlNode *at, const char *fmt, ...);
xmlNode *load_element(xmlNode *into, xmlNs *, const char *name);
void load_attr(struct arena *, xmlNode *, const char *name, struct str value);
bool load_name_ok(struct str);		/* may a letter or a part be called so? */

/* copy.c: everything that stands in an element, with holes where the values go. */
void load_copy(struct load *, struct spot, const xmlNode *from);

/* block.c: has an element the attributes, and a table the rows, that it may have? */
void load_check_attrs(struct load *, const struct letter_word *, const xmlNode *);
void load_check_block(struct load *, const xmlNode *);

#endif
