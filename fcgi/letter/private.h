/* private.h - what the files of this room share */
#ifndef LETTER_PRIVATE_H
#define LETTER_PRIVATE_H

#include "form/form.h"
#include "letter/letter.h"

#define SLOT_NS	"urn:skranke:slot:1"
#define LETTER_ANSWER	"answer."	/* and the name of a question */

#define LETTER_FILES	"files"		/* what goes with a letter */
#define LETTER_MAP	"map."		/* the picture of such an answer: a child map */

#define LETTER_MAGIC	0x4c455454u

/* A value without which a duty of the law is not met. */
struct letter_need {
	const struct letter_need *next;
	unsigned	 duties;		/* 0: without it there is no letter */
	struct str	 value;
};

struct letter {
	unsigned	 magic;
	enum letter_kind kind;
	const char	*id;
	struct view	*view;
	struct letter_when *whens;
	size_t		 nwhens;
	const struct letter_need *needs;
	bool		 names_files;	/* each of what goes with it */
};

/* What an element is, and what it holds; when and each hold what they stand in. */
enum letter_place { IN_NOTHING, IN_LETTER, IN_BLOCKS, IN_ITEMS, IN_ROWS, IN_CELLS, IN_TABLE,
    IN_COLUMNS, IN_TEXT, IN_SAME };

struct letter_word {
	const char	*name;
	enum letter_place in, holds;
	const char	*attrs;		/* allowed, with blanks around each */
};

const struct letter_word *letter_word(const char *name);	/* NULL: no such element */

enum letter_value_kind { VALUE_TEXT, VALUE_LIST };

struct letter_value {
	const char	*name;
	enum letter_value_kind kind;
	const char	*within;	/* list */
	const char	*domain;	/* values it can have, separated by blanks; "" for any */
	const struct form_item *item;	/* the question of an answer.NAME; else NULL */
};

/* The lists that are open where a name is used, innermost first. */
struct letter_scope {
	struct str	 list;
	const struct letter_scope *up;
};

const struct letter_value *letter_value(const struct letter_scope *, struct str name);
/* "; did you mean NAME?", or "" when nothing is near */
const char *letter_value_like(struct arena *, const struct letter_scope *, struct str name);
const char *letter_word_like(struct arena *, const char *name);
bool letter_domain_has(const char *domain, struct str word);

/* The value answer.NAME; NULL with *why when the form (which may be NULL) has none such. */
const struct letter_value *letter_question(struct arena *, const struct form *, struct str name,
    const char **why);
/* Why such an answer is never kept as `word`; NULL when it may be. */
const char *letter_question_is(struct arena *, const struct letter_value *, struct str word);
/* The slot of what is kept; for a choices question, the flag of one of its values. */
struct str letter_kept_name(struct arena *, const struct form_item *, struct str value);

/* The duties of a decision letter, as bits. */
#define LETTER_DUTIES	5
#define LETTER_ALL	((1u << LETTER_DUTIES) - 1)

/* Bits that a covers attribute names; false and *bad when a word is unknown. */
bool letter_covers_read(struct str attr, unsigned *out, struct str *bad);
/* What is surely said below node, when the outcome is `outcome`; node may be of a slot document or
   a finished letter. */
unsigned letter_covered(struct arena *, const xmlNode *, struct str outcome);
/* Sentence about the duties not in mask, for an author. */
const char *letter_missing(struct arena *, unsigned mask);

/* The child `picture` of a block, from a map of a finished letter. */
void picture_read(struct arena *, xmlNode *map, struct vmap *block);

/* a finished letter */
enum err letter_parse(struct arena *, struct str xml, xmlNode **root) MUST_USE;

#endif
