/* gaps.c - what a paper application lacks: left open, with a reason for each */
#include "base/buf.h"
#include "desk/registration.h"

#define GAP	"mangel."
#define REST	"resten"	/* whatever is empty, and has no reason of its own, is missing */

/* Their words stand in parts/desk-gap-reason. */
static const char *const reasons[] = { "missing", "unreadable", "stated", "paper" };

/* A check that has no name is known by its place in the form. */
static struct str
gap_id(const struct req *r, const struct answer *n)
{
	return n->item->name.n > 0 ? answer_field(r->a, n) :
	    str_fmt(r->a, "regel-%zu", n->item->index);
}

/* The first thing wrong with each question. */
static const struct form_issue *
next_gap(const struct draft *d, size_t *at)
{
	for (; *at < d->answers->nissues; ++*at) {
		const struct form_issue *is = &d->answers->issue[*at];
		const struct form_issue *first = answer_issue(d->answers, is->node, NULL);

		while (first != NULL && first->level != FORM_ERROR)
			first = answer_issue(d->answers, is->node, first);
		if (is == first) {
			++*at;
			return is;
		}
	}
	return NULL;
}

static struct str
chosen(const struct req *r, const struct answer *n)
{
	struct str code = page_field(r, str_fmt(r->a, GAP STR_FMT, STR_ARG(gap_id(r, n))).p);

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (str_eq_z(code, reasons[i]))
			return code;
	return n->text.n == 0 && str_eq_z(page_field(r, REST), "missing") ? STR("missing") :
	    STR_NONE;
}

bool
gaps_explained(const struct req *r, const struct draft *d)
{
	const struct form_issue *is;
	size_t at = 0;

	while ((is = next_gap(d, &at)) != NULL)
		if (chosen(r, is->node).p == NULL)
			return false;
	return true;
}

static struct str
label_of(const struct form_issue *is)
{
	return is->node->item->label.n > 0 ? is->node->item->label : is->page->label;
}

struct str
gaps_json(const struct req *r, const struct draft *d)
{
	struct buf b = buf_new(r->a, 256);
	const struct form_issue *is;
	size_t at = 0;

	while ((is = next_gap(d, &at)) != NULL) {
		buf_add_z(&b, b.n > 0 ? ",{\"field\":\"" : "{\"field\":\"");
		buf_json(&b, gap_id(r, is->node));
		buf_add_z(&b, "\",\"label\":\"");
		buf_json(&b, label_of(is));
		buf_add_z(&b, "\",\"text\":\"");
		buf_json(&b, is->text);
		buf_fmt(&b, "\",\"reason\":\"" STR_FMT "\"}", STR_ARG(chosen(r, is->node)));
	}
	return str_fmt(r->a, "[" STR_FMT "]", STR_ARG(buf_str(&b)));
}

static void
fill_reasons(struct vmap *m, struct str code)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		struct vmap *o = vadd(m, "reasons");

		vset_z(o, "reason", reasons[i]);
		vset_flag(o, "chosen", str_eq_z(code, reasons[i]));
	}
}

void
gaps_fill(struct req *r, const struct draft *d, bool tell)
{
	bool told = false;
	const struct form_issue *is;
	size_t at = 0;

	vlist(page_map(r), "gaps");
	while ((is = next_gap(d, &at)) != NULL) {
		struct vmap *m = vadd(page_map(r), "gaps");
		struct str code = chosen(r, is->node);

		vset(m, "id", gap_id(r, is->node));
		vset(m, "label", label_of(is));
		vset(m, "text", is->text);
		vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT "#" STR_FMT, STR_ARG(d->base),
		    STR_ARG(is->page->name), STR_ARG(answer_dom_id(r->a, is->node))));
		vset_flag(m, "error", tell && code.p == NULL);
		fill_reasons(m, code);
		told |= tell && code.p == NULL;
	}
	vset_flag(page_map(r), "error", told);
	vset_flag(page_map(r), "gaps_told", told);
	vset_flag(page_map(r), "rest", page_field(r, REST).n > 0);
}
