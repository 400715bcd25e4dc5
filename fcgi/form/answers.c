/* The nodes of one draft: made, found, named. */
#include "form/private.h"

struct answer_row *
row_new(struct answers *as, const struct form_item *group, struct answer *parent)
{
	const struct form *f = as->form;
	size_t n = group != NULL ? group->nslots : f->nslots;
	struct answer_row *row = arena_alloc(as->a, sizeof *row + n * sizeof row->node[0]);

	row->group = group;
	row->parent = parent;
	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->group == group) {
			struct answer *node = answer_of(row, f->item[i]);

			node->item = f->item[i];
			node->row = row;
			node->num = type_number(node->item->type, STR_NONE);
		}
	return row;
}

void
rows_number(struct answer *repeat)
{
	for (size_t i = 0; i < repeat->nrows; i++)
		repeat->rows[i]->number = i + 1;
}

static void
grow(struct answers *as, struct answer *repeat)
{
	size_t n = repeat->nrows, size = n > 0 ? 2 * n : 1;
	struct answer_row **rows = arena_alloc(as->a, size * sizeof *rows);

	if (n > 0)
		memcpy(rows, repeat->rows, n * sizeof *rows);
	repeat->rows = rows;
}

struct answer_row *
row_add(struct answers *as, struct answer *repeat)
{
	struct answer_row *row;

	CHECK(repeat->nrows < FORM_ROWS_MOST);
	if ((repeat->nrows & (repeat->nrows - 1)) == 0)		/* full: room for twice as many */
		grow(as, repeat);
	row = row_new(as, repeat->item, repeat);
	repeat->rows[repeat->nrows++] = row;
	row->number = repeat->nrows;
	return row;
}

static void
least_of(struct answers *as, struct answer *repeat)
{
	while (repeat->nrows < repeat->item->min)
		row_add(as, repeat);
	for (size_t i = 0; i < repeat->nrows; i++)
		rows_least(as, repeat->rows[i]);
}

void
rows_least(struct answers *as, struct answer_row *row)
{
	size_t n = row->group != NULL ? row->group->nslots : as->form->nslots;

	for (size_t i = 0; i < n; i++)
		if (row->node[i].item->kind == FORM_REPEAT)
			least_of(as, &row->node[i]);
}

struct answers *
answers_bare(struct arena *a, const struct form *f)
{
	struct answers *as = ARENA_NEW(a, struct answers);

	CHECK_OBJ(f, FORM_MAGIC);
	as->magic = ANSWERS_MAGIC;
	as->a = a;
	as->form = f;
	as->work = ARENA_NEW(a, struct answers_work);
	as->root = row_new(as, NULL, NULL);
	return as;
}

struct answers *
answers_new(struct arena *a, const struct form *f)
{
	struct answers *as = answers_bare(a, f);

	rows_least(as, as->root);
	return as;
}

void
answer_set(struct answers *as, struct answer *n, struct str text, bool wrong)
{
	as->work->bytes = as->work->bytes - n->text.n + text.n;
	n->text = text;
	n->wrong = wrong;
	n->ref = false;
	n->num = type_number(n->item->type, wrong ? STR_NONE : text);
}

void
answer_read(struct answers *as, struct answer *n, struct str typed, const struct form_world *w)
{
	struct str canonical = STR_NONE;
	bool empty = str_trim(typed).n == 0;
	bool fits = empty || form_type_read(as->a, n->item->type, typed, w, &canonical);

	answer_set(as, n, str_dup(as->a, fits ? canonical : str_trim(typed)), !fits);
}

static void
each_in(struct answer_row *row, const struct form_item *group, row_fn *fn, void *state)
{
	struct answer *repeat;

	if (row->group == group) {
		fn(state, row);
		return;
	}
	/* groups are at most two deep: the one looked for, or the one around it, stands in this
	   row */
	repeat = answer_of(row, group->group == row->group ? group : group->group);
	for (size_t i = 0; i < repeat->nrows; i++)
		each_in(repeat->rows[i], group, fn, state);
}

void
rows_each(struct answers *as, const struct form_item *group, row_fn *fn, void *state)
{
	each_in(as->root, group, fn, state);
}

/* ---- field names ---- */

struct answer *
answers_find(const struct answers *as, struct str name)
{
	const struct form_item *group = NULL, *it;
	struct answer_row *row;
	int64_t number;

	CHECK_OBJ(as, ANSWERS_MAGIC);
	row = as->root;
	for (;;) {
		it = item_in(as->form, group, str_cut(&name, '.'));
		if (it == NULL || name.n == 0)
			return it != NULL ? answer_of(row, it) : NULL;
		if (it->kind != FORM_REPEAT || !str_int(str_cut(&name, '.'), &number) ||
		    number < 1 || (size_t)number > answer_of(row, it)->nrows || name.n == 0)
			return NULL;
		row = answer_of(row, it)->rows[number - 1];
		group = it;
	}
}

static void
add_path(struct buf *b, const struct answer *n, char sep)
{
	if (n->row->parent != NULL) {
		add_path(b, n->row->parent, sep);
		buf_add_char(b, sep);
		buf_add_count(b, n->row->number);
		buf_add_char(b, sep);
	}
	buf_add(b, n->item->name);
}

static struct str
path(struct arena *a, const struct answer *n, char sep)
{
	struct buf b;

	if (n->row->parent == NULL)
		return n->item->name;
	b = buf_new(a, 64);
	add_path(&b, n, sep);
	return buf_str(&b);
}

struct str
answer_field(struct arena *a, const struct answer *n)
{
	return path(a, n, '.');
}

struct str
answer_dom_id(struct arena *a, const struct answer *n)
{
	return path(a, n, '-');
}
