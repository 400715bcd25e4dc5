/* mailbox.c - «Min postkasse»: the letters, behind the login */
#include "citizen/mailbox.h"

#include "base/id.h"
#include "base/time.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "letter/letter.h"
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

static void
fill_row(struct req *r, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), "letters");

	vset(m, "href", str_fmt(r->a, "/postkasse/" STR_FMT, STR_ARG(db_get(rows, i, "id"))));
	vset(m, "title", db_get(rows, i, "title"));
	vset(m, "title_lang", db_get(rows, i, "language"));
	vset(m, "sender", page_tenant(r)->name);
	vset(m, "ref", db_get(rows, i, "ref"));
	vset(m, "at", page_at(r, db_at(rows, i, "available_at")));
	vset_flag(m, "unread", db_get(rows, i, "read_at").p == NULL);
}

enum err
citizen_mailbox(struct req *r)
{
	struct str before = params_get(&r->query, "for");
	const struct db_rows *rows, *unread = mailbox_unread_ask(r);
	int64_t at;

	rows = DB_ADD(page_db(r), SQL_LETTER_LIST, time_read_pg(before, &at) ? before : STR_NONE);
	TRY(page_read(r));
	mailbox_unread_fill(r, unread);
	vlist(page_map(r), "letters");
	for (size_t i = 0; i < db_count(rows) && i < PAGE_ROWS; i++)
		fill_row(r, rows, i);
	vset(page_map(r), "older_href", db_count(rows) <= PAGE_ROWS ? STR("") :
	    str_fmt(r->a, "/postkasse?for=" STR_FMT, STR_ARG(url_encode(r->a,
	    db_get(rows, PAGE_ROWS - 1, "available_at")))));
	return page_show(r, "citizen/mailbox");
}

enum err
citizen_letter(struct req *r)
{
	const struct db_rows *rows;
	struct vmap *v = page_map(r);

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_LETTER_OPEN, r->seg[0]);
	TRY(page_read(r));
	if (db_count(rows) == 0)
		return ERR_GONE;
	TRY(letter_read(r->a, db_get(rows, 0, "content"), v));
	vset(v, "sender", page_tenant(r)->name);
	vset(v, "at", page_at(r, db_at(rows, 0, "available_at")));
	vset(v, "ref", db_get(rows, 0, "ref"));
	vset(v, "case_href", db_get(rows, 0, "ref").p == NULL ? STR("") :
	    str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(db_get(rows, 0, "ref"))));
	return page_show(r, "citizen/letter");
}
