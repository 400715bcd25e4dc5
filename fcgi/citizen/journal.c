/* journal.c - «Innsyn»: the municipality's public journal, for anybody (offentleglova § 10) */
#include "base/buf.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/day.h"
#include "page/page.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */

static const char *const fields[] = { "sok", "slag", "fra", "til" };

static struct str
typed(const struct req *r, const char *name)
{
	return str_trim(params_get(&r->query, name));
}

/* A day as ISO; one that cannot be read narrows nothing down, and is told of. */
static struct str
day(struct req *r, const char *name)
{
	struct str iso;

	if (typed(r, name).n == 0)
		return STR_NONE;
	if (page_day_read(r, typed(r, name), &iso))
		return iso;
	vset(page_map(r), "wrong", typed(r, name));
	return STR_NONE;
}

static struct str
kind(const struct req *r)
{
	if (str_eq_z(typed(r, "slag"), "inn"))
		return STR("inngaaende_dokument");
	return str_eq_z(typed(r, "slag"), "ut") ? STR("utgaaende_dokument") : STR_NONE;
}

static const struct db_rows *
ask(struct req *r)
{
	struct str after[2], words = typed(r, "sok");

	page_after(r, after);
	vset(page_map(r), "wrong", STR(""));
	return DB_ADD(page_db(r), SQL_JOURNAL_LIST, after[1], words.n > 0 ? words : STR_NONE,
	    kind(r), day(r, "fra"), day(r, "til"));
}

static void
fill_search(struct req *r)
{
	struct vmap *v = page_map(r);
	bool any = false;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		vset(v, fields[i], typed(r, fields[i]));
		any |= typed(r, fields[i]).n > 0;
	}
	vset_flag(v, "searching", any);
	vset_flag(v, "only_in", str_eq_z(typed(r, "slag"), "inn"));
	vset_flag(v, "only_out", str_eq_z(typed(r, "slag"), "ut"));
}

static void
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	static const char *const cells[] = { "id", "number", "case_number", "document_on",
	    "journal_on", "case_title", "title", "party", "law" };
	struct vmap *m = vadd(page_map(r), "entries");

	for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
		struct str cell = db_get(rows, i, cells[k]);

		vset(m, cells[k], cell.p != NULL ? cell : STR(""));
	}
	vset_flag(m, "in", str_eq_z(db_get(rows, i, "kind"), "inngaaende_dokument"));
	vset_flag(m, "screened", db_bool(rows, i, "screened"));
}

/* The same search, from the row after `last`. */
static struct str
older(struct req *r, const struct db_rows *rows, size_t last)
{
	struct buf b = buf_new(r->a, 256);

	buf_fmt(&b, "/innsyn?etter=" STR_FMT "," STR_FMT, STR_ARG(url_encode(r->a,
	    db_get(rows, last, "key"))), STR_ARG(db_get(rows, last, "id")));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (typed(r, fields[i]).n > 0)
			buf_fmt(&b, "&%s=" STR_FMT, fields[i],
			    STR_ARG(url_encode(r->a, typed(r, fields[i]))));
	return buf_str(&b);
}

enum err
citizen_journal(struct req *r)
{
	const struct db_rows *rows = ask(r);

	TRY(page_read(r));
	fill_search(r);
	vset(page_map(r), "api_href", str_fmt(r->a, "/api/innsyn/" STR_FMT "/journalpost",
	    STR_ARG(page_tenant(r)->id)));
	vlist(page_map(r), "entries");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		fill_row(r, rows, i);
	vset(page_map(r), "older_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    older(r, rows, PAGE_ROWS - 1));
	return page_show(r, "citizen/journal");
}
