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

/* ---- who lives there ---- */

static void
put_text(struct buf *b, struct str text)
{
	if (text.n == 0)
		return;
	buf_add_z(b, b->n > 1 ? ",\"" : "\"");
	buf_json(b, text);
	buf_add_char(b, '"');
}

static void
put_row(struct buf *b, const struct form *f, const struct answer_row *row,
    const struct form_item *group)
{
	for (size_t i = 0; i < f->nitems; i++) {
		const struct form_item *it = f->item[i];

		if (it->group != group)
			continue;
		if (it->kind == FORM_REPEAT)
			for (size_t k = 0; k < answer_of(row, it)->nrows; k++)
				put_row(b, f, answer_of(row, it)->rows[k], it);
		else if (it->kind == FORM_TEXT && it->masked.p != NULL &&
		    answer_of(row, it)->relevant)
			put_text(b, answer_of(row, it)->text);
	}
}

struct str
case_addresses(struct arena *a, const struct release *release, const struct answers *answers,
    const struct form_world *world)
{
	struct buf b = buf_new(a, 256);

	buf_add_char(&b, '[');
	for (size_t i = 0; i < release->nroutes; i++)
		if (release->routes[i].address != NULL)
			put_text(&b, form_expr_text(a, release->routes[i].address, answers, world));
	put_row(&b, answers->form, answers->root, NULL);
	buf_add_char(&b, ']');
	return buf_str(&b);
}
