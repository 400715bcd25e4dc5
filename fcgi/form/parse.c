/* Recursive descent over the XPath 1.0 grammar, without axes, wildcards and unions. */
#include "form/private.h"

struct parser {
	struct compile	*c;
	struct lexer	 lx;
};

static struct expr *parse_level(struct parser *, size_t level);

static struct expr *
bad(struct parser *p, const char *what)
{
	compile_bad(p->c, p->lx.now.at, "%s", what);
	return NULL;
}

static struct expr *
node(struct parser *p, enum op op, size_t at, size_t nargs)
{
	struct expr *x;

	if (++p->c->nodes > EXPR_MOST)
		return bad(p, "the expression is too long; name a part of it with <var>");
	x = ARENA_NEW(p->c->a, struct expr);
	x->op = op;
	x->at = at;
	x->n = nargs;
	x->arg = nargs > 0 ? arena_alloc(p->c->a, nargs * sizeof(struct expr *)) : NULL;
	return x;
}

/* ---- operators, from the loosest to the tightest ---- */

struct operator {
	const char	*text;
	size_t		 level;
	enum op		 op;
};

static const struct operator operators[] = {
	{ "or", 0, OP_OR }, { "and", 1, OP_AND }, { "=", 2, OP_EQ }, { "!=", 2, OP_NE },
	{ "<", 3, OP_LT }, { "<=", 3, OP_LE }, { ">", 3, OP_GT }, { ">=", 3, OP_GE },
	{ "+", 4, OP_ADD }, { "-", 4, OP_SUB }, { "*", 5, OP_MUL }, { "div", 5, OP_DIV }, { "mod", 5, OP_MOD },
};
#define LEVELS	6

static const struct operator *
operator_now(const struct parser *p, size_t level)
{
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (operators[i].level == level && (p->lx.now.t == T_OP || p->lx.now.t == T_NAME) &&
		    str_eq_z(p->lx.now.s, operators[i].text))
			return &operators[i];
	return NULL;
}

/* ---- paths ---- */

static bool
add_step(struct parser *p, struct ref *r)
{
	if (r->nsteps == STEPS_MOST)
		return bad(p, "the path has too many names") != NULL;
	if (lex_is(&p->lx, "*") || lex_is(&p->lx, "@") || lex_is(&p->lx, "$"))
		return bad(p, "a path is made of the names of questions; *, @ and $ are not used here") != NULL;
	if (p->lx.now.t != T_NAME && !lex_is(&p->lx, ".") && !lex_is(&p->lx, ".."))
		return bad(p, "the name of a question is missing here") != NULL;
	r->name[r->nsteps++] = p->lx.now.s;
	lex_next(&p->lx);
	if (lex_is(&p->lx, "::"))
		return bad(p, "axes are not used here; write the name of the question") != NULL;
	return true;
}

static bool
row_number(struct parser *p, struct ref *r)
{
	double n;

	if (!lex_is(&p->lx, "["))
		return true;
	lex_next(&p->lx);
	n = p->lx.now.t == T_NUM ? str_number(p->lx.now.s) : 0;
	if (!(n >= 1 && n <= FORM_ROWS_MOST))
		return bad(p, "only the number of a row may stand in [ ], as in onske[1]/barnehage") != NULL;
	r->row[r->nsteps - 1] = (size_t)n;
	lex_next(&p->lx);
	if (!lex_is(&p->lx, "]"))
		return bad(p, "] is missing here") != NULL;
	lex_next(&p->lx);
	return true;
}

static struct expr *
parse_path(struct parser *p)
{
	struct expr *x = node(p, OP_REF, p->lx.now.at, 0);

	if (x == NULL)
		return NULL;
	x->ref = ARENA_NEW(p->c->a, struct ref);
	if (lex_is(&p->lx, "/")) {
		x->ref->rooted = true;
		lex_next(&p->lx);
	}
	for (;;) {
		if (lex_is(&p->lx, "//"))
			return bad(p, "// is not used here; write the path name by name");
		if (!add_step(p, x->ref) || !row_number(p, x->ref))
			return NULL;
		if (lex_is(&p->lx, "//"))
			continue;
		if (!lex_is(&p->lx, "/"))
			break;
		lex_next(&p->lx);
	}
	if (lex_is(&p->lx, "|"))
		return bad(p, "| is not used here");
	return x;
}

/* ---- what stands alone ---- */

static struct expr *
parse_literal(struct parser *p)
{
	struct expr *x = node(p, p->lx.now.t == T_NUM ? OP_NUM : OP_STR, p->lx.now.at, 0);

	if (x == NULL)
		return NULL;
	x->s = p->lx.now.s;
	if (x->op == OP_NUM)
		x->num = str_number(x->s);
	lex_next(&p->lx);
	return x;
}

static bool
call_next(const struct parser *p)
{
	struct lexer ahead = p->lx;

	lex_next(&ahead);
	return lex_is(&ahead, "(");
}

static struct expr *
parse_call(struct parser *p)
{
	struct expr *arg[16], *x;
	struct token name = p->lx.now;
	size_t n = 0;

	lex_next(&p->lx);
	lex_next(&p->lx);
	while (!lex_is(&p->lx, ")")) {
		if (n > 0 && !lex_is(&p->lx, ","))
			return bad(p, "a comma or ) is missing here");
		if (n > 0)
			lex_next(&p->lx);
		if (n == sizeof arg / sizeof *arg)
			return bad(p, "too many values for one function");
		arg[n] = parse_level(p, 0);
		if (arg[n++] == NULL)
			return NULL;
	}
	lex_next(&p->lx);
	x = node(p, OP_CALL, name.at, n);
	if (x == NULL)
		return NULL;
	x->s = name.s;
	if (n > 0)
		memcpy(x->arg, arg, n * sizeof *arg);
	return x;
}

static struct expr *
parse_group(struct parser *p)
{
	struct expr *x;

	lex_next(&p->lx);
	x = parse_level(p, 0);
	if (x == NULL)
		return NULL;
	if (!lex_is(&p->lx, ")"))
		return bad(p, ") is missing here");
	lex_next(&p->lx);
	return x;
}

static struct expr *
nothing_here(struct parser *p)
{
	if (p->lx.now.open)
		return bad(p, "the quote that opens here is not closed");
	if (p->lx.now.t == T_END)
		return bad(p, "the expression ends too soon");
	if (lex_is(&p->lx, "="))
		return bad(p, "= is written once");
	if (lex_is(&p->lx, ">"))
		return bad(p, "<> is written != here");
	return bad(p, "a question, a value or a function is missing here");
}

static struct expr *
parse_primary(struct parser *p)
{
	if (p->lx.now.t == T_NUM || p->lx.now.t == T_STR)
		return parse_literal(p);
	if (p->lx.now.t == T_NAME && call_next(p))
		return parse_call(p);
	if (lex_is(&p->lx, "("))
		return parse_group(p);
	if (p->lx.now.t == T_NAME || lex_is(&p->lx, ".") || lex_is(&p->lx, "..") ||
	    lex_is(&p->lx, "/") || lex_is(&p->lx, "//") || lex_is(&p->lx, "@") ||
	    lex_is(&p->lx, "$") || lex_is(&p->lx, "*"))
		return parse_path(p);
	return nothing_here(p);
}

static struct expr *
parse_unary(struct parser *p)
{
	struct expr *x;
	size_t at = p->lx.now.at, minus = 0;

	for (; lex_is(&p->lx, "-"); minus++)
		lex_next(&p->lx);
	x = parse_primary(p);
	for (; x != NULL && minus > 0; minus--) {
		struct expr *neg = node(p, OP_NEG, at, 1);

		if (neg != NULL)
			neg->arg[0] = x;
		x = neg;
	}
	return x;
}

static struct expr *
binary(struct parser *p, const struct operator *o, struct expr *left, struct expr *right, size_t at)
{
	struct expr *x = left != NULL && right != NULL ? node(p, o->op, at, 2) : NULL;

	if (x == NULL)
		return NULL;
	x->s = str_from_z(o->text);
	x->arg[0] = left;
	x->arg[1] = right;
	return x;
}

static struct expr *
parse_level(struct parser *p, size_t level)
{
	const struct operator *o;
	struct expr *x;

	if (level == LEVELS)
		return parse_unary(p);
	if (level == 0 && ++p->c->depth > DEPTH_MOST)
		return bad(p, "too many parentheses inside each other; name a part of it with <var>");
	x = parse_level(p, level + 1);
	while (x != NULL && (o = operator_now(p, level)) != NULL) {
		size_t at = p->lx.now.at;

		lex_next(&p->lx);
		x = binary(p, o, x, parse_level(p, level + 1), at);
	}
	if (level == 0)
		p->c->depth--;
	return x;
}

/* What people bring with them from elsewhere. */
static const struct {
	const char	*text, *here;
} foreign[] = {
	{ "&", "and" }, { "og", "and" }, { "AND", "and" }, { "|", "or" },
	{ "eller", "or" }, { "OR", "or" }, { "%", "mod" },
};

struct expr *
parse_expr(struct compile *c)
{
	struct parser p = { .c = c };
	struct expr *x;

	lex_start(&p.lx, c->text);
	if (p.lx.now.t == T_END)
		return bad(&p, "the expression is empty");
	x = parse_level(&p, 0);
	if (x == NULL || p.lx.now.t == T_END)
		return x;
	if (p.lx.now.open)
		return bad(&p, "the quote that opens here is not closed");
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_starts(p.lx.now.s, str_from_z(foreign[i].text)))
			return compile_bad(c, p.lx.now.at, "that is written %s here",
			    foreign[i].here), NULL;
	return bad(&p, "an operator is missing here: and or = != < <= > >= + - * div mod");
}
