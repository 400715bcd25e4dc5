#include "letter/answers.h"

#include "base/arena.h"
#include "letter/values.h"

struct listing {
	struct arena	*a;
	const struct form_world *world;
	struct vmap	*page;
};

static struct str
row_label(struct arena *a, const struct answer_row *row, struct str label)
{
	if (row->group == NULL)
		return label;
	return str_fmt(a, STR_FMT " %zu: " STR_FMT, STR_ARG(row->group->label), row->number,
	    STR_ARG(label));
}

static void
list_items(const struct listing *l, const struct form_item *first, struct answer_row *row)
{
	for (const struct form_item *i = first; i != NULL; i = i->next) {
		const struct answer *n = answer_of(row, i);

		if (i->kind == FORM_VAR || i->kind == FORM_CHECK || !n->relevant)
			continue;
		if (i->kind == FORM_SECTION)
			list_items(l, i->first, row);
		else if (i->kind == FORM_REPEAT)
			for (size_t k = 0; k < n->nrows; k++)
				list_items(l, i->first, n->rows[k]);
		else if (n->text.n > 0)
			letter_answers_row(l->page, row_label(l->a, row, i->label),
			    answer_shown(l->a, n, l->world));
	}
}

void
letter_answers(struct vmap *values, struct arena *a, const struct answers *answers,
    const struct form_world *w)
{
	for (const struct form_item *p = answers->form->pages; p != NULL; p = p->next) {
		struct listing l = { a, w, NULL };

		if (p->kind != FORM_PAGE || !answer_of(answers->root, p)->relevant)
			continue;
		l.page = letter_answers_page(values, p->label);
		list_items(&l, p->first, answers->root);
	}
}
