/* What must be so where an expression holds: a choice that is this or is not that.  Two that cannot
   both be so prove that it never holds; where nothing is proved, nothing is said. */
#include "form/private.h"

static void collect(struct facts *, const struct form_item *at, const struct expr *, bool holds);

struct facts
facts_new(struct arena *a)
{
	return (struct facts){ .a = a };
}

/* Two that cannot both be so. */
static bool
against(const struct fact *x, const struct fact *y)
{
	bool same = str_eq(x->value, y->value);

	if (x->item != y->item || (x->is == y->is && (!x->is || same)))
		return false;
	return x->is == y->is || same;
}

static void
add(struct facts *f, struct fact fact)
{
	if (f->left != NULL || f->never != NULL || f->n == FACTS_MOST)
		return;
	f->v[f->n] = fact;
	for (size_t i = 0; i < f->n; i++)
		if (against(&f->v[i], &fact)) {
			f->left = &f->v[i];
			f->right = &f->v[f->n];
		}
	f->n++;
	if (fact.is && fact.value.n > 0)	/* what has an answer that counts is relevant */
		facts_place(f, fact.item);
}

/* One question of this row or of the form, that holds text. */
static const struct form_item *
plain(const struct expr *x)
{
	const struct ref *r = x->ref;
	const struct form_item *it;

	if (x->op != OP_REF || r->many || r->nsteps != 1 || r->row[0] != 0)
		return NULL;
	it = r->step[0];
	return it->type == FORM_VALUE || it->type == FORM_STRING || it->type == FORM_BOOLEAN ? it :
	    NULL;
}

static void
add_equal(struct facts *f, const struct form_item *at, const struct expr *x, bool is)
{
	bool turned = x->arg[0]->op == OP_STR;
	const struct expr *ref = x->arg[turned ? 1 : 0], *text = x->arg[turned ? 0 : 1];
	const struct form_item *it = plain(ref);

	if (it != NULL && it->type != FORM_BOOLEAN && text->op == OP_STR)
		add(f, (struct fact){ it, text->s, is, at });
}

static void
add_call(struct facts *f, const struct form_item *at, const struct expr *x, bool holds)
{
	if (str_eq_z(x->s, "not"))
		collect(f, at, x->arg[0], !holds);
	else if (str_eq_z(x->s, "boolean"))
		collect(f, at, x->arg[0], holds);
	else if (str_eq_z(x->s, holds ? "false" : "true") && f->never == NULL && f->left == NULL)
		f->never = at;
}

static void
collect(struct facts *f, const struct form_item *at, const struct expr *x, bool holds)
{
	const struct form_item *it = plain(x);

	if (x->op == (holds ? OP_AND : OP_OR)) {
		collect(f, at, x->arg[0], holds);
		collect(f, at, x->arg[1], holds);
	} else if (x->op == OP_EQ || x->op == OP_NE) {
		add_equal(f, at, x, (x->op == OP_EQ) == holds);
	} else if (x->op == OP_CALL) {
		add_call(f, at, x, holds);
	} else if (it != NULL && it->type == FORM_BOOLEAN && it->kind == FORM_CONFIRM) {
		add(f, (struct fact){ it, STR("true"), holds, at });
	}
}

void
facts_of(struct facts *f, const struct form_item *at, const struct form_expr *x)
{
	if (x != NULL)
		collect(f, at, x->top, true);
}

void
facts_place(struct facts *f, const struct form_item *it)
{
	for (size_t i = 0; i < f->nplaces && it != NULL; i++)
		if (f->place[i] == it)
			return;
	for (; it != NULL && f->nplaces < FACTS_MOST; it = it->parent) {
		f->place[f->nplaces++] = it;
		facts_of(f, it, it->relevant);
	}
}

bool
facts_clash(const struct facts *f)
{
	return f->never != NULL || f->left != NULL;
}

static void
say_one(struct buf *b, const struct fact *x)
{
	if (x->item->type == FORM_BOOLEAN)
		buf_fmt(b, STR_FMT " must%s be ticked", STR_ARG(x->item->name), x->is ? "" : " not");
	else if (x->value.n == 0)
		buf_fmt(b, STR_FMT " must%s be empty", STR_ARG(x->item->name), x->is ? "" : " not");
	else
		buf_fmt(b, STR_FMT " must%s be '" STR_FMT "'", STR_ARG(x->item->name),
		    x->is ? "" : " not", STR_ARG(x->value));
	buf_fmt(b, " (line %d)", x->at->line);
}

const char *
facts_say(const struct facts *f)
{
	struct buf b = buf_new(f->a, 128);

	if (f->left == NULL) {
		buf_fmt(&b, "an expression on line %d is always false; change it", f->never->line);
	} else {
		say_one(&b, f->left);
		buf_add_z(&b, " and ");
		say_one(&b, f->right);
		buf_add_z(&b, "; change one of them");
	}
	return str_z(f->a, buf_str(&b));
}
