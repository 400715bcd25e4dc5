#include "release/private.h"

#include <malloc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/suggest.h"

#define SCRATCH_BYTES	((size_t)64 << 20)

void
release_complain(struct arena *a, const char *file, int line, const char *message,
    xml_complain_fn *fn, void *ctx)
{
	struct str rest = str_from_z(message), shared = str_cut(&rest, ':');

	if ((str_starts(shared, STR("shared/")) || str_starts(shared, STR("lists/"))) &&
	    str_ends(shared, STR(".xml"))) {
		file = str_fmt(a, "%.*s" STR_FMT, file[2] == '/' ? 3 : 0, file,
		    STR_ARG(shared)).p;		/* of the same language */
		message = rest.p + 1;
	}
	fn(ctx, line, str_fmt(a, "%s:%d: %s", file, line, message).p);
}

static void
complain(void *ctx, int line, const char *message)
{
	const struct load *l = ctx;

	release_complain(l->a, l->file, line, message, l->complain, l->ctx);
}

void
release_load_complain(void *ctx, int line, const char *message)
{
	complain(ctx, line, message);
}

static xmlNode *
find_file(xmlDoc *bundle, const char *name)
{
	for (xmlNode *c = xml_first(xml_root(bundle)); c != NULL; c = xml_next(c))
		if (str_eq_z(xml_attr(c, "name"), name))
			return c;
	return NULL;
}

struct str
release_file(struct arena *a, xmlDoc *bundle, const char *name)
{
	xmlNode *n = find_file(bundle, name);

	return n != NULL ? xml_text_raw(a, n) : STR_NONE;
}

static const char *
translated_name(struct load *l, const char *name)
{
	return str_fmt(l->a, STR_FMT "/%s", STR_ARG(lang_code(l->lang)), name).p;
}

/* As the bundle calls it: in the release's language if it is there, else in bokmål. */
static const char *
file_name(struct load *l, const char *name)
{
	const char *translated = translated_name(l, name);

	return l->lang != LANG_NB && find_file(l->bundle, translated) != NULL ? translated : name;
}

static enum err
parse_as_it_is(struct load *l, const char *name, xmlDoc **out)
{
	struct str text;

	l->file = file_name(l, name);
	text = release_file(l->scratch, l->bundle, l->file);
	if (text.p == NULL) {
		complain(l, 1, "the file is missing");
		return ERR_CONFIG;
	}
	return xml_parse(l->scratch, text, complain, l, out) == ERR_OK ? ERR_OK : ERR_CONFIG;
}

static enum err
parse_file(struct load *l, const char *name, xmlDoc **out)
{
	TRY(parse_as_it_is(l, name, out));
	xml_in_lang(*out, l->lang);
	return ERR_OK;
}

/* What services share is in the bundle too: sections, letter parts, dated tables. */
static xmlDoc *
named(struct load *l, const char *folder, struct str name)
{
	struct str path = str_fmt(l->a, "%s/" STR_FMT ".xml", folder, STR_ARG(name));
	const char *file = l->file;
	xmlDoc *doc = NULL;

	if (find_file(l->bundle, path.p) == NULL || parse_file(l, path.p, &doc) != ERR_OK)
		doc = NULL;
	l->file = file;
	return doc;
}

static xmlDoc *
shared_section(void *ctx, struct str name)
{
	return named(ctx, "shared/sections", name);
}

/* Tables are the same in all languages. */
static xmlDoc *
table(void *ctx, struct str id)
{
	struct load *l = ctx;
	enum lang lang = l->lang;
	xmlDoc *doc;

	l->lang = LANG_NB;
	doc = named(l, "lists", id);
	l->lang = lang;
	return doc;
}

static xmlDoc *
shared_letter(void *ctx, const char *name)
{
	return named(ctx, "shared/letters", str_from_z(name));
}

static size_t
table_ids(struct load *l, const struct str **out)
{
	struct str *v = arena_alloc(l->a, xmlChildElementCount(xml_root(l->bundle)) * sizeof *v);
	size_t n = 0;

	for (xmlNode *c = xml_first(xml_root(l->bundle)); c != NULL; c = xml_next(c)) {
		struct str name = xml_attr(c, "name");

		if (!str_starts(name, STR("lists/")))
			continue;
		v[n] = str_skip(name, strlen("lists/"));
		v[n++].n -= strlen(".xml");
	}
	*out = v;
	return n;
}

static enum err
load_form(struct load *l, const struct form_messages *messages, struct release *r)
{
	xmlDoc *doc;

	l->files = (struct form_files){ shared_section, table, l, NULL, 0 };
	l->files.ntables = table_ids(l, &l->files.tables);
	TRY(parse_file(l, "form.xml", &doc));
	TRY(form_load(l->a, doc, messages, &l->files, complain, l, &r->form));
	form_lend(r->form, &l->files);
	return ERR_OK;
}

static enum err
load_service(struct load *l, struct release *r)
{
	struct service *service;
	xmlDoc *doc;

	TRY(parse_file(l, "service.xml", &doc));
	TRY(service_load(l->a, doc, complain, l, &service));
	r->service = service;
	r->service_id = service->id;
	return ERR_OK;
}

/* folder/NAME.xml */
static bool
name_in(struct str folder, struct str path, struct str *name)
{
	if (!str_starts(path, folder) || !str_ends(path, STR(".xml")))
		return false;
	*name = str_skip(path, folder.n);
	name->n -= 4;
	return true;
}

static bool
letter_name(struct str path, struct str *name)
{
	return name_in(STR("letters/"), path, name);
}

static struct str
outcomes(const struct load *l, const struct service *s)
{
	struct buf b = buf_new(l->a, 64);

	for (size_t i = 0; s != NULL && i < s->noutcomes; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(s->outcomes[i].id));
	return buf_str(&b);
}

static enum err
load_letter(struct load *l, const struct release *r, struct str path, struct str name,
    struct release_letter *out)
{
	struct letter *letter;
	xmlDoc *doc;

	TRY(parse_file(l, str_z(l->a, path), &doc));
	TRY(letter_load(l->a, doc, shared_letter, l, r->form, outcomes(l, r->service), complain, l,
	    &letter));
	*out = (struct release_letter){ str_dup(l->a, name), l->lang, letter };
	return ERR_OK;
}

/* A letter is in one language from its first word to its last: in the release's or in bokmål. */
static enum err
load_letter_whole(struct load *l, const struct release *r, struct str path, struct str name,
    struct release_letter *out)
{
	enum lang lang = l->lang;
	enum err e;

	if (find_file(l->bundle, translated_name(l, str_z(l->a, path))) == NULL)
		l->lang = LANG_NB;
	e = load_letter(l, r, path, name, out);
	l->lang = lang;
	return e;
}

static enum err
load_letters(struct load *l, struct release *r)
{
	struct release_letter *v;
	enum err e = ERR_OK;
	struct str name;
	size_t n = 0;

	for (xmlNode *c = xml_first(xml_root(l->bundle)); c != NULL; c = xml_next(c))
		n += letter_name(xml_attr(c, "name"), &name);
	v = arena_alloc(l->a, n * sizeof *v);
	for (xmlNode *c = xml_first(xml_root(l->bundle)); c != NULL; c = xml_next(c))
		if (letter_name(xml_attr(c, "name"), &name) && load_letter_whole(l, r,
		    xml_attr(c, "name"), name, &v[r->nletters++]) != ERR_OK)
			e = ERR_CONFIG;
	r->letters = v;
	return e;
}

const struct release_letter *
release_letter(const struct release *r, struct str name)
{
	for (size_t i = 0; i < r->nletters; i++)
		if (str_eq(r->letters[i].name, name))
			return &r->letters[i];
	return NULL;
}

struct cond_hook {
	struct load	*l;
	struct release	*r;
};

static bool
has_letter(void *ctx, struct str name)
{
	const struct cond_hook *h = ctx;

	return release_letter(h->r, name) != NULL;
}

static const char *
letter_like(void *ctx, struct str name)
{
	const struct cond_hook *h = ctx;
	struct str *known = arena_alloc(h->l->a, (h->r->nletters + 1) * sizeof *known);

	for (size_t i = 0; i < h->r->nletters; i++)
		known[i] = h->r->letters[i].name;
	return suggest_say(h->l->a, suggest(name, known, h->r->nletters));
}

static const void *
compile_cond(void *ctx, struct str text, int line)
{
	const struct cond_hook *h = ctx;
	const struct form_expr *e = NULL;

	return form_expr_compile(h->l->a, h->r->form, NULL, text, line, complain, h->l,
	    &e) == ERR_OK ? e : NULL;
}

static const void *
limits(void *ctx, struct str table, int line, unsigned *overruns)
{
	const struct cond_hook *h = ctx;

	return release_load_limits(h->l, h->r->form, table, line, overruns);
}

static enum err
load_flow(struct load *l, struct release *r)
{
	struct cond_hook h = { l, r };
	struct flow_hooks hooks = { has_letter, letter_like, compile_cond, limits, &h };
	xmlDoc *doc;

	TRY(parse_as_it_is(l, "flow.scxml", &doc));		/* no words */
	return flow_load(l->a, doc, &hooks, complain, l, &r->flow);
}

enum err
release_load_expr(struct load *l, const struct form *form, const char *attr, struct str text,
    int line, const struct form_expr **out)
{
	if (text.p == NULL)
		return ERR_OK;
	return form_expr_compile_attr(l->a, form, attr, text, line, complain, l, out);
}

static enum err
load_routes(struct load *l, struct release *r)
{
	struct release_route *v = arena_alloc(l->a, r->service->nroutes * sizeof *v);
	enum err e = ERR_OK;

	for (size_t i = 0; i < r->service->nroutes; i++) {
		const struct service_route *s = &r->service->routes[i];

		v[i] = (struct release_route){ .unit = s->unit };
		if (release_load_expr(l, r->form, "when", s->when, s->line, &v[i].when) != ERR_OK ||
		    release_load_expr(l, r->form, "address", s->address, s->line,
		    &v[i].address) != ERR_OK)
			e = ERR_CONFIG;
	}
	r->routes = v;
	r->nroutes = r->service->nroutes;
	return e;
}

static enum err
load_parties(struct load *l, struct release *r)
{
	struct release_party *v = arena_alloc(l->a, r->service->nparties * sizeof *v);
	enum err e = ERR_OK;

	for (size_t i = 0; i < r->service->nparties; i++) {
		const struct service_party *s = &r->service->parties[i];

		v[i] = (struct release_party){ form_find(r->form, s->of),
			form_find(r->form, s->name), NULL, s };
		if (release_load_expr(l, r->form, "when", s->when, s->line, &v[i].when) != ERR_OK)
			e = ERR_CONFIG;
	}
	r->parties = v;
	r->nparties = r->service->nparties;
	return e;
}

/* What service.xml says in expressions; facts first, since the others name them. */
static enum err
load_said(struct load *l, struct release *r)
{
	l->file = file_name(l, "service.xml");
	TRY(release_load_facts(l, r));
	TRY(release_load_points(l, r));
	TRY(load_routes(l, r));
	return load_parties(l, r);
}

/* ---- documents in the shape of others; they are the same in all languages ---- */

static struct str
party_ids(const struct load *l, const struct service *s)
{
	struct buf b = buf_new(l->a, 64);

	for (size_t i = 0; i < s->nparties; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(s->parties[i].id));
	return buf_str(&b);
}

static enum err
load_export(struct load *l, const struct release *r, struct str path, struct str name,
    const struct export **out)
{
	xmlDoc *doc;

	TRY(parse_as_it_is(l, str_z(l->a, path), &doc));
	TRY(export_load(l->a, doc, r->form, party_ids(l, r->service), complain, l, out));
	if (str_eq(export_id(*out), name))
		return ERR_OK;
	complain(l, 1, str_fmt(l->a, "its id is '" STR_FMT "', and the name of the file is '"
	    STR_FMT "'; make them alike", STR_ARG(export_id(*out)), STR_ARG(name)).p);
	return ERR_CONFIG;
}

static enum err
load_exports(struct load *l, struct release *r)
{
	const struct export **v;
	enum err e = ERR_OK;
	struct str name;
	size_t n = 0;

	for (xmlNode *c = xml_first(xml_root(l->bundle)); c != NULL; c = xml_next(c))
		n += name_in(STR("exports/"), xml_attr(c, "name"), &name);
	r->exports = v = arena_alloc(l->a, (n + 1) * sizeof *v);
	for (xmlNode *c = xml_first(xml_root(l->bundle)); c != NULL; c = xml_next(c))
		if (name_in(STR("exports/"), xml_attr(c, "name"), &name) && load_export(l, r,
		    xml_attr(c, "name"), name, &v[r->nexports++]) != ERR_OK)
			e = ERR_CONFIG;
	return e;
}

const struct export *
release_export(const struct release *r, struct str name)
{
	for (size_t i = 0; i < r->nexports; i++)
		if (str_eq(export_id(r->exports[i]), name))
			return r->exports[i];
	return NULL;
}

/* The pages that the style sheet made of a form. */
struct sheet {
	const struct form *form;
	const struct view **pages, *summary;
};

static enum err
load_page(struct load *l, struct sheet *s, xmlNode *box)
{
	const struct form_item *page = form_page(s->form, xml_attr(box, "id"));
	struct view *view;

	if (xml_is_nb(box))		/* the box is not put out: what it holds says so */
		for (xmlNode *n = xml_first(box); n != NULL; n = xml_next(n))
			xmlSetProp(n, BAD_CAST "lang", BAD_CAST lang_code(LANG_NB).p);
	TRY(view_compile_inside(l->a, box, VIEW_HTML, l->file, complain, l, &view));
	if (xml_is(box, "summary"))
		s->summary = view;
	else if (page != NULL)
		s->pages[page->index] = view;
	return ERR_OK;
}

static enum err
pages_complete(struct load *l, const struct sheet *s)
{
	for (const struct form_item *p = s->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE && s->pages[p->index] == NULL) {
			complain(l, 0, str_fmt(l->a, "page \"" STR_FMT "\" is missing",
			    STR_ARG(p->name)).p);
			return ERR_CONFIG;
		}
	return ERR_OK;
}

static enum err
load_sheet(struct load *l, const char *name, struct sheet *s)
{
	xmlDoc *doc;

	s->pages = arena_alloc(l->a, s->form->nitems * sizeof *s->pages);
	TRY(parse_file(l, name, &doc));
	for (xmlNode *c = xml_first(xml_root(doc)); c != NULL; c = xml_next(c))
		TRY(load_page(l, s, c));
	if (s->summary == NULL) {
		complain(l, 0, "the summary is missing");
		return ERR_CONFIG;
	}
	return pages_complete(l, s);
}

static enum err
load_pages(struct load *l, struct release *r)
{
	struct sheet s = { .form = r->form };

	TRY(load_sheet(l, "pages.xml", &s));
	r->pages = s.pages;
	r->summary = s.summary;
	return ERR_OK;
}

static enum err
load_guide(struct load *l, const struct form_messages *messages, struct release *r)
{
	struct form_files files = { shared_section, table, l, NULL, 0 };
	struct guide *guide;
	struct sheet s = { .form = NULL };
	xmlDoc *doc;

	if (find_file(l->bundle, "guide.xml") == NULL)
		return ERR_OK;
	files.ntables = table_ids(l, &files.tables);
	TRY(parse_file(l, "guide.xml", &doc));
	TRY(guide_load(l->a, doc, messages, &files, complain, l, &guide));
	s.form = guide->form;
	TRY(load_sheet(l, "guide-pages.xml", &s));
	guide->pages = s.pages;
	r->guide = guide;
	return ERR_OK;
}

static enum err
load_all(struct load *l, struct str text, const struct form_messages *messages, struct release *r)
{
	bool whole;

	if (xml_parse(l->scratch, text, complain, l, &l->bundle) != ERR_OK)
		return ERR_CONFIG;
	whole = load_service(l, r) == ERR_OK;		/* an author is told of all at once */
	if (load_form(l, messages, r) != ERR_OK || load_letters(l, r) != ERR_OK || !whole)
		return ERR_CONFIG;
	TRY(load_said(l, r));
	TRY(load_flow(l, r));
	TRY(load_exports(l, r));
	form_lend(r->form, NULL);
	TRY(load_pages(l, r));
	return load_guide(l, messages, r);
}

enum err
release_load(struct arena *a, struct str text, enum lang lang,
    const struct form_messages *messages, xml_complain_fn *fn, void *ctx, struct release **out)
{
	struct load l = { .a = a, .scratch = arena_new(SCRATCH_BYTES), .lang = lang,
	    .complain = fn, .ctx = ctx, .file = "bundle" };
	struct release *r = ARENA_NEW(a, struct release);
	enum err e;

	r->lang = lang;
	e = load_all(&l, text, messages, r);
	arena_free(&l.scratch);
	(void)malloc_trim(0);		/* documents leave many small holes */
	if (e == ERR_OK)
		*out = r;
	return e;
}
