/* A version that its author gave a number stands for one text alone, once it is released. */
#include <stdio.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "release/release.h"
#include "skranke/folder.h"
#include "skranke/says.h"
#include "skranke/sql.h"

static void
complain(struct folder *f, const struct bundle *b, const struct db_rows *r)
{
	const char *path = str_fmt(f->cli->a, "%s/services/%s/service.xml", f->dir, b->service).p;
	xmlDoc *doc;
	int line = xml_parse_file(f->cli->a, path, NULL, NULL, &doc) == ERR_OK ?
	    xml_line(xml_root(doc)) : 0;

	told_line(&f->told, line, str_fmt(f->cli->a, SAY_VERSION, path, line,
	    str_z(f->cli->a, b->release->service->version),
	    time_oslo_show(f->cli->a, LANG_NB, db_at(r, 0, "published_at")).p).p);
}

enum outcome
folder_versions(struct folder *f)
{
	const struct db_rows **found = arena_alloc(f->cli->a, f->n * sizeof *found);
	enum outcome o = CLI_DONE;

	for (size_t i = 0; i < f->n; i++) {
		const struct bundle *b = &f->bundles[i];

		if (b->release->service->version.p != NULL)
			found[i] = DB_ADD(f->cli->db, SQL_RELEASE_LABELLED, str_from_z(b->service),
			    b->release->service->version, b->sha256);
	}
	if (db_run(f->cli->db) != ERR_OK)
		return cli_away(f->cli);
	for (size_t i = 0; i < f->n; i++)
		if (found[i] != NULL && db_count(found[i]) > 0) {
			complain(f, &f->bundles[i], found[i]);
			o = CLI_WRONG;
		}
	return o;
}
