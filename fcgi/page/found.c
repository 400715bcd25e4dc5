/* found.c - a lookup on a page: what was searched for, and what the register has */
#include "page/found.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"

struct str
found_mark(struct arena *a, const struct form_hit *h)
{
	struct buf b = buf_new(a, 256);

	for (size_t i = 0; i < h->n; i++) {
		buf_add(&b, h->v[i].column);
		buf_add_char(&b, '\n');
		buf_add(&b, h->v[i].value);
		buf_add_char(&b, '\n');
	}
	return str_fmt(a, "%016llx", (unsigned long long)hash_quick(buf_str(&b)));
}

/* "9998-12/34", and with what is below it where there is something */
static struct str
number(struct arena *a, const struct form_hit *h)
{
	struct str f = form_hit_get(h, "festenummer"), s = form_hit_get(h, "seksjonsnummer");
	struct buf b = buf_new(a, 32);

	if (form_hit_get(h, "gardsnummer").n == 0)
		return STR_NONE;
	buf_fmt(&b, STR_FMT "-" STR_FMT "/" STR_FMT, STR_ARG(form_hit_get(h, "kommunenummer")),
	    STR_ARG(form_hit_get(h, "gardsnummer")), STR_ARG(form_hit_get(h, "bruksnummer")));
	if (f.n > 0 || s.n > 0)
		buf_fmt(&b, "/" STR_FMT, STR_ARG(f.n > 0 ? f : STR("0")));
	if (s.n > 0)
		buf_fmt(&b, "/" STR_FMT, STR_ARG(s));
	return buf_str(&b);
}

/* "Storgata 1, 9998 Fjordvik" */
static struct str
address(struct arena *a, const struct form_hit *h)
{
	struct str line = form_hit_get(h, "adresse"), code = form_hit_get(h, "postnummer");

	if (line.n == 0 || code.n == 0)
		return line;
	return str_fmt(a, STR_FMT ", " STR_FMT " " STR_FMT, STR_ARG(line), STR_ARG(code),
	    STR_ARG(form_hit_get(h, "poststed")));
}

static void
add_hits(struct vmap *m, struct arena *a, const struct found *f, struct str name)
{
	for (size_t i = 0; i < f->hits.n; i++) {
		struct vmap *hm = vadd(m, "hits");
		struct str label = address(a, &f->hits.v[i]), of = number(a, &f->hits.v[i]);

		vset(hm, "name", name);
		vset(hm, "mark", found_mark(a, &f->hits.v[i]));
		vset(hm, "label", label.n > 0 ? label : of);
		vset(hm, "note", label.n > 0 ? of : STR_NONE);
	}
}

static void
add_answer(struct vmap *m, const struct found *f)
{
	bool hits = f->what == FOUND_HITS;

	vset_flag(m, "asked", true);
	vset_flag(m, "away", f->what == FOUND_AWAY);
	vset_flag(m, "unnamed", f->what == FOUND_UNNAMED);
	vset_flag(m, "moved", f->moved);
	vset_flag(m, "none", (hits || f->what == FOUND_ROWS) && f->hits.n == 0);
	vset_flag(m, "found", hits && f->hits.n > 0);
	vset_flag(m, "more", hits && f->hits.total > f->hits.n);
	vset_flag(m, "fetched", f->what == FOUND_ROWS && f->hits.n > 0);
	vset_flag(m, "full", f->left > 0);
	vset_int(m, "total", (int64_t)f->hits.n);
	vset_int(m, "most", (int64_t)f->hits.n);
	vset_int(m, "left", (int64_t)f->left);
}

void
found_fill(struct vmap *m, struct arena *a, const struct answers *as, const struct answer *n,
    const struct found *f, const struct params *sent)
{
	struct str field = answer_field(a, n), words = STR_NONE;
	struct str source = str_fmt(a, "register:" STR_FMT, STR_ARG(n->item->lookup->source));

	if (sent != NULL && !str_starts(params_get(sent, "handling"), STR("velg:")))
		words = str_trim(params_get(sent, str_fmt(a, "sok-" STR_FMT, STR_ARG(field)).p));
	vset(m, "words", words);
	vset(m, "source", form_source(as->form->messages, source));
	vlist(m, "hits");
	if (f == NULL || f->at != n) {
		vset_flag(m, "asked", false);
		vset(m, "last", STR_NONE);
		return;
	}
	vset(m, "last", words);
	add_answer(m, f);
	if (f->what == FOUND_HITS)
		add_hits(m, a, f, field);
}
