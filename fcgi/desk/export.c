/* export.c - a worklist as a file, for those who must count or send it on */
#include "desk/export.h"

#include "base/buf.h"
#include "base/time.h"
#include "desk/list.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/page.h"

#define EXPORT_MOST	5000		/* rows of a file */

static struct str
ids_of(struct req *r, const struct export *t)
{
	struct buf b = buf_new(r->a, t->n * 37 + 2);

	buf_add_char(&b, '{');
	for (size_t i = 0; i < t->n; i++) {
		if (i > 0)
			buf_add_char(&b, ',');
		buf_add(&b, db_get(t->rows, i, "id"));
	}
	buf_add_char(&b, '}');
	return buf_str(&b);
}

/* What leaves the house is noted, case by case, before it leaves. */
enum err
export_take(struct req *r, struct export *t)
{
	const struct db_rows *services, *chosen;
	struct str args[LIST_ARGS];
	struct list l;

	list_read(r, &r->query, &l);
	list_args(r->a, &l, EXPORT_MOST + 1, args);
	t->rows = db_add(page_db(r), &SQL_WORK_LIST, args, LIST_ARGS);
	services = DB_ADD0(page_db(r), SQL_WORK_SERVICES);
	chosen = DB_ADD0(page_db(r), SQL_CHOICE_READ);
	TRY(page_look(r));
	TRY(page_judge(r));
	t->n = db_count(t->rows) > EXPORT_MOST ? EXPORT_MOST : db_count(t->rows);
	TRY(columns_read(r, services, chosen, &t->c));
	t->release = arena_alloc(r->a, (t->n + 1) * sizeof *t->release);
	for (size_t i = 0; i < t->n; i++)
		TRY(page_release(r, db_get(t->rows, i, "release_id"), &t->release[i]));
	DB_ADD(page_db(r), SQL_EXPORT_LOG, ids_of(r, t));
	return page_commit(r);
}

void
export_head(struct req *r, const struct export *t, const char *type, const char *end)
{
	struct date d = time_oslo_date(time_now_at());

	reply_attachment(r, str_from_z(type), str_fmt(r->a, "saker-%04d-%02d-%02d%s.%s", d.year,
	    d.month, d.day, db_count(t->rows) > EXPORT_MOST ? "-de-5000-forste" : "", end));
}

/* ---- CSV: RFC 4180, with the semicolon that Norwegian spreadsheets expect ---- */

/* What a spreadsheet would take for a formula is kept a text. */
static bool
is_formula(struct str s)
{
	return s.n > 0 && (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '-' || s.p[0] == '@' ||
	    s.p[0] == '\t' || s.p[0] == '\r');
}

static void
put_cell(struct buf *b, struct str s, bool first)
{
	buf_add_z(b, first ? "\"" : ";\"");
	if (is_formula(s))
		buf_add_char(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_add_char(b, '"');
		buf_add_char(b, s.p[i]);
	}
	buf_add_char(b, '"');
}

/* As a Norwegian spreadsheet reads a number. */
static void
put_amount(struct buf *b, struct str amount, bool first)
{
	struct str kroner = str_cut(&amount, '.');

	buf_fmt(b, "%s" STR_FMT, first ? "" : ";", STR_ARG(kroner));
	if (amount.n > 0)
		buf_fmt(b, "," STR_FMT, STR_ARG(amount));
}

static void
put_csv_row(struct req *r, const struct export *t, size_t i)
{
	bool first = true;

	for (size_t k = 0; k < t->c.n; k++) {
		const struct column *c = &t->c.v[k];
		struct str amount;

		if (!c->shown)
			continue;
		amount = column_amount(r, c, t->rows, i, t->release[i]);
		if (amount.p != NULL)
			put_amount(&r->body, amount, first);
		else
			put_cell(&r->body, column_text(r, &t->c, c, t->rows, i, t->release[i]),
			    first);
		first = false;
	}
	buf_add_z(&r->body, "\r\n");
}

enum err
desk_csv(struct req *r)
{
	struct export t;
	bool first = true;

	TRY(export_take(r, &t));
	buf_add_z(&r->body, "\ufeff");		/* else it is read as another character set */
	for (size_t k = 0; k < t.c.n; k++) {
		if (!t.c.v[k].shown)
			continue;
		put_cell(&r->body, t.c.v[k].title, first);
		first = false;
	}
	buf_add_z(&r->body, "\r\n");
	for (size_t i = 0; i < t.n; i++)
		put_csv_row(r, &t, i);
	export_head(r, &t, "text/csv; charset=utf-8", "csv");
	return ERR_OK;
}
