/* guide.c - /tjenester/{id}/veiviser: the pages of a guide, one at a time, and what they come to */
#include "citizen/guide.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "citizen/routes.h"
#include "page/fields.h"
#include "page/page.h"
#include "page/steps.h"
#include "register/register.h"
#include "release/store.h"

struct guiding {
	struct req	*r;
	const struct release *rel;
	const struct guide *g;
	struct form_world world;
	struct answers	*as;
};

/* ---- the answers in the address ---- */

enum err
guide_answers(struct req *r, const struct guide *g, const struct form_world *w,
    struct answers **out)
{
	struct form_field *v = arena_alloc(r->a, (r->query.n + 1) * sizeof *v);
	struct answers_posted posted;

	for (size_t i = 0; i < r->query.n; i++)
		v[i] = (struct form_field){ r->query.v[i].name, r->query.v[i].value };
	*out = answers_new(r->a, g->form);
	answers_rules(*out, w);
	for (const struct form_item *p = g->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE)
			TRY(answers_post(*out, p, v, r->query.n, NULL, w, &posted));
	return ERR_OK;
}

/* Told of each answer that is there, as a form sends it. */
typedef void answered_fn(void *ctx, struct str name, struct str value);

static void
each_answer(struct req *r, const struct answers *as, const struct form_item *but,
    answered_fn *fn, void *ctx)
{
	for (size_t i = 0; i < as->form->nitems; i++) {
		const struct form_item *it = as->form->item[i];
		const struct answer *n = form_is_question(it) ? answer_of(as->root, it) : NULL;
		struct str rest = n != NULL ? n->text : STR("");

		if (n == NULL || rest.n == 0 || !n->relevant || it->page == but ||
		    it->calculate != NULL)
			continue;
		if (it->kind != FORM_CHOICES)
			fn(ctx, it->name, answer_value(r->a, n));
		while (it->kind == FORM_CHOICES && rest.n > 0)
			fn(ctx, it->name, str_cut(&rest, ' '));
	}
}

struct writing {
	struct req	*r;
	struct buf	 b;
};

static void
write_answer(void *ctx, struct str name, struct str value)
{
	struct writing *w = ctx;

	buf_fmt(&w->b, "%s" STR_FMT "=" STR_FMT, w->b.n > 0 ? "&" : "", STR_ARG(name),
	    STR_ARG(url_encode(w->r->a, value)));
}

struct str
guide_query(struct req *r, const struct answers *as)
{
	struct writing w = { r, buf_new(r->a, 512) };

	each_answer(r, as, NULL, write_answer, &w);
	return buf_str(&w.b);
}

struct str
guide_href(struct req *r, struct str service, const struct answers *as, struct str page)
{
	struct str query = as != NULL ? guide_query(r, as) : STR("");

	return str_fmt(r->a, "/tjenester/" STR_FMT "/veiviser%s" STR_FMT "%s" STR_FMT,
	    STR_ARG(service), query.n + page.n > 0 ? "?" : "", STR_ARG(query),
	    page.n == 0 ? "" : query.n > 0 ? "&" GUIDE_PAGE "=" : GUIDE_PAGE "=", STR_ARG(page));
}

static struct str
to(const struct guiding *x, const struct form_item *page)
{
	return guide_href(x->r, x->rel->service_id, x->as,
	    page != NULL ? page->name : STR(GUIDE_END));
}

/* ---- a page of it ---- */

static void
fill_steps(const struct guiding *x, const struct form_item *current)
{
	vlist(page_map(x->r), "steps");
	for (const struct form_item *p = steps_first(x->as); p != NULL;
	    p = steps_from(x->as, p, 1)) {
		struct vmap *m = vadd(page_map(x->r), "steps");

		vset(m, "title", p->label);
		vset(m, "href", to(x, p));
		vset_flag(m, "current", p == current);
		vset_flag(m, "done", current == NULL || p->index < current->index);
	}
}

static void
carry_answer(void *ctx, struct str name, struct str value)
{
	struct vmap *m = vadd(ctx, "carried");

	vset(m, "name", name);
	vset(m, "value", value);
}

static void
fill_head(const struct guiding *x)
{
	struct vmap *v = page_map(x->r);

	vset(v, "service_title", x->rel->service->title);
	vset(v, "guide_title", x->g->form->title);
	vset(v, "service_href", str_fmt(x->r->a, "/tjenester/" STR_FMT,
	    STR_ARG(x->rel->service_id)));
	vset(v, "restart_href", guide_href(x->r, x->rel->service_id, NULL, STR("")));
}

static enum err
show_page(const struct guiding *x, const struct form_item *page, enum fields_tell tell)
{
	struct vmap *v = page_map(x->r);

	fill_head(x);
	fill_steps(x, page);
	fields_errors(v, x->r->a, x->as, page, STR(""), tell);
	fields_page_notes(v, x->as, page);
	fields_fill(v, x->r->a, x->as, page, &x->world, tell, NULL, NULL);
	vlist(v, "carried");
	each_answer(x->r, x->as, page, carry_answer, v);
	vset(v, "title", page->label);
	vset(v, "page_id", page->name);
	vset(v, "action", guide_href(x->r, x->rel->service_id, NULL, STR("")));
	vset_flag(v, "first", steps_from(x->as, page, -1) == NULL);
	vset_flag(v, "last", steps_from(x->as, page, 1) == NULL);
	vview(v, "fields", x->g->pages[page->index]);
	return page_show(x->r, "citizen/guide");
}

/* ---- the end ---- */

static void
fill_lines(const struct guiding *x, const char *list, const struct guide_line *l, size_t n)
{
	vlist(page_map(x->r), list);
	for (size_t i = 0; i < n; i++) {
		struct vmap *m;

		if (l[i].when != NULL && !form_expr_true(l[i].when, x->as, &x->world))
			continue;
		m = vadd(page_map(x->r), list);
		vset(m, "text", l[i].text);
		vset(m, "law", l[i].law);
		vset(m, "href", l[i].href);
	}
}

static void
fill_given(const struct guiding *x, struct vmap *pm, const struct form_item *first)
{
	for (const struct form_item *it = first; it != NULL; it = it->next) {
		const struct answer *n = it->kind != FORM_VAR ? answer_of(x->as->root, it) : NULL;
		struct vmap *m;

		if (n == NULL || !n->relevant)
			continue;
		if (it->kind == FORM_SECTION)
			fill_given(x, pm, it->first);
		if (!form_is_question(it) || n->text.n == 0)
			continue;
		m = vadd(pm, "given");
		vset(m, "label", it->label);
		vset(m, "shown", answer_shown(x->r->a, n, &x->world));
	}
}

static void
fill_answers(const struct guiding *x)
{
	vlist(page_map(x->r), "pages");
	for (const struct form_item *p = steps_first(x->as); p != NULL;
	    p = steps_from(x->as, p, 1)) {
		struct vmap *m = vadd(page_map(x->r), "pages");

		vset(m, "title", p->label);
		vset(m, "change_href", to(x, p));
		vlist(m, "given");
		fill_given(x, m, p->first);
	}
}

static enum err
show_ending(const struct guiding *x)
{
	const struct guide_ending *e = guide_ending(x->g, x->as, &x->world);
	struct vmap *v = page_map(x->r);

	fill_head(x);
	fill_answers(x);
	fill_lines(x, "text", e->text, e->ntext);
	fill_lines(x, "because", e->because, e->nbecause);
	fill_lines(x, "todo", e->todo, e->ntodo);
	vset(v, "title", e->title);
	vset_flag(v, "apply", e->kind == GUIDE_APPLY);
	vset_flag(v, "exempt", e->kind == GUIDE_EXEMPT);
	vset_flag(v, "drafts", false);
	vset(v, "start_href", str_fmt(x->r->a, "/soknad/" STR_FMT "?" STR_FMT,
	    STR_ARG(x->rel->service_id), STR_ARG(guide_query(x->r, x->as))));
	return page_show(x->r, "citizen/guide-ending");
}

/* ---- where the person wants to go ---- */

static enum err
go(const struct guiding *x, const struct form_item *page)
{
	reply_redirect(x->r, to(x, page));
	return ERR_OK;
}

/* The first page before this one (before the end for NULL) that is not answered as it must be. */
static const struct form_item *
lacking(const struct guiding *x, const struct form_item *page)
{
	for (const struct form_item *p = steps_first(x->as); p != page && p != NULL;
	    p = steps_from(x->as, p, 1))
		if (!answers_page_valid(x->as, p))
			return p;
	return NULL;
}

static enum err
press(const struct guiding *x, const struct form_item *page, struct str button)
{
	if (str_eq_z(button, "oppdater"))
		return show_page(x, page, TELL_TYPED);
	if (str_eq_z(button, "forrige")) {
		const struct form_item *before = steps_from(x->as, page, -1);

		return go(x, before != NULL ? before : page);
	}
	if (!str_eq_z(button, "neste"))
		return show_page(x, page, TELL_NOTHING);
	if (answers_page_valid(x->as, page))
		return go(x, steps_from(x->as, page, 1));
	x->r->status = err_http(ERR_INVALID);
	return show_page(x, page, TELL_ALL);
}

enum err
citizen_guide(struct req *r)
{
	struct guiding x = { .r = r };
	const struct form_item *page, *missing;
	struct str name = params_get(&r->query, GUIDE_PAGE);

	TRY(page_open(r));
	TRY(release_in_force(page_app(r)->releases, r->a, r->seg[0], page_lang(r), &x.rel));
	x.world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	x.world.lang = page_lang(r);
	TRY(page_commit(r));
	x.g = x.rel->guide;
	if (x.g == NULL)
		return ERR_GONE;
	TRY(guide_answers(r, x.g, &x.world, &x.as));
	page = steps_page(x.as, name);
	if (page == NULL && !str_eq_z(name, GUIDE_END))
		page = steps_first(x.as);
	missing = lacking(&x, page);
	if (missing != NULL)
		return go(&x, missing);
	return page != NULL ? press(&x, page, params_get(&r->query, GUIDE_BUTTON)) :
	    show_ending(&x);
}
