/* say.c - conditions in words, for who fills in a form on paper */
#include "form/private.h"

struct say {
	struct arena	*a;
	const struct form *form;
	const struct form_world *w;
	size_t		 depth;		/* of vars within vars */
};

static struct str say(struct say *, const struct expr *, bool not);

static struct str
sentence(const struct say *s, const char *id, struct str label, struct str limit)
{
	if (!message_has(s->form->messages, str_from_z(id)))
		return STR_NONE;
	return form_message_limit(s->form->messages, s->a, id, label, limit);
}

/* What a person answers, or NULL. */
static const struct form_item *
asked(const struct expr *e)
{
	const struct form_item *it = e->op == OP_REF && e->ref->nsteps > 0 ?
	    e->ref->step[e->ref->nsteps - 1] : NULL;

	return it != NULL && form_is_question(it) && it->calculate == NULL ? it : NULL;
}

static const struct form_item *
var(const struct expr *e)
{
	const struct form_item *it = e->op == OP_REF && e->ref->nsteps > 0 ?
	    e->ref->step[e->ref->nsteps - 1] : NULL;

	return it != NULL && it->kind == FORM_VAR && it->type == FORM_BOOLEAN &&
	    it->calculate != NULL ? it : NULL;
}

static struct str
option_label(const struct say *s, const struct form_item *it, struct str value)
{
	struct form_options o;

	if (it->list == NULL)
		return value;
	o = form_options(it, s->w);
	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.v[i].value, value))
			return o.v[i].label;
	return STR_NONE;
}

static struct str
say_value(const struct say *s, const struct form_item *it, struct str value, bool not)
{
	struct str label;

	if (value.n == 0)
		return sentence(s, not ? "paper.answered" : "paper.not-answered", it->label,
		    STR(""));
	label = option_label(s, it, value);
	return label.p == NULL ? STR_NONE :
	    sentence(s, not ? "paper.is-not" : "paper.is", it->label, label);
}

/* QUESTION = 'value', whichever stands first; a number compared. */
static struct str
say_compared(const struct say *s, const struct expr *e, bool not)
{
	static const char *const ids[] = { [OP_LT] = "paper.less", [OP_LE] = "paper.at-most",
	    [OP_GT] = "paper.more", [OP_GE] = "paper.at-least" };
	static const enum op opposite[] = { [OP_LT] = OP_GE, [OP_LE] = OP_GT, [OP_GT] = OP_LE,
	    [OP_GE] = OP_LT };
	bool first = asked(e->arg[0]) != NULL;
	const struct form_item *it = asked(e->arg[first ? 0 : 1]);
	const struct expr *value = e->arg[first ? 1 : 0];

	if (it == NULL)
		return STR_NONE;
	if (e->op == OP_EQ || e->op == OP_NE)
		return value->op == OP_STR ? say_value(s, it, value->s, not != (e->op == OP_NE)) :
		    STR_NONE;
	if (!first || value->op != OP_NUM || it->kind != FORM_NUMBER)
		return STR_NONE;
	return sentence(s, ids[not ? opposite[e->op] : e->op], it->label,
	    number_str(s->a, value->num));
}

/* Of an `and` one half is true too; of an `or` it is not. */
static struct str
say_both(struct say *s, const struct expr *e, bool not)
{
	bool and = (e->op == OP_AND) != not;
	struct str a = say(s, e->arg[0], not), b = say(s, e->arg[1], not);

	if (a.p == NULL || b.p == NULL)
		return !and ? STR_NONE : a.p != NULL ? a : b;
	return sentence(s, and ? "paper.and" : "paper.or", a, b);
}

static struct str
say_so(struct say *s, const struct expr *e, bool not)
{
	const struct form_item *it = asked(e), *v = var(e);
	struct str said;

	if (it != NULL && it->kind == FORM_CONFIRM)
		return sentence(s, not ? "paper.not-ticked" : "paper.ticked", it->label, STR(""));
	if (it != NULL)
		return sentence(s, not ? "paper.not-answered" : "paper.answered", it->label,
		    STR(""));
	if (v == NULL || s->depth >= STEPS_MOST)
		return STR_NONE;
	s->depth++;
	said = say(s, v->calculate->top, not);
	s->depth--;
	return said;
}

static struct str
say_call(struct say *s, const struct expr *e, bool not)
{
	if (str_eq_z(e->s, "not"))
		return say(s, e->arg[0], !not);
	if (str_eq_z(e->s, "boolean"))
		return say(s, e->arg[0], not);
	if (str_eq_z(e->s, "selected") && asked(e->arg[0]) != NULL && e->arg[1]->op == OP_STR)
		return say_value(s, asked(e->arg[0]), e->arg[1]->s, not);
	return STR_NONE;
}

static struct str
say(struct say *s, const struct expr *e, bool not)
{
	switch (e->op) {
	case OP_AND:
	case OP_OR:
		return say_both(s, e, not);
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		return say_compared(s, e, not);
	case OP_REF:
		return say_so(s, e, not);
	case OP_CALL:
		return say_call(s, e, not);
	case OP_ADD:
	case OP_SUB:
	case OP_MUL:
	case OP_DIV:
	case OP_MOD:
	case OP_NEG:
	case OP_NUM:
	case OP_STR:
		break;
	}
	return STR_NONE;
}

struct str
form_say(struct arena *a, const struct form *f, const struct form_expr *x,
    const struct form_world *w)
{
	struct say s = { a, f, w, 0 };

	return say(&s, x->top, false);
}
