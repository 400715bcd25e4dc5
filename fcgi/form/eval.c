/* The checked tree, evaluated over the nodes.  Names were found when the form was loaded. */
#include "form/private.h"

#include <math.h>

static bool
spend(struct eval *e)
{
	return ++*e->ops <= OPS_MOST;
}

bool
spend_text(struct eval *e, size_t bytes)
{
	*e->ops += bytes / OP_BYTES;
	return *e->ops <= OPS_MOST;
}

/* ---- nodes ---- */

static const struct answer_row *
start_row(const struct eval *e, const struct ref *r)
{
	const struct answer_row *row = e->row;

	for (size_t i = 0; i < r->up; i++)
		row = row->parent->row;
	return row;
}

static bool
walk_rows(struct eval *e, const struct ref *r, size_t step, const struct answer_row *row,
    node_fn *fn, void *state)
{
	const struct answer *n = answer_of(row, r->step[step]);

	if (!spend(e))
		return false;
	if (step + 1 == r->nsteps)
		return fn(state, n);
	if (!n->relevant)
		return true;
	for (size_t i = 0; i < n->nrows; i++)
		if ((r->row[step] == 0 || r->row[step] == i + 1) &&
		    !walk_rows(e, r, step + 1, n->rows[i], fn, state))
			return false;
	return true;
}

void
ref_each(struct eval *e, const struct ref *r, node_fn *fn, void *state)
{
	walk_rows(e, r, 0, start_row(e, r), fn, state);
}

static bool
keep_one(void *state, const struct answer *n)
{
	*(const struct answer **)state = n;
	return false;
}

const struct answer *
ref_one(struct eval *e, const struct ref *r)
{
	const struct answer *n = NULL;

	if (r->nsteps == 1)
		return answer_of(start_row(e, r), r->step[0]);
	ref_each(e, r, keep_one, (void *)&n);
	return n;
}

struct counting {
	size_t	row, n;		/* one row, or 0 for all */
};

static bool
count_node(void *state, const struct answer *n)
{
	struct counting *c = state;

	if (!n->relevant)
		return true;
	if (n->item->kind == FORM_REPEAT)
		c->n += c->row == 0 ? n->nrows : n->nrows >= c->row;
	else
		c->n += n->text.n > 0 && !n->wrong;
	return true;
}

size_t
ref_count(struct eval *e, const struct ref *r)
{
	struct counting c = { .row = r->row[r->nsteps - 1] };

	ref_each(e, r, count_node, &c);
	return c.n;
}

struct pass {
	val_fn	*fn;
	void	*state;
};

static bool
pass_value(void *state, const struct answer *n)
{
	const struct pass *p = state;

	return p->fn(p->state, val_of(n));
}

void
expr_each(struct eval *e, const struct expr *x, val_fn *fn, void *state)
{
	struct pass p = { fn, state };

	if (x->op == OP_REF && x->ref->many)
		ref_each(e, x->ref, pass_value, &p);
	else
		fn(state, eval_expr(e, x));
}

static bool
any_so(void *state, const struct answer *n)
{
	bool *so = state;

	*so = to_bool(val_of(n));
	return !*so;
}

static struct val
eval_ref(struct eval *e, const struct expr *x)
{
	const struct answer *n;
	bool so = false;

	if (x->type != V_ROWS && !x->ref->many) {
		n = ref_one(e, x->ref);
		return n != NULL ? val_of(n) : (struct val){ .t = x->type, .num = (double)NAN,
		    .missing = x->type != V_BOOL,
		    .s = STR("") };
	}
	if (x->type == V_ROWS)
		return val_bool(ref_count(e, x->ref) > 0);
	ref_each(e, x->ref, any_so, &so);
	return val_bool(so);
}

/* ---- operators ---- */

/* A part that is not known leaves the whole unknown, unless the other part settles it. */
static struct val
eval_logic(struct eval *e, const struct expr *x)
{
	bool settles = x->op == OP_OR;
	struct val l = eval_expr(e, x->arg[0]), r;
	bool lb = to_bool(l), rb, lu = l.t == V_BOOL && l.missing, ru;

	if (lb == settles && !lu)
		return val_bool(settles);
	r = eval_expr(e, x->arg[1]);
	rb = to_bool(r);
	ru = r.t == V_BOOL && r.missing;
	if (rb == settles && !ru)
		return val_bool(settles);
	return (struct val){ .t = V_BOOL, .b = settles ? lb || rb : lb && rb, .missing = lu || ru };
}

static double
arithmetic(enum op op, double l, double r)
{
	return op == OP_ADD ? l + r : op == OP_SUB ? l - r : op == OP_MUL ? l * r : op == OP_DIV ?
	    l / r : fmod(l, r);
}

static struct val
eval_arithmetic(struct eval *e, const struct expr *x)
{
	struct val l = to_num(eval_expr(e, x->arg[0])), r = to_num(eval_expr(e, x->arg[1])), out;

	out = val_num(arithmetic(x->op, l.num, r.num));
	out.missing = l.missing || r.missing;
	if (x->type != V_DAY || out.missing)
		return (struct val){ .t = x->type, .num = out.missing ? (double)NAN : out.num,
		    .missing = out.missing };
	return val_day(floor(out.num));
}

static struct val
eval_negative(struct eval *e, const struct expr *x)
{
	struct val v = to_num(eval_expr(e, x->arg[0]));

	v.num = -v.num;
	return v;
}

struct val
eval_expr(struct eval *e, const struct expr *x)
{
	if (!spend(e))
		return (struct val){ .t = x->type, .missing = true, .num = (double)NAN };
	switch (x->op) {
	case OP_OR: case OP_AND:
		return eval_logic(e, x);
	case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
		return eval_compare(e, x->op, x->arg[0], x->arg[1]);
	case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_MOD:
		return eval_arithmetic(e, x);
	case OP_NEG:
		return eval_negative(e, x);
	case OP_NUM:
		return val_num(x->num);
	case OP_STR:
		return val_str(x->s);
	case OP_REF:
		return eval_ref(e, x);
	case OP_CALL:
		break;
	}
	return x->fn->fn(e, x);
}
