#include "page/steps.h"

static bool
shown(const struct answers *as, const struct form_item *p)
{
	return p->kind == FORM_PAGE && answer_of(as->root, p)->relevant &&
	    !answer_of(as->root, p)->closed;
}

const struct form_item *
steps_page(const struct answers *as, struct str id)
{
	const struct form_item *p = form_page(as->form, id);

	return p != NULL && shown(as, p) ? p : NULL;
}

const struct form_item *
steps_first(const struct answers *as)
{
	const struct form_item *p = as->form->pages;

	while (p != NULL && !shown(as, p))
		p = p->next;
	return p;
}

const struct form_item *
steps_last(const struct answers *as)
{
	const struct form_item *last = steps_first(as);

	for (const struct form_item *p = last; p != NULL; p = steps_from(as, p, 1))
		last = p;
	return last;
}

const struct form_item *
steps_from(const struct answers *as, const struct form_item *page, int step)
{
	const struct form_item *before = NULL;

	for (const struct form_item *p = as->form->pages; p != NULL; p = p->next) {
		if (step < 0 && p == page)
			return before;
		if (!shown(as, p))
			continue;
		if (step > 0 && p->index > page->index)
			return p;
		before = p;
	}
	return NULL;
}
