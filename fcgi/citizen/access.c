/* access.c - the party's access: the documents of the case (fvl § 18), and who has looked at it */
#include "base/id.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "letter/letter.h"
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

/* What the addresses call a kind of document, within the case. */
static const char *
room(struct str kind)
{
	return str_eq_z(kind, "file") ? "vedlegg" : str_eq_z(kind, "letter") ? "brev" : "notat";
}

static struct str
document_href(struct req *r, struct str ref, const struct db_rows *rows, size_t i)
{
	struct str kind = db_get(rows, i, "kind"), id = db_get(rows, i, "id");

	if (id.p == NULL)
		return STR("");
	if (str_eq_z(kind, "application"))
		return str_fmt(r->a, "/mine-saker/" STR_FMT "/kvittering", STR_ARG(ref));
	if (str_eq_z(kind, "message"))
		return str_fmt(r->a, "/mine-saker/" STR_FMT "#melding-" STR_FMT, STR_ARG(ref),
		    STR_ARG(id));
	if (str_eq_z(kind, "letter") && db_bool(rows, i, "own"))
		return str_fmt(r->a, "/postkasse/" STR_FMT, STR_ARG(id));
	return str_fmt(r->a, "/mine-saker/" STR_FMT "/%s/" STR_FMT, STR_ARG(ref), room(kind),
	    STR_ARG(id));
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
		vset(m, "href", document_href(r, c->ref, rows, i));
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

/* A document of the case that the party did not get or send: ERR_GONE when there is none. */
static enum err
open_document(struct req *r, const struct db_stmt *q, const struct db_rows **out)
{
	const struct db_rows *rows;
	struct page_case c;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	*out = DB_ADD(page_db(r), *q, r->seg[0], r->seg[1]);
	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	if (db_count(*out) == 0)
		return ERR_GONE;
	fill_head(r, &c);
	vset(page_map(r), "case_title", c.release->service->form_title);
	return ERR_OK;
}

enum err
citizen_case_letter(struct req *r)
{
	const struct db_rows *letter;

	TRY(open_document(r, &SQL_CASE_LETTER, &letter));
	TRY(letter_read(r->a, db_get(letter, 0, "content"), page_map(r)));
	vset(page_map(r), "at", page_at(r, db_at(letter, 0, "available_at")));
	return page_show(r, "citizen/case-letter");
}

enum err
citizen_case_note(struct req *r)
{
	const struct db_rows *note;

	TRY(open_document(r, &SQL_CASE_NOTE, &note));
	vset(page_map(r), "text", db_get(note, 0, "text"));
	vset(page_map(r), "at", page_at(r, db_at(note, 0, "at")));
	vset(page_map(r), "released_at", page_at(r, db_at(note, 0, "released_at")));
	return page_show(r, "citizen/case-note");
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
		vset(m, "unit", db_get(rows, i, "unit"));
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
