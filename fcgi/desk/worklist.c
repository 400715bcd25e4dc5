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
	q.rows = db_add(db, &SQL_WORK_LIST, args, LIST_ARGS);
	q.about = DB_ADD0(db, SQL_WORK_ABOUT);
	q.ref = ref.n > 0 ? DB_ADD(db, SQL_WORK_REF, ref) : NULL;
	return q;
}

/* ---- the table ---- */

static void
fill_heads(struct req *r, const struct list *l, const struct columns *c)
{
	vlist(page_map(r), "heads");
	for (size_t i = 0; i < c->n; i++) {
		const struct column *col = &c->v[i];
		bool key = str_eq_z(col->id, "frist") || str_eq_z(col->id, "mottatt"), here;
		struct vmap *m;

		if (!col->shown)
			continue;
		here = key && str_eq(l->sort, col->id);
		m = vadd(page_map(r), "heads");
		vset(m, "text", col->title);
		vset_z(m, "sorted", !here ? "" : l->down ? "descending" : "ascending");
		vset(m, "sort_href", !key ? STR("") : str_fmt(r->a, LIST_HOME "?" STR_FMT,
		    STR_ARG(list_query(r->a, l, l->n, str_fmt(r->a, "%s" STR_FMT,
		    here && !l->down ? "-" : "", STR_ARG(col->id)).p))));
	}
}

static void
fill_cells(struct req *r, struct vmap *row, const struct columns *c, const struct db_rows *rows,
    size_t i, const struct release *rel)
{
	for (size_t k = 0; k < c->n; k++) {
		struct vmap *m;

		if (!c->v[k].shown)
			continue;
		m = vadd(row, "cells");
		vset(m, "kind", c->v[k].item != NULL ? STR("svar") : c->v[k].id);
		vset_flag(m, "plain", c->v[k].plain);
		vset(m, "head", c->v[k].title);
		vset(m, "text", column_text(r, c, &c->v[k], rows, i, rel));
	}
}

static enum err
fill_row(struct req *r, const struct columns *c, const struct db_rows *rows, size_t i,
    struct str keep)
{
	struct vmap *m = vadd(page_map(r), "rows");
	int64_t due = db_at(rows, i, "due_at");
	struct str ref = db_get(rows, i, "ref");
	const struct release *rel;

	TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
	vset(m, "ref", ref);
	vset(m, "href", str_fmt(r->a, LIST_HOME "/sak/" STR_FMT "?" STR_FMT, STR_ARG(ref),
	    STR_ARG(keep)));
	vset(m, "state_text", service_words(r->a, rel->service->states, rel->service->nstates,
	    db_get(rows, i, "state"))->desk);
	vset(m, "ball", service_words(r->a, rel->service->states, rel->service->nstates,
	    db_get(rows, i, "state"))->ball);
	vset_flag(m, "late", due != 0 && due < c->world.now_at);
	vset_flag(m, "mine", db_bool(rows, i, "mine"));
	vset_flag(m, "proposed", db_bool(rows, i, "proposed"));
	fill_cells(r, m, c, rows, i, rel);
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
fill(struct req *r, struct list *l, const struct asked *q)
{
	const struct db_rows *counts = part(r, q, "count");
	struct columns c;
	struct str keep;
	size_t from, to;

	list_settle(l, db_int(counts, 0, "mine") > 0);
	keep = list_query(r->a, l, l->n, NULL);
	TRY(columns_read(r, part(r, q, "service"), part(r, q, "chosen"), &c));
	fill_lists(r, l, counts);
	fill_other(r, "news", LIST_HOME "/nytt", part(r, q, "news"));
	fill_other(r, "letters", LIST_HOME "/brev", part(r, q, "letters"));
	fill_requests(r, part(r, q, "requests"));
	fill_pages(r, l, q->rows, &from, &to);
	fill_heads(r, l, &c);
	vlist(page_map(r), "rows");
	for (size_t i = from; i < to; i++)
		TRY(fill_row(r, &c, q->rows, i, keep));
	fill_searches(r, l, part(r, q, "search"));
	fill_choices(r, l, &c);
	filter_fill(r, l, &c, part(r, q, "staff"), part(r, q, "unit"), part(r, q, "label"));
	graded_fill(r, part(r, q, "graded"));
	fill_done(r);
	return ERR_OK;
}

enum err
desk_worklist(struct req *r)
{
	struct list l;
	struct asked q;

	list_read(r, &r->query, &l);
	q = ask(r, &l);
	TRY(page_read(r));
	if (q.ref != NULL && db_count(q.ref) > 0) {
		reply_redirect(r, str_fmt(r->a, LIST_HOME "/sak/" STR_FMT,
		    STR_ARG(db_get(q.ref, 0, "ref"))));
		return ERR_OK;
	}
	TRY(fill(r, &l, &q));
	return page_show(r, "desk/worklist");
}
