#include "citizen/remark.h"

#include "base/buf.h"
#include "base/time.h"
#include "citizen/sql.h"
#include "page/page.h"

static struct str
day_of(struct req *r, struct str iso)
{
	struct date d;

	return time_date_read(iso, &d) ? time_date_show(r->a, page_lang(r), d) : STR("");
}

/* ---- in the case ---- */

const struct db_rows *
remark_ask(struct req *r)
{
	return DB_ADD(page_db(r), SQL_REMARK_LIST, r->seg[0]);
}

static struct str
answer_href(struct req *r, const struct db_rows *rows, size_t i)
{
	struct str letter = db_get(rows, i, "letter_id");

	if (letter.n == 0 || db_get(rows, i, "how").n > 0)
		return STR("");
	return str_fmt(r->a, "/mine-saker/" STR_FMT "/ettersend?brev=" STR_FMT "&gjort=" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(letter),
	    STR_ARG(db_get(rows, i, "n")));
}

void
remark_fill(struct req *r, const struct db_rows *rows)
{
	struct vmap *note = NULL;

	vlist(page_map(r), "inspections");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m;

		if (note == NULL || !str_eq(db_get(rows, i, "note_n"),
		    db_get(rows, i - 1, "note_n"))) {
			note = vadd(page_map(r), "inspections");
			vset(note, "day", day_of(r, db_get(rows, i, "day")));
			vlist(note, "remarks");
		}
		m = vadd(note, "remarks");
		vset(m, "n", db_get(rows, i, "n"));
		vset(m, "text", page_nb(r, db_get(rows, i, "text")));
		vset(m, "due", day_of(r, db_get(rows, i, "due_on")));
		vset_flag(m, "late", db_bool(rows, i, "late"));
		vset(m, "how", db_get(rows, i, "how"));
		vset(m, "closed", day_of(r, db_get(rows, i, "closed_on")));
		vset(m, "reason", page_nb(r, db_get(rows, i, "reason")));
		vset(m, "told_at", page_day(r, db_at(rows, i, "told_at")));
		vset(m, "answer_href", answer_href(r, rows, i));
	}
}

/* ---- in an answer to the letter ---- */

static bool
listed(struct str list, struct str n)
{
	while (list.n > 0)
		if (str_eq(str_cut(&list, ','), n))
			return true;
	return false;
}

static bool
posted(const struct req *r, struct str n)
{
	for (size_t i = 0; i < r->form.n; i++)
		if (str_eq_z(r->form.v[i].name, "gjort") && str_eq(r->form.v[i].value, n))
			return true;
	return false;
}

struct str
remark_ticked(struct req *r, const struct db_rows *rows)
{
	struct str asked = params_get(&r->query, "gjort");
	struct buf b = buf_new(r->a, 64);

	for (size_t i = 0; i < db_count(rows); i++) {
		struct str n = db_get(rows, i, "n");

		if (r->method == POST ? posted(r, n) : listed(asked, n))
			buf_fmt(&b, "%s" STR_FMT, b.n > 0 ? "," : "", STR_ARG(n));
	}
	return buf_str(&b);
}

void
remark_fill_ticks(struct req *r, const struct db_rows *rows, struct str ticked)
{
	vlist(page_map(r), "remarks");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "remarks");

		vset(m, "n", db_get(rows, i, "n"));
		vset(m, "text", page_nb(r, db_get(rows, i, "text")));
		vset(m, "due", day_of(r, db_get(rows, i, "due_on")));
		vset_flag(m, "checked", listed(ticked, db_get(rows, i, "n")));
	}
}

size_t
remark_ids(const struct db_rows *rows, struct str ticked, struct str ids[REMARKS_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < db_count(rows) && n < REMARKS_MOST; i++)
		if (listed(ticked, db_get(rows, i, "n")))
			ids[n++] = db_get(rows, i, "id");
	return n;
}
