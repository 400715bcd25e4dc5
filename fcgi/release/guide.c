#include "release/guide.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

struct reading {
	struct arena	*a;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

__attribute__((format(printf, 3, 4)))
static void
wrong(struct reading *r, int line, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	r->bad = true;
	r->complain(r->ctx, line, what);
}

static size_t
count(xmlNode *parent, const char *name)
{
	size_t n = 0;

	for (xmlNode *c = xml_first(parent); c != NULL; c = xml_next(c))
		n += xml_is(c, name);
	return n;
}

/* ---- the endings, taken out of the document before it is read as a form ---- */

struct condition {			/* to be compiled when the form is known */
	struct condition *next;
	struct str	 text;
	int		 line;
	const struct form_expr **out;
};

struct taking {
	struct reading	*r;
	struct condition *first;
};

static void
take_condition(struct taking *t, const xmlNode *n, const struct form_expr **out)
{
	struct condition *c;

	if (xml_attr(n, "when").p == NULL)
		return;
	c = ARENA_NEW(t->r->a, struct condition);
	*c = (struct condition){ t->first, str_dup(t->r->a, xml_attr(n, "when")), xml_line(n),
		out };
	t->first = c;
}

static struct str
kept(struct arena *a, struct str s)
{
	return s.p != NULL ? str_dup(a, s) : STR_NONE;
}

static const struct guide_line *
take_lines(struct taking *t, xmlNode *ending, const char *name, size_t *n_out)
{
	struct arena *a = t->r->a;
	struct guide_line *v = arena_alloc(a, (count(ending, name) + 1) * sizeof *v);
	size_t n = 0;

	for (xmlNode *c = xml_first(ending); c != NULL; c = xml_next(c)) {
		if (!xml_is(c, name))
			continue;
		v[n] = (struct guide_line){ .text = xml_text(a, c),
		    .law = kept(a, xml_attr(c, "law")), .href = kept(a, xml_attr(c, "href")),
		    .line = xml_line(c) };
		take_condition(t, c, &v[n++].when);
	}
	*n_out = n;
	return v;
}

static enum guide_kind
kind_of(struct reading *r, const xmlNode *n)
{
	struct str kind = xml_attr(n, "kind");

	if (str_eq_z(kind, "exempt"))
		return GUIDE_EXEMPT;
	if (str_eq_z(kind, "apply"))
		return GUIDE_APPLY;
	if (!str_eq_z(kind, "other"))
		wrong(r, xml_line(n), "an ending is of a kind: exempt, apply or other");
	return GUIDE_OTHER;
}

static void
take_ending(struct taking *t, xmlNode *n, struct guide_ending *out)
{
	struct arena *a = t->r->a;
	xmlNode *title = xml_child(n, "title");

	*out = (struct guide_ending){ .id = str_dup(a, xml_attr(n, "id")), .line = xml_line(n),
		.kind = kind_of(t->r, n), .title = title != NULL ? xml_text(a, title) : STR("") };
	if (out->id.n == 0 || out->title.n == 0)
		wrong(t->r, out->line, "an ending needs id and a title");
	out->text = take_lines(t, n, "p", &out->ntext);
	out->because = take_lines(t, n, "because", &out->nbecause);
	out->todo = take_lines(t, n, "do", &out->ntodo);
	take_condition(t, n, &out->when);
}

static void
take_endings(struct taking *t, xmlNode *root, struct guide *g)
{
	struct guide_ending *v = arena_alloc(t->r->a, (count(root, "ending") + 1) * sizeof *v);

	for (xmlNode *n = xml_first(root), *next; n != NULL; n = next) {
		next = xml_next(n);
		if (!xml_is(n, "ending"))
			continue;
		take_ending(t, n, &v[g->nendings++]);
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
	g->endings = v;
}

enum err
guide_load(struct arena *a, xmlDoc *doc, const struct form_messages *messages,
    const struct form_files *files, xml_complain_fn *complain, void *ctx, struct guide **out)
{
	struct reading r = { .a = a, .complain = complain, .ctx = ctx };
	struct taking t = { .r = &r };
	struct guide *g = ARENA_NEW(a, struct guide);

	take_endings(&t, xml_root(doc), g);
	if (g->nendings == 0)
		wrong(&r, 1, "a guide must come to something: write <ending> after its pages");
	TRY(form_load(a, doc, messages, files, complain, ctx, &g->form));
	for (const struct condition *c = t.first; c != NULL; c = c->next)
		if (form_expr_compile_attr(a, g->form, "when", c->text, c->line, complain, ctx,
		    c->out) != ERR_OK)
			r.bad = true;
	*out = g;
	return r.bad ? ERR_CONFIG : ERR_OK;
}

const struct guide_ending *
guide_ending(const struct guide *g, const struct answers *as, const struct form_world *w)
{
	for (size_t i = 0; i + 1 < g->nendings; i++)
		if (g->endings[i].when == NULL || form_expr_true(g->endings[i].when, as, w))
			return &g->endings[i];
	return &g->endings[g->nendings - 1];
}

/* ---- what an author is told of ---- */

static const char *
why_not(const struct form_item *it)
{
	if (it->kind == FORM_UPLOAD)
		return "takes no files";
	if (it->kind == FORM_REPEAT)
		return "has no rows";
	if (it->kind == FORM_LOOKUP)
		return "looks nothing up";
	if (it->type == FORM_PID || it->type == FORM_REF)
		return "asks nobody who they are";
	if (it->prefill.n > 0)
		return "knows nobody, and prefills nothing";
	if (it->appearance == FORM_SEARCH)
		return "has no search; use appearance=\"select\"";
	return NULL;
}

static void
check_question(struct reading *r, const struct form_item *it)
{
	static const char *const taken[] = { GUIDE_PAGE, GUIDE_BUTTON, "lang" };
	const char *why = why_not(it);

	if (why != NULL)
		wrong(r, it->line, "'" STR_FMT "' cannot stand in a guide: it %s",
		    STR_ARG(it->name), why);
	if (it->kind == FORM_PAGE && str_eq_z(it->name, GUIDE_END))
		wrong(r, it->line, "'" GUIDE_END "' is what the guide comes to; rename the page");
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_eq_z(it->name, taken[i]) && it->kind != FORM_PAGE)
			wrong(r, it->line, "the address of a guide has a field '%s' of its own; "
			    "rename the question", taken[i]);
}

static void
check_endings(struct reading *r, const struct guide *g)
{
	const struct guide_ending *e = g->endings, *last = &e[g->nendings - 1];

	for (size_t i = 0; i < g->nendings; i++) {
		if (e[i].when == NULL && &e[i] != last)
			wrong(r, e[i].line, "what comes after the ending '" STR_FMT "' is never "
			    "come to; give it when=, or put it last", STR_ARG(e[i].id));
		for (size_t k = 0; k < i; k++)
			if (str_eq(e[k].id, e[i].id))
				wrong(r, e[i].line, "there are two endings called '" STR_FMT "'",
				    STR_ARG(e[i].id));
	}
	if (last->when != NULL)
		wrong(r, last->line, "the last ending must hold for everybody else; take away "
		    "when=");
}

enum err
guide_check(struct arena *a, const struct guide *g, const char *service, xml_complain_fn *complain,
    void *ctx)
{
	static const struct form_known nothing;
	struct reading r = { .a = a, .complain = complain, .ctx = ctx };
	struct str want = str_fmt(a, "%s-guide", service);

	if (!str_eq(g->form->id, want))
		wrong(&r, 1, "its id is '" STR_FMT "'; call it '" STR_FMT "'",
		    STR_ARG(g->form->id), STR_ARG(want));
	for (size_t i = 0; i < g->form->nitems; i++)
		check_question(&r, g->form->item[i]);
	check_endings(&r, g);
	if (!r.bad && form_check(a, g->form, &nothing, complain, ctx) != ERR_OK)
		r.bad = true;
	return r.bad ? ERR_CONFIG : ERR_OK;
}
