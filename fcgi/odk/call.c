/* Functions: those that are the same here, those of another name, and those written out. */
#include "odk/private.h"

#include "xml/pattern.h"

struct args {
	struct part	 v[ARGS_MOST];
	size_t		 n;
};

#define S(i) STR_ARG(x->v[i].s)

static struct str
arg_in(struct rewrite *rw, const struct args *x, size_t i, enum prec p)
{
	return rw_in(rw, x->v[i], p);
}

/* ---- written out ---- */

static struct part
f_int(struct rewrite *rw, const struct args *x)
{
	return rw_part(rw, P_ATOM, VT_NUM,
	    "if(" STR_FMT " < 0, ceiling(" STR_FMT "), floor(" STR_FMT "))",
	    STR_ARG(arg_in(rw, x, 0, P_ADD)), S(0), S(0));
}

static struct part
f_abs(struct rewrite *rw, const struct args *x)
{
	return rw_part(rw, P_ATOM, VT_NUM, "if(" STR_FMT " < 0, -(" STR_FMT "), " STR_FMT ")",
	    STR_ARG(arg_in(rw, x, 0, P_ADD)), S(0), S(0));
}

static struct part
f_count_selected(struct rewrite *rw, const struct args *x)
{
	return rw_part(rw, P_ATOM, VT_NUM, "if(" STR_FMT " = '', 0, string-length(" STR_FMT
	    ") - string-length(translate(" STR_FMT ", ' ', '')) + 1)",
	    STR_ARG(arg_in(rw, x, 0, P_REL)), S(0), S(0));
}

static struct part
f_coalesce(struct rewrite *rw, const struct args *x)
{
	struct part p = x->v[x->n - 1];

	for (size_t i = x->n - 1; i-- > 0;)
		p = rw_part(rw, P_ATOM, x->v[i].t == p.t ? p.t : VT_STR,
		    "if(" STR_FMT " != '', " STR_FMT ", " STR_FMT ")",
		    STR_ARG(arg_in(rw, x, i, P_REL)), S(i), STR_ARG(p.s));
	return p;
}

static struct part
f_regex(struct rewrite *rw, const struct args *x)
{
	struct str pattern = { x->v[1].s.p + 1, x->v[1].s.n - 2 };

	if (!x->v[1].literal)
		return rw_fail(rw, "a pattern must stand in quotes");
	if (xml_pattern_new(rw->o->a, pattern) == NULL)
		return rw_fail(rw, STR_FMT " is no pattern of XML Schema", S(1));
	return rw_part(rw, P_ATOM, VT_BOOL, "matches(" STR_FMT ", " STR_FMT ")", S(0), S(1));
}

static struct part
f_round(struct rewrite *rw, const struct args *x)
{
	struct str zeros = STR("000000");
	int64_t n = 0;

	if (x->n == 1)
		return rw_part(rw, P_ATOM, VT_NUM, "round(" STR_FMT ")", S(0));
	if (!str_int(x->v[1].s, &n) || n < 0 || n > 6)
		return rw_fail(rw, "round() to other than 0 to 6 decimals");
	zeros.n = (size_t)n;
	return rw_part(rw, P_MUL, VT_NUM, "round(" STR_FMT " * 1" STR_FMT ") div 1" STR_FMT,
	    STR_ARG(arg_in(rw, x, 0, P_MUL)), STR_ARG(zeros), STR_ARG(zeros));
}

static struct part
f_ends(struct rewrite *rw, const struct args *x)
{
	return rw_part(rw, P_EQ, VT_BOOL, "substring(" STR_FMT ", string-length(" STR_FMT
	    ") - string-length(" STR_FMT ") + 1) = " STR_FMT, S(0), S(0), S(1),
	    STR_ARG(arg_in(rw, x, 1, P_REL)));
}

/* From the character numbered from 0, up to but not with the other. */
static struct part
f_substr(struct rewrite *rw, const struct args *x)
{
	struct str from = arg_in(rw, x, 1, P_ADD);

	if (x->n == 2)
		return rw_part(rw, P_ATOM, VT_STR, "substring(" STR_FMT ", " STR_FMT " + 1)", S(0),
		    STR_ARG(from));
	return rw_part(rw, P_ATOM, VT_STR, "substring(" STR_FMT ", " STR_FMT " + 1, " STR_FMT
	    " - " STR_FMT ")", S(0), STR_ARG(from), STR_ARG(arg_in(rw, x, 2, P_ADD)),
	    STR_ARG(arg_in(rw, x, 1, P_MUL)));
}

static struct part
f_boolean_from(struct rewrite *rw, const struct args *x)
{
	if (x->v[0].t == VT_BOOL)
		return x->v[0];
	return rw_part(rw, P_OR, VT_BOOL, STR_FMT " = 'true' or " STR_FMT " = '1'",
	    STR_ARG(arg_in(rw, x, 0, P_REL)), STR_ARG(arg_in(rw, x, 0, P_REL)));
}

static struct part
f_concat(struct rewrite *rw, const struct args *x)
{
	struct buf b = buf_new(rw->o->a, 64);

	buf_add_z(&b, x->n == 1 ? "string(" : "concat(");
	for (size_t i = 0; i < x->n; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? ", " : "", S(i));
	return rw_part(rw, P_ATOM, VT_STR, STR_FMT ")", STR_ARG(buf_str(&b)));
}

static struct part
f_if(struct rewrite *rw, const struct args *x)
{
	return rw_part(rw, P_ATOM, x->v[1].t == x->v[2].t ? x->v[1].t : VT_STR,
	    "if(" STR_FMT ", " STR_FMT ", " STR_FMT ")", S(0), S(1), S(2));
}

static struct part
f_date(struct rewrite *rw, const struct args *x)
{
	if (x->v[0].t == VT_DAY)
		return x->v[0];
	if (str_eq_z(x->v[0].s, "now()"))
		return rw_part(rw, P_ATOM, VT_DAY, "today()");
	return rw_part(rw, P_ATOM, VT_DAY, "date(" STR_FMT ")", S(0));
}

static struct part
f_pi(struct rewrite *rw, const struct args *x)
{
	(void)x;
	return rw_part(rw, P_ATOM, VT_NUM, "3.14159265358979");
}

/* ---- the table ---- */

static const struct {
	const char	*name;
	size_t		 least, most;
	const char	*ours;		/* the same function, under this name */
	enum vt		 gives;
	struct part	(*fn)(struct rewrite *, const struct args *);
} functions[] = {
	{ "today", 0, 0, "today", VT_DAY, NULL }, { "now", 0, 0, "now", VT_STR, NULL },
	{ "date", 1, 1, NULL, VT_DAY, f_date }, { "int", 1, 1, NULL, VT_NUM, f_int },
	{ "abs", 1, 1, NULL, VT_NUM, f_abs }, { "selected", 2, 2, "selected", VT_BOOL, NULL },
	{ "count-selected", 1, 1, NULL, VT_NUM, f_count_selected },
	{ "coalesce", 2, ARGS_MOST, NULL, VT_STR, f_coalesce }, { "if", 3, 3, NULL, VT_STR, f_if },
	{ "regex", 2, 2, NULL, VT_BOOL, f_regex }, { "round", 1, 2, NULL, VT_NUM, f_round },
	{ "string-length", 0, 1, "string-length", VT_NUM, NULL }, { "concat", 1, ARGS_MOST, NULL, VT_STR, f_concat },
	{ "not", 1, 1, "not", VT_BOOL, NULL }, { "true", 0, 0, "true", VT_BOOL, NULL },
	{ "false", 0, 0, "false", VT_BOOL, NULL }, { "boolean", 1, 1, "boolean", VT_BOOL, NULL },
	{ "boolean-from-string", 1, 1, NULL, VT_BOOL, f_boolean_from },
	{ "count", 1, 1, "count", VT_NUM, NULL }, { "sum", 1, ARGS_MOST, "sum", VT_NUM, NULL },
	{ "min", 1, ARGS_MOST, "min", VT_NUM, NULL }, { "max", 1, ARGS_MOST, "max", VT_NUM, NULL },
	{ "count-non-empty", 1, ARGS_MOST, "count-non-empty", VT_NUM, NULL },
	{ "join", 2, ARGS_MOST, "join", VT_STR, NULL }, { "number", 0, 1, "number", VT_NUM, NULL },
	{ "string", 0, 1, "string", VT_STR, NULL }, { "floor", 1, 1, "floor", VT_NUM, NULL },
	{ "ceiling", 1, 1, "ceiling", VT_NUM, NULL }, { "contains", 2, 2, "contains", VT_BOOL, NULL },
	{ "starts-with", 2, 2, "starts-with", VT_BOOL, NULL }, { "ends-with", 2, 2, NULL, VT_BOOL, f_ends },
	{ "substring-before", 2, 2, "substring-before", VT_STR, NULL },
	{ "substring-after", 2, 2, "substring-after", VT_STR, NULL },
	{ "substring", 2, 3, "substring", VT_STR, NULL }, { "substr", 2, 3, NULL, VT_STR, f_substr },
	{ "normalize-space", 0, 1, "normalize-space", VT_STR, NULL },
	{ "translate", 3, 3, "translate", VT_STR, NULL }, { "upper-case", 1, 1, "upper", VT_STR, NULL },
	{ "lower-case", 1, 1, "lower", VT_STR, NULL }, { "pi", 0, 0, NULL, VT_NUM, f_pi },
};

static bool
read_args(struct rewrite *rw, struct args *x)
{
	tok_next(&rw->lx);
	tok_next(&rw->lx);
	while (!rw_bad(rw) && !tok_is(&rw->lx, ")")) {
		if (x->n > 0 && !tok_is(&rw->lx, ","))
			rw_fail(rw, "a comma or ) is missing");
		else if (x->n == ARGS_MOST)
			rw_fail(rw, "too many values for one function");
		else {
			if (x->n > 0)
				tok_next(&rw->lx);
			x->v[x->n++] = rw_expr(rw);
		}
	}
	if (!rw_bad(rw))
		tok_next(&rw->lx);
	return !rw_bad(rw);
}

static struct part
same(struct rewrite *rw, const char *name, const struct args *x, enum vt gives)
{
	struct buf b = buf_new(rw->o->a, 64);
	bool days = x->n > 0;

	for (size_t i = 0; i < x->n; i++) {
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? ", " : "", S(i));
		days &= x->v[i].t == VT_DAY;
	}
	if (days && (strcmp(name, "min") == 0 || strcmp(name, "max") == 0))
		gives = VT_DAY;
	return rw_part(rw, P_ATOM, gives, "%s(" STR_FMT ")", name, STR_ARG(buf_str(&b)));
}

struct part
rw_call(struct rewrite *rw, struct str name)
{
	size_t i = 0, n = sizeof functions / sizeof *functions;
	struct args x = { .n = 0 };

	while (i < n && !str_eq_z(name, functions[i].name))
		i++;
	if (i == n)
		return call_special(rw, name);
	if (!read_args(rw, &x))
		return (struct part){ .prec = P_ATOM };
	if (x.n < functions[i].least || x.n > functions[i].most)
		return rw_fail(rw, STR_FMT "() is given too few or too many values", STR_ARG(name));
	return functions[i].ours != NULL ? same(rw, functions[i].ours, &x, functions[i].gives) :
	    functions[i].fn(rw, &x);
}
