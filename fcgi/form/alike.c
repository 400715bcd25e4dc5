/* A form and the same form in another language: everything but words must be alike. */
#include "form/lookup.h"
#include "form/private.h"

struct alike {
	struct arena	*a;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 same;
};

static void
differs(struct alike *k, const struct form_item *other, const char *what)
{
	k->same = false;
	if (k->complain != NULL)
		k->complain(k->ctx, other->line, str_fmt(k->a, STR_FMT
		    " has another %s than the form it translates; a translation changes words only",
		    STR_ARG(other->name.n > 0 ? other->name :
		    str_from_z(form_kind_name(other->kind))), what).p);
}

static bool
same_expr(const struct form_expr *x, const struct form_expr *y)
{
	return (x == NULL) == (y == NULL) && (x == NULL || str_eq(x->text, y->text));
}

static bool
same_rules(const struct form_rule *x, const struct form_rule *y)
{
	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		if (x->level != y->level || !same_expr(x->test, y->test))
			return false;
	return x == y;
}

static bool
same_list(const struct form_list *x, const struct form_list *y)
{
	if (x == NULL || y == NULL)
		return x == y;
	if (!str_eq(x->id, y->id) || !str_eq(x->source, y->source) || x->options.n != y->options.n)
		return false;
	for (size_t i = 0; i < x->options.n; i++)
		if (!str_eq(x->options.v[i].value, y->options.v[i].value))
			return false;
	return true;
}

static bool
same_lookup(const struct form_lookup *x, const struct form_lookup *y)
{
	if (x == NULL || y == NULL)
		return x == y;
	if (!str_eq(x->source, y->source) || x->nfills != y->nfills)
		return false;
	for (size_t i = 0; i < x->nfills; i++)
		if (!str_eq(x->fills[i].column, y->fills[i].column) ||
		    x->fills[i].item->index != y->fills[i].item->index)
			return false;
	return true;
}

static void
compare(struct alike *k, const struct form_item *x, const struct form_item *y)
{
	if (!str_eq(x->name, y->name))
		differs(k, y, "name");
	else if (x->kind != y->kind || x->type != y->type || x->slot != y->slot)
		differs(k, y, "kind");
	else if (!same_list(x->list, y->list))
		differs(k, y, "list");
	else if (!same_lookup(x->lookup, y->lookup))
		differs(k, y, "register");
	else if (x->min != y->min || x->max != y->max || x->ordered != y->ordered)
		differs(k, y, "number of rows");
	else if (!same_expr(x->relevant, y->relevant) || !same_expr(x->required, y->required) ||
	    !same_expr(x->readonly, y->readonly) || !same_expr(x->calculate, y->calculate) ||
	    !same_rules(x->rules, y->rules))
		differs(k, y, "rule");
}

bool
form_alike(const struct form *f, const struct form *other, xml_complain_fn *complain, void *ctx)
{
	struct alike k = { arena_new(1 << 20), complain, ctx, true };

	CHECK_OBJ(f, FORM_MAGIC);
	CHECK_OBJ(other, FORM_MAGIC);
	for (size_t i = 0; i < f->nitems && i < other->nitems; i++)
		compare(&k, f->item[i], other->item[i]);
	if (f->nitems != other->nitems)
		differs(&k, other->item[other->nitems - 1], "number of questions before it");
	arena_free(&k.a);
	return k.same;
}
