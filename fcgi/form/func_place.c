/* Functions of where an expression stands: XPath 1.0 § 4.1, said of rows and questions. */
#include "form/private.h"

#include "xml/xml.h"

/* The row itself is the context node, all rows of its repeat the context; the form stands alone. */
struct val
f_position(struct eval *e, const struct expr *x)
{
	(void)x;
	return val_num(e->row->parent != NULL ? (double)e->row->number : 1);
}

struct val
f_last(struct eval *e, const struct expr *x)
{
	(void)x;
	return val_num(e->row->parent != NULL ? (double)e->row->parent->nrows : 1);
}

/* No question has an ID (§ 4.1, § 5.2.1): the set is always empty, and its text too. */
struct val
f_id(struct eval *e, const struct expr *x)
{
	(void)eval_expr(e, x->arg[0]);
	return val_str(STR(""));
}

static bool
any_node(void *state, const struct answer *n)
{
	*(bool *)state = n->item->kind != FORM_REPEAT || n->nrows > 0;
	return !*(bool *)state;
}

/* Of the first node; of none, the empty text. */
struct val
f_name(struct eval *e, const struct expr *x)
{
	const struct ref *r = x->arg[0]->ref;
	bool any = false;

	ref_each(e, r, any_node, &any);
	return val_str(any ? r->step[r->nsteps - 1]->name : STR(""));
}

/* Answers are in no namespace. */
struct val
f_namespace(struct eval *e, const struct expr *x)
{
	(void)e, (void)x;
	return val_str(STR(""));
}
