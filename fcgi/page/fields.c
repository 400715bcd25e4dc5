#include "page/fields.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/time.h"
#include "letter/picture.h"
#include "page/choose.h"
#include "page/found.h"

struct fill {
	struct arena	*a;
	const struct answers *answers;
	const struct form_world *world;
	enum fields_tell tell;
	const struct params *sent;		/* the form as it was sent, or NULL */
	const struct found *found;		/* by a lookup of the page, or NULL */
	struct vmap	*page;
	struct vmap	**shared;		/* by list: the options of its selects, made at
						   need */
	bool		 reading;		/* a summary: what is shown, not how it is asked
						   for */
};

static void fill_items(const struct fill *, struct vmap *, const struct form_item *first,
    struct answer_row *);

static const char *
map_name(struct arena *a, char kind, struct str name)
{
	char *z = arena_alloc(a, name.n + 3);

	z[0] = kind;
	z[1] = '.';
	memcpy(z + 2, name.p, name.n);
	return z;
}

/* What was just sent and not taken is always told of. */
static bool
is_refused(const struct form_issue *i)
{
	return str_eq_z(str_from_z(i->on), "refused");
}

static bool
told(const struct fill *f, const struct form_issue *i)
{
	if (is_refused(i))
		return true;
	if (f->tell == TELL_TYPED)
		return i->node->text.n > 0 && !str_eq_z(str_from_z(i->on), "required");
	return f->tell == TELL_ALL;
}

/* What stops nothing: a warning asks for a second look, the rest is good to know. */
static void
add_note(struct vmap *m, const struct form_issue *is)
{
	struct vmap *note = vadd(m, "warnings");

	vset(note, "text", is->text);
	vset_flag(note, "caution", is->level == FORM_WARNING);
}

/* error: the first thing wrong; warnings: what is worth a second look. */
static bool
fill_issues(const struct fill *f, struct vmap *m, const struct answer *n)
{
	bool invalid = false;

	vlist(m, "warnings");
	for (const struct form_issue *is = NULL; (is = answer_issue(f->answers, n, is)) != NULL;) {
		if (!told(f, is))
			continue;
		if (is->level != FORM_ERROR) {
			add_note(m, is);
		} else if (!invalid) {
			invalid = true;
			vset(m, "error", is->text);
		}
	}
	if (!invalid)
		vset(m, "error", STR_NONE);
	vset_flag(m, "invalid", invalid);
	return invalid;
}

/* The options of a select say nothing of the question, so that all questions of a list share
   them. */
static void
share_options(const struct fill *f, struct vmap *m, const struct answer *n)
{
	size_t at = n->item->list->index;
	struct form_options o;

	vset(m, "chosen", n->text);
	if (f->shared[at] == NULL) {
		f->shared[at] = vmap_new(f->a);
		vlist(f->shared[at], "options");
		o = form_options(n->item, f->world);
		for (size_t i = 0; i < o.n; i++) {
			struct vmap *om = vadd(f->shared[at], "options");

			vset(om, "value", o.v[i].value);
			vset(om, "label", o.v[i].label);
		}
	}
	vshare(m, "options", f->shared[at]);
}

/* of each: file, file_name, file_size; flags waiting, infected.  Of the question: can_add,
   max_files, max_size */
static void
fill_files(const struct fill *f, struct vmap *m, const struct answer *n)
{
	struct str rest = n->text;
	size_t count = 0;

	vlist(m, "files");
	while (rest.n > 0 && f->world->file != NULL) {
		const struct form_file *file = f->world->file(f->world->file_ctx,
		    str_cut(&rest, ' '));
		struct vmap *fm;

		count++;
		if (file == NULL)
			continue;
		fm = vadd(m, "files");
		vset(fm, "file", file->id);
		vset(fm, "file_name", file->name);
		vset(fm, "file_size", form_bytes_show(f->a, f->world->lang, file->size));
		vset_flag(fm, "waiting", file->scan == FILE_WAITING);
		vset_flag(fm, "infected", file->scan == FILE_INFECTED);
	}
	vset_flag(m, "can_add", count < n->item->max_files);
	vset_int(m, "max_files", (int64_t)n->item->max_files);
	vset(m, "max_size", form_bytes_show(f->a, f->world->lang, n->item->max_bytes));
	vset(m, "code", n->item->code);
}

static bool tells_source(const struct answer *);

static struct str
described(const struct fill *f, const struct answer *n, struct str id, bool invalid)
{
	struct buf b = buf_new(f->a, 64);

	if (n->item->hint.n > 0 || n->item->kind == FORM_UPLOAD || n->item->kind == FORM_MAP) {
		buf_add(&b, id);
		buf_add_z(&b, "-hjelp");
	}
	if (n->item->kind != FORM_LOOKUP && tells_source(n))
		buf_fmt(&b, "%s" STR_FMT "-kilde", b.n > 0 ? " " : "", STR_ARG(id));
	if (invalid)
		buf_fmt(&b, "%s" STR_FMT "-feil", b.n > 0 ? " " : "", STR_ARG(id));
	return buf_str(&b);
}

/* The question beside it that people see, in the same row; NULL when there is none. */
static const struct answer *
beside(const struct answer *n, bool after)
{
	const struct form_item *it = n->item->parent->first, *found = NULL;
	bool passed = false;

	for (; it != NULL && !(passed && after && found != NULL); it = it->next) {
		passed |= it == n->item;
		if (it == n->item || !form_is_question(it) || !answer_of(n->row, it)->relevant ||
		    (it->filled && answer_of(n->row, it)->text.n == 0))
			continue;
		if (passed == after)
			found = it;
	}
	return found != NULL ? answer_of(n->row, found) : NULL;
}

/* Filled in by the same lookup at once, and as it gave them? */
static bool
of_one(const struct answer *n, const struct answer *other)
{
	return other != NULL && n->item->filled && other->item->filled && n->source.n > 0 &&
	    str_eq(n->source, other->source) && n->source_at == other->source_at &&
	    !n->changed && !other->changed;
}

/* What a lookup filled in says so once for all that stand together. */
static bool
tells_source(const struct answer *n)
{
	return n->source.n > 0 && !of_one(n, beside(n, false));
}

/* source, source_at (the day); flags changed, away, several (the ones after it are of the same).
   Of questions that may be prefilled or filled in. */
static void
fill_source(const struct fill *f, struct vmap *m, const struct answer *n)
{
	if (n->item->prefill.n == 0 && !n->item->filled)
		return;
	vset(m, "source", !tells_source(n) ? STR_NONE :
	    form_source(f->answers->form->messages, n->source));
	vset(m, "source_at", n->source_at == 0 ? STR_NONE :
	    time_date_show(f->a, f->world->lang,
	    time_oslo_date(n->source_at)));
	vset_flag(m, "changed", n->changed);
	vset_flag(m, "away", n->away);
	vset_flag(m, "several", of_one(n, beside(n, true)));
}

/* What a search found is told aloud as well, by the page: the map found. */
static void
fill_search(const struct fill *f, struct vmap *m, const struct answer *n, struct str id)
{
	struct vmap *found;

	if (!choose_search(m, f->a, n, f->world, id, f->sent))
		return;
	found = vwith(f->page, "found");
	(void)choose_search(found, f->a, n, f->world, id, f->sent);
}

/* s.1, s.2 … as they come in the form: not everything has a name. */
static const char *
place_name(const struct fill *f, char letter, const struct form_item *it)
{
	size_t n = 0;

	for (size_t i = 0; i <= it->index; i++)
		n += f->answers->form->item[i]->kind == it->kind;
	return str_fmt(f->a, "%c.%zu", letter, n).p;
}

static void
fill_choices(const struct fill *f, struct vmap *m, const struct answer *n, struct str id)
{
	if (choose_by_select(n->item))
		share_options(f, m, n);
	else if (!n->readonly && n->item->appearance == FORM_SEARCH)
		fill_search(f, m, n, id);
	else if (!n->readonly)
		choose_all(m, f->a, n, f->world, id);
}

static void
fill_map(const struct fill *f, struct vmap *m, const struct answer *n)
{
	picture_put(m, "picture", f->a, f->answers->form, n, f->world);
	vset(m, "map_href", f->world->map_href);
}

/* id, name, value, shown, invalid, error, warnings, optional, readonly, described, options; a
   select: chosen; an upload: as fill_files; a map: map_href, picture */
static void
fill_question(const struct fill *f, struct vmap *into, const struct answer *n)
{
	struct vmap *m = vwith(into, n->item->name.n > 0 ? map_name(f->a, 'q', n->item->name) :
	    place_name(f, 'o', n->item));
	struct str id = answer_dom_id(f->a, n);
	bool choice = n->item->kind == FORM_CHOICE || n->item->kind == FORM_CHOICES;
	bool invalid;

	vset(m, "shown", f->reading || n->readonly || n->item->kind == FORM_OUTPUT
	    ? answer_shown(f->a, n, f->world) : STR_NONE);
	fill_source(f, m, n);
	if (n->item->kind == FORM_UPLOAD)
		fill_files(f, m, n);
	if (n->item->kind == FORM_MAP)
		fill_map(f, m, n);
	if (f->reading)
		return;
	vset(m, "id", id);
	vset(m, "name", answer_field(f->a, n));
	vset(m, "value", answer_value(f->a, n));
	vset_flag(m, "optional", !n->required && !n->readonly);
	vset_flag(m, "readonly", n->readonly);
	invalid = fill_issues(f, m, n);
	vset(m, "described", described(f, n, id, invalid));
	if (choice)
		fill_choices(f, m, n, id);
}

/* id, name, invalid, error, warnings, described, readonly, and as found_fill */
static void
fill_lookup(const struct fill *f, struct vmap *into, const struct answer *n)
{
	struct vmap *m;
	struct str id = answer_dom_id(f->a, n);

	if (f->reading)
		return;
	m = vwith(into, map_name(f->a, 'q', n->item->name));
	vset(m, "id", id);
	vset(m, "name", answer_field(f->a, n));
	vset_flag(m, "readonly", n->readonly);
	vset(m, "described", described(f, n, id, fill_issues(f, m, n)));
	found_fill(m, f->a, f->answers, n, f->found, f->sent);
}

/* id, name, rows (number, first, last, hidden, and their questions), can_add, can_remove, invalid,
   error, warnings */
static void
fill_repeat(const struct fill *f, struct vmap *into, const struct answer *n)
{
	struct vmap *m = vwith(into, map_name(f->a, 'q', n->item->name));

	vset(m, "id", answer_dom_id(f->a, n));
	vset(m, "name", answer_field(f->a, n));
	vset_flag(m, "can_add", !n->readonly && n->nrows < n->item->max);
	vset_flag(m, "can_remove", !n->readonly && n->nrows > n->item->min);
	fill_issues(f, m, n);
	vlist(m, "rows");
	for (size_t i = 0; i < n->nrows; i++) {
		struct vmap *row = vadd(m, "rows");

		vset_int(row, "number", (int64_t)n->rows[i]->number);
		vset_flag(row, "first", i == 0);
		vset_flag(row, "last", i + 1 == n->nrows);
		vset_flag(row, "hidden", n->rows[i]->hidden);
		fill_items(f, row, n->item->first, n->rows[i]);
	}
}

static void
fill_items(const struct fill *f, struct vmap *m, const struct form_item *first,
    struct answer_row *row)
{
	for (const struct form_item *i = first; i != NULL; i = i->next) {
		const struct answer *n;

		if (i->kind == FORM_PAGE || i->kind == FORM_VAR)
			continue;
		n = answer_of(row, i);
		if (!n->relevant || n->closed)
			continue;
		if (i->kind == FORM_SECTION) {
			vwith(m, place_name(f, 's', i));
			fill_items(f, m, i->first, row);
		} else if (i->kind == FORM_REPEAT) {
			fill_repeat(f, m, n);
		} else if (i->kind == FORM_LOOKUP) {
			fill_lookup(f, m, n);
		} else if (i->kind != FORM_CHECK && i->type != FORM_REF) {
			fill_question(f, m, n);
		}
	}
}

void
fields_fill(struct vmap *m, struct arena *a, const struct answers *answers,
    const struct form_item *page, const struct form_world *w, enum fields_tell tell,
    const struct params *sent, const struct found *found)
{
	struct vmap **shared = arena_alloc(a, answers->form->nlists * sizeof(struct vmap *));
	const struct fill f = { a, answers, w, tell, sent, found, m, shared, false };

	fill_items(&f, m, page->first, answers->root);
}

void
fields_summary(struct vmap *m, struct arena *a, const struct answers *answers,
    const struct form_world *w, struct str base)
{
	const struct fill f = { a, answers, w, TELL_ALL, NULL, NULL, m, NULL, true };

	for (const struct form_item *p = answers->form->pages; p != NULL; p = p->next) {
		struct vmap *pm;

		if (p->kind != FORM_PAGE || !answer_of(answers->root, p)->relevant ||
		    answer_of(answers->root, p)->closed)
			continue;
		pm = vwith(m, map_name(a, 'p', p->name));
		vset_flag(pm, "editable", base.n > 0);
		vset(pm, "change_href", base.n > 0 ? str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(base),
		    STR_ARG(p->name)) : STR_NONE);
		fill_items(&f, pm, p->first, answers->root);
	}
}

/* Where an issue is mended: at its field; a check's, which has none, in the form
   (templates/pages/citizen/form.xml). */
static struct str
issue_href(struct arena *a, const struct form_issue *is, bool same_page, struct str base)
{
	struct str id = is->node->item->kind == FORM_CHECK ? STR("skjema") :
	    answer_dom_id(a, is->node);

	if (same_page)
		return str_fmt(a, "#" STR_FMT, STR_ARG(id));
	return str_fmt(a, STR_FMT "/" STR_FMT "?feil=1#" STR_FMT, STR_ARG(base),
	    STR_ARG(is->page->name), STR_ARG(id));
}

void
fields_errors(struct vmap *m, struct arena *a, const struct answers *answers,
    const struct form_item *page, struct str base, enum fields_tell tell)
{
	const struct answer *last = NULL;
	bool any = false;

	vlist(m, "errors");
	for (size_t i = 0; i < answers->nissues; i++) {
		const struct form_issue *is = &answers->issue[i];
		struct vmap *em;

		if (tell != TELL_ALL && !is_refused(is))
			continue;
		if (is->level != FORM_ERROR || (page != NULL && is->page != page) ||
		    is->node == last)
			continue;
		last = is->node;
		em = vadd(m, "errors");
		vset(em, "text", is->text);
		vset(em, "href", issue_href(a, is, page != NULL, base));
		any = true;
	}
	vset_flag(m, "error", any);
}

bool
fields_have(const struct form *form, const struct form_item *page, enum form_kind kind)
{
	for (size_t i = 0; i < form->nitems; i++)
		if (form->item[i]->kind == kind && form->item[i]->page == page)
			return true;
	return false;
}

void
fields_warnings(struct vmap *m, const struct answers *answers)
{
	vlist(m, "warnings");
	for (size_t i = 0; i < answers->nissues; i++)
		if (answers->issue[i].level != FORM_ERROR)
			add_note(m, &answers->issue[i]);
}

void
fields_page_notes(struct vmap *m, const struct answers *answers, const struct form_item *page)
{
	vlist(m, "warnings");
	for (size_t i = 0; i < answers->nissues; i++)
		if (answers->issue[i].level != FORM_ERROR && answers->issue[i].page == page &&
		    answers->issue[i].node->item->kind == FORM_CHECK)
			add_note(m, &answers->issue[i]);
}

static void
mark_items(struct buf *b, const struct form_item *first, struct answer_row *row)
{
	for (const struct form_item *i = first; i != NULL; i = i->next) {
		const struct answer *n = answer_of(row, i);

		buf_add(b, n->text);
		buf_add_char(b, '\n');
		if (i->kind == FORM_SECTION)
			mark_items(b, i->first, row);
		for (size_t k = 0; k < n->nrows; k++)
			mark_items(b, i->first, n->rows[k]);
	}
}

struct str
fields_mark(struct arena *a, const struct answers *answers, const struct form_item *page)
{
	struct buf b = buf_new(a, 1024);

	mark_items(&b, page->first, answers->root);
	return str_fmt(a, "%016llx", (unsigned long long)hash_quick(buf_str(&b)));
}
