/* What a <lookup> fills in, and what it names a property by. */
#include "form/lookup.h"
#include "form/private.h"

static const char *const numbers[] = { "kommunenummer", "gardsnummer", "bruksnummer",
    "festenummer", "seksjonsnummer" };

static const struct form_item *
repeat_named(struct load *l, const struct form_item *it, const xmlNode *n, const char *attr)
{
	struct str name = xml_attr(n, attr);
	const struct form_item *r;

	if (name.p == NULL)
		return NULL;
	r = item_in(l->form, it->group, name);
	if (r != NULL && r->kind == FORM_REPEAT)
		return r;
	load_bad(l, n, "%s names a repeat beside the lookup; there is none called " STR_FMT, attr,
	    STR_ARG(name));
	return NULL;
}

static bool
may_fill(const struct form_item *it)
{
	return it->type == FORM_REF || (form_is_question(it) && it->kind != FORM_UPLOAD);
}

static bool
works_out(struct load *l, const struct form_item *it)
{
	return xml_attr(l->node[it->index], "calculate").p != NULL;
}

static void
add_fill(struct load *l, struct form_lookup *lo, struct form_fill *v, const struct form_item *it,
    struct str column)
{
	v[lo->nfills++] = (struct form_fill){ it, column };
	l->item[it->index]->filled = true;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers && lo->rows == NULL; i++)
		if (str_eq_z(column, numbers[i]))
			lo->number[i] = it;
}

/* fills="adresse sted:poststed": a question, and its column where that has another name. */
static void
take_named(struct load *l, struct form_lookup *lo, struct form_fill *v, const xmlNode *n,
    const struct form_item *group, struct str rest)
{
	while (rest.n > 0) {
		struct str column = str_cut(&rest, ' '), name = str_cut(&column, ':');
		const struct form_item *it = item_in(l->form, group, name);

		if (name.n == 0)
			continue;
		if (it == NULL || !may_fill(it) || works_out(l, it))
			load_bad(l, n, "fills names questions that can be answered, in the same "
			    "group; " STR_FMT " is none", STR_ARG(name));
		else
			add_fill(l, lo, v, it, column.n > 0 ? column : name);
	}
}

/* Every question of the repeat, by its own name. */
static void
take_all(struct load *l, struct form_lookup *lo, struct form_fill *v)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->item[i]->group == lo->rows && may_fill(l->item[i]) &&
		    !works_out(l, l->item[i]))
			add_fill(l, lo, v, l->item[i], l->item[i]->name);
}

static void
check_whole(struct load *l, const struct form_lookup *lo, const xmlNode *n)
{
	if (lo->source.n == 0)
		load_bad(l, n, "a lookup needs the register that it asks, as in source=\"register:addresses\"");
	if ((lo->rows == NULL) != (lo->of == NULL))
		load_bad(l, n, "of says where the properties stand, and rows what is filled; write both or none");
	if (lo->nfills == 0 && xml_attr(n, "fills").p == NULL)
		load_bad(l, n, "a lookup needs fills with the questions that it fills in");
	if ((lo->number[1] == NULL) != (lo->number[2] == NULL))
		load_bad(l, n, "gardsnummer and bruksnummer name a property together; fill both or none");
}

void
load_lookup(struct load *l, struct form_item *it, const xmlNode *n)
{
	struct form_lookup *lo = ARENA_NEW(l->a, struct form_lookup);
	struct str source = xml_attr(n, "source"), fills = xml_attr(n, "fills");
	struct form_fill *v = arena_alloc(l->a, (l->n + fills.n + 1) * sizeof *v);

	if (str_starts(source, STR("register:")))
		lo->source = str_skip(source, strlen("register:"));
	lo->of = repeat_named(l, it, n, "of");
	lo->rows = repeat_named(l, it, n, "rows");
	lo->fills = v;
	if (lo->rows != NULL && fills.p == NULL)
		take_all(l, lo, v);
	else
		take_named(l, lo, v, n, lo->rows != NULL ? lo->rows : it->group, fills);
	check_whole(l, lo, n);
	it->lookup = lo;
}

static bool
names_property(const struct form_item *it)
{
	return it->lookup != NULL && it->lookup->number[1] != NULL && it->lookup->number[2] != NULL;
}

/* The lookup whose properties have the neighbours. */
static const struct form_item *
property_in(struct load *l, const struct form_item *repeat)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->item[i]->group == repeat && names_property(l->item[i]))
			return l->item[i];
	return NULL;
}

void
load_lookups_done(struct load *l)
{
	for (size_t i = 0; i < l->n && !l->bad; i++) {
		const struct form_item *it = l->item[i];
		struct form_lookup *lo;

		if (it->lookup == NULL || it->lookup->of == NULL)
			continue;
		lo = ARENA_NEW(l->a, struct form_lookup);
		*lo = *it->lookup;
		lo->row = property_in(l, lo->of);
		l->item[i]->lookup = lo;
		if (lo->row == NULL)
			load_bad(l, l->node[i], "the repeat " STR_FMT " needs a <lookup> of its "
			    "own that fills gardsnummer and bruksnummer", STR_ARG(lo->of->name));
	}
}
