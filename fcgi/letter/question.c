/* answer.NAME: a question of the service's form as a value of its letters. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/suggest.h"
#include "letter/private.h"

static bool
has_answer(const struct form_item *it)
{
	return form_is_question(it) || it->kind == FORM_VAR ||
	    (it->kind == FORM_OUTPUT && it->name.n > 0 && it->calculate != NULL);
}

/* All that a question can be answered with, where the form itself says so. */
static const char *
domain_of(struct arena *a, const struct form_item *it)
{
	struct buf b = buf_new(a, 64);

	if (it->type == FORM_BOOLEAN)
		return "true";
	if (it->list == NULL)
		return "";
	for (size_t i = 0; i < it->list->options.n; i++)
		buf_fmt(&b, "%s" STR_FMT, b.n > 0 ? " " : "",
		    STR_ARG(it->list->options.v[i].value));
	return str_z(a, buf_str(&b));
}

static const char *
none_such(struct arena *a, const struct form *f, struct str name)
{
	struct str *known = arena_alloc(a, (f->nitems + 1) * sizeof *known), near;
	size_t n = 0;

	for (size_t i = 0; i < f->nitems; i++) {
		const struct form_item *it = f->item[i];

		if (has_answer(it) && it->group != NULL && str_eq(it->name, name))
			return str_fmt(a, STR_FMT " stands in the repeat " STR_FMT
			    ", and a letter speaks of one answer; give it a <var> with join(), sum() or the row",
			    STR_ARG(name), STR_ARG(it->group->name)).p;
		if (has_answer(it) && it->group == NULL)
			known[n++] = it->name;
	}
	near = suggest(name, known, n);
	return str_fmt(a, "the form has no question called " STR_FMT "%s" STR_FMT "%s",
	    STR_ARG(name), near.n > 0 ? "; did you mean answer." : "", STR_ARG(near), near.n > 0 ? "?" : "").p;
}

const struct letter_value *
letter_question(struct arena *a, const struct form *f, struct str name, const char **why)
{
	struct str question = str_skip(name, strlen(LETTER_ANSWER));
	const struct form_item *it = f != NULL ? form_find(f, question) : NULL;
	struct letter_value *v;

	*why = NULL;
	if (f == NULL)
		*why = "this letter belongs to no service, and knows no answers";
	else if (it == NULL || it->group != NULL || !has_answer(it))
		*why = none_such(a, f, question);
	else if (it->type == FORM_PID)
		*why = "an identity number is not written in a letter";
	if (*why != NULL)
		return NULL;
	v = ARENA_NEW(a, struct letter_value);
	*v = (struct letter_value){ str_z(a, name), VALUE_TEXT, "", domain_of(a, it), it };
	return v;
}

/* Days, amounts and numbers are kept in one way of writing. */
const char *
letter_question_is(struct arena *a, const struct letter_value *v, struct str word)
{
	const struct form_world nobody = { .today = 0 };
	enum form_type t = v->item->type;
	struct str kept;

	if (t == FORM_VALUES && v->item->list->source.n > 0)
		return str_fmt(a, "the items of '%s' are known to the register alone; "
		    "ask with selected() in a <var> of the form", v->name).p;
	if (t != FORM_INTEGER && t != FORM_DECIMAL && t != FORM_ORE && t != FORM_DAY)
		return NULL;
	if (t == FORM_ORE && str_int(word, &(int64_t){ 0 }))
		return NULL;
	if (!form_type_read(a, t, word, &nobody, &kept))
		return str_fmt(a, "'%s' is never '" STR_FMT "'", v->name, STR_ARG(word)).p;
	return str_eq(kept, word) ? NULL : str_fmt(a, "'%s' is kept as '" STR_FMT
	    "'; write that, and not '" STR_FMT "'", v->name, STR_ARG(kept), STR_ARG(word)).p;
}

struct str
letter_kept_name(struct arena *a, const struct form_item *it, struct str value)
{
	if (value.n == 0)
		return str_fmt(a, "kept." STR_FMT, STR_ARG(it->name));
	return str_fmt(a, "kept." STR_FMT "." STR_FMT, STR_ARG(it->name), STR_ARG(value));
}
