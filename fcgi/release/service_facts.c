/* What a service asks of its cases: facts, the checklist, and the lines of the fee. */
#include "release/service.h"

#include "base/arena.h"

static size_t
count(xmlNode *list, const char *name)
{
	size_t n = 0;

	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		n += xml_is(c, name);
	return n;
}

static struct str
words(struct arena *a, xmlNode *n, const char *name)
{
	xmlNode *c = xml_child(n, name);

	return c != NULL ? xml_text(a, c) : STR_NONE;
}

static void
load_facts(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_fact *v = arena_alloc(a, (count(list, "fact") + 1) * sizeof *v);

	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		if (xml_is(c, "fact"))
			v[s->nfacts++] = (struct service_fact){ xml_attr(c, "id"),
				xml_attr(c, "value"), words(a, c, "desk"), xml_line(c) };
	s->facts = v;
}

static void
load_points(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_point *v = arena_alloc(a, (count(list, "point") + 1) * sizeof *v);

	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		if (xml_is(c, "point"))
			v[s->npoints++] = (struct service_point){ xml_attr(c, "id"),
				xml_attr(c, "when"), xml_attr(c, "law"), xml_attr(c, "deficiency"),
				xml_attr(c, "field"), words(a, c, "desk"), xml_line(c) };
	s->points = v;
}

static void
load_fees(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_fee *v = arena_alloc(a, (count(list, "line") + 1) * sizeof *v);

	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		if (xml_is(c, "line"))
			v[s->nfees++] = (struct service_fee){ xml_attr(c, "id"),
				xml_attr(c, "when"), xml_attr(c, "amount"), xml_attr(c, "law"),
				words(a, c, "citizen"), xml_line(c) };
	s->fees = v;
	if (xml_child(list, "overrun") != NULL)
		s->fee_overrun = (struct service_fee){ .id = STR("overrun"),
		    .law = xml_attr(xml_child(list, "overrun"), "law"),
		    .citizen = words(a, xml_child(list, "overrun"), "citizen") };
	s->fee_in = list != NULL ? xml_attr(list, "in") : STR_NONE;
}

void
service_load_facts(struct arena *a, xmlNode *root, struct service *s)
{
	load_facts(a, xml_child(root, "facts"), s);
	load_points(a, xml_child(root, "checklist"), s);
	load_fees(a, xml_child(root, "fee"), s);
}

const struct service_fact *
service_fact(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->nfacts; i++)
		if (str_eq(s->facts[i].id, id))
			return &s->facts[i];
	return NULL;
}

const struct service_point *
service_point(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->npoints; i++)
		if (str_eq(s->points[i].id, id))
			return &s->points[i];
	return NULL;
}

const struct service_fee *
service_fee(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->nfees; i++)
		if (str_eq(s->fees[i].id, id))
			return &s->fees[i];
	return NULL;
}
