/* What was reached: a unit for each question, rule and branch, and the ways it came out. */
#include "scenario/private.h"

enum way { WAY_NOT = 1, WAY_SO = 2, WAY_ANY = 4 };

struct unit {
	struct unit	*next;
	enum coverage_of of;
	const void	*key;		/* item, expression, transition, condition, letter; NULL: a
					   <when>, which is known by its place */
	const void	*owner;		/* of an expression: its item, else NULL */
	struct str	 event;		/* of a transition; words of a <when> */
	struct str	 file;
	int		 line;
	struct str	 what;
	const char	*never_so, *never_not;
	unsigned	 need, met;
};

struct coverage {
	struct arena	*a;
	const struct release *rel;
	struct unit	*first, **last;
	bool		*visited;	/* pages, by the item's index; in this scenario */
	bool		*guided;	/* those of the guide */
	struct str	 folder;	/* services/ID */
};

/* ---- the units of a release ---- */

static struct unit *
add(struct coverage *c, struct unit u)
{
	struct unit *n = ARENA_NEW(c->a, struct unit);

	*n = u;
	*c->last = n;
	c->last = &n->next;
	return n;
}

static struct str
full_name(struct arena *a, const struct form_item *it)
{
	if (it->name.n == 0)
		return it->page != NULL ? str_fmt(a, "page " STR_FMT, STR_ARG(it->page->name)) :
		    STR("the form");
	if (it->group == NULL)
		return it->name;
	return str_fmt(a, STR_FMT "/" STR_FMT, STR_ARG(full_name(a, it->group)), STR_ARG(it->name));
}

static bool
of_guide(const struct coverage *c, const struct form_item *it)
{
	const struct guide *g = c->rel->guide;

	return g != NULL && it->index < g->form->nitems && g->form->item[it->index] == it;
}

static struct str
form_file(const struct coverage *c, const struct form_item *it)
{
	return it->file.n > 0 ? it->file : str_fmt(c->a, STR_FMT "/%s.xml", STR_ARG(c->folder),
	    of_guide(c, it) ? "guide" : "form");
}

static void
add_rule(struct coverage *c, const struct form_item *it, const struct form_expr *x,
    const char *what, int line, struct unit u)
{
	if (x == NULL)
		return;
	u.of = COVER_RULES;
	u.key = x;
	u.owner = it;
	u.file = form_file(c, it);
	u.line = line;
	u.what = str_fmt(c->a, "%s " STR_FMT, what, STR_ARG(full_name(c->a, it)));
	if (u.need == 0)
		u.need = form_expr_fixed(x) ? WAY_ANY : WAY_NOT | WAY_SO;
	add(c, u);
}

static void
add_item(struct coverage *c, const struct form_item *it)
{
	static const struct unit cond = { .never_so = "was never true",
		.never_not = "was never false" };
	static const struct unit kept = { .never_so = "was never kept",
		.never_not = "was never broken" };
	struct unit value = { .never_so = "never gave a value", .need = WAY_SO };
	const char *rule = it->kind == FORM_CHECK ? "check on" : "constraint on";

	if (form_is_question(it))
		add(c, (struct unit){ .of = COVER_QUESTIONS, .key = it, .file = form_file(c, it),
		    .line = it->line, .what = full_name(c->a, it),
		    .never_so = "was never answered", .need = WAY_SO });
	add_rule(c, it, it->relevant, "relevant of", it->line, cond);
	add_rule(c, it, it->required, "required of", it->line, cond);
	add_rule(c, it, it->readonly, "readonly of", it->line, cond);
	add_rule(c, it, it->calculate, it->kind == FORM_VAR || it->kind == FORM_OUTPUT ?
	    "value of" : "calculate of", it->line, it->type == FORM_BOOLEAN ? cond : value);
	for (const struct form_rule *r = it->rules; r != NULL; r = r->next)
		add_rule(c, it, r->test, rule, r->line, kept);
}

static void
add_when(struct coverage *c, const struct form_expr *x, struct str file, int line, const char *what,
    struct str id)
{
	if (x != NULL)
		add(c, (struct unit){ .of = COVER_RULES, .key = x, .file = file, .line = line,
		    .what = str_fmt(c->a, "%s " STR_FMT, what, STR_ARG(id)),
		    .never_so = "was never true", .never_not = "was never false",
		    .need = form_expr_fixed(x) ? WAY_ANY : WAY_NOT | WAY_SO });
}

static void
add_ending(struct coverage *c, const struct guide_ending *e)
{
	struct str file = str_fmt(c->a, STR_FMT "/guide.xml", STR_ARG(c->folder));

	add(c, (struct unit){ .of = COVER_BRANCHES, .key = e, .line = e->line, .file = file,
	    .what = str_fmt(c->a, "the ending " STR_FMT, STR_ARG(e->id)),
	    .never_so = "was never come to", .need = WAY_SO });
	add_when(c, e->when, file, e->line, "when of the ending", e->id);
	for (size_t i = 0; i < e->nbecause; i++)
		add_when(c, e->because[i].when, file, e->because[i].line,
		    "when of a reason of the ending", e->id);
}

static void
add_guide(struct coverage *c)
{
	const struct guide *g = c->rel->guide;

	if (g == NULL)
		return;
	c->guided = arena_alloc(c->a, g->form->nitems * sizeof *c->guided);
	for (size_t i = 0; i < g->form->nitems; i++)
		add_item(c, g->form->item[i]);
	for (size_t i = 0; i < g->nendings; i++)
		add_ending(c, &g->endings[i]);
}

static void
add_cond(struct coverage *c, const struct flow_way *w, struct str file)
{
	for (const struct unit *u = c->first; u != NULL; u = u->next)
		if (u->key == w->cond)
			return;		/* of a transition with several events */
	add(c, (struct unit){ .of = COVER_BRANCHES, .key = w->cond, .file = file, .line = w->line,
	    .what = str_fmt(c->a, "the condition of " STR_FMT, STR_ARG(w->event)),
	    .never_so = "was never true", .never_not = "was never false",
	    .need = form_expr_fixed(w->cond) ? WAY_ANY : WAY_NOT | WAY_SO });
}

static void
add_flow(struct coverage *c)
{
	struct str file = str_fmt(c->a, STR_FMT "/flow.scxml", STR_ARG(c->folder));
	const struct flow_way *w;
	size_t n = flow_ways(c->a, c->rel->flow, &w);

	for (size_t i = 0; i < n; i++) {
		add(c, (struct unit){ .of = COVER_BRANCHES, .key = w[i].transition,
		    .event = w[i].event, .file = file, .line = w[i].line,
		    .what = str_fmt(c->a, "the transition " STR_FMT " from " STR_FMT,
		    STR_ARG(w[i].event), STR_ARG(w[i].from)),
		    .never_so = "was never taken", .need = WAY_SO });
		if (w[i].cond != NULL)
			add_cond(c, &w[i], file);
	}
}

/* What the caseworker chooses reasons from says whether a reason may be without a law. */
static unsigned
ways_of(const struct coverage *c, const struct letter_when *w)
{
	unsigned ways = 0;

	if (!str_eq_z(w->value, "law") || w->word.n > 0)
		return WAY_NOT | WAY_SO;
	for (size_t i = 0; i < c->rel->service->nreasons; i++)
		ways |= (c->rel->service->reasons[i].law.n > 0) != w->turned ? WAY_SO : WAY_NOT;
	return ways;
}

static struct str
when_words(struct arena *a, const struct letter_when *w)
{
	if (w->word.n > 0)
		return str_fmt(a, "when " STR_FMT " is%s " STR_FMT, STR_ARG(w->value),
		    w->turned ? " not" : "", STR_ARG(w->word));
	return str_fmt(a, "when " STR_FMT "%s", STR_ARG(w->value), w->turned ? " is empty" : "");
}

static struct str
when_file(const struct coverage *c, struct str letter, const struct letter_when *w)
{
	if (w->part != NULL)
		return str_fmt(c->a, "shared/letters/%s.xml", w->part);
	return str_fmt(c->a, STR_FMT "/letters/" STR_FMT ".xml", STR_ARG(c->folder),
	    STR_ARG(letter));
}

/* A part that letters share is one place. */
static struct unit *
when_unit(const struct coverage *c, struct str letter, const struct letter_when *w)
{
	struct str file = when_file(c, letter, w), words = when_words(c->a, w);

	for (struct unit *u = c->first; u != NULL; u = u->next)
		if (u->key == NULL && u->line == w->line && str_eq(u->file, file) &&
		    str_eq(u->event, words))
			return u;
	return NULL;
}

static void
add_letter(struct coverage *c, const struct release_letter *l)
{
	const struct letter_when *w;
	size_t n = letter_whens(l->letter, &w);

	add(c, (struct unit){ .of = COVER_BRANCHES, .key = l->letter, .line = 1,
	    .file = str_fmt(c->a, STR_FMT "/letters/" STR_FMT ".xml", STR_ARG(c->folder),
	    STR_ARG(l->name)), .what = str_fmt(c->a, "the letter " STR_FMT, STR_ARG(l->name)),
	    .never_so = "was never made", .need = WAY_SO });
	for (size_t i = 0; i < n; i++)
		if (when_unit(c, l->name, &w[i]) == NULL)
			add(c, (struct unit){ .of = COVER_BRANCHES, .line = w[i].line,
			    .file = when_file(c, l->name, &w[i]),
			    .event = when_words(c->a, &w[i]), .what = when_words(c->a, &w[i]),
			    .never_so = "was never so", .never_not = "was always so",
			    .need = ways_of(c, &w[i]) });
}

static struct unit *
unit_of(const struct coverage *c, const void *key, struct str event)
{
	for (struct unit *u = c->first; u != NULL; u = u->next)
		if (u->key == key && str_eq(u->event, event))
			return u;
	return NULL;
}

/* ---- what stands beside the form and the flow ---- */

static void
add_said(struct coverage *c)
{
	struct str file = str_fmt(c->a, STR_FMT "/service.xml", STR_ARG(c->folder));
	const struct service *s = c->rel->service;

	for (size_t i = 0; i < s->nfacts; i++)
		add_when(c, form_fact_value(c->rel->form, s->facts[i].id), file,
		    s->facts[i].line, "the fact", s->facts[i].id);
	for (size_t i = 0; i < s->npoints; i++)
		add_when(c, c->rel->points[i].when, file, s->points[i].line, "when of the point",
		    s->points[i].id);
	for (size_t i = 0; i < s->nfees; i++)
		add_when(c, c->rel->fees[i].when, file, s->fees[i].line, "when of the fee",
		    s->fees[i].id);
}

/* A table that two clocks share is counted once. */
static void
add_limits(struct coverage *c, const struct form_rulebook *book)
{
	const struct form_ruling *row;
	size_t n = form_rulings(book, &row);
	struct str file = str_fmt(c->a, "lists/" STR_FMT ".xml", STR_ARG(form_rulebook_id(book)));

	for (size_t i = 0; i < n; i++) {
		if (unit_of(c, &row[i], STR_NONE) != NULL)
			return;
		add(c, (struct unit){ .of = COVER_RULES, .key = &row[i], .file = file,
		    .line = row[i].line, .what = STR("the row"),
		    .never_so = "never counted", .need = WAY_SO });
		add_when(c, row[i].when, file, row[i].line, "when of", STR("the row"));
	}
}

struct coverage *
coverage_new(struct arena *a, const struct release *rel)
{
	struct coverage *c = ARENA_NEW(a, struct coverage);
	const void *const *tables;
	size_t ntables;

	c->a = a;
	c->rel = rel;
	c->last = &c->first;
	c->visited = arena_alloc(a, rel->form->nitems * sizeof *c->visited);
	c->folder = str_fmt(a, "services/" STR_FMT, STR_ARG(rel->service_id));
	for (size_t i = 0; i < rel->form->nitems; i++)
		add_item(c, rel->form->item[i]);
	add_guide(c);
	add_flow(c);
	add_said(c);
	ntables = flow_tables(a, rel->flow, &tables);
	for (size_t i = 0; i < ntables; i++)
		add_limits(c, tables[i]);
	for (size_t i = 0; i < rel->nletters; i++)
		add_letter(c, &rel->letters[i]);
	return c;
}

/* ---- met ---- */

static void
meet(struct unit *u, enum way way)
{
	if (u != NULL)
		u->met |= (unsigned)way | WAY_ANY;
}

/* Whether a page is shown at all is decided before anybody comes to it. */
static bool
visited(const struct coverage *c, const struct form_item *it)
{
	return it->page == NULL || it->kind == FORM_PAGE ||
	    (of_guide(c, it) ? c->guided : c->visited)[it->page->index];
}

void
cover_begin(struct coverage *c)
{
	if (c == NULL)
		return;
	memset(c->visited, 0, c->rel->form->nitems * sizeof *c->visited);
	if (c->guided != NULL)
		memset(c->guided, 0, c->rel->guide->form->nitems * sizeof *c->guided);
}

void
cover_page(struct coverage *c, const struct form_item *page)
{
	if (c != NULL)
		(of_guide(c, page) ? c->guided : c->visited)[page->index] = true;
}

void
cover_rule(void *ctx, const struct form_expr *x, enum form_seen how)
{
	struct unit *u = unit_of(ctx, x, STR_NONE);
	const struct form_item *it = u != NULL ? u->owner : NULL;

	if (u == NULL || !visited(ctx, it))
		return;
	if (how != FORM_SEEN_UNKNOWN)
		meet(u, how == FORM_SEEN_SO ? WAY_SO : WAY_NOT);
	else if (it->calculate == x)
		meet(u, WAY_NOT);
}

static void
cover_row(struct coverage *c, const struct answer_row *row, size_t nslots)
{
	for (size_t i = 0; i < nslots; i++) {
		const struct answer *n = &row->node[i];

		if (form_is_question(n->item) && n->relevant && n->text.n > 0 && !n->wrong &&
		    visited(c, n->item))
			meet(unit_of(c, n->item, STR_NONE), WAY_SO);
		for (size_t k = 0; n->relevant && k < n->nrows; k++)
			cover_row(c, n->rows[k], n->item->nslots);
	}
}

void
cover_answers(struct coverage *c, const struct answers *as)
{
	if (c != NULL)
		cover_row(c, as->root, as->form->nslots);
}

void
cover_transition(struct coverage *c, const struct flow_transition *t, struct str event)
{
	if (c != NULL)
		meet(unit_of(c, t, event), WAY_SO);
}

void
cover_cond(struct coverage *c, const void *cond, bool holds)
{
	if (c != NULL)
		meet(unit_of(c, cond, STR_NONE), holds ? WAY_SO : WAY_NOT);
}

void
cover_letter(struct coverage *c, const struct letter *l)
{
	if (c != NULL)
		meet(unit_of(c, l, STR_NONE), WAY_SO);
}

void
cover_ending(struct coverage *c, const struct guide_ending *e)
{
	if (c != NULL)
		meet(unit_of(c, e, STR_NONE), WAY_SO);
}

void
cover_when(void *ctx, const struct letter_when *w, bool put)
{
	const struct cover_letter *l = ctx;

	if (l->cover != NULL)
		meet(when_unit(l->cover, l->name, w), put ? WAY_SO : WAY_NOT);
}

/* ---- told ---- */

static unsigned
lacks(const struct unit *u)
{
	return u->need & ~u->met;
}

struct coverage_count
coverage_count(const struct coverage *c, enum coverage_of of)
{
	struct coverage_count n = { 0, 0 };

	for (const struct unit *u = c->first; u != NULL; u = u->next)
		if (u->of == of) {
			n.all++;
			n.reached += lacks(u) == 0;
		}
	return n;
}

void
coverage_missing(const struct coverage *c, struct arena *a, coverage_missing_fn *fn, void *ctx)
{
	for (const struct unit *u = c->first; u != NULL; u = u->next) {
		const char *said = (lacks(u) & WAY_SO) != 0 ? u->never_so : u->never_not;

		if (lacks(u) == 0)
			continue;
		if (u->met == 0 && u->never_not != NULL)
			said = "was never reached";
		fn(ctx, u->file, u->line, str_fmt(a, STR_FMT " %s", STR_ARG(u->what), said).p);
	}
}
