/* Answers as XML in the shape of the form. */
#include "form/private.h"

struct writer {
	const struct answers *as;
	enum answers_what what;
	struct buf	*b;
	struct form_pids *pids;
};

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
add_open(struct writer *w, const struct answer *n)
{
	struct buf *b = w->b;

	buf_add_char(b, '<');
	buf_add(b, n->item->name);
	if (n->wrong)
		buf_add_z(b, " typed=\"1\"");
	if (n->source.n > 0)
		add_source(w, n);
	buf_add_char(b, '>');
}

static void
add_close(struct buf *b, struct str name)
{
	buf_add_z(b, "</");
	buf_add(b, name);
	buf_add_char(b, '>');
}

static void
write_question(struct writer *w, const struct answer *n)
{
	if (n->text.n == 0 && (n->source.n == 0 || w->what == ANSWERS_PRUNED))
		return;
	add_open(w, n);
	if (n->ref)
		buf_add(w->b, n->text);
	else if (n->item->type == FORM_PID && !n->wrong)
		buf_fmt(w->b, "person:@%zu", pid_index(w, n->text) + 1);
	else
		add_text(w->b, n->text);
	add_close(w->b, n->item->name);
}

static void write_items(struct writer *, const struct answer_row *, const struct form_item *first);

static void
write_rows(struct writer *w, const struct answer *repeat)
{
	for (size_t i = 0; i < repeat->nrows; i++) {
		add_open(w, repeat);
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
		if (form_is_question(it))
			write_question(w, n);
		else if (it->kind == FORM_REPEAT)
			write_rows(w, n);
		else
			write_items(w, row, it->first);
	}
}

void
answers_write(
    const struct answers *as, enum answers_what what, struct buf *b, struct form_pids *pids_out)
{
	struct writer w = { as, what, b, pids_out };

	CHECK_OBJ(as, ANSWERS_MAGIC);
	CHECK(what == ANSWERS_DRAFT || as->judged);
	*pids_out = (struct form_pids){ NULL, 0 };
	buf_add_char(b, '<');
	buf_add(b, as->form->id);
	buf_add_char(b, '>');
	for (const struct form_item *p = as->form->pages; p != NULL; p = p->next)
		if (what == ANSWERS_DRAFT || answer_of(as->root, p)->relevant)
			write_items(&w, as->root, p->first);
	add_close(b, as->form->id);
}
