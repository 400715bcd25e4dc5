/* carry.c - the answers of a trial, out to the page and back */
#include "base/arena.h"
#include "desk/trial.h"

#define ROWS	"rader"

/* ---- back ---- */

/* Press the button until there are as many rows as there were; the repeat's own limit stops it. */
static void
add_rows(const struct trial *t, const struct form_item *page, struct str field)
{
	struct str name = str_cut(&field, ':');
	struct str button = str_fmt(t->answers->a, "legg-til:" STR_FMT, STR_ARG(name));
	const struct answer *repeat = answers_find(t->answers, name);
	int64_t n;

	if (repeat == NULL || repeat->item->kind != FORM_REPEAT || !str_int(field, &n))
		return;
	while (repeat->nrows < (size_t)(n > 0 ? n : 0) &&
	    answers_button(t->answers, page, button, &t->world, NULL))
		;
}

static enum err
take_page(struct req *r, const struct trial *t, const struct form_item *page,
    const struct form_field *v)
{
	static const char *const not_answers[] = { "csrf", "handling", "side", ROWS, NULL };
	struct answers_posted got;

	TRY(answers_post(t->answers, page, v, r->form.n, not_answers, &t->world, &got));
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(v[i].name, ROWS))
			add_rows(t, page, v[i].value);
	return answers_post(t->answers, page, v, r->form.n, not_answers, &t->world, &got);
}

enum err
trial_take(struct req *r, struct trial *t)
{
	struct form_field *v = arena_alloc(r->a, (r->form.n + 1) * sizeof *v);

	t->answers = answers_new(r->a, t->release->form);
	answers_rules(t->answers, &t->world);
	for (size_t i = 0; i < r->form.n; i++)
		v[i] = (struct form_field){ r->form.v[i].name, r->form.v[i].value };
	for (const struct form_item *p = t->release->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE)
			TRY(take_page(r, t, p, v));
	return ERR_OK;
}

/* ---- out ---- */

static void
put(struct req *r, struct str name, struct str value)
{
	struct vmap *m = vadd(page_map(r), "carried");

	vset(m, "name", name);
	vset(m, "value", value);
}

static void
carry_answer(struct req *r, const struct answer *n)
{
	struct str name = answer_field(r->a, n), rest = n->text;

	if (n->item->kind == FORM_UPLOAD || n->readonly || n->text.n == 0)
		return;
	if (n->item->kind == FORM_CONFIRM)
		put(r, name, n->text);
	else if (n->item->kind != FORM_CHOICES)
		put(r, name, answer_value(r->a, n));
	else
		while (rest.n > 0)
			put(r, name, str_cut(&rest, ' '));
}

static void
carry_items(struct req *r, const struct form_item *first, struct answer_row *row, bool answers)
{
	for (const struct form_item *i = first; i != NULL; i = i->next) {
		const struct answer *n = answer_of(row, i);

		if (i->kind == FORM_SECTION)
			carry_items(r, i->first, row, answers);
		else if (i->kind != FORM_REPEAT && form_is_question(i) && answers)
			carry_answer(r, n);
		if (i->kind != FORM_REPEAT)
			continue;
		put(r, STR(ROWS), str_fmt(r->a, STR_FMT ":%zu", STR_ARG(answer_field(r->a, n)),
		    n->nrows));
		for (size_t k = 0; k < n->nrows; k++)
			carry_items(r, i->first, n->rows[k], answers);
	}
}

void
trial_carry(struct req *r, const struct trial *t, const struct form_item *page)
{
	vlist(page_map(r), "carried");
	for (const struct form_item *p = t->release->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE)
			carry_items(r, p->first, t->answers->root, p != page);
}
