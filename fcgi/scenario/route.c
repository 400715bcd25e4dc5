/* route.c - <route>: where the first rule of service.xml that fits leads */
#include "scenario/private.h"

static const struct release_route *
first_route(const struct run *r)
{
	for (size_t i = 0; i < r->rel->nroutes; i++) {
		const struct release_route *t = &r->rel->routes[i];

		if (t->when == NULL || form_expr_true(t->when, r->as, &r->world))
			return t;
	}
	return NULL;
}

void
expect_route(struct run *r, xmlNode *n, const struct form_item *page)
{
	struct str unit = xml_attr(n, "unit"), address = xml_attr(n, "address"), got = STR("");
	const struct release_route *t = first_route(r);

	(void)page;
	if (t != NULL)
		got = t->address == NULL ? t->unit :
		    form_expr_text(r->a, t->address, r->as, &r->world);
	if (t == NULL || !str_eq(got, unit.p != NULL ? unit : address) ||
	    (t->address == NULL) != (unit.p != NULL))
		run_fail(r, n, "expected the case to go to the %s " STR_FMT "; it goes to %s"
		    STR_FMT, unit.p != NULL ? "unit" : "unit of the address",
		    STR_ARG(unit.p != NULL ? unit : address), t == NULL ? "none" :
		    t->address == NULL ? "the unit " : "that of the address ", STR_ARG(got));
}
