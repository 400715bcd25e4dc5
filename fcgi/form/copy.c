/* What an earlier application answered, taken over by a new one. */
#include "form/private.h"

struct copy {
	struct answers	*into;
	const struct answers *from;
	const struct form_world *w;
};

/* A consent is given anew, and files belong to the case they were sent with. */
static bool
is_carried(const struct form_item *it)
{
	return form_is_question(it) && it->kind != FORM_CONFIRM && it->kind != FORM_UPLOAD;
}

/* Of another type it is read as if it were typed once more. */
static void
copy_answer(const struct copy *c, struct answer *n, const struct answer *old)
{
	enum form_type t = old->item->type;

	if (old->text.n == 0)
		return;
	if (t == n->item->type) {
		answer_set(c->into, n, old->text, old->wrong);
		n->ref = old->ref;
	} else if (!old->ref) {
		answer_read(c->into, n, form_type_edit(c->into->a, t, old->text), c->w);
	}
}

static void copy_row(const struct copy *, struct answer_row *, const struct answer_row *old);

static void
copy_rows(const struct copy *c, struct answer *repeat, const struct answer *old)
{
	for (size_t i = 0; i < old->nrows && i < repeat->item->max; i++) {
		struct answer_row *row = i < repeat->nrows ? repeat->rows[i] :
		    row_add(c->into, repeat);

		copy_row(c, row, old->rows[i]);
	}
}

static void
copy_row(const struct copy *c, struct answer_row *row, const struct answer_row *old)
{
	const struct form *f = c->into->form;

	for (size_t i = 0; i < f->nitems; i++) {
		const struct form_item *it = f->item[i], *was;

		if (it->group != row->group || it->name.n == 0)
			continue;
		was = item_in(c->from->form, old->group, it->name);
		if (was == NULL)
			continue;
		if (it->kind == FORM_REPEAT && was->kind == FORM_REPEAT)
			copy_rows(c, answer_of(row, it), answer_of(old, was));
		else if (is_carried(it) && form_is_question(was))
			copy_answer(c, answer_of(row, it), answer_of(old, was));
	}
}

void
answers_copy(struct answers *into, const struct answers *from, const struct form_world *w)
{
	CHECK_OBJ(into, ANSWERS_MAGIC);
	CHECK_OBJ(from, ANSWERS_MAGIC);
	copy_row(&(struct copy){ into, from, w }, into->root, from->root);
}
