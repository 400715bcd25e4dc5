/* What is said of a case beside its answers: facts, how far the checklist has come, inspections. */
#include "form/private.h"

#include <math.h>

static const struct form_fact *
find(const struct form *f, struct str id)
{
	for (const struct form_fact *x = f->more->facts; x != NULL; x = x->next)
		if (str_eq(x->id, id))
			return x;
	return NULL;
}

enum err
form_fact(struct arena *a, const struct form *f, struct str id, struct str value, int line,
    xml_complain_fn *complain, void *ctx)
{
	struct form_fact *x = ARENA_NEW(a, struct form_fact);

	CHECK_OBJ(f, FORM_MAGIC);
	x->id = str_dup(a, id);
	if (find(f, id) != NULL) {
		complain(ctx, line, str_fmt(a, "there are two facts called '" STR_FMT
		    "'; rename one", STR_ARG(id)).p);
		return ERR_CONFIG;
	}
	if (value.p != NULL)
		TRY(form_expr_compile_attr(a, f, "value", value, line, complain, ctx, &x->value));
	x->next = f->more->facts;
	f->more->facts = x;
	return ERR_OK;
}

void
form_lend(const struct form *f, const struct form_files *files)
{
	CHECK_OBJ(f, FORM_MAGIC);
	f->more->files = files;
}

const struct form_expr *
form_fact_value(const struct form *f, struct str id)
{
	const struct form_fact *x = find(f, id);

	return x != NULL ? x->value : NULL;
}

static struct str
near(struct compile *c, struct str id)
{
	struct str *known;
	size_t n = 0;

	for (const struct form_fact *x = c->form->more->facts; x != NULL; x = x->next)
		n++;
	known = arena_alloc(c->a, (n + 1) * sizeof *known);
	n = 0;
	for (const struct form_fact *x = c->form->more->facts; x != NULL; x = x->next)
		known[n++] = x->id;
	return suggest(id, known, n);
}

bool
check_fact(struct compile *c, struct expr *x)
{
	struct str id = x->arg[0]->s;

	if (!c->flow)
		return check_refuse(c, x, "fact() belongs to flows and service.xml; in a form, "
		    "name the answer or a <var>");
	x->fact = find(c->form, id);
	if (x->fact == NULL)
		compile_bad(c, x->arg[0]->at, "there is no fact called '" STR_FMT "'%s; facts "
		    "stand in <facts> of service.xml, each after those it names", STR_ARG(id),
		    suggest_say(c->a, near(c, id)));
	return x->fact != NULL;
}

bool
check_checklist(struct compile *c, struct expr *x)
{
	if (!c->flow)
		return check_refuse(c, x, "checklist() belongs to flows and service.xml");
	return str_eq_z(x->arg[0]->s, "open") || str_eq_z(x->arg[0]->s, "missing") ||
	    check_refuse(c, x->arg[0], "checklist() counts 'open' or 'missing'");
}

bool
check_inspection(struct compile *c, struct expr *x)
{
	if (!c->flow)
		return check_refuse(c, x, "inspection() belongs to flows and service.xml");
	return str_eq_z(x->arg[0]->s, "open") ||
	    check_refuse(c, x->arg[0], "inspection() counts 'open' remarks");
}

struct val
f_fact(struct eval *e, const struct expr *x)
{
	enum form_said said = FORM_SAID_NOTHING;
	struct eval own = *e;
	struct val v;

	if (x->fact->value != NULL) {
		own.row = e->as->root;
		v = eval_expr(&own, x->fact->value->top);
		return (struct val){ .t = V_BOOL, .b = to_bool(v),
		    .missing = v.t == V_BOOL && v.missing };
	}
	if (e->w->fact != NULL)
		said = e->w->fact(e->w->fact_ctx, x->fact->id);
	return (struct val){ .t = V_BOOL, .b = said == FORM_SAID_YES,
	    .missing = said == FORM_SAID_NOTHING };
}

struct val
f_checklist(struct eval *e, const struct expr *x)
{
	if (e->w->points == NULL)
		return (struct val){ .t = V_NUM, .num = (double)NAN, .missing = true };
	return val_num((double)e->w->points(e->w->fact_ctx, x->arg[0]->s));
}

struct val
f_inspection(struct eval *e, const struct expr *x)
{
	return val_num(e->w->remarks == NULL ? 0 :
	    (double)e->w->remarks(e->w->fact_ctx, x->arg[0]->s));
}
