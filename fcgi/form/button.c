/* The buttons of a repeat: legg-til:onske, fjern:onske:2, opp:onske:2, ned:onske:2; and of a file:
   fjern-fil:dokumentasjon:ID. */
#include "form/private.h"

static bool
add_row(struct answers *as, struct answer *repeat, const struct form_world *w,
    const struct answer_row **row)
{
	struct answer_row *made;

	if (repeat->nrows >= repeat->item->max)
		return false;
	made = row_add(as, repeat);
	rows_least(as, made);
	prefill_row(as, made, w);
	*row = made;
	return true;
}

static bool
remove_row(struct answer *repeat, size_t i)
{
	if (repeat->nrows <= repeat->item->min)
		return false;
	memmove(&repeat->rows[i], &repeat->rows[i + 1],
	    (repeat->nrows - i - 1) * sizeof(struct answer_row *));
	repeat->nrows--;
	rows_number(repeat);
	return true;
}

static bool
swap_rows(struct answer *repeat, size_t i, size_t k, const struct answer_row **row)
{
	struct answer_row *moved = repeat->rows[i];

	if (!repeat->item->ordered || k >= repeat->nrows)	/* up from the first wraps round to
								   a very large k */
		return false;
	repeat->rows[i] = repeat->rows[k];
	repeat->rows[k] = moved;
	rows_number(repeat);
	*row = moved;
	return true;
}

static bool
press(struct answers *as, struct answer *repeat, struct str verb, struct str number,
    const struct form_world *w, const struct answer_row **row)
{
	int64_t n;

	if (str_eq_z(verb, "legg-til"))
		return number.p == NULL && add_row(as, repeat, w, row);
	if (!str_int(number, &n) || n < 1 || (size_t)n > repeat->nrows)
		return false;
	if (str_eq_z(verb, "fjern"))
		return remove_row(repeat, (size_t)n - 1);
	if (str_eq_z(verb, "opp"))
		return swap_rows(repeat, (size_t)n - 1, (size_t)n - 2, row);
	return str_eq_z(verb, "ned") && swap_rows(repeat, (size_t)n - 1, (size_t)n, row);
}

bool
answers_button(struct answers *as, const struct form_item *page, struct str button,
    const struct form_world *w, const struct answer_row **row_out)
{
	struct str verb = str_cut(&button, ':'), name = str_cut(&button, ':');
	struct answer *repeat = answers_find(as, name);
	const struct answer_row *row = NULL;

	CHECK(as->judged);
	if (str_eq_z(verb, "fjern-fil")) {
		if (row_out != NULL)
			*row_out = NULL;
		return file_remove(as, page, name, button, w);
	}
	if (repeat == NULL || repeat->item->kind != FORM_REPEAT || repeat->item->page != page ||
	    !repeat->relevant || repeat->readonly || !press(as, repeat, verb, button, w, &row))
		return false;
	answers_rules(as, w);
	if (row_out != NULL)
		*row_out = row;
	return true;
}
