/* The rules of binds: which a place can hold, what they become, and those that are not carried. */
#include "odk/private.h"

static bool
groups(enum kind k)
{
	return k == K_PAGE || k == K_SECTION || k == K_FLAT || k == K_REPEAT;
}

bool
rule_fits(enum kind k, enum rule_kind r)
{
	if (k == K_FORM || k == K_LOST)
		return false;
	if (groups(k) || k == K_NOTE)
		return r == R_RELEVANT || r == R_READONLY;
	if (k == K_VAR)
		return r == R_RELEVANT || r == R_READONLY || r == R_CALCULATE;
	return k != K_UPLOAD || r != R_CALCULATE;
}

enum vt
node_type(struct odk *o, struct node *n)
{
	switch (n->place->kind) {
	case K_NUMBER:
		return VT_NUM;
	case K_DATE:
		return VT_DAY;
	case K_CONFIRM:
		return VT_BOOL;
	case K_VAR:
		return rule_of(o, n, R_CALCULATE)->type;
	case K_TEXT: case K_CHOICE: case K_CHOICES: case K_UPLOAD:
		return VT_STR;
	case K_FORM: case K_PAGE: case K_SECTION: case K_FLAT: case K_REPEAT: case K_NOTE:
	case K_LOST:
		break;
	}
	return VT_ANY;
}

/* ---- what cannot be carried ---- */

static const xmlNode *
where(const struct node *n)
{
	return n->bind != NULL ? n->bind : n->at;
}

void
rule_drop(struct odk *o, struct node *n, enum rule_kind k, struct str why)
{
	struct rule *r = &n->rule[k];

	r->out = STR_NONE;
	r->state = RULE_DONE;
	o->dropped = true;
	odk_lost(o, n->place, where(n), STR_FMT ": %s=\"" STR_FMT "\" is not carried: " STR_FMT,
	    STR_ARG(n->name), rule_name(k), STR_ARG(r->text), STR_ARG(why));
	if (k == R_CALCULATE && n->place->kind == K_VAR && n->rule[R_RELEVANT].out.p != NULL)
		rule_drop(o, n, R_RELEVANT, STR("what it is about is not carried"));
}

/* A hidden answer that never changes is a value too. */
static struct str
source(struct odk *o, const struct node *n, enum rule_kind k)
{
	struct str s = n->rule[k].text;

	if (s.p != NULL || k != R_CALCULATE || n->place == NULL || n->place->kind != K_VAR)
		return s;
	s = xml_text(o->a, n->at);
	return str_fmt(o->a, memchr(s.p, '\'', s.n) != NULL ? "\"" STR_FMT "\"" : "'" STR_FMT "'",
	    STR_ARG(s));
}

static const char *
unfit(const struct node *n, enum rule_kind k)
{
	if (n->place == NULL)
		return k == R_RELEVANT ? NULL : "nothing in the form stands for it";
	if (rule_fits(n->place->kind, k))
		return NULL;
	return n->place->kind == K_LOST ? "what it is about is not carried" :
	    groups(n->place->kind) ? "a group has no such rule" :
	    n->place->kind == K_VAR ? "nobody is asked for it" : "it has no such rule here";
}

struct rule *
rule_of(struct odk *o, struct node *n, enum rule_kind k)
{
	struct rule *r = &n->rule[k];
	struct rewrite rw = { .o = o, .self = n };
	const char *why = unfit(n, k);
	struct str text = source(o, n, k);
	struct part p;

	if (r->state != RULE_NEW || text.p == NULL)
		return r;
	r->text = text;
	if (why != NULL) {
		rule_drop(o, n, k, str_from_z(why));
		return r;
	}
	r->state = RULE_OPEN;
	tok_start(&rw.lx, text);
	p = rw_expr(&rw);
	if (!rw_bad(&rw) && rw.lx.t != T_END)
		rw_fail(&rw, "it cannot be read at \"" STR_FMT "\"", STR_ARG(rw.lx.s));
	r->state = RULE_DONE;
	if (rw_bad(&rw))
		rule_drop(o, n, k, rw.why);
	else {
		r->out = p.s;
		r->type = p.t;
	}
	return r;
}

static void
rewrite_node(struct odk *o, struct node *n)
{
	bool lost = n->place != NULL && n->place->kind == K_LOST && n->bind != NULL &&
	    xml_attr_ns(n->bind, JR_NS, "preload").n > 0 && n->parent != NULL &&
	    str_eq_z(n->parent->name, "meta");	/* told of in one line */

	for (enum rule_kind k = 0; k < R_COUNT && !lost; k++)
		(void)rule_of(o, n, k);
	for (struct node *c = n->first; c != NULL; c = c->next)
		rewrite_node(o, c);
}

void
rules_rewrite(struct odk *o)
{
	rewrite_node(o, o->root);
}

/* ---- what is inherited ---- */

/* Does the form language itself hand the rule of `up` down to p? */
static bool
handed_down(const struct place *p, const struct node *up)
{
	const struct place *c = p->parent;

	while (c != NULL && c != up->place)
		c = c->parent;
	return c != NULL && c->kind != K_FLAT;
}

static void
add(struct odk *o, struct str *all, struct str one, const char *op)
{
	if (one.p == NULL)
		return;
	*all = all->p == NULL ? one : str_fmt(o->a, "(" STR_FMT ") %s (" STR_FMT ")",
	    STR_ARG(*all), op, STR_ARG(one));
}

/* The place's own rule with those of the groups around it that have no place that hands it down. */
struct str
rule_joined(struct odk *o, const struct place *p, enum rule_kind k)
{
	struct str all = STR_NONE;

	if (p->node == NULL)
		return all;
	for (const struct node *n = p->node; n != NULL; n = n->parent)
		if (n == p->node || !handed_down(p, n))
			add(o, &all, n->rule[k].out, k == R_READONLY ? "or" : "and");
	return all;
}
