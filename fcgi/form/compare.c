/* Comparisons (XPath 1.0 § 3.4): of many nodes it is enough that one fits.  A number or date
   compared while its answer is empty is not known: b is what XPath says, missing tells. */
#include "form/private.h"

static bool
order(enum op op, double l, double r)
{
	switch (op) {
	case OP_LT:
		return l < r;
	case OP_LE:
		return l <= r;
	case OP_GT:
		return l > r;
	case OP_GE:
		return l >= r;
	case OP_EQ:
		return l == r;
	case OP_NE:
		return l != r;
	case OP_OR: case OP_AND: case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_MOD:
	case OP_NEG:
	case OP_NUM: case OP_STR: case OP_REF: case OP_CALL:
		break;
	}
	CHECK(!"an operator that compares");
	return false;
}

static struct val
as_numbers(enum op op, struct val l, struct val r)
{
	struct val out = val_bool(order(op, l.num, r.num));

	out.missing = l.missing || r.missing;
	return out;
}

/* Emptiness is asked for, of an answer or a text; of true() and the like XPath says. */
static bool
asks_empty(struct val v, struct val other)
{
	return v.t == V_STR && v.s.n == 0 && !v.missing &&
	    (other.t != V_BOOL || other.s.p != NULL);
}

/* Yes or no is not known when one of them is a yes or no that is not known. */
static struct val
as_bools(enum op op, struct val l, struct val r)
{
	struct val out = val_bool((to_bool(l) == to_bool(r)) == (op == OP_EQ));

	out.missing = (l.t == V_BOOL && l.missing) || (r.t == V_BOOL && r.missing);
	return out;
}

static struct val
compare_values(struct eval *e, enum op op, struct val l, struct val r)
{
	bool equality = op == OP_EQ || op == OP_NE;

	if (l.t == V_DAY && r.t == V_DAY)
		return as_numbers(op, l, r);
	if (!equality)
		return as_numbers(op, to_num(l), to_num(r));
	if (asks_empty(l, r) || asks_empty(r, l))
		return val_bool(str_eq(to_str(e, l), to_str(e, r)) == (op == OP_EQ));
	if (l.t == V_BOOL || r.t == V_BOOL)
		return as_bools(op, l, r);
	if (l.t == V_NUM || r.t == V_NUM)
		return as_numbers(op, to_num(l), to_num(r));
	return val_bool(str_eq(to_str(e, l), to_str(e, r)) == (op == OP_EQ));
}

struct many {
	struct eval	*e;
	enum op		 op;
	const struct expr *right;
	struct val	 left, found;
};

static bool
against_right(void *state, struct val r)
{
	struct many *m = state;
	struct val got = compare_values(m->e, m->op, m->left, r);

	if (got.b && !got.missing) {
		m->found = got;
		return false;
	}
	m->found.missing |= got.missing;
	m->found.b |= got.b;
	return true;
}

static bool
each_left(void *state, struct val l)
{
	struct many *m = state;

	m->left = l;
	expr_each(m->e, m->right, against_right, m);
	return !m->found.b || m->found.missing;
}

struct val
eval_compare(struct eval *e, enum op op, const struct expr *l, const struct expr *r)
{
	struct many m = { .e = e, .op = op, .right = r, .found = val_bool(false) };

	if (!check_many(l) && !check_many(r))
		return compare_values(e, op, eval_expr(e, l), eval_expr(e, r));
	expr_each(e, l, each_left, &m);
	return m.found;
}
