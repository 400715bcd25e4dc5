/* Functions whose values are paths: they are looked at before they are carried. */
#include "odk/private.h"

/* The path in the parentheses, as the node it leads to. */
static struct node *
path_in(struct rewrite *rw)
{
	size_t from = rw->lx.at;
	struct str text;

	while (rw->lx.t != T_END && !tok_is(&rw->lx, ")") && !tok_is(&rw->lx, ","))
		tok_next(&rw->lx);
	text = (struct str){ rw->lx.text.p + from, rw->lx.at - from - (rw->lx.t != T_END) };
	return node_at(rw->o, rw->self, text);
}

static struct node *
repeat_around(struct node *n)
{
	while (n != NULL && !n->repeat)
		n = n->parent;
	return n;
}

/* position(..), position(/data/r): the row that this question stands in */
static struct part
position(struct rewrite *rw)
{
	struct node *to;

	tok_next(&rw->lx);		/* ( is now; the path is next */
	to = path_in(rw);
	if (!tok_is(&rw->lx, ")"))
		return rw_fail(rw, "position() of more than a path");
	tok_next(&rw->lx);
	if (to == NULL || !to->repeat || repeat_around(rw->self->parent) != to)
		return rw_fail(rw, "position() is carried only for the repeat nearest around");
	return rw_part(rw, P_ATOM, VT_NUM, "index()");
}

/* current()/../x is ../x */
static struct part
current(struct rewrite *rw)
{
	tok_next(&rw->lx);
	tok_next(&rw->lx);
	if (!tok_is(&rw->lx, ")"))
		return rw_fail(rw, "current() takes no values");
	tok_next(&rw->lx);
	if (!tok_is(&rw->lx, "/"))
		return rw_ref(rw, rw->self);
	tok_next(&rw->lx);
	return rw_path(rw, true);
}

struct part
call_special(struct rewrite *rw, struct str name)
{
	if (str_eq_z(name, "position"))
		return position(rw);
	if (str_eq_z(name, "current"))
		return current(rw);
	return rw_fail(rw, "there is no function like " STR_FMT "() here", STR_ARG(name));
}
