#include "citizen/draft.h"

#include "case/case.h"
#include "citizen/citizen.h"
#include "page/page.h"
#include "release/store.h"

static enum err
read_answers(struct req *r, const struct db_rows *rows, struct draft *d)
{
	struct str text = db_get(rows, 0, "answers");

	if (text.p == NULL)
		d->answers = answers_new(r->a, d->release->form);
	else
		TRY(answers_read(r->a, d->release->form, text, case_pairs(r->a, db_get(rows, 0, "pids")), &d->answers));
	answers_rules(d->answers, &d->world);
	return ERR_OK;
}

enum err
draft_take(struct req *r, const struct db_rows *rows, struct draft *out)
{
	struct draft d = { .service = r->seg[0], .id = r->seg[1] };

	if (db_count(rows) == 0 || !str_eq(db_get(rows, 0, "service"), d.service))
		return ERR_GONE;
	d.base = str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(d.service), STR_ARG(d.id));
	d.revision = db_get(rows, 0, "revision");
	d.updated_at = db_at(rows, 0, "updated_at");
	TRY(release_get(page_app(r)->releases, r->a, db_get(rows, 0, "release_id"), &d.release));
	d.world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	TRY(read_answers(r, rows, &d));
	*out = d;
	return ERR_OK;
}

const struct db_rows *
draft_put(struct req *r, const struct draft *d, struct str page)
{
	case_draft_unpark(page_db(r), d->id, page);
	return case_draft_save(page_db(r), r->a, d->id, d->revision, d->answers, page);
}

static bool
shown(const struct draft *d, const struct form_item *p)
{
	return p->kind == FORM_PAGE && answer_of(d->answers->root, p)->relevant;
}

const struct form_item *
draft_page(const struct draft *d, struct str id)
{
	const struct form_item *p = form_page(d->release->form, id);

	return p != NULL && shown(d, p) ? p : NULL;
}

const struct form_item *
draft_step(const struct draft *d, const struct form_item *page, int step)
{
	const struct form_item *before = NULL;

	for (const struct form_item *p = d->release->form->pages; p != NULL; p = p->next) {
		if (step < 0 && p == page)
			return before;
		if (!shown(d, p))
			continue;
		if (step > 0 && p->index > page->index)
			return p;
		before = p;
	}
	return NULL;
}
