/* What an earlier application answered, taken over by a new one. */
#include "form/lookup.h"
#include "form/private.h"

struct copy {
	struct answers	*into;
	const struct answers *from;
	const struct form_world *w;
	form_carry_fn	*carry;
	void		*carry_ctx;
};

static void
copy_files(const struct copy *c, struct answer *n, struct str ids)
{
	struct buf b = buf_new(c->into->a, ids.n + 1);
	size_t taken = 0;

	while (ids.n > 0 && taken < n->item->max_files) {
		struct str id = c->carry(c->carry_ctx, str_cut(&ids, ' '));

		if (id.n > 0)
			buf_fmt(&b, "%s" STR_FMT, taken++ > 0 ? " " : "", STR_ARG(id));
	}
	answer_set(c->into, n, buf_str(&b), false);
}

/* A consent is given anew, and what was prefilled comes anew; an answer of another type is read as
   if it were typed once more. */
static void
copy_answer(const struct copy *c, struct answer *n, const struct answer *old)
{
	enum form_type t = old->item->type;

	if (old->text.n == 0 || n->item->kind == FORM_CONFIRM ||
	    (n->item->prefill.n > 0 && old->source.n > 0 && !old->changed) ||
	    (n->item->kind == FORM_UPLOAD) != (old->item->kind == FORM_UPLOAD))
		return;
	if (n->item->kind == FORM_UPLOAD) {
		copy_files(c, n, old->text);
	} else if (t == n->item->type) {
		answer_set(c->into, n, old->text, old->wrong);
		n->ref = old->ref;
		if (n->item->filled && old->source.n > 0) {
			n->source = str_dup(c->into->a, old->source);
			n->source_at = old->source_at;
			n->changed = old->changed;
		}
	} else if (!old->ref) {
		answer_read(c->into, n, form_type_edit(c->into->a, t, old->text), c->w);
	}
}

/* Rows that a register gives are fetched anew. */
static bool
is_fetched(const struct copy *c, const struct form_item *repeat)
{
	const struct form *f = c->into->form;

	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->lookup != NULL && f->item[i]->lookup->rows == repeat)
			return true;
	return false;
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
		if (it->kind == FORM_REPEAT && was->kind == FORM_REPEAT && !is_fetched(c, it))
			copy_rows(c, answer_of(row, it), answer_of(old, was));
		else if (form_is_question(it) && form_is_question(was))
			copy_answer(c, answer_of(row, it), answer_of(old, was));
	}
}

void
answers_copy(struct answers *into, const struct answers *from, const struct form_world *w,
    form_carry_fn *carry, void *carry_ctx)
{
	CHECK_OBJ(into, ANSWERS_MAGIC);
	CHECK_OBJ(from, ANSWERS_MAGIC);
	copy_row(&(struct copy){ into, from, w, carry, carry_ctx }, into->root, from->root);
}
