/* grade.c - whose address is graded, noted by who may see such cases: of people who never log in */
#include "base/id.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"

#define ASKED	"nabo"		/* fields, with the id: graded now; graded no more */
#define BY_HAND	"angre"

/* Who is in the case; who is left out of its answers; who was asked; who was graded here. */
struct grading {
	const struct db_rows *rows, *people, *hidden, *asked, *by_hand;
	struct work	 w;
};

static const char *const grades[] = { "none", "confidential", "strictly-confidential" };

static struct str
form_href(const struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/adressebeskyttelse",
	    STR_ARG(url_encode(r->a, r->seg[0])));
}

static struct str
grade_of(const struct db_rows *people, size_t i)
{
	struct str graded = db_get(people, i, "graded");

	return graded.n > 0 ? graded : STR("none");
}

static struct str
field_of(const struct req *r, const struct db_rows *people, size_t i)
{
	return str_fmt(r->a, "grad." STR_FMT, STR_ARG(db_get(people, i, "id")));
}

static bool
is_grade(struct str s)
{
	for (size_t k = 0; k < sizeof grades / sizeof *grades; k++)
		if (str_eq_z(s, grades[k]))
			return true;
	return false;
}

static struct str
posted(const struct req *r, const char *what, const struct db_rows *people, size_t i)
{
	return page_field(r, str_z(r->a, str_fmt(r->a, "%s." STR_FMT, what,
	    STR_ARG(db_get(people, i, "id")))));
}

/* As posted, where it is one and another than the page showed; else as it stands: a page that was
   open meanwhile takes back nothing that its reader did not touch. */
static struct str
chosen(const struct req *r, const struct db_rows *people, size_t i)
{
	struct str grade = posted(r, "grad", people, i);

	return is_grade(grade) && !str_eq(grade, posted(r, "sto", people, i)) ? grade :
	    grade_of(people, i);
}

/* Changed by somebody else while the page was open, and here to something else again. */
static bool
crossed(const struct req *r, const struct db_rows *people, size_t i)
{
	struct str stood = posted(r, "sto", people, i), now = grade_of(people, i);

	return is_grade(stood) && !str_eq(stood, now) && !str_eq(chosen(r, people, i), now);
}

static bool
any_crossed(const struct req *r, const struct db_rows *people)
{
	for (size_t i = 0; i < db_count(people); i++)
		if (crossed(r, people, i))
			return true;
	return false;
}

static void
fill_grade(struct req *r, struct vmap *m, const struct db_rows *people, size_t i)
{
	struct str now = chosen(r, people, i), stands = grade_of(people, i);

	vset(m, "field", field_of(r, people, i));
	vset(m, "stood", str_fmt(r->a, "sto." STR_FMT, STR_ARG(db_get(people, i, "id"))));
	vset(m, "stands", stands);
	vset_flag(m, "crossed", crossed(r, people, i));
	vset_flag(m, "none", str_eq_z(now, "none"));
	vset_flag(m, "confidential", str_eq_z(now, "confidential"));
	vset_flag(m, "strictly", str_eq_z(now, "strictly-confidential"));
}

/* Neighbours whose rows are left out of the answers: told of here alone. */
static void
fill_hidden(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "hidden");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "hidden");

		vset(m, "name", db_get(rows, i, "name"));
		vset(m, "line1", db_get(rows, i, "line1"));
		vset(m, "place", db_get(rows, i, "place"));
		vset(m, "property", db_get(rows, i, "property"));
	}
}

static struct str
one_field(const struct req *r, const char *word, const struct db_rows *rows, size_t i)
{
	return str_fmt(r->a, "%s." STR_FMT, word, STR_ARG(db_get(rows, i, "id")));
}

static bool
is_ticked(const struct req *r, const char *word, const struct db_rows *rows, size_t i)
{
	return page_field(r, str_z(r->a, one_field(r, word, rows, i))).n > 0;
}

/* Those who were asked, or those of them who were graded here; to be ticked. */
static struct vmap *
fill_one(struct req *r, const char *list, const char *word, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), list);

	vset(m, "name", db_get(rows, i, "name"));
	vset(m, "line1", db_get(rows, i, "line1"));
	vset(m, "property", db_get(rows, i, "property"));
	vset(m, "field", one_field(r, word, rows, i));
	vset_flag(m, "ticked", is_ticked(r, word, rows, i));
	return m;
}

static void
fill_asked(struct req *r, const struct grading *g)
{
	vlist(page_map(r), "asked");
	for (size_t i = 0; i < db_count(g->asked); i++)
		(void)fill_one(r, "asked", ASKED, g->asked, i);
	vlist(page_map(r), "by_hand");
	for (size_t i = 0; i < db_count(g->by_hand); i++) {
		struct vmap *m = fill_one(r, "by_hand", BY_HAND, g->by_hand, i);

		vset(m, "at", page_day(r, db_at(g->by_hand, i, "at")));
		vset(m, "by", db_get(g->by_hand, i, "by"));
	}
}

static enum err
show(struct req *r, const struct grading *g)
{
	const struct db_rows *people = g->people;
	struct vmap *v = page_map(r);

	work_head(r, &g->w);
	fill_hidden(r, g->hidden);
	fill_asked(r, g);
	vset(v, "form_href", form_href(r));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	vlist(v, "people");
	for (size_t i = 0; i < db_count(people); i++) {
		struct vmap *m = vadd(v, "people");

		vset(m, "name", db_get(people, i, "name"));
		vset(m, "pid", db_get(people, i, "pid"));
		vset_flag(m, "applicant", db_bool(people, i, "applicant"));
		fill_grade(r, m, people, i);
	}
	return page_show(r, "desk/grade");
}

/* Nobody is told who is in a case but those who may see graded ones. */
static enum err
may_grade(const struct work *w, const struct db_rows *people)
{
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	return w->c.by != 0 && db_count(people) > 0 ? ERR_OK : ERR_DENIED;
}

static struct grading
ask(struct req *r, const struct db_rows *rows)
{
	return (struct grading){ .rows = rows,
		.people = DB_ADD(page_db(r), SQL_CASE_PEOPLE, r->seg[0]),
		.hidden = DB_ADD(page_db(r), SQL_CASE_HIDDEN, r->seg[0]),
		.asked = DB_ADD(page_db(r), SQL_CASE_ASKED, r->seg[0]),
		.by_hand = DB_ADD(page_db(r), SQL_CASE_BY_HAND, r->seg[0]) };
}

enum err
desk_grade(struct req *r)
{
	struct grading g = ask(r, DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]));

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_read(r));
	TRY(work_take(r, g.rows, &g.w));
	TRY(may_grade(&g.w, g.people));
	return show(r, &g);
}

static void
put(struct req *r, const struct grading *g)
{
	struct str id = g->w.c.id;

	for (size_t i = 0; i < db_count(g->people); i++)
		if (!str_eq(chosen(r, g->people, i), grade_of(g->people, i)))
			DB_ADD(page_db(r), SQL_PERSON_GRADE, id, db_get(g->people, i, "id"),
			    chosen(r, g->people, i));
	for (size_t i = 0; i < db_count(g->asked); i++)
		if (is_ticked(r, ASKED, g->asked, i))
			DB_ADD(page_db(r), SQL_ASKED_GRADE, id, db_get(g->asked, i, "id"));
	for (size_t i = 0; i < db_count(g->by_hand); i++)
		if (is_ticked(r, BY_HAND, g->by_hand, i))
			DB_ADD(page_db(r), SQL_ASKED_UNGRADE, id, db_get(g->by_hand, i, "id"));
}

enum err
desk_grade_save(struct req *r)
{
	struct grading g = ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	enum err e;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, form_href(r));
	e = page_judge(r);
	TRY(work_take(r, g.rows, &g.w));
	TRY(may_grade(&g.w, g.people));
	if (e == ERR_OK && any_crossed(r, g.people))
		e = ERR_STALE;
	if (e != ERR_OK) {
		DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
		TRY(page_commit(r));
		r->status = err_http(e);
		return show(r, &g);
	}
	put(r, &g);
	TRY(page_commit(r));
	reply_redirect(r, str_fmt(r->a, STR_FMT "?skjermet=1", STR_ARG(g.w.base)));
	return ERR_OK;
}
