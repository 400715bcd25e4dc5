/* Answers that a register gives: kept with where they are from, and when. */
#include "form/private.h"

static void
prefill(struct answers *as, struct answer *n, const struct form_world *w)
{
	struct str value;

	if (n->item->prefill.n == 0 || n->text.n > 0 || n->source.n > 0)
		return;
	value = w->value(w->ctx, n->item->prefill);
	if (value.n > 0)
		answer_read(as, n, value, w);
	if (n->wrong)			/* not what the form asks for */
		answer_set(as, n, STR_NONE, false);
	n->away = n->text.n == 0 && w->away != NULL && w->away(w->ctx, n->item->prefill);
	if (n->text.n == 0 && !n->away)
		return;
	n->source = str_fmt(as->a, "register:" STR_FMT, STR_ARG(n->item->prefill));
	n->source_at = w->now_at;
}

void
prefill_row(struct answers *as, struct answer_row *row, const struct form_world *w)
{
	size_t nslots = row->group != NULL ? row->group->nslots : as->form->nslots;

	for (size_t i = 0; w->value != NULL && i < nslots; i++) {
		struct answer *n = &row->node[i];

		prefill(as, n, w);
		for (size_t k = 0; k < n->nrows; k++)
			prefill_row(as, n->rows[k], w);
	}
}

void
answers_prefill(struct answers *as, const struct form_world *w)
{
	CHECK_OBJ(as, ANSWERS_MAGIC);
	prefill_row(as, as->root, w);
}
