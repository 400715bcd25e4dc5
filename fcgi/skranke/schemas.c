/* Every file of the templates folder, in every language, against the schema of its kind: what our
   own checks do not know of, such as words where none may stand. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/setting.h"
#include "skranke/folder.h"
#include "skranke/says.h"
#include "skranke/schema.h"

static const struct kind {
	const char	*schema, *files;
	bool		 of_service;		/* files stand in a service's folder */
} kinds[] = {
	{ "service", "service.xml", true }, { "form", "form.xml", true },
	{ "form", "guide.xml", true },
	{ "flow", "flow.scxml", true }, { "letter", "letters/*.xml", true },
	{ "export", "exports/*.xml", true },
	{ "scenario", "tests/*.xml", true }, { "letter", "shared/letters/*.xml", false },
	{ "form", "shared/sections/*.xml", false }, { "letter", "letters/*.xml", false },
	{ "life-event", "life-events/*.xml", false }, { "table", "lists/*.xml", false },
	{ "notice", "letters/notice*.xml", false }, { "notice", "letters/reminder.xml", false },
};
#define NKINDS	(sizeof kinds / sizeof *kinds)

struct run {
	struct folder	*f;
	const char	*dir;			/* the templates in the language being looked at */
	const char	*path;			/* of the file being looked at */
	struct schema	*schema[NKINDS];	/* those opened, by kind */
	enum outcome	 worst;
};

static void
complain(void *ctx, int line, const char *message)
{
	struct run *r = ctx;

	r->worst = CLI_WRONG;
	told_line(&r->f->told, line, str_fmt(r->f->cli->a, SAY_LINE, r->path, line, message).p);
}

/* Two kinds may have one schema. */
static struct schema *
schema_of(struct run *r, size_t kind)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (r->schema[i] != NULL && strcmp(kinds[i].schema, kinds[kind].schema) == 0)
			return r->schema[i];
	r->path = str_fmt(r->f->cli->a, "%s/schema/%s.rng", r->f->dir, kinds[kind].schema).p;
	if (schema_open(r->f->cli->a, r->path, complain, r, &r->schema[kind]) != ERR_OK) {
		r->worst = CLI_WRONG;
		return NULL;
	}
	return r->schema[kind];
}

/* Outcomes that the service that follows has not; those of one that is not well formed are told of
   in its own turn. */
static void
check_until(struct run *r, const xmlNode *follow, const char *path)
{
	struct arena *a = r->f->cli->a;
	struct str rest = xml_attr(follow, "until");
	xmlDoc *doc;

	if (rest.n == 0 || xml_parse_file(a, str_fmt(a, "%s/service.xml", path).p, NULL, NULL,
	    &doc) != ERR_OK)
		return;
	while (rest.n > 0) {
		struct str id = str_cut(&rest, ' ');
		xmlNode *n = xml_first(xml_child(xml_root(doc), "outcomes"));

		while (n != NULL && !str_eq(xml_attr(n, "id"), id))
			n = xml_next(n);
		if (id.n > 0 && n == NULL)
			complain(r, xml_line(follow), str_fmt(a, SAY_NOT_ENDING,
			    STR_ARG(xml_attr(follow, "service")), STR_ARG(id)).p);
	}
}

/* What an author names in one file and has called otherwise. */
static void
check_names(struct run *r, const struct kind *k, xmlNode *root)
{
	const char *base = strrchr(r->path, '/') + 1;
	struct str want = { base, strlen(base) - strlen(".xml") };
	struct arena *a = r->f->cli->a;

	if (strcmp(k->files, "life-events/*.xml") != 0 && strcmp(k->files, "letters/*.xml") != 0 &&
	    strcmp(k->files, "service.xml") != 0)
		return;
	if (!k->of_service && !str_eq(xml_attr(root, "id"), want))
		complain(r, xml_line(root), str_fmt(a, SAY_NOT_NAME,
		    STR_ARG(xml_attr(root, "id")), STR_ARG(want)).p);
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n)) {
		struct str service = xml_attr(n, "service");
		const char *path = str_fmt(a, "%s/services/" STR_FMT, r->f->dir,
		    STR_ARG(service)).p;

		if (service.p != NULL && access(path, F_OK) != 0)
			complain(r, xml_line(n), (xml_is(n, "follow-up") ?
			    str_fmt(a, SAY_NOT_FOLLOWING, STR_ARG(service)) :
			    str_fmt(a, SAY_NOT_SERVICE, STR_ARG(service))).p);
		else if (xml_is(n, "follow-up"))
			check_until(r, n, path);
	}
}

/* Case numbers of two services that begin alike would be taken for each other. */
static void
check_prefix(struct run *r, xmlNode *root)
{
	struct arena *a = r->f->cli->a;
	struct str prefix = xml_attr(root, "prefix");
	glob_t g;

	if (glob(str_fmt(a, "%s/services/*/service.xml", r->dir).p, 0, NULL, &g) != 0)
		return;
	for (size_t i = 0; i < g.gl_pathc; i++) {
		xmlDoc *other;

		if (strcmp(g.gl_pathv[i], r->path) != 0 &&
		    xml_parse_file(a, g.gl_pathv[i], NULL, NULL, &other) == ERR_OK &&
		    str_eq(xml_attr(xml_root(other), "prefix"), prefix))
			complain(r, xml_line(root), str_fmt(a, SAY_PREFIX_TAKEN,
			    STR_ARG(xml_attr(xml_root(other), "id")), STR_ARG(prefix)).p);
	}
	globfree(&g);
}

static void
check_file(struct run *r, size_t kind, const char *path)
{
	struct schema *schema = schema_of(r, kind);
	xmlDoc *doc;

	r->path = path;
	if (schema == NULL || told_of(&r->f->told, path) ||
	    xml_parse_file(r->f->cli->a, path, complain, r, &doc) != ERR_OK)
		return;
	check_names(r, &kinds[kind], xml_root(doc));
	if (strcmp(kinds[kind].files, "service.xml") == 0)
		check_prefix(r, xml_root(doc));
	if (!told_of(&r->f->told, path))
		(void)!schema_check(schema, doc, complain, r);
}

static void
check_pattern(struct run *r, size_t kind, const char *pattern)
{
	glob_t g;

	if (glob(pattern, 0, NULL, &g) != 0)
		return;
	for (size_t i = 0; i < g.gl_pathc; i++)
		check_file(r, kind, str_z(r->f->cli->a, str_from_z(g.gl_pathv[i])));
	globfree(&g);
}

static void
check_kind(struct run *r, size_t kind)
{
	const struct kind *k = &kinds[kind];
	struct arena *a = r->f->cli->a;

	if (!k->of_service)
		check_pattern(r, kind, str_fmt(a, "%s/%s", r->dir, k->files).p);
	for (size_t i = 0; k->of_service && i < r->f->n; i++)
		check_pattern(r, kind, str_fmt(a, "%s/services/%s/%s", r->dir, r->f->names[i],
		    k->files).p);
}

enum outcome
folder_schemas(struct folder *f)
{
	struct run r = { .f = f };

	for (unsigned l = 0; l < LANG_COUNT; l++) {
		r.dir = languages_dir(f->cli->a, f->dir, l);
		for (size_t k = 0; r.dir != NULL && k < NKINDS; k++)
			check_kind(&r, k);
	}
	return r.worst;
}
