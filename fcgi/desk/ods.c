/* ods.c - a worklist as a spreadsheet: OpenDocument 1.3, two files of XML in a zip */
#include "base/buf.h"
#include "base/zip.h"
#include "desk/export.h"
#include "desk/routes.h"
#include "page/page.h"

#define ODS	"application/vnd.oasis.opendocument.spreadsheet"

static void
fill_row(struct req *r, const struct export *t, size_t i)
{
	struct vmap *row = vadd(page_map(r), "rows");

	for (size_t k = 0; k < t->c.n; k++) {
		const struct column *c = &t->c.v[k];
		struct vmap *m;

		if (!c->shown)
			continue;
		m = vadd(row, "cells");
		vset(m, "text", column_text(r, &t->c, c, t->rows, i, t->release[i]));
		vset(m, "day", column_day(r, c, t->rows, i, t->release[i]));
		vset(m, "amount", column_amount(r, c, t->rows, i, t->release[i]));
	}
}

static struct str
content(struct req *r, const struct export *t, const struct view *sheet)
{
	struct buf b = buf_new(r->a, t->n * 1500 + 4096);

	vlist(page_map(r), "rows");
	for (size_t k = 0; k < t->c.n; k++)
		if (t->c.v[k].shown)
			vset(vadd(page_map(r), "heads"), "text", t->c.v[k].title);
	for (size_t i = 0; i < t->n; i++)
		fill_row(r, t, i);
	view_run(sheet, page_map(r), &b);
	return buf_str(&b);
}

/* Compiled the first time that somebody asks. */
static enum err
sheets(struct req *r, const struct view **sheet, struct str *manifest)
{
	static const struct view *kept;
	static struct str kept_manifest;
	struct page_app *app = page_app(r);
	const char *path = str_fmt(app->a, "%s/sheets/worklist.xml", app->templates_dir).p;
	struct view *view;
	xmlDoc *doc;

	if (kept == NULL) {
		TRY(xml_read_file(app->a, str_fmt(r->a, "%s/sheets/manifest.xml",
		    app->templates_dir).p, &kept_manifest));
		TRY(xml_parse_file(r->a, path, views_log, NULL, &doc));
		TRY(view_compile(app->a, doc, VIEW_XML, path, views_log, NULL, &view));
		kept = view;
	}
	*sheet = kept;
	*manifest = kept_manifest;
	return ERR_OK;
}

enum err
desk_ods(struct req *r)
{
	struct export t;
	const struct view *sheet;
	struct zip_file files[3];
	struct str manifest;

	TRY(sheets(r, &sheet, &manifest));
	TRY(export_take(r, &t));
	files[0] = (struct zip_file){ STR("mimetype"), STR(ODS) };
	files[1] = (struct zip_file){ STR("content.xml"), content(r, &t, sheet) };
	files[2] = (struct zip_file){ STR("META-INF/manifest.xml"), manifest };
	zip_write(files, 3, &r->body);
	export_head(r, &t, ODS, "ods");
	return ERR_OK;
}
