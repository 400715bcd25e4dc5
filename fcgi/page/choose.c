#include "page/choose.h"

#include "base/arena.h"

#define MOST_SHOWN	20

bool
choose_by_select(const struct form_item *i)
{
	if (i->kind != FORM_CHOICE || i->appearance == FORM_RADIO || i->appearance == FORM_SEARCH)
		return false;
	return i->appearance == FORM_SELECT || i->list->source.n > 0 || i->list->options.n >= 8;
}

static void
add(struct vmap *m, struct arena *a, const struct answer *n, struct form_options o,
    const struct form_option *option, struct str id)
{
	struct vmap *om = vadd(m, "options");

	vset(om, "id", id);
	vset(om, "value", option->value);
	vset(om, "label", option->label);
	vset(om, "note", form_option_note(a, n->item->list, o, option));
	vset_flag(om, "checked", answer_has(n, option->value));
}

/* The first has the question's own id, so that an error leads to it. */
void
choose_all(struct vmap *m, struct arena *a, const struct answer *n, const struct form_world *w,
    struct str id)
{
	struct form_options o = form_options(n->item, w);

	vlist(m, "options");
	for (size_t i = 0; i < o.n; i++)
		add(m, a, n, o, &o.v[i], i == 0 ? id :
		    str_fmt(a, STR_FMT "-%zu", STR_ARG(id), i + 1));
}

/* The chosen one stays where it was found; else it comes first. */
static void
add_hits(struct vmap *m, struct arena *a, const struct answer *n, struct form_options o,
    const struct form_option *const *hits, size_t nhits, struct str id)
{
	bool shown = false;

	vlist(m, "options");
	for (size_t i = 0; i < nhits; i++)
		shown |= answer_has(n, hits[i]->value);
	for (size_t i = 0; i < o.n && !shown; i++)
		if (answer_has(n, o.v[i].value))
			add(m, a, n, o, &o.v[i], str_fmt(a, STR_FMT "-0", STR_ARG(id)));
	for (size_t i = 0; i < nhits; i++)
		add(m, a, n, o, hits[i], str_fmt(a, STR_FMT "-%zu", STR_ARG(id), i + 1));
}

bool
choose_search(struct vmap *m, struct arena *a, const struct answer *n, const struct form_world *w,
    struct str id, const struct params *sent)
{
	struct form_options o = form_options(n->item, w);
	const struct form_option *hits[MOST_SHOWN];
	struct str field = answer_field(a, n), words = STR_NONE, button = STR_NONE;
	size_t total;

	if (sent != NULL) {
		words = str_trim(params_get(sent, str_fmt(a, "sok-" STR_FMT, STR_ARG(field)).p));
		button = params_get(sent, "handling");
	}
	total = form_search(a, n->item->list, o, words, hits, MOST_SHOWN);
	vset(m, "words", words);
	vset_int(m, "total", (int64_t)total);
	vset_int(m, "all", (int64_t)o.n);
	vset_int(m, "most", MOST_SHOWN);
	vset_flag(m, "searched", words.n > 0);
	vset_flag(m, "none", words.n > 0 && total == 0);
	vset_flag(m, "more", total > MOST_SHOWN);
	add_hits(m, a, n, o, hits, total < MOST_SHOWN ? total : MOST_SHOWN, id);
	return str_eq(button, str_fmt(a, "sok:" STR_FMT, STR_ARG(field)));
}
