/* What an expression means and whether it can: names, types, functions.  The head of each complaint
   is the attribute and the character, the rest says what to do. */
#include "form/private.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const vtype_names[] = { [V_BOOL] = "yes or no", [V_NUM] = "a number",
    [V_STR] = "text",
	[V_DAY] = "a date", [V_ROWS] = "a repeat" };

void
compile_bad(struct compile *c, size_t at, const char *fmt, ...)
{
	char what[512], line[640];
	va_list ap;

	if (c->bad)
		return;		/* the first says most; the rest often follow from it */
	c->bad = true;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	snprintf(line, sizeof line, "%s, character %zu: %s", c->where, at + 1, what);
	if (c->complain != NULL)
		c->complain(c->ctx, c->line, line);
}

bool
check_refuse(struct compile *c, const struct expr *x, const char *what)
{
	compile_bad(c, x->at, "%s", what);
	return false;
}

enum vtype
vtype_of(enum form_type t)
{
	switch (t) {
	case FORM_INTEGER: case FORM_DECIMAL: case FORM_ORE:
		return V_NUM;
	case FORM_DAY:
		return V_DAY;
	case FORM_BOOLEAN:
		return V_BOOL;
	case FORM_STRING: case FORM_PID: case FORM_ORGNR: case FORM_ACCOUNT: case FORM_POSTCODE:
	case FORM_PHONE:
	case FORM_REF: case FORM_EMAIL: case FORM_VALUE: case FORM_VALUES: case FORM_IDS:
	case FORM_POINT: case FORM_POLYGON: case FORM_NOTHING:
		break;
	}
	return V_STR;
}

static const struct form_item *
last_step(const struct expr *x)
{
	return x->op == OP_REF ? x->ref->step[x->ref->nsteps - 1] : NULL;
}

bool
check_many(const struct expr *x)
{
	return x->op == OP_REF && x->ref->many;
}

bool
check_ref(struct compile *c, struct expr *x)
{
	const struct form_item *it;

	if (!resolve_ref(c, x))
		return false;
	it = last_step(x);
	CHECK(it != NULL);
	if (c->load != NULL && (it->kind == FORM_VAR || it->kind == FORM_OUTPUT) &&
	    it != c->context && !load_settle(c->load, it)) {
		c->bad = true;		/* complained of where it stands */
		return false;
	}
	x->type = it->kind == FORM_REPEAT ? V_ROWS : vtype_of(it->type);
	return true;
}

/* ---- one value where one is wanted ---- */

bool
one_value(struct compile *c, const struct expr *x)
{
	if (x->type == V_ROWS)
		return check_refuse(c, x,
		    "this is a repeat; use count() for the number of its rows, or name a question in it");
	if (check_many(x))
		return check_refuse(c, x,
		    "this is one answer per row; use count-non-empty(), sum() or join(), or give the row " "as in onske[1]/barnehage");
	return true;
}

bool
want_num(struct compile *c, const struct expr *x)
{
	if (!one_value(c, x))
		return false;
	if (x->type == V_DAY)
		return check_refuse(c, x,
		    "a date is not a number; use days-between() or months-between()");
	return true;
}

bool
want_day(struct compile *c, const struct expr *x)
{
	if (!one_value(c, x))
		return false;
	if (x->type != V_DAY)
		return check_refuse(c, x,
		    "a date is wanted here: a date question, today() or date('2027-08-17')");
	return true;
}

/* ---- comparisons ---- */

static bool
empty_literal(const struct expr *x)
{
	return x->op == OP_STR && x->s.n == 0;
}

static bool
check_dates(struct compile *c, const struct expr *x)
{
	enum vtype l = x->arg[0]->type, r = x->arg[1]->type;
	bool equality = x->op == OP_EQ || x->op == OP_NE;

	if ((l == V_DAY) == (r == V_DAY))
		return true;
	if (equality && (empty_literal(x->arg[0]) || empty_literal(x->arg[1])))
		return true;
	compile_bad(c, x->at, "a date is compared with %s; write a date as date('2027-08-17')",
	    vtype_names[l == V_DAY ? r : l]);
	return false;
}

/* A choice compared with a literal that is not among its options can never be so. */
static bool
check_option(struct compile *c, const struct expr *choice, const struct expr *literal)
{
	const struct form_item *it = last_step(choice);
	const struct form_list *list = it != NULL ? it->list : NULL;
	struct str *known, near;
	size_t n = list != NULL ? list->options.n : 0;

	if (n == 0 || list->source.n > 0 || it->type != FORM_VALUE || literal->op != OP_STR ||
	    literal->s.n == 0)
		return true;
	known = arena_alloc(c->a, n * sizeof *known);
	for (size_t i = 0; i < n; i++)
		known[i] = list->options.v[i].value;
	if (str_among(literal->s, known, n))
		return true;
	near = suggest(literal->s, known, n);
	compile_bad(c, literal->at, "the list " STR_FMT " has no item '" STR_FMT "'%s" STR_FMT "%s",
	    STR_ARG(list->id), STR_ARG(literal->s), near.n > 0 ? "; did you mean '" : "",
	    STR_ARG(near), near.n > 0 ? "'?" : "");
	return false;
}

static bool
text_literal(const struct expr *x)
{
	return x->op == OP_STR && !(str_number(x->s) == str_number(x->s));
}

static bool
check_compare(struct compile *c, const struct expr *x)
{
	const struct expr *l = x->arg[0], *r = x->arg[1];

	if (l->type == V_ROWS || r->type == V_ROWS)
		return one_value(c, l->type == V_ROWS ? l : r);
	if (!check_dates(c, x))
		return false;
	if (x->op == OP_EQ || x->op == OP_NE)
		return check_option(c, l, r) && check_option(c, r, l);
	if (text_literal(l) || text_literal(r))
		return check_refuse(c, x,
		    "only numbers and dates have an order; compare text with = or !=");
	return true;
}

/* ---- arithmetic ---- */

static bool
check_plus(struct compile *c, struct expr *x)
{
	bool ld = x->arg[0]->type == V_DAY, rd = x->arg[1]->type == V_DAY;

	if (!one_value(c, x->arg[0]) || !one_value(c, x->arg[1]))
		return false;
	x->type = ld != rd ? V_DAY : V_NUM;
	if (rd && x->op == OP_SUB && !ld)
		return check_refuse(c, x, "a date cannot be taken from a number");
	if (ld && rd && x->op == OP_ADD)
		return check_refuse(c, x,
		    "two dates cannot be added; days-between() counts the days from one to the other");
	return true;
}

static bool
check_op(struct compile *c, struct expr *x)
{
	switch (x->op) {
	case OP_OR: case OP_AND:
		x->type = V_BOOL;
		return true;
	case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
		x->type = V_BOOL;
		return check_compare(c, x);
	case OP_ADD: case OP_SUB:
		return check_plus(c, x);
	case OP_MUL: case OP_DIV: case OP_MOD:
		x->type = V_NUM;
		return want_num(c, x->arg[0]) && want_num(c, x->arg[1]);
	case OP_NEG:
		x->type = V_NUM;
		return want_num(c, x->arg[0]);
	case OP_NUM:
		x->type = V_NUM;
		return true;
	case OP_STR:
		x->type = V_STR;
		return true;
	case OP_REF: case OP_CALL:
		break;
	}
	return true;
}

bool
check_expr(struct compile *c, struct expr *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (!check_expr(c, x->arg[i]))
			return false;
	if (x->op == OP_REF)
		return check_ref(c, x);
	return x->op == OP_CALL ? check_call(c, x) : check_op(c, x);
}

const struct form_expr *
compile_expr(struct compile *c)
{
	struct form_expr *fx;
	struct expr *x = parse_expr(c);

	if (x == NULL || !check_expr(c, x))
		return NULL;
	fx = ARENA_NEW(c->a, struct form_expr);
	*fx = (struct form_expr){ .top = x, .text = c->text, .context = c->context };
	return fx;
}
