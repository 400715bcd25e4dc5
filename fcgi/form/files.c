/* The answers of upload questions: ids of files. */
#include "form/private.h"

struct answer *
answers_file_field(const struct answers *as, const struct form_item *page, struct str field)
{
	struct answer *n = answers_find(as, field);

	CHECK(as->judged);
	return n != NULL && n->item->kind == FORM_UPLOAD && n->item->page == page && n->relevant &&
	    !n->readonly ? n : NULL;
}

static size_t
count(struct str ids)
{
	size_t n = 0;

	while (ids.n > 0)
		n += str_cut(&ids, ' ').n > 0;
	return n;
}

bool
answers_file_room(const struct answer *n)
{
	return count(n->text) < n->item->max_files;
}

static struct str
joined(struct arena *a, struct str ids, struct str id)
{
	return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(ids), ids.n > 0 ? " " : "", STR_ARG(id));
}

bool
answers_file_add(struct answers *as, const struct form_item *page, struct str field, struct str id,
    const struct form_world *w)
{
	struct answer *n = answers_file_field(as, page, field);

	if (n == NULL || !answers_file_room(n))
		return false;
	answer_set(as, n, joined(as->a, n->text, id), false);
	answers_rules(as, w);
	return true;
}

bool
file_remove(struct answers *as, const struct form_item *page, struct str field, struct str id,
    const struct form_world *w)
{
	struct answer *n = answers_file_field(as, page, field);
	struct str rest, kept = STR_NONE;
	bool found = false;

	if (n == NULL)
		return false;
	for (rest = n->text; rest.n > 0;) {
		struct str one = str_cut(&rest, ' ');

		if (str_eq(one, id))
			found = true;
		else
			kept = joined(as->a, kept, one);
	}
	if (!found)
		return false;
	answer_set(as, n, kept, false);
	answers_rules(as, w);
	return true;
}

static void
gather(const struct answers *as, const struct answer_row *row, enum answers_what what,
    struct str *ids)
{
	size_t nslots = row->group != NULL ? row->group->nslots : as->form->nslots;

	for (size_t i = 0; i < nslots; i++) {
		const struct answer *n = &row->node[i];

		if (what == ANSWERS_PRUNED && !n->relevant)
			continue;
		if (n->item->kind == FORM_UPLOAD && n->text.n > 0)
			*ids = joined(as->a, *ids, n->text);
		for (size_t k = 0; k < n->nrows; k++)
			gather(as, n->rows[k], what, ids);
	}
}

struct str
answers_files(const struct answers *as, enum answers_what what)
{
	struct str ids = STR("");

	CHECK(what == ANSWERS_DRAFT || as->judged);
	gather(as, as->root, what, &ids);
	return ids;
}
