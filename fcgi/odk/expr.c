/* An expression of XForms, read by its grammar and written anew as it means here. */
#include "odk/private.h"

#include <stdarg.h>

bool
rw_bad(const struct rewrite *rw)
{
	return rw->why.n > 0;
}

struct part
rw_fail(struct rewrite *rw, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	if (!rw_bad(rw)) {
		va_start(ap, fmt);
		vsnprintf(what, sizeof what, fmt, ap);
		va_end(ap);
		rw->why = str_dup(rw->o->a, str_from_z(what));
	}
	return (struct part){ .prec = P_ATOM };
}

struct part
rw_part(struct rewrite *rw, enum prec prec, enum vt t, const char *fmt, ...)
{
	struct part p = { .prec = prec, .t = t };
	struct buf b = buf_new(rw->o->a, 128);
	char *z;
	va_list ap;
	int n;

	if (rw_bad(rw))
		return (struct part){ .prec = P_ATOM };
	va_start(ap, fmt);
	n = vasprintf(&z, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	buf_add(&b, (struct str){ z, (size_t)n });
	free(z);
	p.s = buf_str(&b);
	return p.s.n > TEXT_MOST ? rw_fail(rw, "it is too long when written out") : p;
}

struct str
rw_in(struct rewrite *rw, struct part p, enum prec want)
{
	return p.prec >= want ? p.s : str_fmt(rw->o->a, "(" STR_FMT ")", STR_ARG(p.s));
}

struct part
rw_literal(struct rewrite *rw, struct str s)
{
	char q = memchr(s.p, '\'', s.n) != NULL ? '"' : '\'';
	struct part p = rw_part(rw, P_ATOM, VT_STR, "%c" STR_FMT "%c", q, STR_ARG(s), q);

	p.literal = true;
	return p;
}

static struct str
inside(struct part p)
{
	return (struct str){ p.s.p + 1, p.s.n - 2 };
}

/* ---- comparisons ---- */

static bool
is_day(struct str s)
{
	bool ok = s.n == 10;

	for (size_t i = 0; ok && i < s.n; i++)
		ok = i == 4 || i == 7 ? s.p[i] == '-' : s.p[i] >= '0' && s.p[i] <= '9';
	return ok;
}

/* The other side of a date: text that is one becomes one. */
static struct part
as_day(struct rewrite *rw, struct part p, bool equality)
{
	if (p.t == VT_DAY || rw_bad(rw) || (equality && p.literal && inside(p).n == 0))
		return p;
	if (str_eq_z(p.s, "now()"))
		return rw_part(rw, P_ATOM, VT_DAY, "today()");
	if (p.literal && !is_day(inside(p)))
		return rw_fail(rw, "a date is compared with " STR_FMT, STR_ARG(p.s));
	return p.t == VT_STR ? rw_part(rw, P_ATOM, VT_DAY, "date(" STR_FMT ")", STR_ARG(p.s)) : p;
}

static bool
says_yes(struct str s)
{
	return str_eq_z(s, "true") || str_eq_z(s, "OK") || str_eq_z(s, "yes") || str_eq_z(s, "1");
}

static bool
says_no(struct str s)
{
	return str_eq_z(s, "false") || str_eq_z(s, "no") || str_eq_z(s, "0") || s.n == 0;
}

/* A box to tick is compared with what ODK writes for it. */
static bool
tick(struct rewrite *rw, struct part l, struct part r, bool equal, struct part *out)
{
	bool yes;

	if (l.t != VT_BOOL || !r.literal || rw_bad(rw) ||
	    !(says_yes(inside(r)) || says_no(inside(r))))
		return false;
	yes = says_yes(inside(r)) == equal;
	*out = yes ? l : rw_part(rw, P_ATOM, VT_BOOL, "not(" STR_FMT ")", STR_ARG(l.s));
	return true;
}

static struct part
compare(struct rewrite *rw, struct part l, struct str op, struct part r, enum prec prec)
{
	bool equality = prec == P_EQ, equal = str_eq_z(op, "=");
	struct part out;

	if (equality && (tick(rw, l, r, equal, &out) || tick(rw, r, l, equal, &out)))
		return out;
	if (l.t == VT_DAY || r.t == VT_DAY) {
		l = as_day(rw, l, equality);
		r = as_day(rw, r, equality);
	}
	return rw_part(rw, prec, VT_BOOL, STR_FMT " " STR_FMT " " STR_FMT,
	    STR_ARG(rw_in(rw, l, prec)), STR_ARG(op), STR_ARG(rw_in(rw, r, prec + 1)));
}

static struct part
join(struct rewrite *rw, struct part l, struct str op, struct part r, enum prec prec)
{
	enum vt t = prec <= P_AND ? VT_BOOL : VT_NUM;

	if (prec == P_EQ || prec == P_REL)
		return compare(rw, l, op, r, prec);
	if (prec == P_ADD && (l.t == VT_DAY) != (r.t == VT_DAY))
		t = VT_DAY;
	return rw_part(rw, prec, t, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(rw_in(rw, l, prec)),
	    STR_ARG(op), STR_ARG(rw_in(rw, r, prec + 1)));
}

/* ---- the grammar ---- */

static const struct {
	const char	*op;
	enum prec	 prec;
} operators[] = {
	{ "or", P_OR }, { "and", P_AND }, { "=", P_EQ }, { "!=", P_EQ }, { "<", P_REL }, { "<=", P_REL },
	{ ">", P_REL }, { ">=", P_REL }, { "+", P_ADD }, { "-", P_ADD }, { "*", P_MUL }, { "div", P_MUL },
	{ "mod", P_MUL },
};

static bool
operator_now(const struct rewrite *rw, enum prec prec)
{
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (operators[i].prec == prec && tok_is(&rw->lx, operators[i].op))
			return true;
	return false;
}

static struct part
group(struct rewrite *rw)
{
	struct part p;

	tok_next(&rw->lx);
	p = rw_expr(rw);
	if (!tok_is(&rw->lx, ")"))
		return rw_fail(rw, ") is missing");
	tok_next(&rw->lx);
	return p;
}

static struct part
primary(struct rewrite *rw)
{
	struct str s = rw->lx.s;

	if (rw_bad(rw))
		return (struct part){ .prec = P_ATOM };
	if (rw->lx.t == T_NUM) {
		tok_next(&rw->lx);
		return rw_part(rw, P_ATOM, VT_NUM, STR_FMT, STR_ARG(s));
	}
	if (rw->lx.t == T_STR) {
		tok_next(&rw->lx);
		return rw_literal(rw, s);
	}
	if (tok_call(&rw->lx))
		return rw_call(rw, s);
	if (tok_is(&rw->lx, "("))
		return group(rw);
	if (rw->lx.t == T_NAME || tok_is(&rw->lx, ".") || tok_is(&rw->lx, "..") ||
	    tok_is(&rw->lx, "/"))
		return rw_path(rw, false);
	return rw_fail(rw, "it cannot be read at \"" STR_FMT "\"",
	    STR_ARG(rw->lx.t == T_END ? STR("the end") : s));
}

static struct part
unary(struct rewrite *rw)
{
	struct part p;

	if (!tok_is(&rw->lx, "-"))
		return primary(rw);
	tok_next(&rw->lx);
	p = primary(rw);
	return rw_part(rw, P_UNARY, VT_NUM, "-" STR_FMT, STR_ARG(rw_in(rw, p, P_ATOM)));
}

static struct part
level(struct rewrite *rw, enum prec prec)
{
	struct part l = prec == P_UNARY ? unary(rw) : level(rw, prec + 1);

	while (prec < P_UNARY && !rw_bad(rw) && operator_now(rw, prec)) {
		struct str op = rw->lx.s;

		tok_next(&rw->lx);
		l = join(rw, l, op, level(rw, prec + 1), prec);
	}
	return l;
}

struct part
rw_expr(struct rewrite *rw)
{
	struct part p;

	if (++rw->depth > DEPTH_MOST)
		return rw_fail(rw, "too many parentheses inside each other");
	p = level(rw, P_OR);
	rw->depth--;
	return p;
}
