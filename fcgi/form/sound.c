/* What is wrong with a form that loads: questions that no path reaches, rules that never hold,
   names that no register knows.  Only what can be decided without answers. */
#include "form/lookup.h"
#include "form/private.h"

#include <stdarg.h>
#include <stdio.h>

struct sound {
	struct arena	*a;
	const struct form *form;
	const struct form_known *known;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

__attribute__((format(printf, 3, 4)))
static void
wrong(struct sound *s, const struct form_item *it, const char *fmt, ...)
{
	char what[2048];
	va_list ap;

	s->bad = true;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	s->complain(s->ctx, it->line, it->file.n == 0 ? what :
	    str_fmt(s->a, STR_FMT ": %s", STR_ARG(it->file), what).p);
}

/* ---- paths ---- */

static void
check_path(struct sound *s, const struct form_item *it)
{
	struct facts f = facts_new(s->a), outer = facts_new(s->a);

	facts_place(&f, it);
	if (!facts_clash(&f))
		return;
	facts_place(&outer, it->parent);
	if (facts_clash(&outer))	/* told of where it is the parent's own */
		return;
	wrong(s, it, "no path leads to this %s: %s", form_kind_name(it->kind),
	    facts_say(&f));
}

static bool
always(const struct form_expr *x)
{
	return x != NULL && x->top->op == OP_CALL && str_eq_z(x->top->s, "true");
}

static bool
locked(const struct form_item *it)
{
	for (; it != NULL; it = it->parent)
		if (always(it->readonly))
			return true;
	return false;
}

static void
check_required(struct sound *s, const struct form_item *it)
{
	struct facts f = facts_new(s->a), place = facts_new(s->a);

	if (!it->may_need)
		return;
	facts_place(&place, it);
	facts_place(&f, it);
	facts_of(&f, it, it->required);
	if (!facts_clash(&place) && facts_clash(&f))
		wrong(s, it, "this can never be required: %s",
		    facts_say(&f));
	if (always(it->required) && locked(it) && it->calculate == NULL && it->prefill.n == 0 &&
	    !it->filled)
		wrong(s, it, "this is required and readonly, so nobody can answer it; take one of "
		    "them away, or give it calculate or prefill");
}

static void
check_rules(struct sound *s, const struct form_item *it)
{
	for (const struct form_rule *r = it->rules; r != NULL; r = r->next) {
		struct facts f = facts_new(s->a), place = facts_new(s->a);

		facts_place(&place, it);
		facts_place(&f, it);
		facts_of(&f, it, r->test);
		if (r->level == FORM_ERROR && !facts_clash(&place) && facts_clash(&f))
			wrong(s, it, "a rule here can never hold, so the form could never be sent: "
			    "%s", facts_say(&f));
	}
}

/* Someone who has answered nothing must have a page to be at. */
static void
check_first_page(struct sound *s)
{
	for (const struct form_item *p = s->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE && (p->relevant == NULL || always(p->relevant)))
			return;
	wrong(s, s->form->pages, "every page has relevant, and one must always be there; take it "
	    "away from one of them");
}

static void
check_empty_pages(struct sound *s)
{
	for (const struct form_item *p = s->form->pages; p != NULL; p = p->next)
		if (p->first == NULL)
			wrong(s, p, "the page " STR_FMT " has nothing on it; put a question there, "
			    "or take it away", STR_ARG(p->name));
}

/* ---- names of registers ---- */

static void
check_known(struct sound *s, const struct form_item *it, struct str name, const struct str *known,
    size_t n, const char *what)
{
	struct str near;

	if (str_among(name, known, n))
		return;
	near = suggest(name, known, n);
	wrong(s, it, "no register gives the %s '" STR_FMT "'%s", what, STR_ARG(name),
	    near.n > 0 ? suggest_say(s->a, near) : "; take it away, or have those who run the "
	    "counter connect one");
}

/* Told of where the list stands; one that several questions name, more than once. */
static void
check_list(struct sound *s, const struct form_list *l)
{
	const struct form_item at = { .line = l->line, .file = l->file };

	if (l->source.n > 0)
		check_known(s, &at, l->source, s->known->lists, s->known->nlists, "list");
}

static void
check_value(struct sound *s, const struct form_item *it, struct str name)
{
	check_known(s, it, name, s->known->values, s->known->nvalues, "value");
}

static struct str
listed(struct arena *a, const struct str *v, size_t n)
{
	struct buf b = buf_new(a, 1024);

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s" STR_FMT, i == 0 ? "" : i + 1 == n ? " or " : ", ", STR_ARG(v[i]));
	return buf_str(&b);
}

static void
check_accept(struct sound *s, const struct form_item *it)
{
	const struct form_known *k = s->known;
	struct str rest = it->accept;

	while (rest.n > 0) {
		struct str type = str_cut(&rest, ' ');
		bool known = false;

		for (size_t i = 0; i < k->nfiles; i++)
			known |= str_eq(k->files[i], type);
		if (!known)
			wrong(s, it, "no file is taken as '" STR_FMT "'; write one or more of "
			    STR_FMT, STR_ARG(type), STR_ARG(listed(s->a, k->files, k->nfiles)));
	}
}

static void
check_columns(struct sound *s, const struct form_item *it, const struct form_known_lookup *k)
{
	const struct form_lookup *l = it->lookup;
	struct str known[32], rest = k->columns;
	size_t n = 0;

	while (rest.n > 0 && n < sizeof known / sizeof *known)
		known[n++] = str_cut(&rest, ' ');
	if (k->rows != (l->rows != NULL))
		wrong(s, it, k->rows ? "register:" STR_FMT " fills the rows of a repeat; write of and rows" :
		    "register:" STR_FMT " fills one row; take of and rows away", STR_ARG(k->name));
	for (size_t i = 0; i < l->nfills; i++)
		if (!str_among(l->fills[i].column, known, n) &&
		    !(l->rows != NULL && str_eq(l->fills[i].column, l->fills[i].item->name)))
			wrong(s, it, "register:" STR_FMT " has no column '" STR_FMT "'; it has "
			    STR_FMT, STR_ARG(k->name), STR_ARG(l->fills[i].column),
			    STR_ARG(listed(s->a, known, n)));
}

static void
check_lookup(struct sound *s, const struct form_item *it)
{
	const struct form_known *k = s->known;
	struct str *names = arena_alloc(s->a, (k->nlookups + 1) * sizeof *names);

	for (size_t i = 0; i < k->nlookups; i++) {
		names[i] = k->lookups[i].name;
		if (str_eq(names[i], it->lookup->source)) {
			check_columns(s, it, &k->lookups[i]);
			return;
		}
	}
	check_known(s, it, it->lookup->source, names, k->nlookups, "lookup");
}

static void
check_calls(struct sound *s, const struct form_item *it, const struct expr *x)
{
	if (x->op == OP_CALL && str_eq_z(x->s, "register"))
		check_value(s, it, x->arg[0]->s);
	for (size_t i = 0; i < x->n; i++)
		check_calls(s, it, x->arg[i]);
}

static void
check_names(struct sound *s, const struct form_item *it)
{
	const struct form_expr *x[] = { it->relevant, it->required, it->readonly, it->calculate };

	if (it->prefill.n > 0)
		check_value(s, it, it->prefill);
	check_accept(s, it);
	if (it->lookup != NULL)
		check_lookup(s, it);
	if (it->list != NULL)
		check_list(s, it->list);
	for (size_t i = 0; i < sizeof x / sizeof *x; i++)
		if (x[i] != NULL)
			check_calls(s, it, x[i]->top);
	for (const struct form_rule *r = it->rules; r != NULL; r = r->next)
		check_calls(s, it, r->test->top);
}

enum err
form_check(struct arena *a, const struct form *f, const struct form_known *known,
    xml_complain_fn *complain, void *ctx)
{
	struct sound s = { a, f, known, complain, ctx, false };

	CHECK_OBJ(f, FORM_MAGIC);
	check_first_page(&s);
	check_empty_pages(&s);
	for (size_t i = 0; i < f->nlists; i++)
		check_list(&s, f->list[i]);
	for (size_t i = 0; i < f->nitems; i++) {
		check_path(&s, f->item[i]);
		check_required(&s, f->item[i]);
		check_rules(&s, f->item[i]);
		check_names(&s, f->item[i]);
	}
	return s.bad ? ERR_CONFIG : ERR_OK;
}
