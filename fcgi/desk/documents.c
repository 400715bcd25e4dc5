/* documents.c - the documents of a case, and what the party is not shown of them */
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

/* What the addresses call a kind of document; "" for the application, which is the case's own
   page. */
static const char *
room(struct str kind)
{
	return str_eq_z(kind, "file") ? "vedlegg/" : str_eq_z(kind, "letter") ? "brev/" :
	    str_eq_z(kind, "note") ? "notater/" : "";
}

/* base/DOOR/ROOM/ID */
static struct str
door(struct req *r, const struct work *w, const char *name, struct str kind, struct str id)
{
	return str_fmt(r->a, STR_FMT "/%s%s" STR_FMT, STR_ARG(w->base), name, room(kind),
	    STR_ARG(id));
}

static struct str
document_href(struct req *r, const struct work *w, struct str kind, struct str id)
{
	if (str_eq_z(kind, "message"))
		return str_fmt(r->a, STR_FMT "#melding-" STR_FMT, STR_ARG(w->base), STR_ARG(id));
	return *room(kind) == '\0' ? w->base : door(r, w, "", kind, id);
}

static void
fill_documents(struct req *r, const struct work *w, const struct db_rows *rows)
{
	vlist(page_map(r), "documents");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "documents");
		struct str kind = db_get(rows, i, "kind"), id = db_get(rows, i, "id");

		vset(m, "kind", kind);
		vset(m, "title", str_eq_z(kind, "application") ?
		    w->c.release->service->form_title : db_get(rows, i, "title"));
		vset(m, "title_lang", db_get(rows, i, "language"));
		vset(m, "at", page_day_short(r, db_at(rows, i, "at")));
		vset(m, "href", document_href(r, w, kind, id));
		vset_flag(m, "can_exempt", w->c.by != 0 && !db_bool(rows, i, "own"));
		vset(m, "exempt_href", door(r, w, "unnta/", kind, id));
		vset(m, "lift_href", door(r, w, "gi-innsyn/", kind, id));
		vset(m, "law", db_get(rows, i, "law"));
		vset(m, "reason", db_get(rows, i, "reason"));
		vset(m, "exempt_by", db_get(rows, i, "exempt_by"));
		vset(m, "exempt_at", page_day_short(r, db_at(rows, i, "exempt_at")));
	}
}

static void
fill_exports(struct req *r, const struct work *w)
{
	const struct release *release = w->c.release;

	vlist(page_map(r), "exports");
	for (size_t i = 0; i < release->nexports; i++) {
		struct vmap *m = vadd(page_map(r), "exports");

		vset(m, "title", export_title(release->exports[i]));
		vset(m, "href", str_fmt(r->a, STR_FMT "/eksport/" STR_FMT, STR_ARG(w->base),
		    STR_ARG(export_id(release->exports[i]))));
	}
}

enum err
desk_documents(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *documents = DB_ADD(page_db(r), SQL_CASE_DOCUMENTS, r->seg[0]);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("documents"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	work_head(r, &w);
	fill_documents(r, &w, documents);
	fill_exports(r, &w);
	vset_z(page_map(r), "done", params_has(&r->query, "unntatt") ? "exempt" :
	    params_has(&r->query, "vises") ? "lifted" : "");
	return page_show(r, "desk/documents");
}
