/* Answers as XML in the shape of the form. */
#include "form/private.h"

struct writer {
	const struct answers *as;
	enum answers_what what;
	struct buf	*b;
	struct form_pids *pids;
	struct str	 only;		/* answers_tell: the names; else p == NULL */
	bool		 masked;	/* without what tells where somebody lives */
};

static bool
is_told(const struct writer *w, const struct answer_row *row, const struct form_item *it)
{
	struct str rest = w->only;

	if (w->only.p == NULL)
		return true;
	if (it->type == FORM_PID || (w->masked && it->masked.p != NULL))
		return false;
	while (row->group == NULL && rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), it->name))
			return true;
	return row->group != NULL;
}

static size_t
pid_index(struct writer *w, struct str pid)
{
	struct form_pids *p = w->pids;

	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->v[i], pid))
			return i;
	if ((p->n & (p->n - 1)) == 0) {		/* full: room for twice as many */
		struct str *v = arena_alloc(w->as->a, (p->n > 0 ? 2 * p->n : 1) * sizeof *v);

		if (p->n > 0)
			memcpy(v, p->v, p->n * sizeof *v);
		p->v = v;
	}
	p->v[p->n] = pid;
	return p->n++;
}

/* What a person types must never look like our reference to a person. */
static void
add_text(struct buf *b, struct str s)
{
	const char *hit;

	while (s.n > 7 && (hit = memmem(s.p, s.n, "person:", 7)) != NULL) {
		size_t n = (size_t)(hit - s.p);

		xml_escape(b, (struct str){ s.p, n });
		buf_add_z(b, "person&#58;");
		s = str_skip(s, n + 7);
	}
	xml_escape(b, s);
}

static void
add_source(struct writer *w, const struct answer *n)
{
	struct buf *b = w->b;

	buf_add_z(b, " from=\"");
	xml_escape(b, n->source);
	buf_fmt(b, "\" at=\"" STR_FMT "\"", STR_ARG(instant_iso(w->as->a, n->source_at)));
	if (n->changed)
		buf_add_z(b, " changed=\"1\"");
	if (n->away)
		buf_add_z(b, " away=\"1\"");
}

static void
add_open(struct writer *w, const struct answer *n, struct str name)
{
	struct buf *b = w->b;

	buf_add_char(b, '<');
	buf_add(b, name);
	if (n->wrong)
		buf_add_z(b, " typed=\"1\"");
	if (n->source.n > 0 && w->only.p == NULL)
		add_source(w, n);
}

static void
add_close(struct buf *b, struct str name)
{
	buf_add_z(b, "</");
	buf_add(b, name);
	buf_add_char(b, '>');
}

bool
value_kept(const struct form_item *it)
{
	return (it->kind == FORM_VAR || it->kind == FORM_OUTPUT) && it->calculate != NULL &&
	    !it->carries;
}

/* No question has a name with a hyphen. */
struct str
value_name(struct arena *a, const struct form_item *it)
{
	return it->name.n > 0 ? it->name : str_fmt(a, "value-%zu", it->index);
}

static void
write_answer(struct writer *w, const struct answer *n)
{
	struct str name = value_name(w->as->a, n->item);

	if (n->text.n == 0 && (n->source.n == 0 || w->what == ANSWERS_PRUNED))
		return;
	add_open(w, n, name);
	buf_add_char(w->b, '>');
	if (n->ref)
		buf_add(w->b, n->text);
	else if (n->item->type == FORM_PID && !n->wrong)
		buf_fmt(w->b, "person:@%zu", pid_index(w, n->text) + 1);
	else
		add_text(w->b, n->text);
	add_close(w->b, name);
}

/* ---- what is not relevant ---- */

static void
list_pruned(const struct answer_row *row, const struct form_item *it, struct buf *b)
{
	for (; it != NULL; it = it->next) {
		if (!answer_of(row, it)->relevant)
			buf_fmt(b, "%s%zu", b->n > 0 ? " " : "", it->index);
		else if (it->kind != FORM_REPEAT)
			list_pruned(row, it->first, b);
	}
}

/* The root has it always: it tells that values are kept too. */
static void
add_pruned(struct writer *w, const struct answer_row *row, const struct form_item *first)
{
	struct buf b = buf_new(w->as->a, 64);

	if (w->what != ANSWERS_PRUNED)
		return;
	list_pruned(row, first, &b);
	if (row->group == NULL || b.n > 0)
		buf_fmt(w->b, " pruned=\"" STR_FMT "\"", STR_ARG(
		    w->only.p != NULL && row->group == NULL ? STR("") : buf_str(&b)));
}

static void write_items(struct writer *, const struct answer_row *, const struct form_item *first);

static void
write_rows(struct writer *w, const struct answer *repeat)
{
	for (size_t i = 0; i < repeat->nrows; i++) {
		add_open(w, repeat, repeat->item->name);
		add_pruned(w, repeat->rows[i], repeat->item->first);
		buf_add_char(w->b, '>');
		write_items(w, repeat->rows[i], repeat->item->first);
		add_close(w->b, repeat->item->name);
	}
}

static void
write_items(struct writer *w, const struct answer_row *row, const struct form_item *it)
{
	for (; it != NULL; it = it->next) {
		const struct answer *n = answer_of(row, it);

		if (w->what == ANSWERS_PRUNED && !n->relevant)
			continue;
		if (form_is_question(it) ||
		    (given_kept(it) && w->only.p == NULL) ||
		    (w->what == ANSWERS_PRUNED && value_kept(it))) {
			if (is_told(w, row, it))
				write_answer(w, n);
		} else if (it->kind == FORM_REPEAT) {
			if (is_told(w, row, it))
				write_rows(w, n);
		} else
			write_items(w, row, it->first);
	}
}

/* Those that stand outside pages. */
static void
write_vars(struct writer *w)
{
	const struct form *f = w->as->form;

	for (size_t i = 0; i < f->nitems && w->what == ANSWERS_PRUNED; i++)
		if (f->item[i]->parent == NULL && value_kept(f->item[i]) &&
		    is_told(w, w->as->root, f->item[i]))
			write_answer(w, answer_of(w->as->root, f->item[i]));
}

static void
write_all(struct writer *w)
{
	const struct form *f = w->as->form;

	CHECK_OBJ(w->as, ANSWERS_MAGIC);
	CHECK(w->what == ANSWERS_DRAFT || w->as->judged);
	*w->pids = (struct form_pids){ NULL, 0 };
	buf_add_char(w->b, '<');
	buf_add(w->b, f->id);
	add_pruned(w, w->as->root, f->pages);
	buf_add_char(w->b, '>');
	write_vars(w);
	write_items(w, w->as->root, f->pages);
	add_close(w->b, f->id);
}

void
answers_tell(const struct answers *as, struct str names, bool masked, struct buf *b)
{
	struct form_pids none;
	struct writer w = { as, ANSWERS_PRUNED, b, &none, names, masked };

	CHECK(names.p != NULL);
	write_all(&w);
	CHECK(none.n == 0);
}

void
answers_write(
    const struct answers *as, enum answers_what what, struct buf *b, struct form_pids *pids_out)
{
	struct writer w = { as, what, b, pids_out, STR_NONE, false };

	write_all(&w);
}
