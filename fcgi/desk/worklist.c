/* worklist.c - the cases of a list, and the ways to narrow it down */
#include "base/buf.h"
#include "base/time.h"
#include "desk/column.h"
#include "desk/filter.h"
#include "desk/graded.h"
#include "desk/list.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/page.h"

#define COUNTED		100		/* as work_about counts */

struct asked {
	const struct db_rows *rows, *about, *ref;
};

/* ---- a number typed in the search box ---- */

/* Three letters, in capitals, and what is left of it; 0 when there are not three. */
static size_t
ref_letters(struct str *s, char letters[4])
{
	size_t n = 0;

	for (; s->n > 0 && n < 3; *s = str_skip(*s, 1)) {
		char c = s->p[0];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c < 'A' || c > 'Z')
			return 0;
		letters[n++] = c;
	}
	return n == 3 ? n : 0;
}

/* PRE-2026-123, with blanks or nothing between, in small or capital letters: PRE-2026-000123. */
static struct str
ref_read(struct arena *a, struct str typed)
{
	char letters[4] = "", digits[16] = "";
	size_t nd = 0;
	int64_t n;

	if (ref_letters(&typed, letters) == 0)
		return STR_NONE;
	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] >= '0' && typed.p[i] <= '9' && nd < 15)
			digits[nd++] = typed.p[i];
		else if (typed.p[i] != ' ' && typed.p[i] != '-')
			return STR_NONE;
	if (nd < 5 || !str_int(str_from_z(digits + 4), &n))
		return STR_NONE;
	return str_fmt(a, "%s-%.4s-%06lld", letters, digits, (long long)n);
}

/* ---- asking ---- */

static struct asked
ask(struct req *r, const struct list *l)
{
	struct db *db = page_db(r);
	struct str args[LIST_ARGS], ref = ref_read(r->a, list_get(l, "sok"));
	struct asked q;

	list_args(r->a, l, LIST_PAGE + 1, args);
	q.ref = ref.n > 0 ? DB_ADD(db, SQL_WORK_REF, ref) : NULL;
	q.rows = db_add(db, &SQL_WORK_LIST, args, LIST_ARGS);
	q.about = DB_ADD0(db, SQL_WORK_ABOUT);
	return q;
}

/* ---- the table ---- */

struct table {
	const struct columns *c;
	const struct vmap *cell[COLUMN_MOST];	/* what the cells of a column have in common */
	const struct db_rows *rows;
	struct str	 keep;			/* the list, for the addresses of its cases */
};

static void
fill_head(struct req *r, const struct list *l, const struct column *col)
{
	bool key = col->kind == COLUMN_DUE || col->kind == COLUMN_RECEIVED;
	bool here = key && str_eq(l->sort, col->id);
	struct vmap *m = vadd(page_map(r), "heads");

	vset(m, "text", col->title);
	vset_z(m, "sorted", !here ? "" : l->down ? "descending" : "ascending");
	vset(m, "sort_href", !key ? STR("") : str_fmt(r->a, LIST_HOME "?" STR_FMT,
	    STR_ARG(list_query(r->a, l, l->n, str_fmt(r->a, "%s" STR_FMT,
	    here && !l->down ? "-" : "", STR_ARG(col->id)).p))));
}

static const struct vmap *
cell_base(struct req *r, const struct column *col)
{
	struct vmap *m = vmap_new(r->a);

	vset(m, "kind", col->item != NULL ? STR("svar") : col->id);
	vset_flag(m, "plain", col->plain);
	vset(m, "head", col->title);
	return m;
}

static void
fill_heads(struct req *r, const struct list *l, struct table *t)
{
	vlist(page_map(r), "heads");
	for (size_t i = 0; i < t->c->n; i++)
		if (t->c->v[i].shown) {
			fill_head(r, l, &t->c->v[i]);
			t->cell[i] = cell_base(r, &t->c->v[i]);
		}
}

static void
fill_cells(struct req *r, struct vmap *row, const struct table *t, size_t i,
    const struct release *rel)
{
	for (size_t k = 0; k < t->c->n; k++) {
		struct vmap *m;

		if (!t->c->v[k].shown)
			continue;
		m = vadd(row, "cells");
		vbase(m, t->cell[k]);
		vset(m, "text", column_text(r, t->c, &t->c->v[k], t->rows, i, rel));
	}
}

static struct str
case_href(struct arena *a, struct str ref, struct str keep)
{
	struct buf b = buf_new(a, sizeof LIST_HOME "/sak/?" + ref.n + keep.n);

	buf_add(&b, STR(LIST_HOME "/sak/"));
	buf_add(&b, ref);
	buf_add_char(&b, '?');
	buf_add(&b, keep);
	return buf_str(&b);
}

static enum err
fill_row(struct req *r, const struct table *t, size_t i)
{
	struct vmap *m = vadd(page_map(r), "rows");
	int64_t due = db_at(t->rows, i, "due_at");
	struct str ref = db_get(t->rows, i, "ref");
	const struct service_words *state;
	const struct release *rel;

	TRY(page_release(r, db_get(t->rows, i, "release_id"), &rel));
	state = service_words(r->a, rel->service->states, rel->service->nstates,
	    db_get(t->rows, i, "state"));
	vset(m, "ref", ref);
	vset(m, "href", case_href(r->a, ref, t->keep));
	vset(m, "state_text", state->desk);
	vset(m, "ball", state->ball);
	vset_flag(m, "late", due != 0 && due < t->c->world.now_at);
	vset_flag(m, "mine", db_bool(t->rows, i, "mine"));
	vset_flag(m, "proposed", db_bool(t->rows, i, "proposed"));
	fill_cells(r, m, t, i, rel);
	return ERR_OK;
}

/* ---- pages of it ---- */

static struct str
page_href(struct req *r, const struct list *l, const struct db_rows *rows, size_t i,
    const char *which)
{
	struct str key = db_get(rows, i, str_eq_z(l->sort, "mottatt") ? "received_at" : "due_at");

	return str_fmt(r->a, LIST_HOME "?" STR_FMT "&%s=" STR_FMT "," STR_FMT,
	    STR_ARG(list_query(r->a, l, l->n, NULL)), which,
	    STR_ARG(url_encode(r->a, key.p == NULL ? STR("infinity") : key)),
	    STR_ARG(db_get(rows, i, "id")));
}

/* Which rows are shown: reading backwards, the one too many is the first. */
static void
fill_pages(struct req *r, const struct list *l, const struct db_rows *rows, size_t *from,
    size_t *to)
{
	struct vmap *v = page_map(r);
	bool more = db_count(rows) > LIST_PAGE;

	*from = more && l->back ? 1 : 0;
	*to = *from + (more ? LIST_PAGE : db_count(rows));
	vset(v, "first_href", l->key.p == NULL ? STR("") : list_href(r->a, l));
	vset(v, "before_href", *to == *from || l->key.p == NULL || (l->back && !more) ? STR("") :
	    page_href(r, l, rows, *from, "for"));
	vset(v, "next_href", *to == *from || !(l->back || more) ? STR("") :
	    page_href(r, l, rows, *to - 1, "etter"));
}

/* ---- the lists ---- */

/* A list that has a page of its own. */
static void
fill_other(struct req *r, const char *name, const char *href, const struct db_rows *counted)
{
	struct vmap *m = vwith(page_map(r), name);
	int64_t n = db_int(counted, 0, "n");

	vset_z(m, "href", href);
	vset_int(m, "count", n);
	vset_flag(m, "more", n >= COUNTED);
}

static void
fill_requests(struct req *r, const struct db_rows *rows)
{
	struct vmap *m = vwith(page_map(r), "requests");
	int64_t n = db_int(rows, 0, "waiting");

	vset_int(m, "count", n);
	vset_flag(m, "more", n >= COUNTED);
	vset_flag(m, "late", db_bool(rows, 0, "late"));
}

static void
fill_lists(struct req *r, const struct list *l, const struct db_rows *counts)
{
	static const char *const ids[] = { "mine", "ledige", "snart", "over", "venter", "alle" };

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct vmap *m = vwith(page_map(r), ids[i]);
		int64_t n = db_int(counts, 0, ids[i]);

		vset(m, "href", str_fmt(r->a, LIST_HOME "?liste=%s", ids[i]));
		vset_flag(m, "here", str_eq_z(l->id, ids[i]));
		vset_int(m, "count", n);
		vset_flag(m, "more", n >= COUNTED);
	}
	vset(page_map(r), "list", l->id);
}

static void
fill_searches(struct req *r, const struct list *l, const struct db_rows *rows)
{
	struct str here = list_query(r->a, l, l->n, NULL);

	vlist(page_map(r), "searches");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "searches");

		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "href", str_fmt(r->a, LIST_HOME "?" STR_FMT,
		    STR_ARG(db_get(rows, i, "query"))));
		vset(m, "drop_href", !db_bool(rows, i, "mine") ? STR("") : str_fmt(r->a,
		    LIST_HOME "/sok/" STR_FMT "/slett", STR_ARG(db_get(rows, i, "id"))));
		vset(m, "by", db_bool(rows, i, "mine") ? STR("") : db_get(rows, i, "by"));
		vset_flag(m, "shared", db_bool(rows, i, "shared"));
		vset_flag(m, "here", str_eq(db_get(rows, i, "query"), here));
	}
}

static void
fill_choices(struct req *r, const struct list *l, const struct columns *c)
{
	struct str query = list_query(r->a, l, l->n, NULL);

	vlist(page_map(r), "choices");
	for (size_t i = 1; i < c->n; i++) {
		struct vmap *m = vadd(page_map(r), "choices");

		vset(m, "id", c->v[i].id);
		vset(m, "text", c->v[i].title);
		vset(m, "of", c->v[i].release != NULL ? c->v[i].release->service->title : STR(""));
		vset_flag(m, "checked", c->v[i].shown);
	}
	vset(page_map(r), "query", query);
	vset(page_map(r), "csv_href", str_fmt(r->a, LIST_HOME "/liste.csv?" STR_FMT,
	    STR_ARG(query)));
	vset(page_map(r), "ods_href", str_fmt(r->a, LIST_HOME "/liste.ods?" STR_FMT,
	    STR_ARG(query)));
}

static void
fill_done(struct req *r)
{
	static const char *const done[] = { "kolonner", "lagret", "slettet", "navn" };
	struct str said = params_get(&r->query, "gjort");

	vset_z(page_map(r), "done", "");
	for (size_t i = 0; i < sizeof done / sizeof *done; i++)
		if (str_eq_z(said, done[i]))
			vset_z(page_map(r), "done", done[i]);
}

static const struct db_rows *
part(const struct req *r, const struct asked *q, const char *name)
{
	return db_part(r->a, q->about, name);
}

static enum err
fill_rows(struct req *r, const struct list *l, struct table *t)
{
	size_t from, to;

	t->keep = list_query(r->a, l, l->n, NULL);
	fill_pages(r, l, t->rows, &from, &to);
	fill_heads(r, l, t);
	vlist(page_map(r), "rows");
	for (size_t i = from; i < to; i++)
		TRY(fill_row(r, t, i));
	return ERR_OK;
}

static void
fill_around(struct req *r, const struct list *l, const struct asked *q, const struct columns *c)
{
	fill_lists(r, l, part(r, q, "count"));
	fill_other(r, "news", LIST_HOME "/nytt", part(r, q, "news"));
	fill_other(r, "letters", LIST_HOME "/brev", part(r, q, "letters"));
	fill_requests(r, part(r, q, "requests"));
	fill_searches(r, l, part(r, q, "search"));
	fill_choices(r, l, c);
	filter_fill(r, l, c, part(r, q, "staff"), part(r, q, "unit"), part(r, q, "label"));
	graded_fill(r, part(r, q, "graded"));
	fill_done(r);
}

/* The usual columns need nothing of what stands around the list: rows are filled in before it. */
static enum err
fill_early(struct req *r, struct list *l, const struct db_rows *rows, bool *done)
{
	struct columns c;
	struct table t = { .c = &c, .rows = rows };

	*done = db_count(rows) > 0 && !db_bool(rows, 0, "wide");
	if (!*done)
		return ERR_OK;
	list_settle(l, db_bool(rows, 0, "mine"));
	columns_usual(r, &c);
	return fill_rows(r, l, &t);
}

static enum err
fill(struct req *r, struct list *l, const struct asked *q)
{
	struct columns c;
	struct table t = { .c = &c, .rows = q->rows };
	bool done;

	TRY(fill_early(r, l, q->rows, &done));
	TRY(page_rest(r));
	list_settle(l, db_int(part(r, q, "count"), 0, "mine") > 0);
	TRY(columns_read(r, part(r, q, "service"), part(r, q, "chosen"), &c));
	if (!done)
		TRY(fill_rows(r, l, &t));
	fill_around(r, l, q, &c);
	return ERR_OK;
}

enum err
desk_worklist(struct req *r)
{
	struct list l;
	struct asked q;

	list_read(r, &r->query, &l);
	q = ask(r, &l);
	TRY(page_ahead(r, q.rows));
	if (q.ref != NULL && db_count(q.ref) > 0) {
		reply_redirect(r, str_fmt(r->a, LIST_HOME "/sak/" STR_FMT,
		    STR_ARG(db_get(q.ref, 0, "ref"))));
		return page_rest(r);
	}
	TRY(fill(r, &l, &q));
	return page_show(r, "desk/worklist");
}
