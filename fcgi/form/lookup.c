/* What registers gave: filled in, spoken of a property, and forgotten when it is another. */
#include "form/lookup.h"

#include "form/private.h"

struct str
form_hit_get(const struct form_hit *h, const char *column)
{
	for (size_t i = 0; i < h->n; i++)
		if (str_eq_z(h->v[i].column, column))
			return h->v[i].value;
	return STR_NONE;
}

bool
given_kept(const struct form_item *it)
{
	return it->kind == FORM_LOOKUP || it->type == FORM_REF;
}

struct answer *
answers_lookup(const struct answers *as, const struct form_item *page, struct str field)
{
	struct answer *n = answers_find(as, field);

	CHECK(as->judged);
	return n != NULL && n->item->kind == FORM_LOOKUP && n->item->page == page && n->relevant &&
	    !n->readonly ? n : NULL;
}

/* ---- the property that is named ---- */

static bool
number_of(const struct answer_row *row, const struct form_item *it, int64_t least, int64_t *out)
{
	const struct answer *n = it != NULL ? answer_of(row, it) : NULL;

	*out = 0;
	if (n == NULL || n->text.n == 0)
		return least == 0;
	return !n->wrong && str_int(n->text, out) && *out >= least && *out < 1000000;
}

static struct str
municipality(const struct answer_row *row, const struct form_item *it, struct str own)
{
	const struct answer *n = it != NULL ? answer_of(row, it) : NULL;

	return n != NULL && !n->wrong && n->text.n > 0 ? n->text : own;
}

static bool
is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n <= 8;
}

struct str
answers_property(struct arena *a, const struct answer *n, struct str own)
{
	const struct form_lookup *l = n->item->lookup;
	struct str knr = municipality(n->row, l->number[0], own);
	int64_t v[4];

	if (l->number[1] == NULL || l->number[2] == NULL || !is_digits(knr))
		return STR_NONE;
	for (int i = 0; i < 4; i++)
		if (!number_of(n->row, l->number[i + 1], i < 2 ? 1 : 0, &v[i]))
			return STR_NONE;
	return str_fmt(a, STR_FMT "-%lld/%lld/%lld/%lld", STR_ARG(knr), (long long)v[0],
	    (long long)v[1], (long long)v[2], (long long)v[3]);
}

/* ---- what was said of it: "known 9998-12/34/0/0" ---- */

struct str
lookup_said(const struct answer *n)
{
	struct str rest = n->text;

	return str_cut(&rest, ' ');
}

static void
forget(void *state, struct answer_row *row)
{
	struct answers *as = state;
	size_t nslots = row->group != NULL ? row->group->nslots : as->form->nslots;

	for (size_t i = 0; i < nslots; i++) {
		struct answer *n = &row->node[i];
		struct str of = n->text;

		if (n->item->kind != FORM_LOOKUP || n->text.n == 0)
			continue;
		(void)str_cut(&of, ' ');
		if (str_eq(of, answers_property(as->a, n, STR("0"))))
			continue;
		answer_set(as, n, STR_NONE, false);
		n->source = STR_NONE;
		n->source_at = 0;
	}
}

void
lookups_settle(struct answers *as)
{
	const struct form *f = as->form;

	forget(as, as->root);
	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->kind == FORM_REPEAT)
			rows_each(as, f->item[i], forget, as);
}

static void
come_from(struct answers *as, struct answer *n, struct str source, const struct form_world *w)
{
	n->source = str_fmt(as->a, "register:" STR_FMT, STR_ARG(source));
	n->source_at = w->now_at;
	n->changed = n->away = false;
}

void
answers_said(struct answers *as, struct answer *n, const char *said, const struct form_world *w)
{
	struct str of = answers_property(as->a, n, STR("0"));

	CHECK_OBJ(as, ANSWERS_MAGIC);
	CHECK(n->item->kind == FORM_LOOKUP);
	if (of.n == 0)
		return;
	answer_set(as, n, str_fmt(as->a, "%s " STR_FMT, said, STR_ARG(of)), false);
	come_from(as, n, n->item->lookup->source, w);
}

/* ---- those not spoken of yet ---- */

struct due {
	const struct form_item *page;
	const struct answer *before;
	struct answer	*found;
	struct arena	*a;
};

static bool
is_due(const struct due *d, const struct answer *n)
{
	return n->item->kind == FORM_LOOKUP && n->item->page == d->page && n->relevant &&
	    !n->closed && answers_property(d->a, n, STR("0")).n > 0 &&
	    (n->text.n == 0 || str_eq_z(lookup_said(n), "away"));
}

static void
find_due(struct due *d, struct answer_row *row, const struct form *f)
{
	for (size_t i = 0; i < f->nitems && d->found == NULL; i++) {
		struct answer *n;

		if (f->item[i]->group != row->group)
			continue;
		n = answer_of(row, f->item[i]);
		for (size_t k = 0; k < n->nrows && d->found == NULL; k++)
			find_due(d, n->rows[k], f);
		if (d->before == n)
			d->before = NULL;
		else if (d->before == NULL && d->found == NULL && is_due(d, n))
			d->found = n;
	}
}

struct answer *
answers_due(const struct answers *as, const struct form_item *page, const struct answer *before)
{
	struct due d = { page, before, NULL, as->a };

	CHECK_OBJ(as, ANSWERS_MAGIC);
	find_due(&d, as->root, as->form);
	return d.found;
}

/* ---- filled in ---- */

static void
fill_row(struct answers *as, const struct form_lookup *l, struct answer_row *row,
    const struct form_hit *h, bool anew, const struct form_world *w)
{
	for (size_t i = 0; i < l->nfills; i++) {
		struct answer *n = answer_of(row, l->fills[i].item);
		struct str value = form_hit_get(h, str_z(as->a, l->fills[i].column));

		if (value.p == NULL || (!anew && n->source.n > 0 && n->changed))
			continue;
		answer_read(as, n, value, w);
		if (n->wrong)			/* not what the form asks for */
			answer_set(as, n, STR_NONE, false);
		come_from(as, n, l->source, w);
		if (n->text.n == 0)
			n->source = STR_NONE;
	}
}

void
answers_fill(struct answers *as, struct answer *n, const struct form_hit *h,
    const struct form_world *w)
{
	CHECK_OBJ(as, ANSWERS_MAGIC);
	CHECK(n->item->kind == FORM_LOOKUP && n->item->lookup->rows == NULL);
	fill_row(as, n->item->lookup, n->row, h, true, w);
	answers_said(as, n, "known", w);
	answers_rules(as, w);
}

/* ---- rows ---- */

static struct str
filled(const struct form_lookup *l, const struct answer_row *row, const char *column)
{
	for (size_t i = 0; i < l->nfills; i++)
		if (str_eq_z(l->fills[i].column, column))
			return answer_of(row, l->fills[i].item)->text;
	return STR_NONE;
}

static bool
is_given(const struct form_lookup *l, const struct answer_row *row)
{
	for (size_t i = 0; i < l->nfills; i++)
		if (answer_of(row, l->fills[i].item)->source.n > 0)
			return true;
	return false;
}

static bool
is_blank(const struct answer_row *row)
{
	for (size_t i = 0; i < row->group->nslots; i++)
		if (row->node[i].text.n > 0 || row->node[i].nrows > 0)
			return false;
	return true;
}

/* The same owner of the same property. */
static bool
is_same(const struct form_lookup *l, const struct answer_row *row, const struct form_hit *h)
{
	static const char *const by[] = { "kommunenummer", "gardsnummer", "bruksnummer",
	    "festenummer", "seksjonsnummer", "ref" };

	for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
		struct str was = filled(l, row, by[i]), is = form_hit_get(h, by[i]);

		if (was.p != NULL && is.p != NULL && !str_eq(was, is))
			return false;
	}
	return is_given(l, row);
}

struct rows {
	struct answers	*as;
	const struct form_lookup *l;
	struct answer	*repeat;
	bool		*kept;		/* of each row */
};

static struct answer_row *
row_for(struct rows *r, const struct form_hit *h)
{
	struct answer *repeat = r->repeat;
	struct answer_row *row;

	for (size_t i = 0; i < repeat->nrows; i++)
		if (!r->kept[i] && is_same(r->l, repeat->rows[i], h)) {
			r->kept[i] = true;
			return repeat->rows[i];
		}
	for (size_t i = 0; i < repeat->nrows; i++)
		if (!r->kept[i] && is_blank(repeat->rows[i])) {
			r->kept[i] = true;
			return repeat->rows[i];
		}
	if (repeat->nrows >= repeat->item->max)
		return NULL;
	row = row_add(r->as, repeat);
	rows_least(r->as, row);
	r->kept[repeat->nrows - 1] = true;
	return row;
}

static bool
has_row(const struct form_lookup *l, const struct answer_row *row, const struct form_hit *h,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_same(l, row, &h[i]))
			return true;
	return false;
}

/* Those that are no hit any more go first, so that there is room. */
static void
drop_others(struct answer *repeat, const struct form_lookup *l, const struct form_hit *h, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < repeat->nrows; i++)
		if (!is_given(l, repeat->rows[i]) || has_row(l, repeat->rows[i], h, n))
			repeat->rows[kept++] = repeat->rows[i];
	repeat->nrows = kept;
	rows_number(repeat);
}

size_t
answers_fill_rows(struct answers *as, struct answer *n, const struct form_hit *h, size_t count,
    const struct form_world *w)
{
	const struct form_lookup *l = n->item->lookup;
	struct rows r = { as, l, answer_of(n->row, l->rows),
	    arena_alloc(as->a, FORM_ROWS_MOST * sizeof(bool)) };
	size_t left = 0;

	CHECK_OBJ(as, ANSWERS_MAGIC);
	CHECK(l->rows != NULL);
	drop_others(r.repeat, l, h, count);
	for (size_t i = 0; i < count; i++) {
		struct answer_row *row = row_for(&r, &h[i]);

		if (row != NULL)
			fill_row(as, l, row, &h[i], false, w);
		left += row == NULL;
	}
	rows_least(as, n->row);
	answers_rules(as, w);
	return left;
}
