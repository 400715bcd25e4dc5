/* The vocabulary: which elements and values there are, and what was probably meant. */
#include "letter/private.h"

#include <string.h>

static const struct letter_word words[] = {
	{ "letter",	IN_NOTHING,	IN_LETTER,	" id kind lang " },
	{ "title",	IN_LETTER,	IN_TEXT,	" covers " },
	{ "h",		IN_BLOCKS,	IN_TEXT,	" covers " },
	{ "p",		IN_BLOCKS,	IN_TEXT,	" covers " },
	{ "list",	IN_BLOCKS,	IN_ITEMS,	" covers " },
	{ "item",	IN_ITEMS,	IN_TEXT,	"" },
	{ "rows",	IN_BLOCKS,	IN_ROWS,	" covers " },
	{ "row",	IN_ROWS,	IN_CELLS,	"" },
	{ "label",	IN_CELLS,	IN_TEXT,	"" },
	{ "text",	IN_CELLS,	IN_TEXT,	"" },
	{ "value",	IN_TEXT,	IN_NOTHING,	" of " },
	{ "when",	IN_SAME,	IN_SAME,	" value is not " },
	{ "each",	IN_SAME,	IN_SAME,	" of " },
	{ "part",	IN_BLOCKS,	IN_NOTHING,	" name " },
	{ "reference",	IN_BLOCKS,	IN_NOTHING,	"" },
	{ "answers",	IN_BLOCKS,	IN_NOTHING,	"" },
	{ "signature",	IN_BLOCKS,	IN_NOTHING,	"" },
};

static const struct letter_value values[] = {
#define TEXT VALUE_TEXT
#define LIST VALUE_LIST
#define VALUE(name, kind, within, domain) { name, kind, within, domain, NULL },
#include "letter/values.def"
#undef VALUE
#undef LIST
#undef TEXT
};

#define NWORDS	(sizeof words / sizeof words[0])
#define NVALUES	(sizeof values / sizeof values[0])

const struct letter_word *
letter_word(const char *name)
{
	for (size_t i = 0; i < NWORDS; i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

static bool
in_scope(const struct letter_value *v, const struct letter_scope *scope)
{
	if (v->within[0] == '\0')
		return true;
	for (; scope != NULL; scope = scope->up)
		if (str_eq_z(scope->list, v->within))
			return true;
	return false;
}

const struct letter_value *
letter_value(const struct letter_scope *scope, struct str name)
{
	for (size_t i = 0; i < NVALUES; i++)
		if (str_eq_z(name, values[i].name) && in_scope(&values[i], scope))
			return &values[i];
	return NULL;
}

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* Levenshtein's distance, one row kept; words over 63 bytes are far from everything. */
unsigned
letter_distance(struct str a, struct str b)
{
	unsigned row[64];

	if (a.n > 63 || b.n > 63)
		return 64;
	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned corner = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			unsigned above = row[j];

			row[j] = least(above + 1, row[j - 1] + 1,
			    corner + (a.p[i - 1] != b.p[j - 1]));
			corner = above;
		}
	}
	return row[b.n];
}

const char *
letter_value_like(const struct letter_scope *scope, struct str name)
{
	const char *best = NULL;
	unsigned near = 4;

	for (size_t i = 0; i < NVALUES; i++) {
		unsigned d = letter_distance(name, str_from_z(values[i].name));

		if (d < near && in_scope(&values[i], scope)) {
			near = d;
			best = values[i].name;
		}
	}
	return best;
}

bool
letter_domain_has(const char *domain, struct str word)
{
	struct str rest = str_from_z(domain);

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), word))
			return true;
	return false;
}
