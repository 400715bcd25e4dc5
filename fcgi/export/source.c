/* Where a value comes from, and how it is written. */
#include "export/private.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"
#include "base/time.h"

static const char *const as_words[] = { "text", "number", "integer", "date", "boolean" };
#define NAS	(sizeof as_words / sizeof *as_words)

const struct form_expr *
export_expr(struct export_load *l, const xmlNode *n, const char *attr)
{
	struct str text = xml_attr(n, attr);
	const struct form_expr *out = NULL;

	if (text.p != NULL && form_expr_compile_attr(l->a, l->form, attr, text, xml_line(n),
	    l->complain, l->ctx, &out) != ERR_OK)
		l->bad = true;
	return out;
}

/* In a row its own questions come first. */
static const struct form_item *
find(const struct export_load *l, struct str name)
{
	const struct form_item *it = NULL;

	if (l->row != NULL)
		it = form_find(l->form, str_fmt(l->a, STR_FMT "/" STR_FMT, STR_ARG(l->row->name),
		    STR_ARG(name)));
	return it != NULL ? it : form_find(l->form, name);
}

static struct str
like(const struct export_load *l, struct str name)
{
	struct str *known = arena_alloc(l->a, (l->form->nitems + 1) * sizeof *known), near;
	size_t n = 0;

	for (size_t i = 0; i < l->form->nitems; i++) {
		const struct form_item *it = l->form->item[i];

		if (it->type != FORM_NOTHING && (it->group == NULL || it->group == l->row))
			known[n++] = it->name;
	}
	near = suggest(name, known, n);
	return near.n > 0 ? near : export_fact_like(name);
}

const struct form_item *
export_repeat(struct export_load *l, const xmlNode *n)
{
	struct str name = xml_attr(n, "of");
	const struct form_item *it = find(l, name);

	if (it != NULL && it->kind == FORM_REPEAT && it->group == l->row)
		return it;
	export_wrong(l, n, "each goes through the rows of a repeat, and '" STR_FMT "' is none",
	    STR_ARG(name));
	return NULL;
}

bool
export_of_read(struct export_load *l, const xmlNode *n, struct export_source *out)
{
	struct str name = xml_attr(n, "of");
	const struct form_item *it;

	if (memchr(name.p, '.', name.n) != NULL && export_fact_known(name, l->parties)) {
		out->fact = str_dup(l->a, name);
		return true;
	}
	if (export_file_known(name)) {
		out->fact = str_dup(l->a, name);
		if (!l->files)
			export_wrong(l, n, STR_FMT " is known of each file; write it in <each of=\""
			    EXPORT_EACH_FILE "\">", STR_ARG(name));
		return l->files;
	}
	it = find(l, name);
	if (it == NULL || it->type == FORM_NOTHING) {
		export_wrong(l, n, "there is no question and nothing of a case called '" STR_FMT
		    "'%s", STR_ARG(name), suggest_say(l->a, like(l, name)));
		return false;
	}
	if (it->group != NULL && it->group != l->row) {
		export_wrong(l, n, STR_FMT " stands in the repeat " STR_FMT
		    "; write it in <each of=\"" STR_FMT "\">", STR_ARG(name),
		    STR_ARG(it->group->name), STR_ARG(it->group->name));
		return false;
	}
	out->item = it;
	return true;
}

static enum export_as
read_as(struct export_load *l, const xmlNode *n)
{
	struct str as = xml_attr(n, "as");

	if (as.p == NULL)
		return EXPORT_TEXT;
	for (size_t i = 0; i < NAS; i++)
		if (str_eq_z(as, as_words[i]))
			return (enum export_as)i;
	export_wrong(l, n, "as is text, number, integer, date or boolean, and not '" STR_FMT "'",
	    STR_ARG(as));
	return EXPORT_TEXT;
}

/* Can an answer to the question be written so? */
static bool
fits(const struct export_source *s)
{
	enum form_type t = s->item->type;

	switch (s->as) {
	case EXPORT_NUMBER:
		return t == FORM_INTEGER || t == FORM_DECIMAL || t == FORM_ORE;
	case EXPORT_INTEGER:
		return t == FORM_INTEGER || s->item->kind == FORM_VAR ||
		    s->item->kind == FORM_OUTPUT;
	case EXPORT_DATE:
		return t == FORM_DAY;
	case EXPORT_BOOLEAN:
		return t == FORM_BOOLEAN || s->yes.n > 0 || s->item->kind == FORM_VAR;
	case EXPORT_TEXT:
	default:
		return t != FORM_REF && t != FORM_IDS;
	}
}

/* Only an answer of its own is masked; see answer_masked(). */
static void
check_address(struct export_load *l, const xmlNode *n, const struct export_source *s)
{
	const struct form_expr *x = s->item == NULL ? s->expr :
	    s->item->masked.p == NULL ? s->item->calculate : NULL;
	const struct form_item *it = x != NULL ? form_expr_address(x) : NULL;

	if (it != NULL)
		export_wrong(l, n, STR_FMT " shows " STR_FMT ", which tells where somebody lives, "
		    "also when the address is graded; write of=\"" STR_FMT "\" in an element of "
		    "its own", STR_ARG(s->item != NULL ? s->item->name : STR("value")),
		    STR_ARG(it->name), STR_ARG(it->name));
}

void
export_source_read(struct export_load *l, const xmlNode *n, struct export_source *out)
{
	struct str yes = xml_attr(n, "true");

	out->as = read_as(l, n);
	out->yes = yes.p != NULL ? str_dup(l->a, yes) : STR_NONE;
	if (yes.p != NULL && out->as != EXPORT_BOOLEAN)
		export_wrong(l, n, "true stands with as=\"boolean\" and nowhere else");
	if (xml_attr(n, "of").p != NULL && xml_attr(n, "value").p != NULL)
		export_wrong(l, n, "a value is of something or of an expression: write of or value");
	if (xml_attr(n, "value").p != NULL)
		out->expr = export_expr(l, n, "value");
	else if (export_of_read(l, n, out) && out->item != NULL && !fits(out))
		export_wrong(l, n, "an answer of the type %s cannot be written as %s",
		    form_type_name(out->item->type), as_words[out->as]);
	check_address(l, n, out);
}

/* ---- how it is written ---- */

static bool
is_number(struct str s)
{
	size_t digits = 0, points = 0;

	for (size_t i = s.n > 0 && s.p[0] == '-'; i < s.n; i++) {
		points += s.p[i] == '.';
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		if (s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	}
	return digits > 0 && points <= 1 && s.p[s.n - 1] != '.';
}

static bool
written(enum export_as as, struct str s)
{
	struct date d;
	int64_t n;

	switch (as) {
	case EXPORT_NUMBER:
		return is_number(s);
	case EXPORT_INTEGER:
		return str_int(s, &n) && n >= INT32_MIN && n <= INT32_MAX;
	case EXPORT_DATE:
		return time_date_read(s, &d);
	case EXPORT_TEXT:
	case EXPORT_BOOLEAN:
	default:
		return true;
	}
}

static struct str
kroner(struct arena *a, struct str text)
{
	int64_t ore, all;

	if (!str_int(text, &ore))
		return STR("");
	all = ore < 0 ? -ore : ore;
	return str_fmt(a, "%s%lld.%02d", ore < 0 ? "-" : "", (long long)(all / 100),
	    (int)(all % 100));
}

struct str
export_shape(struct arena *a, const struct export_source *s, struct str text)
{
	if (text.n == 0)
		return text;
	if (s->as == EXPORT_BOOLEAN)
		return str_eq(text, s->yes.p != NULL ? s->yes : STR("true")) ? STR("true") :
		    STR("false");
	if (s->as == EXPORT_NUMBER && s->item != NULL && s->item->type == FORM_ORE)
		text = kroner(a, text);
	return written(s->as, text) ? text : STR("");
}
