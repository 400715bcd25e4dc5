/* The vocabulary: which elements and values there are, and what was probably meant. */
#include "letter/private.h"

#include <string.h>

#include "base/suggest.h"

static const struct letter_word words[] = {
	{ "letter",	IN_NOTHING,	IN_LETTER,	" id kind lang " },
	{ "title",	IN_LETTER,	IN_TEXT,	" covers " },
	{ "h",		IN_BLOCKS,	IN_TEXT,	" covers level " },
	{ "p",		IN_BLOCKS,	IN_TEXT,	" covers " },
	{ "list",	IN_BLOCKS,	IN_ITEMS,	" covers " },
	{ "item",	IN_ITEMS,	IN_TEXT,	"" },
	{ "rows",	IN_BLOCKS,	IN_ROWS,	" covers " },
	{ "row",	IN_ROWS,	IN_CELLS,	"" },
	{ "label",	IN_CELLS,	IN_TEXT,	"" },
	{ "text",	IN_CELLS,	IN_TEXT,	"" },
	{ "table",	IN_BLOCKS,	IN_TABLE,	" covers " },
	{ "columns",	IN_TABLE,	IN_COLUMNS,	"" },
	{ "column",	IN_COLUMNS,	IN_TEXT,	" align " },
	{ "cell",	IN_CELLS,	IN_TEXT,	"" },
	{ "value",	IN_TEXT,	IN_NOTHING,	" of " },
	{ "when",	IN_SAME,	IN_SAME,	" value is not " },
	{ "each",	IN_SAME,	IN_SAME,	" of " },
	{ "map",	IN_BLOCKS,	IN_NOTHING,	" of " },
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

const char *
letter_value_like(struct arena *a, const struct letter_scope *scope, struct str name)
{
	struct str known[NVALUES];
	size_t n = 0;

	for (size_t i = 0; i < NVALUES; i++)
		if (in_scope(&values[i], scope))
			known[n++] = str_from_z(values[i].name);
	return suggest_say(a, suggest(name, known, n));
}

const char *
letter_word_like(struct arena *a, const char *name)
{
	struct str known[NWORDS];

	for (size_t i = 0; i < NWORDS; i++)
		known[i] = str_from_z(words[i].name);
	return letter_word(name) != NULL ? "" :
	    suggest_say(a, suggest(str_from_z(name), known, NWORDS));
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
