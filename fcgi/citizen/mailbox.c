/* mailbox.c - «Min postkasse»: the letters, behind the login, and how to find one again */
#include "citizen/mailbox.h"

#include "base/buf.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "form/form.h"
#include "page/day.h"
#include "page/page.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */

const struct db_rows *
mailbox_unread_ask(struct req *r)
{
	return DB_ADD0(page_db(r), SQL_LETTER_UNREAD);
}

void
mailbox_unread_fill(struct req *r, const struct db_rows *rows)
{
	if (db_int(rows, 0, "unread") > 0)
		vset(vwith(page_map(r), "unread"), "count", db_get(rows, 0, "unread"));
}

/* ---- what is looked for ---- */

static const char *const fields[] = { "sok", "sak", "fra", "til", "vis" };

/* A day as ISO; one that cannot be read narrows nothing down, and is told of. */
static struct str
day(struct req *r, const char *name)
{
	struct str typed = str_trim(params_get(&r->query, name)), iso;

	if (typed.n == 0)
		return STR_NONE;
	if (page_day_read(r, typed, &iso))
		return iso;
	vset(page_map(r), "wrong", typed);
	return STR_NONE;
}

static struct str
or_none(struct str s)
{
	return s.n > 0 ? s : STR_NONE;
}

static const struct db_rows *
ask(struct req *r)
{
	struct str after[2];

	page_after(r, after);
	vset(page_map(r), "wrong", STR(""));
	return DB_ADD(page_db(r), SQL_LETTER_LIST, after[0], after[1],
	    or_none(str_trim(params_get(&r->query, "sok"))),
	    or_none(params_get(&r->query, "sak")), day(r, "fra"), day(r, "til"),
	    str_eq_z(params_get(&r->query, "vis"), "uleste") ? STR("true") : STR("false"));
}

/* The form as it was filled in; searching: something narrows the list down; more: something beside
   the words. */
static void
fill_search(struct req *r, const struct db_rows *cases)
{
	struct vmap *v = page_map(r);
	bool any = false, more = false;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct str typed = params_get(&r->query, fields[i]);

		vset(v, fields[i], typed);
		any |= typed.n > 0;
		more |= typed.n > 0 && i > 0;
	}
	vset_flag(v, "searching", any);
	vset_flag(v, "more", more);
	vset_flag(v, "only_unread", str_eq_z(params_get(&r->query, "vis"), "uleste"));
	vlist(v, "cases");
	for (size_t i = 0; i < db_count(cases); i++) {
		struct vmap *m = vadd(v, "cases");

		vset(m, "ref", db_get(cases, i, "ref"));
		vset_flag(m, "selected", str_eq(db_get(cases, i, "ref"),
		    params_get(&r->query, "sak")));
	}
}

/* ---- the list ---- */

static void
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), "letters");
	struct str id = db_get(rows, i, "id"), pdf = db_get(rows, i, "pdf");

	vset(m, "href", str_fmt(r->a, "/postkasse/" STR_FMT, STR_ARG(id)));
	vset(m, "title", db_get(rows, i, "title"));
	vset(m, "title_lang", db_get(rows, i, "language"));
	vset(m, "sender", page_tenant(r)->name);
	vset(m, "ref", db_get(rows, i, "ref"));
	vset(m, "at", page_at(r, db_at(rows, i, "available_at")));
	vset_flag(m, "unread", db_bool(rows, i, "unread"));
	vset(m, "files", db_int(rows, i, "files") > 0 ? db_get(rows, i, "files") : STR(""));
	vset(m, "pdf_href", pdf.p == NULL ? STR("") :
	    str_fmt(r->a, "/postkasse/" STR_FMT "/pdf", STR_ARG(id)));
	vset(m, "pdf_size", pdf.p == NULL ? STR("") : form_bytes_show(r->a,
	    page_lang(r), (size_t)db_int(rows, i, "pdf")));
}

/* The same search, from the row after `last`. */
static struct str
older(struct req *r, const struct db_rows *rows, size_t last)
{
	struct buf b = buf_new(r->a, 256);

	buf_fmt(&b, "/postkasse?etter=" STR_FMT "," STR_FMT,
	    STR_ARG(url_encode(r->a, db_get(rows, last, "available_at"))),
	    STR_ARG(db_get(rows, last, "id")));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct str typed = params_get(&r->query, fields[i]);

		if (typed.n > 0)
			buf_fmt(&b, "&%s=" STR_FMT, fields[i], STR_ARG(url_encode(r->a, typed)));
	}
	return buf_str(&b);
}

enum err
citizen_mailbox(struct req *r)
{
	const struct db_rows *unread = mailbox_unread_ask(r), *rows = ask(r);
	const struct db_rows *cases = DB_ADD0(page_db(r), SQL_LETTER_CASES);

	TRY(page_read(r));
	mailbox_unread_fill(r, unread);
	fill_search(r, cases);
	vlist(page_map(r), "letters");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		fill_row(r, rows, i);
	vset(page_map(r), "older_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    older(r, rows, PAGE_ROWS - 1));
	vset_flag(page_map(r), "marked", params_has(&r->query, "ulest"));
	return page_show(r, "citizen/mailbox");
}
