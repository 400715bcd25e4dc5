#include "letter/answers.h"

#include "base/arena.h"
#include "letter/picture.h"
#include "letter/private.h"
#include "letter/values.h"

struct listing {
	struct arena	*a;
	const struct form *form;
	const struct form_world *world;
	struct vmap	*values;
	struct str	 title;
	struct vmap	*page;		/* NULL: nothing of it is told yet */
};

static struct str
row_label(struct arena *a, const struct answer_row *row, struct str label)
{
	struct str place;

	if (row->group == NULL)
		return label;
	place = str_fmt(a, STR_FMT " %zu", STR_ARG(row->group->label), row->number);
	for (row = row->parent->row; row->group != NULL; row = row->parent->row)
		place = str_fmt(a, STR_FMT " %zu, " STR_FMT, STR_ARG(row->group->label),
		    row->number, STR_ARG(place));
	return str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(place), STR_ARG(label));
}

/* An attachment has the letter of the national list after it. */
static struct str
label_of(const struct listing *l, const struct answer *n)
{
	struct str label = row_label(l->a, n->row, n->item->label);

	return n->item->code.n == 0 ? label : form_message_limit(l->form->messages, l->a,
	    "attachment", label, n->item->code);
}

/* A page of which nothing is told has no heading. */
static void
list_row(struct listing *l, struct str label, struct str shown)
{
	if (l->page == NULL)
		l->page = letter_answers_page(l->values, l->title);
	letter_answers_row(l->page, label, shown);
}

static void
list_items(struct listing *l, const struct form_item *first, struct answer_row *row)
{
	for (const struct form_item *i = first; i != NULL; i = i->next) {
		const struct answer *n = answer_of(row, i);

		if (i->kind == FORM_VAR || i->kind == FORM_CHECK || i->kind == FORM_LOOKUP ||
		    !n->relevant)
			continue;
		if (i->kind == FORM_SECTION)
			list_items(l, i->first, row);
		else if (i->kind == FORM_REPEAT)
			for (size_t k = 0; k < n->nrows; k++)
				list_items(l, i->first, n->rows[k]);
		else if (n->text.n > 0)
			list_row(l, label_of(l, n), answer_shown(l->a, n, l->world));
	}
}

static void
set_ticks(struct vmap *values, struct arena *a, const struct answer *n, bool counts)
{
	const struct form_options *o = &n->item->list->options;

	for (size_t i = 0; i < o->n; i++)
		vset_flag(values, str_z(a, letter_kept_name(a, n->item, o->v[i].value)),
		    counts && answer_has(n, o->v[i].value));
}

/* One by one, by name: in words, and as it is kept. */
static void
set_one(struct vmap *values, struct arena *a, const struct answer *n, const struct form_world *w)
{
	const struct form_item *it = n->item;
	bool counts = n->relevant && !n->wrong && n->text.n > 0 &&
	    !(it->type == FORM_BOOLEAN && str_eq_z(n->text, "false"));

	vset(values, str_z(a, str_fmt(a, LETTER_ANSWER STR_FMT, STR_ARG(it->name))), counts ?
	    answer_shown(a, n, w) : STR(""));
	counts = counts && !answer_masked(n, w);
	vset(values, str_z(a, letter_kept_name(a, it, STR_NONE)), counts ? n->text : STR(""));
	if (it->type == FORM_VALUES)
		set_ticks(values, a, n, counts);
}

static void
set_picture(struct vmap *values, struct arena *a, const struct answers *as,
    const struct form_item *it, const struct form_world *w)
{
	picture_put(values, str_z(a, str_fmt(a, LETTER_MAP STR_FMT, STR_ARG(it->name))), a,
	    as->form, answer_of(as->root, it), w);
}

void
letter_answers(struct vmap *values, struct arena *a, const struct answers *answers,
    const struct form_world *w)
{
	for (const struct form_item *p = answers->form->pages; p != NULL; p = p->next) {
		struct listing l = { a, answers->form, w, values, p->label, NULL };

		if (p->kind != FORM_PAGE || !answer_of(answers->root, p)->relevant)
			continue;
		list_items(&l, p->first, answers->root);
	}
	for (size_t i = 0; i < answers->form->nitems; i++) {
		const struct form_item *it = answers->form->item[i];

		if (it->group == NULL && it->name.n > 0 && it->type != FORM_NOTHING)
			set_one(values, a, answer_of(answers->root, it), w);
		if (it->group == NULL && it->kind == FORM_MAP)
			set_picture(values, a, answers, it, w);
	}
}

struct str
letter_label(struct arena *a, const struct answers *answers, struct str field)
{
	const struct answer *n = field.n > 0 ? answers_find(answers, field) : NULL;

	return n == NULL ? STR("") : row_label(a, n->row, n->item->label);
}
