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

static void
say(const char *file, int line, const char *message)
{
	char z[16];

	snprintf(z, sizeof z, "%d", line);
	log_line(LOG_ERROR, "view-refused", "file", file, "line", z, "error", message, NULL);
}

static void
on_parse(void *ctx, int line, const char *message)
{
	say(ctx, line, message);
}

static void
on_compile(void *ctx, int line, const char *message)
{
	(void)line;
	log_line(LOG_ERROR, "view-refused", "page", ctx, "error", message, NULL);
}

static enum err
docs_load(struct arena *a, const char *dir, const char *folder, struct doc **out, size_t *n_out)
{
	const char *path = str_z(a, str_fmt(a, "%s/pages/%s", dir, folder));
	const struct names *names = entries(a, path, ".xml");
	struct doc *docs = arena_alloc(a, (names->n + 1) * sizeof *docs);
	enum err e = ERR_OK;

	for (size_t i = 0; i < names->n; i++) {
		const char *file = str_z(a, str_fmt(a, "%s/%s.xml", path, names->v[i]));
		void *ctx = (char *)(uintptr_t)file;

		docs[i].name = names->v[i];
		if (xml_parse_file(a, file, on_parse, ctx, &docs[i].doc) != ERR_OK)
			e = ERR_CONFIG;
	}
	*out = docs;
	*n_out = names->n;
	return e;
}

static enum err
page_load(struct arena *a, struct views *views, const char *path, const char *name)
{
	struct arena *scratch = arena_new((size_t)64 * 1024 * 1024);
	struct view *v = NULL;
	xmlDoc *doc = NULL;
	void *path_ctx = (char *)(uintptr_t)path, *name_ctx = (char *)(uintptr_t)name;
	enum err e = xml_parse_file(scratch, path, on_parse, path_ctx, &doc);

	if (e == ERR_OK)
		e = view_compile(a, views, doc, VIEW_HTML, name, on_compile, name_ctx, &v);
	arena_free(&scratch);
	if (e != ERR_OK)
		return ERR_CONFIG;
	CHECK(views->npages < MOST_FILES);
	views->pages[views->npages++] = v;
	return ERR_OK;
}

static enum err
group_load(struct arena *a, struct views *views, const char *dir, const char *group)
{
	const char *path = str_z(a, str_fmt(a, "%s/pages/%s", dir, group));
	const struct names *names = entries(a, path, ".xml");
	enum err e = ERR_OK;

	for (size_t i = 0; i < names->n; i++) {
		const char *file = str_z(a, str_fmt(a, "%s/%s.xml", path, names->v[i]));
		const char *name = str_z(a, str_fmt(a, "%s/%s", group, names->v[i]));

		if (page_load(a, views, file, name) != ERR_OK)
			e = ERR_CONFIG;
	}
	return e;
}

static bool
is_page_group(const char *name)
{
	return strcmp(name, "layouts") != 0 && strcmp(name, "parts") != 0 &&
	    strchr(name, '.') == NULL;
}

enum err
views_load(struct arena *a, const char *dir, struct views **out)
{
	struct views *views = ARENA_NEW(a, struct views);
	const struct names *groups = entries(a, str_z(a, str_fmt(a, "%s/pages", dir)), "");
	enum err e;

	views->pages = arena_alloc(a, MOST_FILES * sizeof(struct view *));
	e = docs_load(a, dir, "layouts", &views->layouts, &views->nlayouts);
	if (e == ERR_OK)
		e = docs_load(a, dir, "parts", &views->parts, &views->nparts);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < groups->n; i++)
		if (is_page_group(groups->v[i]))
			e = group_load(a, views, dir, groups->v[i]) != ERR_OK ? ERR_CONFIG : e;
	if (e == ERR_OK && views->npages == 0)
		e = log_err(ERR_CONFIG, "views-none", dir);
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
