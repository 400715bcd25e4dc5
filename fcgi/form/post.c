/* One page's fields become answers. */
#include "form/private.h"

struct undo {
	struct answer	*node;
	struct str	 text;
	bool		 wrong, ref;
};

struct post {
	struct answers	*as;
	const struct form_item *page;
	const struct form_world *w;
	struct undo	*undo;
	size_t		 n;
};

static bool
open_on(const struct answer *n, const struct form_item *page)
{
	return form_is_question(n->item) && n->item->kind != FORM_UPLOAD && n->item->page == page &&
	    !n->readonly;
}

static bool
is_named(const char *const *names, struct str name)
{
	for (; names != NULL && *names != NULL; names++)
		if (str_eq_z(name, *names))
			return true;
	return false;
}

static struct undo *
noted(struct post *p, const struct answer *n)
{
	return n->undo > 0 && n->undo <= p->n && p->undo[n->undo - 1].node == n ?
	    &p->undo[n->undo - 1] : NULL;
}

/* The first field of a name starts anew; more of them are further ticks, or a repetition that is
   dropped. */
static void
take_field(struct post *p, struct answer *n, struct str value)
{
	struct str ticks = n->text;

	if (noted(p, n) == NULL) {
		p->undo[p->n++] = (struct undo){ n, n->text, n->wrong, n->ref };
		n->undo = (uint32_t)p->n;
		answer_read(p->as, n, value, p->w);
		return;
	}
	value = str_trim(value);
	if (n->item->kind != FORM_CHOICES || value.n == 0 || answer_has(n, value))
		return;
	answer_set(p->as, n, str_fmt(p->as->a, STR_FMT "%s" STR_FMT, STR_ARG(ticks), ticks.n > 0 ?
	    " " : "", STR_ARG(value)), false);
}

static void
remove_ticks(void *state, struct answer_row *row)
{
	struct post *p = state;
	size_t nslots = row->group != NULL ? row->group->nslots : p->as->form->nslots;

	for (size_t i = 0; i < nslots; i++) {
		struct answer *n = &row->node[i];
		bool ticks = n->item->kind == FORM_CHOICES || n->item->kind == FORM_CONFIRM;

		if (ticks && n->relevant && open_on(n, p->page) && noted(p, n) == NULL &&
		    n->text.n > 0)
			answer_set(p->as, n, STR_NONE, false);
	}
}

static void
remove_all_ticks(struct post *p)
{
	rows_each(p->as, NULL, remove_ticks, p);
	for (size_t i = 0; i < p->as->form->nitems; i++)
		if (p->as->form->item[i]->kind == FORM_REPEAT &&
		    p->as->form->item[i]->page == p->page)
			rows_each(p->as, p->as->form->item[i], remove_ticks, p);
}

/* What turned out not to be relevant was not asked for: the answer that was there stays. */
static void
put_back(struct post *p, struct answers_posted *out)
{
	for (size_t i = 0; i < p->n; i++) {
		struct answer *n = p->undo[i].node;

		if (!n->relevant) {
			answer_set(p->as, n, p->undo[i].text, p->undo[i].wrong);
			n->ref = p->undo[i].ref;
			out->taken--;
			out->ignored++;
		} else if (n->source.n > 0 && !str_eq(n->text, p->undo[i].text)) {
			n->changed = true;
		}
	}
}

static size_t
total_bytes(const struct form_field *f, size_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes += f[i].value.n;
	return bytes;
}

static void
sort_field(struct post *p, const struct form_field *f, struct answers_posted *out)
{
	struct answer *node = answers_find(p->as, f->name);

	if (node == NULL) {
		out->unknown++;
	} else if (!open_on(node, p->page)) {
		out->ignored++;
	} else {
		out->taken += noted(p, node) == NULL;
		take_field(p, node, f->value);
	}
}

enum err
answers_post(struct answers *as, const struct form_item *page, const struct form_field *f, size_t n,
    const char *const *skip, const struct form_world *w, struct answers_posted *out)
{
	struct post p = { .as = as, .page = page, .w = w };
	struct answers_posted got = { 0, 0, 0 };

	CHECK(as->judged);
	if (as->work->bytes + total_bytes(f, n) > FORM_TOTAL_BYTES)
		return ERR_TOO_BIG;
	p.undo = arena_alloc(as->a, (n + 1) * sizeof *p.undo);
	for (size_t i = 0; i < n; i++)
		if (!is_named(skip, f[i].name))
			sort_field(&p, &f[i], &got);
	remove_all_ticks(&p);
	rules_settle(as, w);
	put_back(&p, &got);
	rules_judge(as, w);
	*out = got;
	return ERR_OK;
}
