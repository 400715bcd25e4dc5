/* The guide: all its answers at once, as its address has them, and what they come to. */
#include "scenario/private.h"

static size_t
typed(struct arena *a, xmlNode *step, struct form_field *v)
{
	size_t n = 0;

	for (xmlNode *c = xml_first(step); c != NULL; c = xml_next(c))
		if (xml_is(c, "answer"))
			v[n++] = (struct form_field){ xml_attr(c, "name"),
			    xml_text_raw(a, c) };
	return n;
}

/* Page after page, until one is not answered as it must be: *at, or NULL at the end. */
static bool
answer_all(struct run *r, xmlNode *step, const struct guide *g, const struct form_item **at)
{
	struct form_field *v = arena_alloc(r->a,
	    (xmlChildElementCount(step) + 1) * sizeof *v);
	size_t n = typed(r->a, step, v);
	struct answers_posted got;

	r->as = answers_new(r->a, g->form);
	answers_rules(r->as, &r->world);
	for (*at = g->form->pages; *at != NULL; *at = (*at)->next) {
		if ((*at)->kind != FORM_PAGE || !answer_of(r->as->root, *at)->relevant)
			continue;
		cover_page(r->cover, *at);
		if (answers_post(r->as, *at, v, n, NULL, &r->world, &got) != ERR_OK)
			return run_fail(r, step, "the answers are more than a guide may hold");
		if (!answers_page_valid(r->as, *at))
			break;
	}
	cover_answers(r->cover, r->as);
	return true;
}

/* As guide_ending, with each condition that was asked counted. */
static void
come_to_an_end(struct run *r, const struct guide *g)
{
	const struct guide_ending *e = g->endings, *end = guide_ending(g, r->as, &r->world);

	for (; e != end; e++)
		cover_cond(r->cover, e->when, false);
	if (e->when != NULL)
		cover_cond(r->cover, e->when, true);
	for (size_t i = 0; i < e->nbecause; i++)
		if (e->because[i].when != NULL)
			cover_cond(r->cover, e->because[i].when,
			    form_expr_true(e->because[i].when, r->as, &r->world));
	cover_ending(r->cover, e);
	r->ending = e;
}

/* The application begins with what was answered. */
static void
take_over(struct run *r, struct answers *into)
{
	answers_copy(into, r->as, &r->world, NULL, NULL);
	answers_rules(into, &r->world);
}

bool
run_guide(struct run *r, xmlNode *n)
{
	const struct guide *g = r->rel->guide;
	struct answers *application = r->as;
	const struct form_item *at;
	bool ok;

	if (!run_clock(r, n) || !answer_all(r, n, g, &at))
		return false;
	ok = at == NULL || run_no_other_errors(r, n, at);
	if (at == NULL)
		come_to_an_end(r, g);
	run_expect(r, n, at);
	if (ok && xml_attr(n, "begin").p != NULL)
		take_over(r, application);
	r->as = application;
	r->ending = NULL;
	return ok;
}
