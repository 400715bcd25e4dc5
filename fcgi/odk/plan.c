/* From the body to places: which page, section or repeat each question stands in. */
#include "odk/private.h"

struct place *
place_add(struct odk *o, struct place *into, enum kind kind, struct node *node, xmlNode *control)
{
	struct place *p = ARENA_NEW(o->a, struct place);

	p->kind = kind;
	p->node = node;
	p->control = control;
	p->parent = into;
	if (node != NULL && node->place == NULL)
		node->place = p;
	if (into == NULL)
		return p;
	if (into->last != NULL)
		into->last->next = p;
	else
		into->first = p;
	into->last = p;
	return p;
}

static void
place_first(struct place *into, struct place *after, struct place *p)
{
	struct place **at = after != NULL ? &after->next : &into->first;

	p->next = *at;
	*at = p;
	if (p->next == NULL)
		into->last = p;
}

/* ---- the body ---- */

static bool
is_word(const xmlNode *n)
{
	static const char *const words[] = { "label", "hint", "item", "itemset", "value", "help",
	    "alert" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (xml_is(n, words[i]))
			return true;
	return false;
}

static struct node *
node_of(struct odk *o, const struct place *into, const xmlNode *control)
{
	struct str ref = xml_attr(control, "ref"), id = xml_attr(control, "bind");

	if (ref.p == NULL)
		ref = xml_attr(control, "nodeset");
	for (xmlNode *b = xml_first(o->model); ref.p == NULL && id.n > 0 && b != NULL;
	    b = xml_next(b))
		if (xf_is(b, "bind") && str_eq(xml_attr(b, "id"), id))
			ref = xml_attr(b, "nodeset");
	if (ref.p == NULL)
		return NULL;
	while (into != NULL && into->node == NULL)
		into = into->parent;
	return node_at(o, into != NULL ? into->node : NULL, ref);
}

/* The repeat that a group only names: <group ref><label/><repeat nodeset> of the same. */
static xmlNode *
sole_repeat(const xmlNode *group)
{
	xmlNode *found = NULL;

	for (xmlNode *c = xml_first((xmlNode *)(uintptr_t)group); c != NULL; c = xml_next(c)) {
		if (is_word(c))
			continue;
		if (found != NULL || !xml_is(c, "repeat"))
			return NULL;
		found = c;
	}
	if (found != NULL && xml_attr(group, "ref").n > 0 &&
	    !str_eq(str_trim(xml_attr(group, "ref")), str_trim(xml_attr(found, "nodeset"))))
		return NULL;
	return found;
}

static void plan_below(struct odk *, xmlNode *, struct place *into, int depth);

static struct place *
page_for(struct odk *o, struct place *into, xmlNode *words)
{
	struct place *page;

	if (into->kind != K_FORM)
		return into;
	page = into->last;
	if (words == NULL && page != NULL && page->node == NULL && page->control == NULL)
		return page;
	page = place_add(o, into, K_PAGE, NULL, words);
	page->label = words != NULL ? words_of(o, page, words, "label") : o->title;
	return page;
}

static int
repeats_around(const struct place *p)
{
	int n = 0;

	for (; p != NULL; p = p->parent)
		n += p->kind == K_REPEAT;
	return n;
}

static void
plan_repeat(struct odk *o, xmlNode *words, xmlNode *repeat, struct place *into, int depth)
{
	struct place *page = page_for(o, into, words), *p;
	struct node *n = node_of(o, into, repeat);

	if (n == NULL || repeats_around(into) == 2) {
		p = place_add(o, page, K_LOST, n, repeat);
		odk_lost(o, p, repeat, STR_FMT ": the repeat is not carried, nor what is in it: %s",
		    STR_ARG(xml_attr(repeat, "nodeset")), n == NULL ?
		    "the instance has no such element" :
		    "a repeat may stand in a repeat, but not deeper");
		plan_below(o, repeat, p, depth + 1);
		return;
	}
	n->repeat = true;
	p = place_add(o, page, K_REPEAT, n, repeat);
	place_words(o, p, words);
	if (p->label.n == 0 && words != repeat)
		place_words(o, p, repeat);
	plan_below(o, repeat, p, depth + 1);
}

static enum kind
group_kind(const struct place *into)
{
	return into->kind == K_FORM ? K_PAGE : into->kind == K_PAGE ? K_SECTION :
	    into->kind == K_LOST ? K_LOST : K_FLAT;
}

static void
plan_group(struct odk *o, xmlNode *group, struct place *into, int depth)
{
	xmlNode *repeat = sole_repeat(group);
	struct node *n = node_of(o, into, group);
	struct place *p;

	if (repeat != NULL) {
		plan_repeat(o, group, repeat, into, depth);
		return;
	}
	p = place_add(o, into, group_kind(into), n, group);
	place_words(o, p, group);
	if (xml_attr(group, "ref").n > 0 && n == NULL)
		odk_lost(o, p, group, STR_FMT ": the instance has no such group",
		    STR_ARG(xml_attr(group, "ref")));
	if (p->kind == K_FLAT && n != NULL)
		odk_note(o, p, group, STR_FMT ": a group so deep has no section of its own; its "
		    "heading is a text, and relevant and readonly stand at each of its questions",
		    STR_ARG(n->name));
	plan_below(o, group, p, depth + 1);
}

static void
plan_control(struct odk *o, xmlNode *c, struct place *into)
{
	struct place *page = page_for(o, into, NULL);
	struct node *n = node_of(o, into, c);
	struct place *p;

	if (n == NULL || n->place != NULL || n->first != NULL) {
		p = place_add(o, page, K_LOST, NULL, c);
		odk_lost(o, p, c, STR_FMT ": this <%s> is not carried: %s",
		    STR_ARG(xml_attr(c, "ref")), c->name, n == NULL ?
		    "the instance has no such element" : n->first != NULL ? "it is a group" :
		    "the same is asked twice");
		return;
	}
	p = place_add(o, page, into->kind == K_LOST ? K_LOST : K_TEXT, n, c);
	place_words(o, p, c);
	place_kind(o, p);
}

static void
plan_below(struct odk *o, xmlNode *n, struct place *into, int depth)
{
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		if (is_word(c))
			continue;
		if (depth == DEPTH_MOST)
			odk_lost(o, into, c, "<%s> is not carried: it stands too deep", c->name);
		else if (xf_is(c, "group"))
			plan_group(o, c, into, depth);
		else if (xf_is(c, "repeat"))
			plan_repeat(o, c, c, into, depth);
		else
			plan_control(o, c, into);
	}
}

/* ---- what the instance has and the body does not ask ---- */

static struct place *
around(const struct odk *o, const struct node *n)
{
	struct place *p = NULL;

	for (const struct node *up = n->parent; up != NULL && p == NULL; up = up->parent)
		p = up->place;
	while (p != NULL && p->kind == K_FLAT)
		p = p->parent;
	return p != NULL ? p : o->form;
}

static bool
has_rules(const struct node *n)
{
	for (enum rule_kind k = 0; k < R_COUNT; k++)
		if (n->rule[k].text.p != NULL)
			return true;
	return n->bind != NULL && xml_attr_ns(n->bind, JR_NS, "preload").n > 0;
}

static bool
is_meta(const struct node *n)
{
	for (; n != NULL; n = n->parent)
		if (str_eq_z(n->name, "meta") && n->parent != NULL && n->parent->parent == NULL)
			return true;
	return false;
}

static void
plan_hidden(struct odk *o, struct node *n)
{
	struct place *into = around(o, n), *p, *after = NULL;
	bool value = n->rule[R_CALCULATE].text.p != NULL || xml_text(o->a, n->at).n > 0;
	bool preload = n->bind != NULL && xml_attr_ns(n->bind, JR_NS, "preload").n > 0;

	if (!value && !has_rules(n))
		return;
	for (struct place *c = into->first; c != NULL; c = c->next)
		if (c->control == NULL && c->node != NULL)
			after = c;
	p = place_add(o, NULL, value && !preload ? K_VAR : K_LOST, n, NULL);
	p->parent = into;
	place_first(into, after, p);
	if (preload && is_meta(n))
		odk_note(o, p, n->bind, STR_FMT ": an application has an id of its own; "
		    "its readonly, calculate and preload are not needed", STR_ARG(n->name));
	else if (p->kind == K_LOST)
		odk_lost(o, p, n->bind, STR_FMT ": is not carried: %s", STR_ARG(n->name), preload ?
		    "what a telephone fills in by itself (jr:preload) is not known here" :
		    "nobody is asked for it, and it is not calculated");
}

static void
plan_nodes(struct odk *o, struct node *n)
{
	if (n->first == NULL && n->place == NULL && n != o->root)
		plan_hidden(o, n);
	for (struct node *c = n->first; c != NULL; c = c->next)
		plan_nodes(o, c);
}

void
plan(struct odk *o)
{
	o->form = place_add(o, NULL, K_FORM, NULL, NULL);
	o->form->label = o->title;
	plan_below(o, o->body, o->form, 0);
	plan_nodes(o, o->root);
}
