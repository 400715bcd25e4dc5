/* Choices: items in place, or those of a secondary instance. */
#include "odk/private.h"

static struct list *
list_new(struct odk *o, const void *from, struct str id)
{
	struct list *l = ARENA_NEW(o->a, struct list), **last = &o->lists;

	l->from = from;
	l->id = id;
	while (*last != NULL)
		last = &(*last)->next;
	*last = l;
	return l;
}

static struct str
without_blanks(struct odk *o, struct str s)
{
	char *z = arena_alloc(o->a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		z[i] = strchr(" \t\r\n", s.p[i]) != NULL ? '_' : s.p[i];
	return (struct str){ z, s.n };
}

static void
add_option(struct odk *o, struct place *p, struct list *l, const xmlNode *n, struct str value,
    struct str label)
{
	struct str clean = without_blanks(o, value);
	struct option *opt;

	if (clean.n == 0) {
		odk_lost(o, p, n, "list " STR_FMT ": a choice without a value is not carried",
		    STR_ARG(l->id));
		return;
	}
	if (!str_eq(clean, value))
		odk_lost(o, p, n, "list " STR_FMT ": the value \"" STR_FMT "\" is " STR_FMT
		    " here; see over the rules that name it", STR_ARG(l->id), STR_ARG(value),
		    STR_ARG(clean));
	for (opt = l->first; opt != NULL; opt = opt->next)
		if (str_eq(opt->value, clean)) {
			odk_lost(o, p, n, "list " STR_FMT ": a second choice with the value "
			    STR_FMT " is not carried", STR_ARG(l->id), STR_ARG(clean));
			return;
		}
	if (label.n == 0)
		odk_note(o, p, n, "list " STR_FMT ": the choice " STR_FMT
		    " has no words; its value stands for them", STR_ARG(l->id), STR_ARG(clean));
	opt = ARENA_NEW(o->a, struct option);
	*opt = (struct option){ NULL, clean, label.n > 0 ? label : clean };
	if (l->last != NULL)
		l->last->next = opt;
	else
		l->first = opt;
	l->last = opt;
}

/* ---- items in place ---- */

static void
take_items(struct odk *o, struct place *p)
{
	struct list *l = NULL;

	for (xmlNode *c = xml_first(p->control); c != NULL; c = xml_next(c)) {
		xmlNode *value = xml_is(c, "item") ? xml_child(c, "value") : NULL;

		if (!xml_is(c, "item"))
			continue;
		if (l == NULL)
			l = list_new(o, p->control, p->node->name);
		add_option(o, p, l, c, value != NULL ? xml_text(o->a, value) : STR_NONE,
		    words_of(o, p, c, "label"));
	}
	p->list = l != NULL && l->first != NULL ? l : NULL;
}

/* ---- itemsets ---- */

static struct str
field(struct odk *o, xmlNode *item, struct str ref)
{
	xmlNode *c = xml_child(item, str_z(o->a, str_trim(ref)));

	return c != NULL ? xml_text(o->a, c) : STR_NONE;
}

static struct str
item_label(struct odk *o, struct place *p, xmlNode *item, struct str ref)
{
	struct str inner = str_trim(ref);

	if (!str_starts(inner, STR("jr:itext(")))
		return field(o, item, inner);
	inner = str_skip(inner, strlen("jr:itext("));
	return words_by_id(o, p, item, field(o, item, str_cut(&inner, ')')));
}

static struct list *
known(const struct odk *o, const void *from, struct str value, struct str label)
{
	struct list *l = o->lists;

	while (l != NULL && !(l->from == from && str_eq(l->value_ref, value) &&
	    str_eq(l->label_ref, label)))
		l = l->next;
	return l;
}

static struct str
ref_of(xmlNode *itemset, const char *what, struct str otherwise)
{
	xmlNode *n = xml_child(itemset, what);

	return n != NULL && xml_attr(n, "ref").n > 0 ? xml_attr(n, "ref") : otherwise;
}

/* instance('ID')/root/item[filter]; false when it is not that. */
static bool
itemset_parts(struct str nodeset, struct str *id, struct str *filter)
{
	struct str rest = str_trim(nodeset), name;

	*filter = STR_NONE;
	if (!str_starts(rest, STR("instance(")))
		return false;
	rest = str_trim(str_skip(rest, strlen("instance(")));
	if (rest.n < 2 || (rest.p[0] != '\'' && rest.p[0] != '"'))
		return false;
	name = str_skip(rest, 1);
	*id = str_cut(&name, rest.p[0]);
	rest = name;
	(void)str_cut(&rest, '[');
	*filter = rest;
	if (filter->n > 0 && str_ends(*filter, STR("]")))
		filter->n--;
	return true;
}

static struct list *
list_from(struct odk *o, struct place *p, xmlNode *itemset, xmlNode *root, struct str id)
{
	struct str value = ref_of(itemset, "value", STR("name"));
	struct str label = ref_of(itemset, "label", STR("label"));
	struct list *l = known(o, root, value, label);

	if (l != NULL)
		return l;
	l = list_new(o, root, id);
	l->value_ref = value;
	l->label_ref = label;
	for (xmlNode *c = xml_first(root); c != NULL; c = xml_next(c))
		add_option(o, p, l, c, field(o, c, value), item_label(o, p, c, label));
	return l;
}

static void
take_itemset(struct odk *o, struct place *p, xmlNode *itemset)
{
	struct str nodeset = xml_attr(itemset, "nodeset"), id, filter;
	xmlNode *root = itemset_parts(nodeset, &id, &filter) ? secondary(o, id) : NULL;
	struct list *l = root != NULL && xml_first(root) != NULL ?
	    list_from(o, p, itemset, root, id) : NULL;

	if (l == NULL || l->first == NULL) {
		odk_lost(o, p, itemset, STR_FMT ": the choices of " STR_FMT
		    " are not carried: the form does not hold them", STR_ARG(p->node->name),
		    STR_ARG(nodeset));
		return;
	}
	p->list = l;
	if (filter.n > 0)
		odk_lost(o, p, itemset, STR_FMT ": the filter of the choices, [" STR_FMT
		    "], is not carried; all of " STR_FMT " are there to choose",
		    STR_ARG(p->node->name), STR_ARG(filter), STR_ARG(id));
}

void
list_take(struct odk *o, struct place *p)
{
	xmlNode *itemset = xml_child(p->control, "itemset");

	if (itemset != NULL)
		take_itemset(o, p, itemset);
	else
		take_items(o, p);
}
