/* The order in which calculate and relevant are worked out: each after what it looks at. */
#include "form/private.h"

#include <stdio.h>

enum { UNSEEN, OPEN, DONE };

struct planner {
	struct arena	*a;
	const struct form *form;
	struct step	*out;
	size_t		 n;
	char		*seen;		/* two per item: relevant, calculate */
	struct step	*stack;
	size_t		 depth;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

static void visit(struct planner *, const struct form_item *, bool calculate);

static void
name_one(struct buf *b, const struct form_item *it)
{
	if (it->name.n > 0)
		buf_fmt(b, STR_FMT " (line %d)", STR_ARG(it->name), it->line);
	else
		buf_fmt(b, "a %s (line %d)", form_kind_name(it->kind), it->line);
}

static void
complain_circle(struct planner *p, const struct form_item *it, bool calculate)
{
	struct buf b = buf_new(p->a, 256);
	const struct form_item *last = NULL;
	size_t i = p->depth;

	if (p->bad)
		return;
	p->bad = true;
	while (i > 0 && (p->stack[i - 1].item != it || p->stack[i - 1].calculate != calculate))
		i--;
	buf_add_z(&b, "these are worked out from each other in a circle: ");
	for (i = i > 0 ? i - 1 : 0; i < p->depth; last = p->stack[i++].item) {
		if (p->stack[i].item == last)
			continue;
		name_one(&b, p->stack[i].item);
		buf_add_z(&b, ", ");
	}
	buf_add_z(&b, "and so again; take one of them out of the others' expressions");
	if (p->complain != NULL)
		p->complain(p->ctx, it->line, str_z(p->a, buf_str(&b)));
}

static void
visit_refs(struct planner *p, const struct expr *x)
{
	if (x->op == OP_CALL && (x->fn->fn == f_name || x->fn->fn == f_namespace)) {
		for (size_t i = 0; i + 1 < x->arg[0]->ref->nsteps; i++)
			visit(p, x->arg[0]->ref->step[i], false);
		return;			/* its name is known, whatever it holds */
	}
	for (size_t i = 0; i < x->n; i++)
		visit_refs(p, x->arg[i]);
	if (x->op != OP_REF)
		return;
	for (size_t i = 0; i < x->ref->nsteps; i++) {
		visit(p, x->ref->step[i], false);
		visit(p, x->ref->step[i], true);
	}
}

static void
visit(struct planner *p, const struct form_item *it, bool calculate)
{
	char *seen = &p->seen[2 * it->index + calculate];
	const struct form_expr *x = calculate ? it->calculate : it->relevant;

	if (*seen == OPEN)
		complain_circle(p, it, calculate);
	if (*seen != UNSEEN || (calculate && x == NULL))
		return;
	*seen = OPEN;
	p->stack[p->depth++] = (struct step){ it, calculate };
	if (!calculate && it->parent != NULL)
		visit(p, it->parent, false);
	if (x != NULL)
		visit_refs(p, x->top);
	p->depth--;
	*seen = DONE;
	p->out[p->n++] = (struct step){ it, calculate };
}

const struct form_plan *
plan_make(struct arena *a, const struct form *f, xml_complain_fn *complain, void *ctx)
{
	struct planner p = { .a = a, .form = f, .complain = complain, .ctx = ctx };
	struct form_plan *plan = ARENA_NEW(a, struct form_plan);

	p.out = arena_alloc(a, (2 * f->nitems + 1) * sizeof *p.out);
	p.stack = arena_alloc(a, (2 * f->nitems + 1) * sizeof *p.stack);
	p.seen = arena_alloc(a, 2 * f->nitems + 1);
	for (size_t i = 0; i < f->nitems; i++) {
		visit(&p, f->item[i], false);
		visit(&p, f->item[i], true);
	}
	plan->v = p.out;
	plan->n = p.n;
	return p.bad ? NULL : plan;
}
