/* paper.c - a form to print, and fill in with a pen */
#include "base/arena.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/page.h"
#include "register/register.h"
#include "release/release.h"
#include "release/store.h"

#define ROWS_MOST	5	/* of a repeat, on the paper itself */
#define BOXES_MOST	7	/* options with a box each; more of them are listed once */
#define LISTED_MOST	60
#define PID_DIGITS	11

struct paper {
	struct req	*r;
	const struct release *rel;
	struct form_world world;
	struct vmap	*page;		/* under way */
	size_t		 npage, nquestion;
	struct str	*listed;	/* by list: the question where its options stand already */
};

/* «Svar bare hvis …» */
static struct str
condition(const struct paper *p, const struct form_item *it)
{
	const struct form_messages *m = p->rel->form->messages;
	struct str said;

	if (it->relevant == NULL)
		return STR("");
	said = form_say(p->r->a, p->rel->form, it->relevant, &p->world);
	return said.p != NULL ? form_message(m, p->r->a, "paper.only", said) :
	    form_message(m, p->r->a, "paper.concerns", STR(""));
}

static struct vmap *
add(const struct paper *p, const char *kind, struct str label)
{
	struct vmap *m = vadd(p->page, "items");

	vset_z(m, "kind", kind);
	vset(m, "label", label);
	vset(m, "number", STR(""));
	vset(m, "only", STR(""));
	vset(m, "hint", STR(""));
	vset(m, "help", STR(""));
	vset(m, "see", STR(""));
	vset_flag(m, "optional", false);
	vlist(m, "options");
	vlist(m, "blanks");
	return m;
}

static void
blanks(struct vmap *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		vset_int(vadd(m, "blanks"), "n", (int64_t)i);
}

static void
add_options(const struct paper *p, struct vmap *m, const struct form_item *it,
    struct form_options o)
{
	for (size_t i = 0; i < o.n; i++) {
		struct vmap *om = vadd(m, "options");

		vset(om, "label", o.v[i].label);
		vset(om, "note", form_option_note(p->r->a, it->list, o, &o.v[i]));
	}
}

static struct str
number(const struct paper *p)
{
	return str_fmt(p->r->a, "%zu.%zu", p->npage, p->nquestion);
}

/* A box each, or a line and once the list to choose from. */
static const char *
choice(struct paper *p, struct vmap *m, const struct form_item *it)
{
	struct form_options o = form_options(it, &p->world);
	struct str *listed = &p->listed[it->list->index];

	if (o.n > 0 && o.n <= BOXES_MOST) {
		add_options(p, m, it, o);
		return "boxes";
	}
	if (listed->n > 0)
		vset(m, "see", *listed);
	else if (o.n <= LISTED_MOST)
		add_options(p, m, it, o);
	if (o.n <= LISTED_MOST && listed->n == 0)
		*listed = number(p);
	return "line";
}

static const char *
kind_of(struct paper *p, struct vmap *m, const struct form_item *it)
{
	if (it->list != NULL)
		return choice(p, m, it);
	if (it->kind == FORM_CONFIRM)
		return "confirm";
	if (it->kind == FORM_UPLOAD)
		return "upload";
	if (it->kind == FORM_MAP)
		return "map";
	if (it->kind == FORM_DATE)
		return "date";
	if (it->kind == FORM_MONEY)
		return "money";
	if (it->type == FORM_PID) {
		blanks(m, PID_DIGITS);
		return "digits";
	}
	blanks(m, it->lines > 1 ? (size_t)it->lines : 0);
	return it->lines > 1 ? "lines" : "line";
}

static void
add_question(struct paper *p, const struct form_item *it)
{
	struct vmap *m;

	if (it->calculate != NULL)
		return;
	m = add(p, "", it->label);
	p->nquestion++;
	vset(m, "number", number(p));
	vset(m, "only", condition(p, it));
	vset(m, "hint", it->hint);
	vset(m, "help", it->help);
	vset_flag(m, "optional", !it->may_need && it->kind != FORM_UPLOAD);
	vset_z(m, "kind", kind_of(p, m, it));
}

static void add_items(struct paper *, const struct form_item *first);

static void
add_repeat(struct paper *p, const struct form_item *it)
{
	size_t n = it->max < ROWS_MOST ? it->max : ROWS_MOST;
	struct vmap *m = add(p, "repeat", it->label);

	vset(m, "only", condition(p, it));
	vset(m, "hint", it->hint);
	for (size_t i = 1; i <= n; i++) {
		m = add(p, "row", it->label);
		vset_int(m, "number", (int64_t)i);
		add_items(p, it->first);
	}
	if (it->max > n)
		(void)add(p, "more", it->label);
}

static void
add_item(struct paper *p, const struct form_item *it)
{
	struct vmap *m;

	if (it->kind == FORM_SECTION) {
		m = add(p, "section", it->label);
		vset(m, "only", condition(p, it));
		add_items(p, it->first);
	} else if (it->kind == FORM_REPEAT) {
		add_repeat(p, it);
	} else if (form_is_question(it)) {
		add_question(p, it);
	} else if (it->kind == FORM_OUTPUT && it->calculate == NULL && it->relevant == NULL) {
		(void)add(p, "info", it->text);
	}
}

static void
add_items(struct paper *p, const struct form_item *first)
{
	for (const struct form_item *it = first; it != NULL; it = it->next)
		add_item(p, it);
}

static void
add_page(struct paper *p, const struct form_item *it)
{
	p->page = vadd(page_map(p->r), "pages");
	p->npage++;
	p->nquestion = 0;
	vset(p->page, "title", it->label);
	vset_int(p->page, "number", (int64_t)p->npage);
	vset(p->page, "only", condition(p, it));
	vlist(p->page, "items");
	add_items(p, it->first);
}

enum err
citizen_paper(struct req *r)
{
	struct paper p = { .r = r };
	struct vmap *v = page_map(r);

	TRY(page_open(r));
	TRY(release_in_force(page_app(r)->releases, r->a, r->seg[0], page_lang(r), &p.rel));
	p.world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	p.world.lang = page_lang(r);
	TRY(page_commit(r));
	p.listed = arena_alloc(r->a, (p.rel->form->nlists + 1) * sizeof *p.listed);
	vset(v, "title", p.rel->service->form_title);
	vset(v, "service_href", str_fmt(r->a, "/tjenester/" STR_FMT, STR_ARG(p.rel->service_id)));
	vset(v, "tenant_address", page_nb(r, page_tenant(r)->address));
	vlist(v, "pages");
	for (const struct form_item *it = p.rel->form->pages; it != NULL; it = it->next)
		if (it->kind == FORM_PAGE)
			add_page(&p, it);
	return page_show(r, "citizen/paper");
}
