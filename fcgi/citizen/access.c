/* access.c - the party's access: the documents of the case (fvl § 18), and who has looked at it */
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/case.h"
#include "page/page.h"

#define PAGE_ROWS	100		/* the statement gives one more when there is a next page */

static void
fill_head(struct req *r, const struct page_case *c)
{
	struct vmap *v = page_map(r);

	vset(v, "ref", c->ref);
	vset(v, "title", c->release->service->form_title);
	vset(v, "href", str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(c->ref)));
}

static struct str
document_href(struct req *r, struct str ref, struct str kind, struct str id)
{
	if (id.p == NULL)
		return STR("");
	if (str_eq_z(kind, "letter"))
		return str_fmt(r->a, "/postkasse/" STR_FMT, STR_ARG(id));
	if (str_eq_z(kind, "file"))
		return str_fmt(r->a, "/mine-saker/" STR_FMT "/vedlegg/" STR_FMT, STR_ARG(ref),
		    STR_ARG(id));
	return str_fmt(r->a, "/mine-saker/" STR_FMT "/kvittering", STR_ARG(ref));
}

static void
fill_documents(struct req *r, const struct page_case *c, const struct db_rows *rows)
{
	bool exempt = false;

	vlist(page_map(r), "documents");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "documents");
		struct str kind = db_get(rows, i, "kind");

		vset(m, "kind", kind);
		vset(m, "title", str_eq_z(kind, "application") ?
		    c->release->service->form_title : db_get(rows, i, "title"));
		vset(m, "title_lang", db_get(rows, i, "language"));
		vset(m, "at", page_day_short(r, db_at(rows, i, "at")));
		vset(m, "href", document_href(r, c->ref, kind, db_get(rows, i, "id")));
		vset(m, "law", db_get(rows, i, "law"));
		exempt |= db_get(rows, i, "law").p != NULL;
	}
	vset_flag(page_map(r), "exempt", exempt);
}

enum err
citizen_documents(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *documents = DB_ADD(page_db(r), SQL_CASE_DOCUMENTS, r->seg[0]);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	fill_head(r, &c);
	fill_documents(r, &c, documents);
	return page_show(r, "citizen/documents");
}

static void
fill_looks(struct req *r, const struct db_rows *rows, struct str ref, int64_t from)
{
	vlist(page_map(r), "looks");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++) {
		struct vmap *m = vadd(page_map(r), "looks");

		vset(m, "at", page_at(r, db_at(rows, i, "at")));
		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "role", db_get(rows, i, "role"));
		vset(m, "what", db_get(rows, i, "what"));
	}
	vset(page_map(r), "older_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    str_fmt(r->a, "/mine-saker/" STR_FMT "/innsyn?fra=%lld", STR_ARG(ref),
	    (long long)from + PAGE_ROWS));
}

enum err
citizen_looks(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]), *looks;
	struct page_case c;
	int64_t from;

	if (!str_int(params_get(&r->query, "fra"), &from) || from < 0 || from > 1000000)
		from = 0;
	looks = DB_ADD(page_db(r), SQL_CASE_LOOKS, r->seg[0], str_fmt(r->a, "%d", (int)from));
	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	fill_head(r, &c);
	fill_looks(r, looks, c.ref, from);
	return page_show(r, "citizen/looks");
}
