#include "skranke/bundle.h"

#include <glob.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/setting.h"
#include "register/register.h"
#include "release/check.h"
#include "upload/upload.h"

#define FILES_MOST	1000		/* of one service and what it shares, in all languages */

struct make {
	struct bundler	*b;
	struct arena	*a;
	const char	*service, *file;	/* file: path of the one being read */
	enum lang	 lang;
	const char	*dir;			/* the templates in that language */
	struct buf	 out;
	struct {
		const char *name, *path;	/* in the bundle, and on disk */
	} from[FILES_MOST];
	size_t		 n;
};

static void
complain(void *ctx, int line, const char *message)
{
	const struct make *m = ctx;

	m->b->complain(m->b->ctx, line, str_fmt(m->a, "%s:%d: %s", m->file, line, message).p);
}

/* "form.xml:12: …" of the bundle, said of the file that the author has. */
static void
complain_of_bundle(void *ctx, int line, const char *message)
{
	const struct make *m = ctx;

	for (size_t i = 0; i < m->n; i++) {
		size_t n = strlen(m->from[i].name);

		if (strncmp(message, m->from[i].name, n) == 0 && message[n] == ':') {
			m->b->complain(m->b->ctx, line,
			    str_fmt(m->a, "%s%s", m->from[i].path, message + n).p);
			return;
		}
	}
	m->b->complain(m->b->ctx, line, str_fmt(m->a, "%s/services/%s/%s", m->b->templates,
	    m->service, message).p);
}

static void
add_file(struct make *m, const char *name, const char *path, struct str text)
{
	CHECK(m->n < FILES_MOST);
	m->from[m->n].name = name;
	m->from[m->n++].path = path;
	buf_fmt(&m->out, "<file name=\"%s\">", name);
	xml_escape(&m->out, text);
	buf_add_z(&m->out, "</file>\n");
}

/* A file's name in the bundle. */
static const char *
in_bundle(struct make *m, const char *as, const char *base)
{
	return m->lang == LANG_NB ? str_fmt(m->a, "%s%s", as, base).p :
	    str_fmt(m->a, STR_FMT "/%s%s", STR_ARG(lang_code(m->lang)), as, base).p;
}

/* Every file of a pattern below the templates folder, under `as` in the bundle. */
static enum err
add_glob(struct make *m, const char *below, const char *as)
{
	struct str pattern = str_fmt(m->a, "%s/%s", m->dir, below);
	enum err e = ERR_OK;
	glob_t g;

	if (glob(pattern.p, 0, NULL, &g) != 0)
		return ERR_OK;
	for (size_t i = 0; i < g.gl_pathc && e == ERR_OK; i++) {
		const char *path = str_z(m->a, str_from_z(g.gl_pathv[i]));
		struct str text = STR_NONE;
		xmlDoc *doc;

		m->file = path;
		e = xml_read_file(m->a, path, &text);
		if (e != ERR_OK)
			complain(m, 1, "the file cannot be read, or is over 4 MB");
		else if (text.n == 0 || !str_is_text(text))	/* would spoil the bundle */
			e = xml_parse(m->a, text, complain, m, &doc);
		else
			add_file(m, in_bundle(m, as, strrchr(path, '/') + 1), path, text);
	}
	globfree(&g);
	return e;
}

static xmlDoc *
shared(struct make *m, const char *folder, struct str name)
{
	struct str path = str_fmt(m->a, "%s/%s/" STR_FMT ".xml", m->dir, folder,
	    STR_ARG(name));
	const char *file = m->file;
	xmlDoc *doc = NULL;

	if (access(path.p, F_OK) != 0)
		return NULL;
	m->file = path.p;
	if (xml_parse_file(m->a, path.p, complain, m, &doc) != ERR_OK)
		doc = NULL;
	m->file = file;
	return doc;
}

static xmlDoc *
section(void *ctx, struct str name)
{
	return shared(ctx, "shared/sections", name);
}

static xmlDoc *
table(void *ctx, struct str id)
{
	return shared(ctx, "lists", id);
}

/* The tables there are, for who misspells one. */
static void
name_tables(struct make *m, struct form_files *files)
{
	struct str pattern = str_fmt(m->a, "%s/lists/*.xml", m->b->templates), *v;
	glob_t g;

	if (glob(pattern.p, 0, NULL, &g) != 0)
		return;
	files->tables = v = arena_alloc(m->a, g.gl_pathc * sizeof *v);
	for (; files->ntables < g.gl_pathc; files->ntables++) {
		struct str name = str_from_z(strrchr(g.gl_pathv[files->ntables], '/') + 1);

		name.n -= strlen(".xml");
		v[files->ntables] = str_dup(m->a, name);
	}
	globfree(&g);
}

static void
free_doc(void *p)
{
	xmlFreeDoc(p);
}

static void
free_sheet(void *p)
{
	xsltFreeStylesheet(p);
}

static void
free_xml(void *p)
{
	xmlFree(p);
}

/* The small words around questions go with the form: a style sheet reads no other file. */
static enum err
add_words(struct make *m, xmlDoc *form)
{
	struct str path = str_fmt(m->a, "%s/shared/words.xml", m->dir);
	xmlNode *words;
	xmlDoc *doc;

	m->file = path.p;
	if (xml_parse_file(m->a, path.p, complain, m, &doc) != ERR_OK)
		return ERR_CONFIG;
	words = xmlDocCopyNode(xml_root(doc), form, 1);
	if (words == NULL)
		return ERR_CONFIG;
	xmlAddChild(xml_root(form), words);
	return ERR_OK;
}

/* What stands in files of their own, as one would be too long. */
static enum err
add_sheet(struct make *m, xmlDoc *doc, const char *name)
{
	const char *path = str_fmt(m->a, "%s/theme/%s", m->b->templates, name).p;
	xmlNode *copy;
	xmlDoc *more;

	TRY(xml_parse_file(m->a, path, complain, m, &more));
	copy = xmlDocCopyNodeList(doc, xml_root(more)->children);
	return copy != NULL && xmlAddChildList(xml_root(doc), copy) != NULL ? ERR_OK :
	    ERR_CONFIG;
}

/* The style sheet owns the document it is made of, so it gets a copy. */
static xsltStylesheet *
sheet_of(struct make *m)
{
	xsltStylesheet *sheet = m->b->sheet;
	xmlDoc *doc;

	if (sheet != NULL || xml_parse_file(m->a, m->file, complain, m, &doc) != ERR_OK)
		return sheet;
	if (add_sheet(m, doc, "form-map.xsl") != ERR_OK ||
	    add_sheet(m, doc, "form-lookup.xsl") != ERR_OK)
		return NULL;
	sheet = xsltParseStylesheetDoc(xmlCopyDoc(doc, 1));
	if (sheet == NULL) {
		complain(m, 1, "the style sheet does not compile");
		return NULL;
	}
	arena_defer(m->a, free_sheet, sheet);
	m->b->sheet = sheet;
	return sheet;
}

static enum err
transform(struct make *m, xmlDoc *form, struct str *out)
{
	xsltStylesheet *sheet = sheet_of(m);
	xmlChar *text = NULL;
	xmlDoc *pages;
	int n = 0;

	if (sheet == NULL)
		return ERR_CONFIG;
	pages = xsltApplyStylesheet(sheet, form, NULL);
	if (pages == NULL || xsltSaveResultToString(&text, &n, pages, sheet) != 0 || text == NULL) {
		complain(m, 1, "the style sheet gives no pages");
		return ERR_CONFIG;
	}
	arena_defer(m->a, free_doc, pages);
	arena_defer(m->a, free_xml, text);
	*out = (struct str){ (const char *)text, (size_t)n };
	return ERR_OK;
}

/* Does a file of the service name that table, in rate('ID/…') or table="ID"? */
static bool
names_table(struct make *m, const char *base, struct str id)
{
	struct str path = str_fmt(m->a, "%s/services/%s/%s", m->dir, m->service, base), text;

	return xml_read_file(m->a, path.p, &text) == ERR_OK &&
	    (strstr(str_z(m->a, text), str_fmt(m->a, "'" STR_FMT "/", STR_ARG(id)).p) != NULL ||
	    strstr(str_z(m->a, text), str_fmt(m->a, "table=\"" STR_FMT "\"",
	    STR_ARG(id)).p) != NULL);
}

static bool
has_table(const struct form *form, struct str id)
{
	const struct form_table *t = form->tables;

	while (t != NULL && !str_eq(t->id, id))
		t = t->next;
	return t != NULL;
}

/* The tables that the form, service.xml or the flow names. */
static enum err
add_tables(struct make *m, const struct form *form, const struct form_files *files)
{
	for (size_t i = 0; i < files->ntables; i++) {
		struct str id = files->tables[i];

		if (has_table(form, id) || names_table(m, "service.xml", id) ||
		    names_table(m, "flow.scxml", id) || names_table(m, "guide.xml", id))
			TRY(add_glob(m, str_fmt(m->a, "lists/" STR_FMT ".xml", STR_ARG(id)).p,
			    "lists/"));
	}
	for (size_t i = 0; i < form->nitems; i++)
		if (form->item[i]->code.n > 0)
			return add_glob(m, "lists/" FORM_CODES ".xml", "lists/");
	return ERR_OK;
}

static enum err
add_pages(struct make *m, xmlDoc *doc, const char *name)
{
	struct str pages = STR_NONE;

	TRY(add_words(m, doc));
	m->file = str_fmt(m->a, "%s/theme/form.xsl", m->b->templates).p;
	TRY(transform(m, doc, &pages));
	add_file(m, in_bundle(m, "", name), m->file, pages);
	return ERR_OK;
}

static const char *
own_file(struct make *m, const char *name)
{
	return str_fmt(m->a, "%s/services/%s/%s", m->dir, m->service, name).p;
}

/* The pages made of the form, and the tables that it uses.  Of a form with something wrong there
   are no pages; release_load tells what it is. */
static enum err
add_form(struct make *m)
{
	struct form_files files = { section, table, m, NULL, 0 };
	const struct form *form;
	xmlDoc *doc;

	name_tables(m, &files);
	if (xml_parse_file(m->a, own_file(m, "form.xml"), NULL, NULL, &doc) != ERR_OK ||
	    form_load(m->a, doc, m->b->messages->in[m->lang], &files, NULL, NULL,
	    &form) != ERR_OK)
		return m->lang == LANG_NB ? add_glob(m, "lists/*.xml", "lists/") : ERR_OK;
	if (m->lang == LANG_NB)
		TRY(add_tables(m, form, &files));
	return add_pages(m, doc, "pages.xml");
}

/* What is wrong with it, release_load tells. */
static void
silent(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line, (void)message;
}

/* The same of a guide, where the service has one; its tables are those of the service. */
static enum err
add_guide(struct make *m)
{
	struct form_files files = { section, table, m, NULL, 0 };
	struct guide *guide;
	xmlDoc *doc;

	if (access(own_file(m, "guide.xml"), F_OK) != 0)
		return ERR_OK;
	name_tables(m, &files);
	if (xml_parse_file(m->a, own_file(m, "guide.xml"), NULL, NULL, &doc) != ERR_OK ||
	    guide_load(m->a, doc, m->b->messages->in[m->lang], &files, silent, NULL,
	    &guide) != ERR_OK)
		return ERR_OK;
	return add_pages(m, doc, "guide-pages.xml");
}

/* Flow and rules are the same in all languages: the flow is there once. */
static enum err
add_language(struct make *m)
{
	const char *folder = str_fmt(m->a, "services/%s", m->service).p;

	TRY(add_glob(m, str_fmt(m->a, "%s/form.xml", folder).p, ""));
	TRY(add_glob(m, str_fmt(m->a, "%s/guide.xml", folder).p, ""));
	TRY(add_glob(m, str_fmt(m->a, "%s/service.xml", folder).p, ""));
	if (m->lang == LANG_NB) {
		TRY(add_glob(m, str_fmt(m->a, "%s/flow.scxml", folder).p, ""));
		TRY(add_glob(m, str_fmt(m->a, "%s/exports/*.xml", folder).p, "exports/"));
	}
	TRY(add_glob(m, str_fmt(m->a, "%s/letters/*.xml", folder).p, "letters/"));
	TRY(add_glob(m, "shared/letters/*.xml", "shared/letters/"));
	TRY(add_glob(m, "shared/sections/*.xml", "shared/sections/"));
	TRY(add_form(m));
	return add_guide(m);
}

static bool
has_language(struct make *m, enum lang l)
{
	m->lang = l;
	m->dir = languages_dir(m->a, m->b->templates, l);
	return m->dir != NULL && (l == LANG_NB ||
	    access(str_fmt(m->a, "%s/services/%s/form.xml", m->dir, m->service).p, R_OK) == 0);
}

/* The bundle as it will be used: in each language a whole release, with the questions and rules of
   bokmål's. */
static enum err
check_language(struct make *m, struct bundle *out)
{
	struct release *r;

	TRY(release_load(m->a, out->text, m->lang, m->b->messages->in[m->lang],
	    complain_of_bundle, m, &r));
	if (m->lang == LANG_NB)
		out->release = r;
	m->file = own_file(m, "form.xml");
	if (!form_alike(out->release->form, r->form, complain, m))
		return ERR_CONFIG;
	m->file = own_file(m, "guide.xml");
	return r->guide == NULL || form_alike(out->release->guide->form, r->guide->form, complain,
	    m) ? ERR_OK : ERR_CONFIG;
}

/* What a form may ask registers and files for. */
static struct form_known
known_here(void)
{
	struct form_known known = *registers_known();

	known.nfiles = upload_types(&known.files);
	return known;
}

enum err
bundle_make(struct bundler *b, const char *service, struct bundle *out)
{
	struct make *m = ARENA_NEW(b->a, struct make);
	struct form_known known = known_here();

	*m = (struct make){ .b = b, .a = b->a, .service = service, .file = service,
		.out = buf_new(b->a, 1024 * 1024) };
	*out = (struct bundle){ .service = service };
	buf_add_z(&m->out, "<release xmlns=\"urn:skranke:release:1\">\n");
	for (unsigned l = 0; l < LANG_COUNT; l++)
		if (has_language(m, l))
			TRY(add_language(m));
	buf_add_z(&m->out, "</release>\n");
	out->text = buf_str(&m->out);
	out->sha256 = hash_sha256_hex(b->a, out->text);
	for (unsigned l = 0; l < LANG_COUNT; l++)
		if (has_language(m, l))
			TRY(check_language(m, out));
	return release_check(b->a, out->text, out->release, service, &known,
	    complain_of_bundle, m);
}
