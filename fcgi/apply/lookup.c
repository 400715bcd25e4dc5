#include "apply/lookup.h"

#include <string.h>

#include "base/arena.h"
#include "page/page.h"
#include "page/tenant.h"

#define CHECKS_MOST	10		/* properties asked about for one page */

struct asking {
	struct req	*r;
	const struct lookup *l;
	struct str	 tenant;
	int64_t		 until;
};

static struct str
words_of(const struct asking *k, const struct answer *n, const char *tail)
{
	const char *name = str_fmt(k->r->a, "sok-" STR_FMT "%s",
	    STR_ARG(answer_field(k->r->a, n)), tail).p;

	return str_trim(params_get(k->l->sent, name));
}

static struct found *
search(const struct asking *k, const struct answer *n)
{
	struct found *f = ARENA_NEW(k->r->a, struct found);
	struct str words = words_of(k, n, "");

	*f = (struct found){ .at = n, .what = FOUND_HITS };
	if (words.n > 0 && lookup_search(k->r->a, k->tenant, n->item->lookup->source, words,
	    k->until, &f->hits) != ERR_OK)
		f->what = FOUND_AWAY;
	return f;
}

/* ---- buttons ---- */

static enum lookup_did
choose(const struct asking *k, struct answer *n, struct str mark, const struct found **out)
{
	struct found *f = search(k, n);

	for (size_t i = 0; i < f->hits.n; i++)
		if (str_eq(found_mark(k->r->a, &f->hits.v[i]), mark)) {
			answers_fill(k->l->answers, n, &f->hits.v[i], k->l->world);
			return LOOKUP_FILLED;
		}
	f->moved = f->what == FOUND_HITS;
	*out = f;
	return LOOKUP_SHOWS;
}

static enum lookup_did
fetch(const struct asking *k, struct answer *n, const struct found **out)
{
	const struct form_lookup *l = n->item->lookup;
	const struct answer *of = answer_of(n->row, l->of);
	struct str *v = arena_alloc(k->r->a, (of->nrows + 1) * sizeof *v);
	struct found *f = ARENA_NEW(k->r->a, struct found);
	size_t count = 0;

	for (size_t i = 0; i < of->nrows; i++) {
		v[count] = answers_property(k->r->a, answer_of(of->rows[i], l->row), k->tenant);
		count += v[count].n > 0;
	}
	*f = (struct found){ .at = n, .what = count > 0 ? FOUND_ROWS : FOUND_UNNAMED };
	*out = f;
	if (count == 0)
		return LOOKUP_SHOWS;
	if (lookup_neighbours(k->r->a, k->tenant, k->l->draft_id, v, count, k->until,
	    &f->hits) != ERR_OK)
		f->what = FOUND_AWAY;
	else
		f->left = answers_fill_rows(k->l->answers, n, f->hits.v, f->hits.n, k->l->world);
	return LOOKUP_SHOWS;
}

/* ---- what no button asks for ---- */

static bool
leaves(struct str button)
{
	return button.n == 0 || str_eq_z(button, "neste");
}

/* Words that stand in a box and were not searched for, when the page is left; and hits that the
   page showed, when it is shown again. */
static bool
is_asked(const struct asking *k, const struct answer *n, struct str button)
{
	struct str words = words_of(k, n, ""), last = words_of(k, n, "-sist");

	if (words.n == 0 || n->item->lookup->rows != NULL)
		return false;
	return str_eq(words, last) ? str_eq_z(button, "oppdater") : leaves(button);
}

static const struct answer *
asked_in(const struct asking *k, struct answer_row *row, const struct form_item *it,
    struct str button)
{
	const struct answer *found = NULL;

	for (; it != NULL && found == NULL; it = it->next) {
		const struct answer *n = answer_of(row, it);

		if (!n->relevant || n->readonly)
			continue;
		if (it->kind == FORM_LOOKUP && is_asked(k, n, button))
			found = n;
		else if (it->kind == FORM_SECTION)
			found = asked_in(k, row, it->first, button);
		for (size_t i = 0; i < n->nrows && found == NULL; i++)
			found = asked_in(k, n->rows[i], it->first, button);
	}
	return found;
}

static enum lookup_did
other(const struct asking *k, struct str button, const struct found **out)
{
	const struct answer *n = asked_in(k, k->l->answers->root, k->l->page->first, button);

	if (n == NULL)
		return LOOKUP_NOTHING;
	*out = search(k, n);
	return leaves(button) ? LOOKUP_SHOWS : LOOKUP_NOTHING;
}

static struct asking
asking(struct req *r, const struct lookup *l)
{
	return (struct asking){ r, l, page_tenant(r)->id, lookup_until() };
}

enum lookup_did
lookup_press(struct req *r, const struct lookup *l, struct str button, const struct found **out)
{
	struct asking k = asking(r, l);
	struct str rest = button, verb = str_cut(&rest, ':');
	struct answer *n = answers_lookup(l->answers, l->page, str_cut(&rest, ':'));
	bool rows = n != NULL && n->item->lookup->rows != NULL;

	*out = NULL;
	if (n != NULL && !rows && str_eq_z(verb, "sok"))
		*out = search(&k, n);
	else if (n != NULL && !rows && str_eq_z(verb, "velg"))
		return choose(&k, n, rest, out);
	else if (rows && str_eq_z(verb, "hent"))
		return fetch(&k, n, out);
	else
		return other(&k, button, out);
	return LOOKUP_SHOWS;
}

void
lookup_check(struct req *r, const struct lookup *l)
{
	struct asking k = asking(r, l);
	struct answer *n = NULL;
	const char *said;
	bool any = false;

	for (int i = 0; i < CHECKS_MOST && (n = answers_due(l->answers, l->page, n)) != NULL; i++) {
		lookup_property(r->a, k.tenant, answers_property(r->a, n, k.tenant), k.until,
		    &said);
		if (said == NULL)
			break;
		answers_said(l->answers, n, said, l->world);
		any = true;
	}
	if (any)
		answers_rules(l->answers, l->world);
}
