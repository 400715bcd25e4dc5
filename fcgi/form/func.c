/* The functions, and those of numbers, truth and many values. */
#include "form/private.h"

#include <math.h>

static const struct func functions[] = {
	{ "string", "?a", V_STR, f_string }, { "concat", "ss*", V_STR, f_concat },
	{ "starts-with", "ss", V_BOOL, f_starts }, { "contains", "ss", V_BOOL, f_contains },
	{ "substring-before", "ss", V_STR, f_before }, { "substring-after", "ss", V_STR, f_after },
	{ "substring", "sn?n", V_STR, f_substring }, { "string-length", "?s", V_NUM, f_length },
	{ "normalize-space", "?s", V_STR, f_normalize }, { "translate", "sss", V_STR, f_translate },
	{ "upper", "s", V_STR, f_upper }, { "lower", "s", V_STR, f_lower }, { "join", "vv*", V_STR, f_join },
	{ "matches", "sl", V_BOOL, f_matches }, { "selected", "as", V_BOOL, f_selected },
	{ "today", "", V_DAY, f_today }, { "now", "", V_STR, f_now }, { "date", "s", V_DAY, f_date },
	{ "age-at", "dd", V_NUM, f_age_at }, { "days-between", "dd", V_NUM, f_days },
	{ "months-between", "dd", V_NUM, f_months }, { "add-months", "dn", V_DAY, f_add_months },
	{ "pid-valid", "s", V_BOOL, f_pid_valid }, { "pid-born", "s", V_DAY, f_pid_born },
	{ "boolean", "b", V_BOOL, f_boolean }, { "not", "b", V_BOOL, f_not }, { "true", "", V_BOOL, f_true },
	{ "false", "", V_BOOL, f_false }, { "number", "?a", V_NUM, f_number }, { "floor", "n", V_NUM, f_floor },
	{ "ceiling", "n", V_NUM, f_ceiling }, { "round", "n", V_NUM, f_round }, { "count", "r", V_NUM, f_count },
	{ "sum", "v*", V_NUM, f_sum }, { "min", "v*", V_NUM, f_min }, { "max", "v*", V_NUM, f_max },
	{ "avg", "v*", V_NUM, f_avg }, { "count-non-empty", "v*", V_NUM, f_non_empty }, { "if", "baa", V_STR, f_if },
	{ "index", "", V_NUM, f_index }, { "register", "l", V_STR, f_register },
	{ "geo-valid", "g", V_BOOL, f_geo_valid }, { "geo-area", "g", V_NUM, f_geo_area },
	{ "geo-length", "g", V_NUM, f_geo_length }, { "geo-within", "ga", V_BOOL, f_geo_within },
	{ "geo-distance", "ga", V_NUM, f_geo_distance },
	{ "rate", "ld", V_NUM, f_rate }, { "fact", "l", V_BOOL, f_fact },
	{ "checklist", "l", V_NUM, f_checklist }, { "hearing", "l", V_NUM, f_hearing },
	{ "inspection", "l", V_NUM, f_inspection },
	{ "complete", "", V_BOOL, f_complete }, { "position", "", V_NUM, f_position },
	{ "last", "", V_NUM, f_last }, { "id", "a", V_STR, f_id }, { "name", "?r", V_STR, f_name },
	{ "local-name", "?r", V_STR, f_name }, { "namespace-uri", "?r", V_STR, f_namespace },
};
#define NFUNCTIONS (sizeof functions / sizeof *functions)

const struct func *
func_find(struct str name)
{
	for (size_t i = 0; i < NFUNCTIONS; i++)
		if (str_eq_z(name, functions[i].name))
			return &functions[i];
	return NULL;
}

size_t
func_names(const struct str **out)
{
	static struct str names[NFUNCTIONS];

	for (size_t i = 0; i < NFUNCTIONS; i++)
		names[i] = str_from_z(functions[i].name);
	*out = names;
	return NFUNCTIONS;
}

static struct val
arg(struct eval *e, const struct expr *x, size_t i)
{
	return eval_expr(e, x->arg[i]);
}

/* ---- truth ---- */

struct val
f_boolean(struct eval *e, const struct expr *x)
{
	struct val v = arg(e, x, 0), out = val_bool(to_bool(v));

	out.missing = v.t == V_BOOL && v.missing;
	return out;
}

struct val
f_not(struct eval *e, const struct expr *x)
{
	struct val v = f_boolean(e, x);

	v.b = !v.b;
	return v;
}

struct val
f_true(struct eval *e, const struct expr *x)
{
	(void)e, (void)x;
	return val_bool(true);
}

struct val
f_false(struct eval *e, const struct expr *x)
{
	(void)e, (void)x;
	return val_bool(false);
}

struct val
f_if(struct eval *e, const struct expr *x)
{
	struct val v = arg(e, x, to_bool(arg(e, x, 0)) ? 1 : 2);

	return x->type == V_STR && v.t != V_STR ? val_str(to_str(e, v)) : v;
}

struct val
f_index(struct eval *e, const struct expr *x)
{
	(void)x;
	return val_num((double)e->row->number);
}

struct val
f_register(struct eval *e, const struct expr *x)
{
	return val_str(e->w->value != NULL ? e->w->value(e->w->ctx, x->arg[0]->s) : STR(""));
}

struct val
f_hearing(struct eval *e, const struct expr *x)
{
	return val_num(e->w->hearing != NULL ? e->w->hearing(e->w->hearing_ctx, x->arg[0]->s) : 0);
}

struct val
f_complete(struct eval *e, const struct expr *x)
{
	(void)x;
	return val_bool(e->as->judged && e->as->nerrors == 0);
}

/* ---- numbers ---- */

struct val
f_number(struct eval *e, const struct expr *x)
{
	return to_num(arg(e, x, 0));
}

static struct val
with(struct val v, double n)
{
	v.num = n;
	return v;
}

struct val
f_floor(struct eval *e, const struct expr *x)
{
	struct val v = f_number(e, x);

	return with(v, floor(v.num));
}

struct val
f_ceiling(struct eval *e, const struct expr *x)
{
	struct val v = f_number(e, x);

	return with(v, ceil(v.num));
}

struct val
f_round(struct eval *e, const struct expr *x)
{
	struct val v = f_number(e, x);

	return with(v, xpath_round(v.num));
}

/* ---- many values: those not answered are passed over ---- */

struct gather {
	double	sum, least, most;
	size_t	n;
};

static bool
gather_one(void *state, struct val v)
{
	struct gather *g = state;
	double n = v.t == V_DAY ? v.num : to_num(v).num;

	if (v.missing || (v.t == V_STR && v.s.n == 0))
		return true;
	g->sum += n;
	if (g->n == 0 || n < g->least || isnan(n))
		g->least = n;
	if (g->n == 0 || n > g->most || isnan(n))
		g->most = n;
	g->n++;
	return true;
}

static struct gather
gather(struct eval *e, const struct expr *x)
{
	struct gather g = { .n = 0 };

	for (size_t i = 0; i < x->n; i++)
		expr_each(e, x->arg[i], gather_one, &g);
	return g;
}

static struct val
of_some(const struct expr *x, const struct gather *g, double n)
{
	return (struct val){ .t = x->type, .num = g->n > 0 ? n : (double)NAN,
	    .missing = g->n == 0 };
}

struct val
f_sum(struct eval *e, const struct expr *x)
{
	return val_num(gather(e, x).sum);
}

struct val
f_min(struct eval *e, const struct expr *x)
{
	struct gather g = gather(e, x);

	return of_some(x, &g, g.least);
}

struct val
f_max(struct eval *e, const struct expr *x)
{
	struct gather g = gather(e, x);

	return of_some(x, &g, g.most);
}

struct val
f_avg(struct eval *e, const struct expr *x)
{
	struct gather g = gather(e, x);

	return of_some(x, &g, g.n > 0 ? g.sum / (double)g.n : 0);
}

static bool
count_one(void *state, struct val v)
{
	*(size_t *)state += v.t == V_STR || v.s.p != NULL ? v.s.n > 0 : !v.missing;
	return true;
}

struct val
f_non_empty(struct eval *e, const struct expr *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		expr_each(e, x->arg[i], count_one, &n);
	return val_num((double)n);
}

struct val
f_count(struct eval *e, const struct expr *x)
{
	if (x->arg[0]->op == OP_CALL)	/* id() */
		return val_num(0);
	return val_num((double)ref_count(e, x->arg[0]->ref));
}
