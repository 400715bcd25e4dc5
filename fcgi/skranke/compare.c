#include "skranke/compare.h"

#include "base/arena.h"
#include "release/release.h"
#include "skranke/says.h"

/* ---- names that come and go ---- */

/* Each of v that is not among w, in one line. */
static void
say_missing(struct buf *b, const char *say, const struct str *v, size_t n, const struct str *w,
    size_t m)
{
	struct buf names = buf_new(b->a, 128);

	for (size_t i = 0; i < n; i++)
		if (!str_among(v[i], w, m))
			buf_fmt(&names, "%s" STR_FMT, names.n > 0 ? ", " : "", STR_ARG(v[i]));
	if (names.n > 0)
		buf_fmt(b, SAY_DIFF_NAMES, say, STR_ARG(buf_str(&names)));
}

static void
say_both(struct buf *b, const char *added, const char *removed, const struct str *old, size_t n,
    const struct str *new, size_t m)
{
	say_missing(b, added, new, m, old, n);
	say_missing(b, removed, old, n, new, m);
}

/* ---- questions ---- */

static struct str
path_of(struct arena *a, const struct form_item *it)
{
	return it->group == NULL ? it->name : str_fmt(a, STR_FMT "/" STR_FMT,
	    STR_ARG(path_of(a, it->group)), STR_ARG(it->name));
}

static bool
counts(const struct form_item *it)
{
	return form_is_question(it) || it->kind == FORM_REPEAT;
}

static bool
same_kind(const struct form_item *x, const struct form_item *y)
{
	return x->kind == y->kind && x->type == y->type;
}

static struct str
kind_of(struct arena *a, const struct form_item *it)
{
	return it->type == FORM_NOTHING || it->type == FORM_VALUE || it->type == FORM_VALUES ?
	    str_from_z(form_kind_name(it->kind)) :
	    str_fmt(a, "%s %s", form_kind_name(it->kind), form_type_name(it->type));
}

/* A question that is gone and a new one with the same words, of the same kind, on the same page. */
static const struct form_item *
renamed(struct arena *a, const struct form_item *gone, const struct form *old,
    const struct form *new)
{
	for (size_t i = 0; i < new->nitems; i++) {
		const struct form_item *it = new->item[i];

		if (counts(it) && same_kind(it, gone) && str_eq(it->label, gone->label) &&
		    it->page != NULL && gone->page != NULL &&
		    str_eq(it->page->name, gone->page->name) &&
		    form_find(old, path_of(a, it)) == NULL)
			return it;
	}
	return NULL;
}

static bool
was_renamed(struct arena *a, const struct form_item *it, const struct form *old,
    const struct form *new)
{
	for (size_t i = 0; i < old->nitems; i++)
		if (counts(old->item[i]) && form_find(new, path_of(a, old->item[i])) == NULL &&
		    renamed(a, old->item[i], old, new) == it)
			return true;
	return false;
}

static void
say_options(struct buf *b, const struct form_item *x, const struct form_item *y)
{
	struct str *v[2], path = path_of(b->a, x);
	const struct form_item *both[] = { x, y };
	size_t n[2] = { 0, 0 };

	if (x->list == NULL || y->list == NULL)
		return;
	for (size_t i = 0; i < 2; i++) {
		const struct form_options *o = &both[i]->list->options;

		v[i] = arena_alloc(b->a, (o->n + 1) * sizeof *v[i]);
		for (; n[i] < o->n; n[i]++)
			v[i][n[i]] = o->v[n[i]].value;
	}
	say_both(b, str_fmt(b->a, SAY_DIFF_OPTIONS_NEW, STR_ARG(path)).p,
	    str_fmt(b->a, SAY_DIFF_OPTIONS_GONE, STR_ARG(path)).p, v[0], n[0], v[1], n[1]);
	if (!str_eq(x->list->source, y->list->source))
		buf_fmt(b, SAY_DIFF_SOURCE, STR_ARG(path));
}

static void
say_kept(struct buf *b, const struct form_item *x, const struct form_item *y)
{
	struct str path = path_of(b->a, x);

	if (!same_kind(x, y))
		buf_fmt(b, SAY_DIFF_KIND, STR_ARG(path), STR_ARG(kind_of(b->a, x)),
		    STR_ARG(kind_of(b->a, y)));
	if (!x->may_need && y->may_need)
		buf_fmt(b, SAY_DIFF_REQUIRED, STR_ARG(path));
	if (x->page != NULL && y->page != NULL && !str_eq(x->page->name, y->page->name))
		buf_fmt(b, SAY_DIFF_MOVED, STR_ARG(path), STR_ARG(x->page->name),
		    STR_ARG(y->page->name));
	say_options(b, x, y);
}

static void
compare_questions(struct buf *b, const struct form *old, const struct form *new)
{
	for (size_t i = 0; i < old->nitems; i++) {
		const struct form_item *x = old->item[i], *y, *as;

		if (!counts(x))
			continue;
		y = form_find(new, path_of(b->a, x));
		as = y == NULL ? renamed(b->a, x, old, new) : NULL;
		if (y != NULL && counts(y))
			say_kept(b, x, y);
		else if (as != NULL)
			buf_fmt(b, SAY_DIFF_RENAMED, STR_ARG(path_of(b->a, x)),
			    STR_ARG(path_of(b->a, as)));
		else
			buf_fmt(b, SAY_DIFF_GONE, STR_ARG(path_of(b->a, x)));
	}
	for (size_t i = 0; i < new->nitems; i++) {
		const struct form_item *y = new->item[i];

		if (counts(y) && form_find(old, path_of(b->a, y)) == NULL &&
		    !was_renamed(b->a, y, old, new))
			buf_fmt(b, SAY_DIFF_NEW, STR_ARG(path_of(b->a, y)),
			    STR_ARG(kind_of(b->a, y)), STR_ARG(y->label));
	}
}

/* ---- the rest ---- */

static size_t
page_names(struct arena *a, const struct form *f, struct str **out)
{
	size_t n = 0;

	*out = arena_alloc(a, f->nitems * sizeof **out);
	for (const struct form_item *p = f->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE)
			(*out)[n++] = p->name;
	return n;
}

static size_t
letter_names(struct arena *a, const struct release *r, struct str **out)
{
	*out = arena_alloc(a, (r->nletters + 1) * sizeof **out);
	for (size_t i = 0; i < r->nletters; i++)
		(*out)[i] = r->letters[i].name;
	return r->nletters;
}

static void
compare_flows(struct buf *b, const struct flow *old, const struct flow *new)
{
	const struct str *v, *w;
	size_t n = flow_states(b->a, old, &v), m = flow_states(b->a, new, &w);

	say_both(b, SAY_DIFF_STATES_NEW, SAY_DIFF_STATES_GONE, v, n, w, m);
	n = flow_events(b->a, old, &v);
	m = flow_events(b->a, new, &w);
	say_both(b, SAY_DIFF_EVENTS_NEW, SAY_DIFF_EVENTS_GONE, v, n, w, m);
}

void
compare_releases(struct buf *b, const struct release *old, const struct release *new)
{
	struct str *v, *w;
	size_t n = page_names(b->a, old->form, &v), m = page_names(b->a, new->form, &w);

	say_both(b, SAY_DIFF_PAGES_NEW, SAY_DIFF_PAGES_GONE, v, n, w, m);
	compare_questions(b, old->form, new->form);
	compare_flows(b, old->flow, new->flow);
	n = letter_names(b->a, old, &v);
	m = letter_names(b->a, new, &w);
	say_both(b, SAY_DIFF_LETTERS_NEW, SAY_DIFF_LETTERS_GONE, v, n, w, m);
}
