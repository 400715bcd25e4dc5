/* route.c - whose a new case is within the municipality, by the rules of service.xml */
#include "base/arena.h"
#include "base/buf.h"
#include "case/private.h"

static void
put_route(struct buf *b, const char *key, struct str value)
{
	buf_add_z(b, b->n > 1 ? ",{\"" : "{\"");
	buf_add_z(b, key);
	buf_add_z(b, "\":\"");
	buf_json(b, value);
	buf_add_z(b, "\"}");
}

/* Units are the municipality's own, so that one it has not is passed over there and not here. */
struct str
case_routes(struct arena *a, const struct case_new *c)
{
	struct buf b = buf_new(a, 256);

	buf_add_char(&b, '[');
	for (size_t i = 0; i < c->release->nroutes; i++) {
		const struct release_route *t = &c->release->routes[i];

		if (t->when != NULL && !form_expr_true(t->when, c->answers, c->world))
			continue;
		if (t->address == NULL)
			put_route(&b, "unit", t->unit);
		else
			put_route(&b, "address", form_expr_text(a, t->address, c->answers,
			    c->world));
	}
	buf_add_char(&b, ']');
	return buf_str(&b);
}

/* Every address that a rule may look at, also where another rule was first. */
struct str
case_addresses(struct arena *a, const struct case_new *c)
{
	struct buf b = buf_new(a, 256);

	buf_add_char(&b, '[');
	for (size_t i = 0; i < c->release->nroutes; i++) {
		const struct form_expr *x = c->release->routes[i].address;

		if (x == NULL)
			continue;
		buf_add_z(&b, b.n > 1 ? ",\"" : "\"");
		buf_json(&b, form_expr_text(a, x, c->answers, c->world));
		buf_add_char(&b, '"');
	}
	buf_add_char(&b, ']');
	return buf_str(&b);
}
