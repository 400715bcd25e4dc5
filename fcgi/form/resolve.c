/* From the names of a path to items and slots. */
#include "form/private.h"

const struct form_item *
item_in(const struct form *f, const struct form_item *group, struct str name)
{
	for (size_t i = 0; i < f->nitems; i++) {
		const struct form_item *it = f->item[i];

		if (it->group == group && it->kind != FORM_PAGE && it->kind != FORM_SECTION &&
		    it->kind != FORM_CHECK && str_eq(it->name, name))
			return it;
	}
	return NULL;
}

static const struct form_item *
group_of(const struct compile *c)
{
	return c->context != NULL ? c->context->group : NULL;
}

/* a-b is one name to XPath; no question has a hyphen in its name. */
static bool
has_minus(const struct form *f, struct str name)
{
	struct str rest = name, head = str_cut(&rest, '-');

	for (size_t i = 0; i < f->nitems && rest.n > 0; i++)
		if (str_eq(f->item[i]->name, head))
			return true;
	return false;
}

static void
unknown(struct compile *c, size_t at, struct str name, const struct form_item *group, bool outward)
{
	const struct form *f = c->form;
	struct str *known = arena_alloc(c->a, (f->nitems + 1) * sizeof *known), near;
	size_t n = 0;

	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->name.n > 0 && f->item[i]->kind != FORM_PAGE &&
		    (f->item[i]->group == group || (outward && f->item[i]->group == NULL)))
			known[n++] = f->item[i]->name;
	near = suggest(name, known, n);
	if (form_page(f, name) != NULL)
		compile_bad(c, at, STR_FMT " is a page; write the name of a question on it",
		    STR_ARG(name));
	else if (func_find(name) != NULL)
		compile_bad(c, at, "there is no question called " STR_FMT
		    "; for the function, write " STR_FMT "()", STR_ARG(name), STR_ARG(name));
	else if (has_minus(f, name))
		compile_bad(c, at, "there is no question called " STR_FMT
		    "; write blanks around a minus", STR_ARG(name));
	else if (near.n > 0)
		compile_bad(c, at, "there is no question called " STR_FMT "; did you mean " STR_FMT
		    "?", STR_ARG(name), STR_ARG(near));
	else
		compile_bad(c, at, "there is no question called " STR_FMT
		    "; text stands in quotes: '" STR_FMT "'", STR_ARG(name), STR_ARG(name));
}

/* A bare name: of the same group, else of those around it, else of the form. */
static const struct form_item *
outward(struct compile *c, struct str name, size_t *up_out)
{
	const struct form_item *g = group_of(c);

	for (size_t up = 0;; up++, g = g->group) {
		const struct form_item *it = item_in(c->form, g, name);

		if (it != NULL) {
			*up_out = up;
			return it;
		}
		if (g == NULL)
			return NULL;
	}
}

/* ../name and ../../name: the first .. is the group of this question, each more one group out. */
static const struct form_item *
climb(struct compile *c, struct expr *x, size_t *used)
{
	const struct form_item *g = group_of(c), *it;
	struct ref *r = x->ref;
	size_t i = 1;

	for (; i < r->nsteps && str_eq_z(r->name[i], ".."); i++, r->up++) {
		if (g == NULL) {
			compile_bad(c, x->at,
			    "there is nothing outside the form; take away one ..");
			return NULL;
		}
		g = g->group;
	}
	if (i == r->nsteps) {
		compile_bad(c, x->at, "write the name of a question after ..");
		return NULL;
	}
	it = item_in(c->form, g, r->name[i]);
	if (it == NULL)
		unknown(c, x->at, r->name[i], g, false);
	*used = i + 1;
	return it;
}

static const struct form_item *
from_root(struct compile *c, struct expr *x, size_t *used)
{
	struct ref *r = x->ref;
	size_t i = r->nsteps > 1 && str_eq(r->name[0], c->form->id) ? 1 : 0;
	const struct form_item *it = item_in(c->form, NULL, r->name[i]);

	for (const struct form_item *g = group_of(c); g != NULL; g = g->group)
		r->up++;
	if (it == NULL)
		unknown(c, x->at, r->name[i], NULL, false);
	*used = i + 1;
	return it;
}

static const struct form_item *
first_item(struct compile *c, struct expr *x, size_t *used)
{
	const struct form_item *it;
	struct ref *r = x->ref;

	*used = 1;
	if (r->rooted)
		return from_root(c, x, used);
	if (str_eq_z(r->name[0], "..") && c->context != NULL)
		return climb(c, x, used);
	if (str_eq_z(r->name[0], ".") || str_eq_z(r->name[0], "..")) {
		if (c->context == NULL)
			compile_bad(c, x->at,
			    "there is no question here that . could mean; write a name");
		return c->context;
	}
	it = outward(c, r->name[0], &r->up);
	if (it == NULL)
		unknown(c, x->at, r->name[0], group_of(c), true);
	return it;
}

static bool
add_item(struct compile *c, struct expr *x, const struct form_item *it, size_t row)
{
	struct ref *r = x->ref;
	const struct form_item *before = r->step[0] != NULL ? r->step[r->nsteps - 1] : NULL;

	if (row > 0 && it->kind != FORM_REPEAT) {
		compile_bad(c, x->at, STR_FMT " has no rows; take away [ ]", STR_ARG(it->name));
		return false;
	}
	if (before != NULL && r->row[r->nsteps - 1] == 0)
		r->many = true;
	r->step[r->nsteps] = it;
	r->row[r->nsteps++] = row;
	return true;
}

static bool
good_end(struct compile *c, const struct expr *x, const struct form_item *it)
{
	if (it->kind != FORM_PAGE && it->kind != FORM_SECTION && it->kind != FORM_CHECK)
		return true;
	compile_bad(c, x->at, "a %s has no answer; write the name of a question",
	    form_kind_name(it->kind));
	return false;
}

/* After this a path is only steps: `name` is what was written, `step` what it means. */
bool
resolve_ref(struct compile *c, struct expr *x)
{
	struct ref *r = x->ref, written = *r;
	size_t used;
	const struct form_item *it = first_item(c, x, &used);

	if (it == NULL)
		return false;
	r->nsteps = 0;
	memset(r->row, 0, sizeof r->row);
	if (!add_item(c, x, it, written.row[used - 1]))
		return false;
	for (; used < written.nsteps; used++) {
		const struct form_item *g = it;

		if (g->kind != FORM_REPEAT) {
			compile_bad(c, x->at, STR_FMT " is not a repeat; write " STR_FMT " alone",
			    STR_ARG(g->name), STR_ARG(written.name[used]));
			return false;
		}
		it = item_in(c->form, g, written.name[used]);
		if (it == NULL) {
			unknown(c, x->at, written.name[used], g, false);
			return false;
		}
		if (!add_item(c, x, it, written.row[used]))
			return false;
	}
	return good_end(c, x, it);
}
