/* What a register says, in a scenario: of a property typed by hand, or as hits to fill in. */
#include "scenario/private.h"

#include "form/lookup.h"

static struct form_hit
take_hit(struct arena *a, const xmlNode *n)
{
	struct form_hit_value *v;
	size_t k = 0, most = 0;

	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		most++;
	v = arena_alloc(a, (most + 1) * sizeof *v);
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		v[k++] = (struct form_hit_value){ str_from_z((const char *)at->name),
		    xml_attr(n, (const char *)at->name) };
	return (struct form_hit){ v, k };
}

static void
fill(struct run *r, struct answer *at, xmlNode *n)
{
	struct form_hit *v;
	size_t k = 0, most = 0;

	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		most++;
	v = arena_alloc(r->a, (most + 1) * sizeof *v);
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		v[k++] = take_hit(r->a, c);
	if (at->item->lookup->rows != NULL)
		answers_fill_rows(r->as, at, v, k, &r->world);
	else if (k > 0)
		answers_fill(r->as, at, &v[0], &r->world);
}

bool
run_lookup(struct run *r, xmlNode *n)
{
	struct answer *at = answers_lookup(r->as, r->at, xml_attr(n, "name"));
	struct str says = xml_attr(n, "says");

	if (at == NULL)
		return run_fail(r, n, "there is no lookup " STR_FMT " on the page now",
		    STR_ARG(xml_attr(n, "name")));
	if (says.p == NULL) {
		fill(r, at, n);
		return true;
	}
	if (answers_property(r->a, at, STR("0")).n == 0)
		return run_fail(r, n, "no property is filled in that a register could speak of");
	answers_said(r->as, at, str_z(r->a, says), &r->world);
	answers_rules(r->as, &r->world);
	return true;
}
