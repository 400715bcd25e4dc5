/* Paths through the instance become names by our rule: of the same group, else of those around. */
#include "odk/private.h"

struct path {
	struct node	*n;
	size_t		 row[DEPTH_MOST + 2];	/* of a repeat at this depth; 0: all */
};

static size_t
depth_of(const struct node *n)
{
	size_t d = 0;

	for (; n->parent != NULL; n = n->parent)
		d++;
	return d;
}

/* ---- what is written ---- */

static bool
row_number(struct rewrite *rw, struct path *p)
{
	int64_t n;

	tok_next(&rw->lx);
	if (rw->lx.t != T_NUM || !str_int(rw->lx.s, &n) || n < 1 || !p->n->repeat) {
		rw_fail(rw, "only the number of a row may stand in [ ]");
		return false;
	}
	tok_next(&rw->lx);
	if (!tok_is(&rw->lx, "]")) {
		rw_fail(rw, "only the number of a row may stand in [ ]");
		return false;
	}
	tok_next(&rw->lx);
	p->row[depth_of(p->n)] = (size_t)n;
	return true;
}

static bool
step(struct rewrite *rw, struct path *p)
{
	struct node *to = p->n;

	if (tok_is(&rw->lx, ".."))
		to = p->n->parent;
	else if (rw->lx.t == T_NAME)
		to = node_child(p->n, rw->lx.s);
	else if (!tok_is(&rw->lx, ".")) {
		rw_fail(rw, "*, @, // and $ have no like here");
		return false;
	}
	if (to == NULL) {
		rw_fail(rw, "the instance has no " STR_FMT " there", STR_ARG(rw->lx.s));
		return false;
	}
	p->n = to;
	tok_next(&rw->lx);
	if (tok_is(&rw->lx, "::"))
		rw_fail(rw, "axes have no like here");
	return !rw_bad(rw) && (!tok_is(&rw->lx, "[") || row_number(rw, p));
}

static bool
begin(struct rewrite *rw, struct path *p, bool from_self)
{
	p->n = rw->self;
	if (from_self || !tok_is(&rw->lx, "/"))
		return true;
	p->n = rw->o->root;
	tok_next(&rw->lx);
	if (rw->lx.t != T_NAME || !str_eq(rw->lx.s, p->n->name)) {
		rw_fail(rw, "a path begins with /" STR_FMT, STR_ARG(p->n->name));
		return false;
	}
	tok_next(&rw->lx);
	if (!tok_is(&rw->lx, "/")) {
		rw_fail(rw, "the whole form has no answer");
		return false;
	}
	tok_next(&rw->lx);
	return true;
}

/* ---- what it becomes ---- */

/* The repeats around, outermost first; how many. */
static size_t
chain(struct node *n, struct node **out)
{
	size_t k = 0;

	for (struct node *up = n->parent; up != NULL; up = up->parent)
		k += up->repeat;
	for (struct node *up = n->parent, **at = out + k; up != NULL; up = up->parent)
		if (up->repeat)
			*--at = up;
	return k;
}

static bool
named_in(const struct place *at, const struct node *repeat, struct str name)
{
	for (const struct place *c = at->first; c != NULL; c = c->next) {
		if (c->kind != K_PAGE && c->kind != K_SECTION && str_eq(c->name, name))
			return true;
		if (c->kind != K_REPEAT && named_in(c, repeat, name))
			return true;
	}
	return false;
}

/* Would the bare name find something nearer? */
static bool
shadowed(struct node **around, size_t from, size_t n, struct str name)
{
	for (size_t i = from; i < n; i++)
		if (around[i]->place != NULL && named_in(around[i]->place, around[i], name))
			return true;
	return false;
}

static const char *
no_answer(const struct node *n)
{
	if (n->place == NULL)
		return n->first != NULL ? "is a group" : "is neither asked nor worked out";
	switch (n->place->kind) {
	case K_FORM: case K_PAGE: case K_SECTION: case K_FLAT:
		return "is a group, and has no answer";
	case K_NOTE:
		return "is a note, and has no answer";
	case K_LOST:
		return "is not carried";
	case K_VAR:
		return n->rule[R_CALCULATE].state == RULE_DONE &&
		    n->rule[R_CALCULATE].out.p == NULL ? "is not carried" : NULL;
	case K_REPEAT: case K_TEXT: case K_NUMBER: case K_DATE: case K_CHOICE: case K_CHOICES:
	case K_CONFIRM: case K_UPLOAD:
		break;
	}
	return NULL;
}

static struct part
write_path(struct rewrite *rw, const struct path *p)
{
	struct node *mine[DEPTH_MOST + 2], *its[DEPTH_MOST + 2];
	size_t nmine = chain(rw->self, mine), nits = chain(p->n, its), same = 0;
	struct buf b = buf_new(rw->o->a, 64);
	const struct node *first;

	while (same < nmine && same < nits && mine[same] == its[same] &&
	    p->row[depth_of(its[same])] == 0)
		same++;
	first = same < nits ? its[same] : p->n;
	if (shadowed(mine, same, nmine, first->place->name))
		for (size_t up = same; up <= nmine; up++)
			buf_add_z(&b, "../");
	for (size_t i = same; i < nits; i++) {
		size_t row = p->row[depth_of(its[i])];

		buf_add(&b, its[i]->place->name);
		if (row > 0)
			buf_fmt(&b, "[%zu]", row);
		buf_add_char(&b, '/');
	}
	buf_add(&b, p->n->place->name);
	return (struct part){ .s = buf_str(&b), .prec = P_ATOM, .t = node_type(rw->o, p->n),
	    .node = p->n };
}

static struct part
refer(struct rewrite *rw, const struct path *p)
{
	const char *why = no_answer(p->n);

	for (const struct node *up = p->n->parent; why == NULL && up != NULL; up = up->parent)
		if (up->repeat && up->place->kind != K_REPEAT)
			why = "is in a repeat that is not carried";
	if (why != NULL)
		return rw_fail(rw, "it asks for " STR_FMT ", which %s", STR_ARG(p->n->name), why);
	return write_path(rw, p);
}

struct part
rw_ref(struct rewrite *rw, struct node *n)
{
	struct path p = { .n = n };

	return refer(rw, &p);
}

static struct part
self_of(struct rewrite *rw)
{
	if (no_answer(rw->self) != NULL)
		return rw_ref(rw, rw->self);
	return (struct part){ .s = STR("."), .prec = P_ATOM, .t = node_type(rw->o, rw->self),
		.node = rw->self };
}

struct part
rw_path(struct rewrite *rw, bool from_self)
{
	struct path p = { .n = NULL };

	if (!from_self && tok_is(&rw->lx, ".")) {
		tok_next(&rw->lx);
		if (!tok_is(&rw->lx, "/"))
			return self_of(rw);
		tok_next(&rw->lx);
		from_self = true;
	}
	if (!begin(rw, &p, from_self))
		return (struct part){ .prec = P_ATOM };
	while (step(rw, &p) && tok_is(&rw->lx, "/"))
		tok_next(&rw->lx);
	if (tok_is(&rw->lx, "//") || tok_is(&rw->lx, "|"))
		return rw_fail(rw, "// and | have no like here");
	if (rw_bad(rw))
		return (struct part){ .prec = P_ATOM };
	return refer(rw, &p);
}
