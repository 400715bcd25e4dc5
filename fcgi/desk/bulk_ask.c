/* bulk_ask.c - before anything is done with many cases: what it is, how many, and the letter */
#include "base/buf.h"
#include "base/id.h"
#include "desk/bulk.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "letter/letter.h"

#define ASK	"/saksbehandling/utvalg"

/* Why a case cannot be part of it; NULL when it can. */
static const char *
hinders(const struct bulk *b, const struct db_rows *rows, size_t i)
{
	bool moves = b->kind == BULK_ASSIGN || b->kind == BULK_GIVE_BACK;

	if (work_acting(db_get(rows, i, "role"), db_get(rows, i, "disqualified")) == 0)
		return "rights";
	if (moves && db_bool(rows, i, "closed"))
		return "closed";
	if (b->kind == BULK_GIVE_BACK && db_get(rows, i, "assigned_to").p == NULL)
		return "nobodys";
	return NULL;
}

static void
fill_row(struct req *r, const char *list, const struct db_rows *rows, size_t i)
{
	struct vmap *m = vadd(page_map(r), list);
	struct str ref = db_get(rows, i, "ref"), who = db_get(rows, i, "assigned_to");

	vset(m, "ref", ref);
	vset(m, "value", str_fmt(r->a, STR_FMT "," STR_FMT, STR_ARG(ref), STR_ARG(who)));
	vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(ref)));
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "assigned", db_get(rows, i, "assigned"));
}

static size_t
fill_cases(struct req *r, const struct bulk *b, const struct db_rows *rows)
{
	size_t n = 0, rights = 0, closed = 0, nobodys = 0;
	struct vmap *v = page_map(r);

	vlist(v, "cases");
	for (size_t i = 0; i < db_count(rows) && n < BULK_MOST; i++) {
		const char *why = hinders(b, rows, i);

		n += why == NULL;
		rights += str_eq_z(str_from_z(why), "rights");
		closed += str_eq_z(str_from_z(why), "closed");
		nobodys += str_eq_z(str_from_z(why), "nobodys");
		if (why == NULL)
			fill_row(r, "cases", rows, i);
	}
	rights += b->n > db_count(rows) ? b->n - db_count(rows) : 0;
	vset_int(v, "n", (int64_t)n);
	vset_flag(v, "one", n == 1);
	vset(v, "rights", rights == 0 ? STR("") : str_fmt(r->a, "%zu", rights));
	vset(v, "closed", closed == 0 ? STR("") : str_fmt(r->a, "%zu", closed));
	vset(v, "nobodys", nobodys == 0 ? STR("") : str_fmt(r->a, "%zu", nobodys));
	vset_flag(v, "more", b->n == 0 && db_count(rows) > BULK_MOST);
	return n;
}

static bool
chosen(const struct bulk *b, struct str id)
{
	struct str rest = b->people;

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), id))
			return true;
	return false;
}

static void
fill_people(struct req *r, const struct bulk *b, const struct db_rows *people)
{
	vlist(page_map(r), "people");
	vset(page_map(r), "from_name", STR(""));
	for (size_t i = 0; i < db_count(people); i++) {
		struct str id = db_get(people, i, "id");
		struct vmap *m;

		if (str_eq(id, b->from)) {
			vset(page_map(r), "from_name", db_get(people, i, "name"));
			continue;
		}
		m = vadd(page_map(r), "people");
		vset(m, "id", str_fmt(r->a, "til-" STR_FMT, STR_ARG(id)));
		vset(m, "value", id);
		vset(m, "name", db_get(people, i, "name"));
		vset(m, "open_cases", db_get(people, i, "open_cases"));
		vset_flag(m, "me", db_bool(people, i, "me"));
		vset_flag(m, "checked", chosen(b, id));
	}
}

static void
fill_words(struct req *r, const struct bulk *b)
{
	struct vmap *v = page_map(r);

	vset_z(v, "kind", bulk_name(b->kind));
	vset(v, "handling", page_field(r, "handling"));
	vset(v, "nr", b->id);
	vset(v, "message", b->message);
	vset(v, "label", page_field(r, "merke"));
	vset(v, "subject", b->title);
	vset(v, "text", b->text);
}

static void
fill_labels(struct req *r, const struct db_rows *known)
{
	vlist(page_map(r), "labels");
	for (size_t i = 0; i < db_count(known); i++)
		vset(vadd(page_map(r), "labels"), "label", db_get(known, i, "label"));
}

struct ask {
	const struct db_rows *cases, *people, *labels, *things;
};

static struct ask
ask(struct req *r, const struct bulk *b)
{
	struct ask a;

	a.cases = b->n == 0 && b->from.n > 0 ? DB_ADD(page_db(r), SQL_BULK_OF_USER, b->from) :
	    DB_ADD(page_db(r), SQL_BULK_READ, b->refs);
	a.people = DB_ADD(page_db(r), SQL_COLLEAGUE_LIST, STR_NONE);
	a.labels = DB_ADD0(page_db(r), SQL_LABEL_KNOWN);
	a.things = bulk_enclosed_ask(r, b);
	return a;
}

/* A flag for each field, so when it is the one. */
static void
fill_wrong(struct req *r, const char *at)
{
	static const char *const fields[] = { "til", "melding", "merke", "tittel", "tekst" };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		vset_flag(page_map(r), str_fmt(r->a, "at_%s", fields[i]).p,
		    at[0] == '#' && str_eq_z(str_from_z(fields[i]), at + 1));
}

static enum err
show(struct req *r, const struct bulk *b, const struct ask *a, const char *wrong)
{
	size_t n = fill_cases(r, b, a->cases);
	struct enclosed e = enclosed_read(r, &r->form, a->things);

	if (b->n > BULK_MOST)
		wrong = "bulk-many";
	if (n == 0 && r->status == 200)
		r->status = err_http(ERR_INVALID);
	fill_people(r, b, a->people);
	fill_labels(r, a->labels);
	fill_words(r, b);
	work_error(r, "error_text", wrong, b->wrong_at);
	fill_wrong(r, wrong != NULL ? b->wrong_at : "");
	enclosed_fill(r, &e, wrong != NULL);
	vset_flag(page_map(r), "old", r->status == err_http(ERR_CSRF));
	vset_flag(page_map(r), "too_many", b->n > BULK_MOST);
	return page_show(r, "desk/bulk");
}

enum err
desk_bulk(struct req *r)
{
	struct bulk b;
	struct ask a;

	if (!bulk_take(r, &b))
		return ERR_INPUT;
	a = ask(r, &b);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, STR(ASK));
	TRY(page_commit(r));		/* what is posted is only shown: any form token will do */
	return show(r, &b, &a, NULL);
}

enum err
bulk_refuse(struct req *r, const struct bulk *b, enum err why)
{
	struct ask a;

	if (!db_in_tx(page_db(r)))
		TRY(page_begin(r));
	a = ask(r, b);
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, b, &a, why == ERR_INVALID ? b->wrong : NULL);
}

/* ---- the letter, as the first of them will get it ---- */

static enum err
show_letter(struct req *r, const struct bulk *b, const struct db_rows *first)
{
	struct buf letter = buf_new(r->a, 16 * 1024);
	struct vmap *v = page_map(r);
	struct work w;

	TRY(work_take(r, first, &w));
	TRY(message_letter(r, &w, b, &letter));
	TRY(letter_read(r->a, buf_str(&letter), v));
	work_head(r, &w);
	over_carry(r, "nr");
	vset(v, "nr", b->id);
	vset_int(v, "n", (int64_t)b->n);
	vset_flag(v, "one", b->n == 1);
	return page_show(r, "desk/bulk-letter");
}

enum err
desk_bulk_letter(struct req *r)
{
	const struct db_rows *first, *things;
	struct str rest, ref;
	struct bulk b;
	enum err e;

	if (!bulk_take(r, &b) || b.kind != BULK_LETTER)
		return ERR_INPUT;
	rest = b.refs;
	ref = str_cut(&rest, ' ');
	first = DB_ADD(page_db(r), SQL_CASE_READ, ref);
	things = bulk_enclosed_ask(r, &b);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, ref, STR("preview"));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, STR(ASK));
	bulk_enclosed(r, &b, things);
	e = page_judge(r);
	if (e == ERR_OK && (b.wrong != NULL || db_count(first) == 0))
		e = ERR_INVALID;
	if (e != ERR_OK)
		return bulk_refuse(r, &b, e);
	TRY(page_commit(r));
	return show_letter(r, &b, first);
}
