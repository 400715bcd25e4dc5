/* ask_page.c - a request as the page has it, and as the letter says it */
#include "base/arena.h"
#include "base/buf.h"
#include "desk/ask.h"
#include "form/form.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"
#include "release/messages.h"

static struct str
words(struct req *r, const char *id, bool tell)
{
	return tell && id != NULL ? form_message(page_app(r)->messages->in[LANG_NB], r->a, id,
	    STR("")) : STR("");
}

static void
put_error(struct req *r, struct str text, const char *href)
{
	struct vmap *m;

	if (text.n == 0)
		return;
	m = vadd(page_map(r), "errors");
	vset(m, "text", text);
	vset_z(m, "href", href);
	vset_flag(page_map(r), "error", true);
}

static void
fill_errors(struct req *r, const struct ask *k, bool tell)
{
	struct str items = words(r, k->wrong_items, tell), days = words(r, k->wrong_days, tell);
	struct str text = words(r, k->wrong_text, tell), extra = words(r, k->wrong_extra, tell);
	struct vmap *v = page_map(r);

	vlist(v, "errors");
	vset_flag(v, "error", false);
	put_error(r, items, "#sporsmal");
	put_error(r, extra, "#annet");
	put_error(r, days, "#dager");
	put_error(r, text, "#tekst");
	vset(v, "error_items", items);
	vset(v, "error_extra", extra);
	vset(v, "error_days", days);
	vset(v, "error_text", text);
}

static void
fill_why(struct vmap *m, const struct work *w, const struct ask_item *x)
{
	const struct service *s = w->c.release->service;

	vlist(m, "reasons");
	for (size_t i = 0; i < s->ndeficiencies; i++) {
		struct vmap *o = vadd(m, "reasons");

		vset(o, "value", s->deficiencies[i].code);
		vset(o, "label", s->deficiencies[i].text);
		vset_flag(o, "checked", str_eq(s->deficiencies[i].code, x->code));
	}
}

static void
fill_extra(struct req *r, const struct work *w, const struct ask *k, const struct ask_item *x,
    bool tell)
{
	struct vmap *m = vadd(page_map(r), "extra");

	vset(m, "name", ask_name(r->a, k, x, "hva"));
	vset(m, "title", x->label);
	vset(m, "reason_name", ask_name(r->a, k, x, "grunn"));
	vset_flag(m, "wrong", tell && x->ticked && x->why == NULL);
	vset_flag(m, "wrong_title", tell && x->ticked && k->wrong_extra != NULL);
	fill_why(m, w, x);
}

static void
fill_item(struct req *r, struct vmap *page, const struct work *w, const struct ask_item *x,
    bool tell)
{
	struct vmap *m = vadd(page, "questions");

	vset(m, "id", str_fmt(r->a, "felt-" STR_FMT, STR_ARG(answer_dom_id(r->a, x->node))));
	vset(m, "value", x->field);
	vset(m, "label", x->label);
	vset_flag(m, "repeat", x->node->item->kind == FORM_REPEAT);
	vset(m, "shown", x->node->item->kind == FORM_REPEAT ? STR("") :
	    answer_shown(r->a, x->node, &w->c.world));
	vset(m, "reason_name", str_fmt(r->a, "grunn." STR_FMT, STR_ARG(x->field)));
	vset_flag(m, "checked", x->ticked);
	vset_flag(m, "wrong", tell && x->ticked && x->why == NULL);
	fill_why(m, w, x);
}

void
ask_fill(struct req *r, const struct work *w, const struct ask *k, bool tell)
{
	const struct form_item *last = NULL;
	struct vmap *page = NULL, *v = page_map(r);

	fill_errors(r, k, tell);
	vlist(v, "pages");
	for (size_t i = 0; i < k->nitems; i++) {
		const struct answer *n = k->item[i].node;
		const struct form_item *p = n != NULL ? n->item->page : NULL;

		if (n == NULL) {
			fill_extra(r, w, k, &k->item[i], tell);
			continue;
		}
		if (p != last) {
			page = vadd(v, "pages");
			vset(page, "title", p->label);
			last = p;
		}
		fill_item(r, page, w, &k->item[i], tell);
	}
	vset(v, "days", k->typed_days);
	vset(v, "text", k->text);
	vset(v, "ask_preview_href", str_fmt(r->a, STR_FMT "/mangler/forhandsvisning",
	    STR_ARG(w->base)));
}

static const struct letter_missing *
missing(struct req *r, const struct page_case *c, const struct ask *k, size_t *n)
{
	struct letter_missing *v = arena_alloc(r->a, (k->nticked + 1) * sizeof *v);

	*n = 0;
	for (size_t i = 0; i < k->nitems; i++) {
		const struct ask_item *x = &k->item[i];
		const struct service_deficiency *why;
		struct str label;

		if (!x->ticked || x->why == NULL)
			continue;
		why = service_deficiency(c->release->service, x->code);
		label = x->node != NULL ? letter_label(r->a, c->answers, x->field) : x->label;
		v[(*n)++] = (struct letter_missing){ label.n > 0 ? label : x->label,
			why != NULL ? why->text : x->why->text, x->why->law };
	}
	return v;
}

/* The case as the letter speaks of it. */
static enum err
in_letter_lang(struct req *r, const struct work *w, struct page_case *out)
{
	const struct release_letter *letter;

	*out = w->c;
	if (w->lang == LANG_NB)
		return ERR_OK;
	TRY(page_answers_in(r, w->rows, w->lang, out->received_at, &out->release,
	    &out->answers, &out->world));
	letter = release_letter(out->release, STR("missing"));
	if (letter != NULL && letter->lang == LANG_NB)
		*out = w->c;
	return ERR_OK;
}

enum err
ask_letter(struct req *r, const struct work *w, const struct ask *k, struct buf *out)
{
	const struct tenant *t = page_tenant(r);
	const struct release_letter *letter;
	struct page_case c;
	struct letter_facts f;
	struct vmap *values;

	TRY(in_letter_lang(r, w, &c));
	letter = release_letter(c.release, STR("missing"));
	if (letter == NULL)
		return ERR_CONFIG;
	f = (struct letter_facts){
		.lang = letter->lang,
		.at = w->c.world.now_at, .person_name = w->applicant, .case_ref = w->c.ref,
		.code = w->code,
		.service_title = c.release->service->title,
		.service_note = tenant_setting(t, str_fmt(r->a, STR_FMT ".note",
		STR_ARG(c.release->service_id)).p),
		.received_at = w->c.received_at,
		.tenant_name = t->name, .tenant_email = t->email, .tenant_phone = t->phone,
		.tenant_address = t->address, .tenant_url = t->url,
		.complaint_days = letter_complaint_days(tenant_setting(t, "complaint-days")),
		.missing_note = k->text, .answer_by_at = k->answer_by_at,
	};
	f.missing = missing(r, &c, k, &f.nmissing);
	values = letter_values(r->a, &f);
	letter_answers(values, r->a, c.answers, &c.world);
	return letter_make(letter->letter, values, out);
}
