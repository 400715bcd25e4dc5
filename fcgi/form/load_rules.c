/* Every expression of the form, and what can be judged only when all items are known. */
#include "form/private.h"

static const struct form_expr *
compile_text(struct load *l, const struct form_item *context, const xmlNode *n, const char *attr,
    struct str text)
{
	struct compile c = { .a = l->a, .form = l->form, .context = context, .text = text,
	    .line = xml_line(n),
		.complain = l->complain, .ctx = l->ctx, .load = l };
	const struct form_expr *x;

	c.where = str_z(l->a, str_fmt(l->a, STR_FMT "%s", STR_ARG(load_base(l->a, n)), attr));
	x = compile_expr(&c);
	l->bad |= x == NULL;
	return x;
}

static const struct form_expr *
compile_attr(struct load *l, const struct form_item *it, const xmlNode *n, const char *attr)
{
	struct str text = xml_attr(n, attr);

	return text.p != NULL ? compile_text(l, it, n, attr, text) : NULL;
}

/* A text that is written out is true whatever it says. */
static const struct form_expr *
compile_condition(struct load *l, const struct form_item *it, const xmlNode *n, const char *attr)
{
	const struct form_expr *x = compile_attr(l, it, n, attr);

	if (x != NULL && x->top->op == OP_STR)
		load_bad(l, n, "%s: a text is always true; write true(), false() or a comparison",
		    attr);
	return x;
}

/* ---- calculate ---- */

static bool
fits(enum form_type to, enum vtype from)
{
	switch (vtype_of(to)) {
	case V_NUM:
		return from == V_NUM || from == V_STR;
	case V_DAY:
		return from == V_DAY;
	case V_BOOL:
		return from == V_BOOL;
	case V_STR: case V_ROWS:
		break;
	}
	return true;
}

/* Does the value hold an identity number as text?  Such numbers stand in one table alone. */
static bool
carries_pid(const struct expr *x)
{
	const struct form_item *it = x->op == OP_REF ? x->ref->step[x->ref->nsteps - 1] : NULL;

	if (it != NULL)
		return it->type == FORM_PID || it->type == FORM_REF || (it->kind == FORM_VAR &&
		    it->calculate != NULL && carries_pid(it->calculate->top));
	for (size_t i = 0; i < x->n && x->op == OP_CALL && x->type == V_STR; i++)
		if (carries_pid(x->arg[i]))
			return true;
	return false;
}

/* Or as a number, or through an output? */
static bool
shows_digits(const struct expr *x)
{
	const struct form_item *it = x->op == OP_REF ? x->ref->step[x->ref->nsteps - 1] : NULL;
	bool counts = x->op == OP_CALL && (x->fn->fn == f_length || x->fn->fn == f_count ||
	    x->fn->fn == f_non_empty);

	if (it != NULL)
		return it->type == FORM_PID || it->carries;
	for (size_t i = 0; i < x->n && !counts && (x->type == V_STR || x->type == V_NUM); i++)
		if (shows_digits(x->arg[i]))
			return true;
	return false;
}

static enum form_type
type_for(enum vtype t)
{
	return t == V_NUM ? FORM_DECIMAL : t == V_DAY ? FORM_DAY : t == V_BOOL ? FORM_BOOLEAN :
	    FORM_STRING;
}

static void
settle_type(struct load *l, struct form_item *it, const struct expr *x)
{
	const xmlNode *n = l->node[it->index];

	if (x->type == V_ROWS || check_many(x))
		load_bad(l, n, "the value of " STR_FMT " is many; use count(), sum() or join()",
		    STR_ARG(it->name));
	else if (it->type == FORM_NOTHING)
		it->type = type_for(x->type);
	else if (it->type != FORM_PID && carries_pid(x))
		load_bad(l, n, "an identity number may not be copied into " STR_FMT
		    "; give it type=\"no:pid\"", STR_ARG(it->name));
	else if (!fits(it->type, x->type))
		load_bad(l, n, "what is calculated does not fit the question; make it %s",
		    vtype_of(it->type) == V_DAY ? "a date with date() or add-months()" :
		    vtype_of(it->type) == V_BOOL ? "true or false" : "a number");
}

/* A var has the type of its expression, so it is compiled when first named.  One that names itself
   is taken for text here; the plan finds the circle and tells of it. */
bool
load_settle(struct load *l, const struct form_item *seen)
{
	struct form_item *it = l->item[seen->index];
	char *state = &l->state[it->index];
	bool value = it->kind == FORM_VAR || it->kind == FORM_OUTPUT;

	if (*state == 1 && it->type == FORM_NOTHING)
		it->type = FORM_STRING;
	if (*state != 0)
		return *state == 1 || it->calculate != NULL;
	*state = 1;
	it->calculate = compile_attr(l, it, l->node[it->index], value ? "value" : "calculate");
	*state = 2;
	if (it->calculate != NULL) {
		settle_type(l, it, it->calculate->top);
		it->carries = value && it->type != FORM_PID && shows_digits(it->calculate->top);
	}
	return it->calculate != NULL || !value;
}

/* ---- constraints and checks ---- */

static enum form_level
level_of(struct load *l, const xmlNode *n)
{
	struct str s = xml_attr(n, "level");

	if (s.p == NULL || str_eq_z(s, "error"))
		return FORM_ERROR;
	if (!str_eq_z(s, "warning") && !str_eq_z(s, "info"))
		load_bad(l, n, "level is error, warning or info");
	return str_eq_z(s, "warning") ? FORM_WARNING : FORM_INFO;
}

static struct form_rule *
rule_new(struct load *l, const struct form_item *it, xmlNode *n)
{
	struct form_rule *r = ARENA_NEW(l->a, struct form_rule);

	r->level = level_of(l, n);
	r->line = xml_line(n);
	r->text = xml_text(l->a, n);
	if (xml_attr(n, "test").p == NULL)
		load_bad(l, n, "<%s> needs a test", (const char *)n->name);
	r->test = compile_attr(l, it, n, "test");
	if (r->text.n == 0)
		load_bad(l, n, "<%s> needs words that say what to do", (const char *)n->name);
	return r;
}

static void
take_rules(struct load *l, struct form_item *it, xmlNode *n)
{
	struct form_rule *last = NULL;

	if (it->kind == FORM_CHECK) {
		it->rules = rule_new(l, it, n);
		return;
	}
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		struct form_rule *r;

		if (!xml_is(c, "constraint"))
			continue;
		r = rule_new(l, it, c);
		if (last == NULL)
			it->rules = r;
		else
			last->next = r;
		last = r;
	}
}

/* ---- the rest ---- */

static void
take_unique(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct str name = xml_attr(n, "unique");

	if (name.p == NULL)
		return;
	it->unique = item_in(l->form, it, name);
	if (it->unique == NULL || !form_is_question(it->unique))
		load_bad(l, n, "unique names a question of the repeat; there is none called " STR_FMT, STR_ARG(name));
}

static bool
always_false(const struct form_expr *x)
{
	return x != NULL && x->top->op == OP_CALL && str_eq_z(x->top->s, "false");
}

static void
rules_of(struct load *l, struct form_item *it)
{
	xmlNode *n = l->node[it->index];

	it->relevant = compile_condition(l, it, n, "relevant");
	it->required = compile_condition(l, it, n, "required");
	it->readonly = compile_condition(l, it, n, "readonly");
	it->may_need = it->required != NULL && !always_false(it->required);
	if (it->kind == FORM_VAR && xml_attr(n, "value").p == NULL)
		load_bad(l, n, "<var> needs a value");
	load_settle(l, it);
	take_rules(l, it, n);
	if (it->kind == FORM_REPEAT)
		take_unique(l, it, n);
	if (always_false(it->relevant))
		load_bad(l, n, "this can never be relevant; take it away");
	if (it->kind == FORM_LOOKUP)
		load_lookup(l, it, n);
}

void
load_rules(struct load *l)
{
	for (size_t i = 0; i < l->n; i++)
		rules_of(l, l->item[i]);
	load_lookups_done(l);
}
