/* Words of an item, and lists. */
#include "form/private.h"

struct str
load_file(const xmlNode *n)
{
	for (; n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent) {
		struct str base = xml_attr_ns(n, XML_NS, "base");

		if (base.n > 0)
			return base;
	}
	return STR_NONE;
}

struct str
load_base(struct arena *a, const xmlNode *n)
{
	struct str file = load_file(n);

	return file.n > 0 ? str_fmt(a, STR_FMT ": ", STR_ARG(file)) : STR_NONE;
}

bool
load_size(struct load *l, const xmlNode *n, const char *attr, size_t otherwise, size_t *out)
{
	struct str s = xml_attr(n, attr);
	int64_t v;

	*out = otherwise;
	if (s.p == NULL)
		return true;
	if (!str_int(s, &v) || v < 0 || v > 1000) {
		load_bad(l, n, "%s is a number from 0 to 1000", attr);
		return false;
	}
	*out = (size_t)v;
	return true;
}

static struct str
word(struct load *l, xmlNode *n, const char *name)
{
	xmlNode *c = xml_child(n, name);

	for (xmlNode *again = c != NULL ? xml_next(c) : NULL; again != NULL;
	    again = xml_next(again))
		if (xml_is(again, name))
			load_bad(l, again, "a second <%s>; one is enough", name);
	return c != NULL ? xml_text(l->a, c) : STR_NONE;
}

static void
take_alerts(struct load *l, struct form_item *it, xmlNode *n)
{
	static const char *const kinds[] = { "required", "type", "list", "min", "max", "unique",
	    "long" };

	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c)) {
		struct str on = xml_attr(c, "on");
		struct form_alert *al;
		bool known = false;

		if (!xml_is(c, "alert"))
			continue;
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			known |= str_eq_z(on, kinds[i]);
		if (!known)
			load_bad(l, c, "alert is on=\"required\", type, list, min, max, unique or long");
		al = ARENA_NEW(l->a, struct form_alert);
		*al = (struct form_alert){ it->alerts, on, xml_text(l->a, c) };
		if (al->text.n == 0)
			load_bad(l, c, "the alert has no words");
		it->alerts = al;
	}
}

static bool
needs_label(const struct form_item *it)
{
	return it->kind == FORM_REPEAT || it->kind == FORM_LOOKUP || form_is_question(it);
}

void
load_words(struct load *l, struct form_item *it, xmlNode *n)
{
	bool titled = it->kind == FORM_PAGE || it->kind == FORM_SECTION;
	bool labelled = titled || needs_label(it);

	it->label = word(l, n, titled ? "title" : "label");
	it->hint = word(l, n, "hint");
	it->help = word(l, n, "help");
	it->heading = word(l, n, "heading");
	if (it->heading.n > 0 && !it->column)
		load_bad(l, n, "a <heading> is of a column; write column=\"true\"");
	if (it->heading.n == 0)
		it->heading = it->label.n > 0 ? it->label : it->name;
	if (labelled && it->label.n == 0)
		load_bad(l, n, "<%s>" STR_FMT STR_FMT " needs a <%s> that people read",
		    (const char *)n->name, STR_ARG(it->name.n > 0 ? STR(" ") : STR_NONE),
		    STR_ARG(it->name), titled ? "title" : "label");
	if (it->kind == FORM_OUTPUT && xml_attr(n, "value").p == NULL)
		it->text = xml_text(l->a, n);
	take_alerts(l, it, n);
}

/* ---- lists ---- */

static void
take_option(struct load *l, const struct form_list *list, struct form_option *o, const xmlNode *n)
{
	o->value = xml_attr(n, "value");
	o->label = xml_text(l->a, n);
	if (!xml_is(n, "item"))
		load_bad(l, n, "a list holds <item value=\"…\">, and not <%s>",
		    (const char *)n->name);
	load_attrs(l, n, " value ");
	if (o->value.n == 0 || memchr(o->value.p, ' ', o->value.n) != NULL)
		load_bad(l, n, "an item needs a value without blanks");
	if (o->label.n == 0)
		load_bad(l, n, "the item needs words that people read");
	for (const struct form_option *before = list->options.v; before != o; before++)
		if (str_eq(before->value, o->value))
			load_bad(l, n, "two items have the value " STR_FMT "; rename one",
			    STR_ARG(o->value));
}

static void
take_options(struct load *l, struct form_list *list, xmlNode *n)
{
	struct form_option *v;
	size_t k = 0;

	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		k++;
	v = arena_alloc(l->a, (k + 1) * sizeof *v);
	list->options.v = v;
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		take_option(l, list, &v[list->options.n++], c);
	if ((k > 0) == (list->source.n > 0))
		load_bad(l, n, "a list has either items or a source");
}

static void
put_list(struct load *l, struct form_list *list)
{
	CHECK(l->nlists < l->lists_size);
	list->index = l->nlists;
	l->list[l->nlists++] = list;
	l->form->nlists = l->nlists;
}

static void
take_list(struct load *l, xmlNode *n)
{
	struct form_list *list = ARENA_NEW(l->a, struct form_list);

	list->id = xml_attr(n, "id");
	list->source = xml_attr(n, "source");
	list->columns = xml_attr(n, "columns");
	list->line = xml_line(n);
	list->file = load_file(n);
	load_attrs(l, n, " id source columns ");
	if (list->id.n == 0)
		load_bad(l, n, "the list needs an id");
	if (load_list_named(l, list->id) != NULL)
		load_bad(l, n, "there are two lists called " STR_FMT "; rename one",
		    STR_ARG(list->id));
	if (str_starts(list->source, STR("register:")))
		list->source = str_skip(list->source, strlen("register:"));
	else if (list->source.n > 0)
		load_bad(l, n, "the source of a list is register: and a name, as in register:kindergartens");
	take_options(l, list, n);
	put_list(l, list);
}

void
load_lists(struct load *l, xmlNode *root)
{
	l->lists_size = l->size;	/* a question may name a register and have a list alone */
	l->list = arena_alloc(l->a, (l->lists_size + 1) * sizeof(struct form_list *));
	l->form->list = (const struct form_list *const *)l->list;
	for (xmlNode *c = xml_first(root); c != NULL; c = xml_next(c))
		if (xml_is(c, "list"))
			take_list(l, c);
}

const struct form_list *
load_list_named(struct load *l, struct str id)
{
	for (size_t i = 0; i < l->nlists; i++)
		if (str_eq(l->list[i]->id, id))
			return l->list[i];
	return NULL;
}

static const struct form_list *
source_alone(struct load *l, const xmlNode *n, struct str source)
{
	struct form_list *list = ARENA_NEW(l->a, struct form_list);

	list->id = xml_attr(n, "list");
	list->source = source;
	list->line = xml_line(n);
	list->file = load_file(n);
	put_list(l, list);
	return list;
}

const struct form_list *
load_list_for(struct load *l, const xmlNode *n)
{
	struct str want = xml_attr(n, "list"), near, *known;
	const struct form_list *list = load_list_named(l, want);

	/* register:children needs no list of its own */
	if (list != NULL)
		return list;
	if (str_starts(want, STR("register:")))
		return source_alone(l, n, str_skip(want, strlen("register:")));
	known = arena_alloc(l->a, (l->nlists + 1) * sizeof *known);
	for (size_t i = 0; i < l->nlists; i++)
		known[i] = l->list[i]->id;
	near = suggest(want, known, l->nlists);
	load_bad(l, n, "there is no list called '" STR_FMT "'%s" STR_FMT "%s", STR_ARG(want),
	    near.n > 0 ? "; did you mean '" : "", STR_ARG(near), near.n > 0 ? "'?" : "");
	return NULL;
}
