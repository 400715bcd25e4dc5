/* From the document to the instance's nodes with their binds. */
#include "odk/private.h"

static const char *const rule_names[] = { [R_RELEVANT] = "relevant", [R_REQUIRED] = "required",
    [R_READONLY] = "readonly", [R_CALCULATE] = "calculate", [R_CONSTRAINT] = "constraint" };

const char *
rule_name(enum rule_kind k)
{
	return rule_names[k];
}

bool
xf_is(const xmlNode *n, const char *name)
{
	return xml_in(n, XF_NS) && xml_is(n, name);
}

/* ---- the instance ---- */

struct node *
node_child(const struct node *n, struct str name)
{
	for (struct node *c = n->first; c != NULL; c = c->next)
		if (str_eq(c->name, name))
			return c;
	return NULL;
}

static struct node *
node_new(struct odk *o, struct node *parent, xmlNode *at)
{
	struct node *n = ARENA_NEW(o->a, struct node);

	n->at = at;
	n->parent = parent;
	n->name = str_from_z((const char *)at->name);
	if (parent == NULL)
		return n;
	if (parent->last != NULL)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
	return n;
}

/* A repeat stands there as a template and once more, or several times: the first says it all. */
static void
read_nodes(struct odk *o, struct node *parent, int depth)
{
	for (xmlNode *c = xml_first(parent->at); c != NULL; c = xml_next(c)) {
		if (depth == DEPTH_MOST)
			odk_lost(o, NULL, c, "%s: it stands too deep in other groups", c->name);
		else if (node_child(parent, str_from_z((const char *)c->name)) == NULL)
			read_nodes(o, node_new(o, parent, c), depth + 1);
	}
}

struct node *
node_at(const struct odk *o, const struct node *from, struct str path)
{
	struct str rest = str_trim(path);
	struct node *n;

	if (rest.n > 0 && rest.p[0] == '/') {
		rest = str_skip(rest, 1);
		if (!str_eq(str_cut(&rest, '/'), o->root->name))
			return NULL;
		n = o->root;
	} else
		n = (struct node *)(uintptr_t)(from != NULL ? from : o->root);
	while (n != NULL && rest.n > 0) {
		struct str step = str_trim(str_cut(&rest, '/'));

		n = str_eq_z(step, "..") ? n->parent : str_eq_z(step, ".") ? n :
		    node_child(n, step);
	}
	return n;
}

xmlNode *
secondary(const struct odk *o, struct str id)
{
	for (xmlNode *n = xml_first(o->model); n != NULL; n = xml_next(n))
		if (xf_is(n, "instance") && str_eq(xml_attr(n, "id"), id))
			return xml_first(n);
	return NULL;
}

/* ---- binds ---- */

static void
lose_bind(struct odk *o, const xmlNode *bind, struct str path)
{
	for (enum rule_kind k = 0; k < R_COUNT; k++) {
		struct str text = xml_attr(bind, rule_name(k));

		if (text.p != NULL)
			odk_lost(o, NULL, bind, STR_FMT ": %s=\"" STR_FMT
			    "\" is not carried: the form has no such question", STR_ARG(path),
			    rule_name(k), STR_ARG(text));
	}
}

static void
read_bind(struct odk *o, xmlNode *bind)
{
	struct str path = xml_attr(bind, "nodeset");
	struct node *n = node_at(o, NULL, path);

	if (n == NULL) {
		lose_bind(o, bind, path);
		return;
	}
	if (n->bind == NULL)
		n->bind = bind;
	for (enum rule_kind k = 0; k < R_COUNT; k++) {
		struct str text = xml_attr(bind, rule_name(k));

		if (text.p == NULL)
			continue;
		if (n->rule[k].text.p != NULL)
			odk_lost(o, NULL, bind, STR_FMT ": %s=\"" STR_FMT
			    "\" is not carried: another bind has given it one before",
			    STR_ARG(n->name), rule_name(k), STR_ARG(text));
		else
			n->rule[k].text = text;
	}
}

/* What the model holds beside words, instances and binds. */
static void
read_other(struct odk *o, const xmlNode *n)
{
	static const char *const quiet[] = { "itext", "instance", "bind", "submission" };

	for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
		if (xml_is(n, quiet[i]))
			return;
	odk_lost(o, NULL, n, STR_FMT ": <%s> is not carried: a form of ours has no actions",
	    STR_ARG(xml_attr(n, "ref")), n->name);
}

static void
read_model(struct odk *o)
{
	for (xmlNode *n = xml_first(o->model); n != NULL; n = xml_next(n)) {
		if (xf_is(n, "bind"))
			read_bind(o, n);
		else
			read_other(o, n);
	}
}

struct str
rule_msg(struct odk *o, const struct place *p, const char *attr)
{
	struct str s = p->node != NULL && p->node->bind != NULL ?
	    xml_attr_ns(p->node->bind, JR_NS, attr) : STR_NONE;

	return s.n > 0 ? words_ref(o, p, p->node->bind, s) : STR_NONE;
}

/* ---- is it one? ---- */

static xmlNode *
child_in(xmlNode *n, const char *ns, const char *name)
{
	xmlNode *c = n != NULL ? xml_first(n) : NULL;

	while (c != NULL && !(xml_in(c, ns) && xml_is(c, name)))
		c = xml_next(c);
	return c;
}

static enum err
refuse(xml_complain_fn *complain, void *ctx, const xmlNode *n, const char *why)
{
	if (complain != NULL)
		complain(ctx, n != NULL ? xml_line(n) : 1, why);
	return ERR_INPUT;
}

enum err
odk_read(struct odk *o, xmlDoc *doc, xml_complain_fn *complain, void *ctx)
{
	xmlNode *root = xml_root(doc), *head, *instance, *data, *title;

	if (!xml_is(root, "html") || !xml_in(root, XH_NS))
		return refuse(complain, ctx, root,
		    "this is not an XForm: its root is not <h:html> with a model in its head");
	head = child_in(root, XH_NS, "head");
	o->model = child_in(head, XF_NS, "model");
	o->body = child_in(root, XH_NS, "body");
	if (o->model == NULL || o->body == NULL)
		return refuse(complain, ctx, root,
		    "this is a web page and not an XForm: there is no <model> in its head");
	instance = child_in(o->model, XF_NS, "instance");
	data = instance != NULL ? xml_first(instance) : NULL;
	if (data == NULL)
		return refuse(complain, ctx, o->model, "the model has no <instance> with a form in it");
	o->root = node_new(o, NULL, data);
	title = child_in(head, XH_NS, "title");
	o->id = name_ncname(o, xml_attr(data, "id").n > 0 ? xml_attr(data, "id") : o->root->name);
	o->title = title != NULL ? xml_text(o->a, title) : STR_NONE;
	if (o->title.n == 0)
		o->title = o->id;
	read_nodes(o, o->root, 0);
	read_model(o);
	return ERR_OK;
}
