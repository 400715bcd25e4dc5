/* What receivers are told, and how many have been told and answered. */
#include "hearing/hearing.h"

#include "base/arena.h"
#include "base/hash.h"

/* ---- what is told ---- */

static void
add_file(struct buf *b, const struct answer *n)
{
	if (n->item->kind == FORM_UPLOAD && n->relevant && n->text.n > 0)
		buf_fmt(b, "%s" STR_FMT, b->n > 0 ? " " : "", STR_ARG(n->text));
}

static void
add_files(struct buf *b, const struct answers *as, const struct answer *n)
{
	if (n->item->kind != FORM_REPEAT || !n->relevant) {
		add_file(b, n);
		return;
	}
	for (size_t i = 0; i < n->nrows; i++)
		for (size_t k = 0; k < as->form->nitems; k++)
			if (as->form->item[k]->group == n->item)
				add_file(b, answer_of(n->rows[i], as->form->item[k]));
}

struct hearing_content
hearing_content(struct arena *a, const struct service_hearing *h, const struct answers *as,
    bool graded)
{
	struct buf told = buf_new(a, 4096), files = buf_new(a, 256);
	struct str rest = h->tells;

	answers_tell(as, h->tells, graded, &told);
	while (rest.n > 0) {
		const struct form_item *it = form_find(as->form, str_cut(&rest, ' '));

		if (it != NULL && it->group == NULL)
			add_files(&files, as, answer_of(as->root, it));
	}
	return (struct hearing_content){ buf_str(&told), hash_sha256_hex(a, buf_str(&told)),
		buf_str(&files) };
}

/* Is it among what they are told?  Of a row: the repeat is. */
static bool
is_told(const struct service_hearing *h, const struct form_item *it)
{
	struct str rest = h->tells, name = it->group != NULL ? it->group->name : it->name;

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), name))
			return true;
	return false;
}

static bool
is_answered(const struct answers *as, const struct form_item *it)
{
	const struct answer *repeat;

	if (it->group == NULL)
		return answer_of(as->root, it)->relevant && answer_of(as->root, it)->text.n > 0;
	repeat = it->group->group == NULL ? answer_of(as->root, it->group) : NULL;
	for (size_t i = 0; repeat != NULL && repeat->relevant && i < repeat->nrows; i++)
		if (answer_of(repeat->rows[i], it)->relevant &&
		    answer_of(repeat->rows[i], it)->text.n > 0)
			return true;
	return false;
}

size_t
hearing_untold(struct arena *a, const struct service_hearing *h, const struct answers *as,
    const struct str **out)
{
	const struct form *f = as->form;
	struct str *v = arena_alloc(a, (f->nitems + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->masked.p != NULL && is_told(h, f->item[i]) &&
		    is_answered(as, f->item[i]))
			v[n++] = f->item[i]->label;
	*out = v;
	return n;
}

/* ---- how many ---- */

struct counts {
	struct str	 words;
};

/* Not known is none. */
static double
count(void *ctx, struct str name)
{
	struct str rest = ((struct counts *)ctx)->words;

	while (rest.n > 0) {
		struct str n = str_cut(&rest, ' '), what = str_cut(&n, '=');
		int64_t v = 0;

		if (str_eq(what, name))
			return str_int(n, &v) ? (double)v : 0;
	}
	return 0;
}

void
hearing_world(struct arena *a, struct str words, struct form_world *w)
{
	struct counts *c = ARENA_NEW(a, struct counts);

	c->words = str_dup(a, words);
	w->hearing = count;
	w->hearing_ctx = c;
}

struct told {
	size_t		 sent, answered, remarks, open, stale;
};

/* The line of one who was told: "neighbours KEY SHA none|remarks|- 1". */
static bool
count_line(struct str line, const struct service_hearing *h, struct str key, struct str now,
    struct told *t)
{
	struct str id = str_cut(&line, ' '), whose = str_cut(&line, ' '), sha = str_cut(&line, ' ');
	struct str answer = str_cut(&line, ' ');
	bool answered = !str_eq_z(answer, "-");

	if (!str_eq(id, h->id) || !str_eq(whose, key))
		return false;
	t->sent++;
	t->answered += answered;
	t->remarks += str_eq_z(answer, "remarks");
	t->open += !answered && str_eq_z(line, "1");
	t->stale += !str_eq(sha, now);
	return true;
}

static void
add_words(struct arena *a, const struct service_hearing *h, const struct answers *as,
    struct str lines, struct buf *b)
{
	struct hearing_receivers r = hearing_receivers(a, h, as);
	struct hearing_content c = hearing_content(a, h, as, false);
	struct told t = { 0 };

	for (size_t i = 0; i < r.n; i++) {
		struct str rest = lines;

		while (rest.n > 0 && !count_line(str_cut(&rest, '\n'), h, r.v[i].key, c.sha256, &t))
			continue;
	}
	buf_fmt(b, "%s" STR_FMT "/sent=%zu " STR_FMT "/answered=%zu " STR_FMT "/remarks=%zu "
	    STR_FMT "/open=%zu " STR_FMT "/stale=%zu " STR_FMT "/unsent=%zu", b->n > 0 ? " " : "",
	    STR_ARG(h->id), t.sent, STR_ARG(h->id), t.answered, STR_ARG(h->id), t.remarks,
	    STR_ARG(h->id), t.open, STR_ARG(h->id), t.stale, STR_ARG(h->id), r.n - t.sent);
}

bool
hearing_draft(struct arena *a, const struct service *s, const struct answers *as,
    struct str lines, struct form_world *w)
{
	struct buf b = buf_new(a, 256);

	for (size_t i = 0; i < s->nhearings; i++)
		if (s->hearings[i].on_draft)
			add_words(a, &s->hearings[i], as, lines, &b);
	if (b.n > 0)
		hearing_world(a, buf_str(&b), w);
	return b.n > 0;
}
