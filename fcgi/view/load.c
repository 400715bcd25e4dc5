#include <dirent.h>
#include <string.h>

#include "base/log.h"
#include "view/private.h"

#define MOST_FILES	500	/* in one folder */

struct names {
	const char	*v[MOST_FILES];
	size_t		 n;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Entries whose name ends in `tail`, without it; sorted, so that complaints come in one order. */
static struct names *
entries(struct arena *a, const char *dir, const char *tail)
{
	struct names *names = ARENA_NEW(a, struct names);
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		struct str s = str_from_z(e->d_name);

		if (s.p[0] == '.' || !str_ends(s, str_from_z(tail)))
			continue;
		CHECK(names->n < MOST_FILES);
		names->v[names->n++] = str_z(a, (struct str){ s.p, s.n - strlen(tail) });
	}
	if (d != NULL)
		closedir(d);
	qsort(names->v, names->n, sizeof *names->v, by_name);
	return names;
}

struct told {
	struct arena	*a;			/* gone when all is compiled */
	const char	*pages, *file;		/* the folder; the file being parsed */
	xml_complain_fn	*fn;
	void		*ctx;
};

static void
on_parse(void *ctx, int line, const char *message)
{
	const struct told *t = ctx;

	t->fn(t->ctx, line, str_fmt(t->a, "%s:%d: %s", t->file, line, message).p);
}

/* The compiler names a file as "citizen/front.xml". */
static void
on_compile(void *ctx, int line, const char *message)
{
	const struct told *t = ctx;

	t->fn(t->ctx, line, str_fmt(t->a, "%s/%s", t->pages, message).p);
}

void
views_log(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line;
	log_line(LOG_ERROR, "view-refused", "error", message, NULL);
}

static enum err
docs_load(struct told *t, const char *folder, struct doc **out, size_t *n_out)
{
	const char *path = str_fmt(t->a, "%s/%s", t->pages, folder).p;
	const struct names *names = entries(t->a, path, ".xml");
	struct doc *docs = arena_alloc(t->a, (names->n + 1) * sizeof *docs);
	enum err e = ERR_OK;

	for (size_t i = 0; i < names->n; i++) {
		t->file = str_fmt(t->a, "%s/%s.xml", path, names->v[i]).p;
		docs[i].name = names->v[i];
		if (xml_parse_file(t->a, t->file, on_parse, t, &docs[i].doc) != ERR_OK)
			e = ERR_CONFIG;
	}
	*out = docs;
	*n_out = names->n;
	return e;
}

static enum err
page_load(struct arena *a, struct views *views, struct told *t, const char *name)
{
	struct arena *scratch = arena_new(SCRATCH_BYTES);
	struct view *v = NULL;
	xmlDoc *doc = NULL;
	enum err e;

	t->file = str_fmt(t->a, "%s/%s.xml", t->pages, name).p;
	e = xml_parse_file(scratch, t->file, on_parse, t, &doc);
	if (e == ERR_OK)
		e = compile_page(a, views, doc, name, on_compile, t, &v);
	arena_free(&scratch);
	if (e != ERR_OK)
		return ERR_CONFIG;
	CHECK(views->npages < MOST_FILES);
	views->pages[views->npages++] = v;
	return ERR_OK;
}

static enum err
group_load(struct arena *a, struct views *views, struct told *t, const char *group)
{
	const struct names *names = entries(t->a, str_fmt(t->a, "%s/%s", t->pages, group).p,
	    ".xml");
	enum err e = ERR_OK;

	for (size_t i = 0; i < names->n; i++)
		if (page_load(a, views, t, str_fmt(t->a, "%s/%s", group, names->v[i]).p) != ERR_OK)
			e = ERR_CONFIG;
	return e;
}

static bool
is_wanted(const char *name, const char *group)
{
	if (group != NULL)
		return strcmp(name, group) == 0;
	return strcmp(name, "layouts") != 0 && strcmp(name, "parts") != 0 &&
	    strchr(name, '.') == NULL;
}

static enum err
load(struct arena *a, const char *group, struct told *t, struct views *views)
{
	const struct names *groups = entries(t->a, t->pages, "");
	enum err e = docs_load(t, "layouts", &views->layouts, &views->nlayouts);

	if (docs_load(t, "parts", &views->parts, &views->nparts) != ERR_OK)
		e = ERR_CONFIG;
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < groups->n; i++)
		if (is_wanted(groups->v[i], group))
			e = group_load(a, views, t, groups->v[i]) != ERR_OK ? ERR_CONFIG : e;
	if (e == ERR_OK && views->npages == 0) {
		t->fn(t->ctx, 1, str_fmt(t->a, "%s:1: there is no page in this folder",
		    t->pages).p);
		e = ERR_CONFIG;
	}
	return e;
}

enum err
views_load(struct arena *a, const char *dir, const char *group, xml_complain_fn *fn, void *ctx,
    struct views **out)
{
	struct arena *scratch = arena_new(SCRATCH_BYTES);
	struct views *views = ARENA_NEW(a, struct views);
	struct told t = { scratch, str_fmt(scratch, "%s/pages", dir).p, NULL, fn, ctx };
	enum err e;

	views->pages = arena_alloc(a, MOST_FILES * sizeof(struct view *));
	e = load(a, group, &t, views);
	views->layouts = views->parts = NULL;		/* they stand in each page now */
	views->nlayouts = views->nparts = 0;
	arena_free(&scratch);
	if (e == ERR_OK)
		*out = views;
	return e;
}

const struct view *
views_get(const struct views *views, const char *name)
{
	for (size_t i = 0; i < views->npages; i++)
		if (strcmp(views->pages[i]->name, name) == 0)
			return views->pages[i];
	return NULL;
}
