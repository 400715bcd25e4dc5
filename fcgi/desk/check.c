/* check.c - the checklist: points in order or missing, facts yes or no, and then complete */
#include "desk/check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/time.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/told.h"
#include "json/out.h"

#define NOTE_CHARS	2000

struct entry {			/* a point or a fact, as it stands and as it was posted */
	struct str	 kind;
	struct str	 id, desk, law;
	struct str	 was, was_note, by;
	int64_t		 said_at;
	struct str	 said, note;
	bool		 worked_out;	/* a fact that nobody is asked for */
	bool		 asks;		/* it concerns this application */
};

struct list {
	struct entry	*v;
	size_t		 n;
	struct str	 revision;
	bool		 too_long;
};

/* ---- read ---- */

static void
take_row(struct entry *x, const struct db_rows *rows)
{
	for (size_t i = 0; i < db_count(rows); i++)
		if (str_eq(db_get(rows, i, "kind"), x->kind) &&
		    str_eq(db_get(rows, i, "id"), x->id)) {
			x->was = x->said = db_get(rows, i, "said");
			x->was_note = x->note = db_get(rows, i, "note");
			x->by = db_get(rows, i, "by");
			x->said_at = db_at(rows, i, "said_at");
		}
}

static struct str
revision(struct arena *a, const struct db_rows *rows)
{
	struct buf b = buf_new(a, 1024);

	for (size_t i = 0; i < db_count(rows); i++)
		buf_fmt(&b, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
		    STR_ARG(db_get(rows, i, "kind")), STR_ARG(db_get(rows, i, "id")),
		    STR_ARG(db_get(rows, i, "said")), STR_ARG(db_get(rows, i, "note")));
	return hash_sha256_hex(a, buf_str(&b));
}

static void
fact_value(const struct work *w, struct entry *x)
{
	const struct form_expr *value = form_fact_value(w->c.release->form, x->id);
	bool so;

	x->worked_out = value != NULL;
	if (x->worked_out && form_expr_known(value, w->c.answers, &w->c.world, &so))
		x->was = so ? STR("yes") : STR("no");
}

static struct list
list_read(struct req *r, const struct work *w, const struct db_rows *rows)
{
	const struct service *s = w->c.release->service;
	struct list l = { .revision = revision(r->a, rows) };

	l.v = arena_alloc(r->a, (s->nfacts + s->npoints + 1) * sizeof *l.v);
	for (size_t i = 0; i < s->nfacts; i++) {
		l.v[l.n] = (struct entry){ .kind = STR("fact"), .id = s->facts[i].id,
			.desk = s->facts[i].desk, .asks = true, .was = STR(""),
			.was_note = STR(""), .said = STR(""), .note = STR("") };
		take_row(&l.v[l.n], rows);
		fact_value(w, &l.v[l.n++]);
	}
	for (size_t i = 0; i < s->npoints; i++) {
		l.v[l.n] = (struct entry){ .kind = STR("point"), .id = s->points[i].id,
			.desk = s->points[i].desk, .law = s->points[i].law, .was = STR(""),
			.was_note = STR(""), .said = STR(""), .note = STR(""),
			.asks = release_point_asks(w->c.release, i, w->c.answers,
			&w->c.world) };
		take_row(&l.v[l.n++], rows);
	}
	return l;
}

static bool
may_say(const struct entry *x, struct str said)
{
	static const struct str point[] = { STR("ok"), STR("missing"), STR("none") };
	static const struct str fact[] = { STR("yes"), STR("no") };

	return str_eq_z(x->kind, "fact") ? !x->worked_out && str_among(said, fact, 2) :
	    str_among(said, point, 3);
}

static struct str
name_of(struct arena *a, const struct entry *x, const char *note)
{
	return str_fmt(a, "%s%s." STR_FMT, note, str_eq_z(x->kind, "fact") ? "fakta" : "punkt",
	    STR_ARG(x->id));
}

static void
list_post(const struct req *r, struct list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct entry *x = &l->v[i];
		struct str said = page_field(r, name_of(r->a, x, "").p);
		struct str note = str_trim(page_field(r, name_of(r->a, x, "notat-").p));

		if (!x->asks || !may_say(x, said))
			continue;
		x->said = said;
		x->note = note.p != NULL ? note : STR("");
		l->too_long |= str_chars(x->note) > NOTE_CHARS;
	}
}

/* ---- shown ---- */

static const char *const answers[][2] = { { "ok", "is_ok" }, { "missing", "is_missing" },
	{ "none", "is_none" }, { "yes", "is_yes" }, { "no", "is_no" } };

static void
fill_entry(struct req *r, const char *list, const struct entry *x, bool stale)
{
	struct vmap *m = vadd(page_map(r), list);

	vset(m, "id", str_fmt(r->a, STR_FMT "-" STR_FMT, STR_ARG(x->kind), STR_ARG(x->id)));
	vset(m, "name", name_of(r->a, x, ""));
	vset(m, "note_name", name_of(r->a, x, "notat-"));
	vset(m, "text", x->desk);
	vset(m, "law", x->law.p != NULL ? x->law : STR(""));
	vset(m, "said", x->worked_out ? x->was : x->said);
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		vset_flag(m, answers[i][1], str_eq_z(x->said, answers[i][0]));
	vset(m, "note", x->note);
	vset(m, "by", x->by.p != NULL ? x->by : STR(""));
	vset(m, "at", x->said_at != 0 ? page_at(r, x->said_at) : STR(""));
	vset_flag(m, "worked_out", x->worked_out);
	vset(m, "theirs", stale && !str_eq(x->said, x->was) ? x->was : STR(""));
	vset_flag(m, "too_long", str_chars(x->note) > NOTE_CHARS);
}

static void
count(const struct list *l, int *open, int *missing)
{
	*open = *missing = 0;
	for (size_t i = 0; i < l->n; i++) {
		const struct entry *x = &l->v[i];

		if (!x->asks || x->worked_out)
			continue;
		*open += x->was.n == 0;
		*missing += str_eq_z(x->was, "missing");
	}
}

static enum err
show(struct req *r, const struct work *w, const struct list *l, bool stale)
{
	struct vmap *v = page_map(r);
	int open, missing;

	work_head(r, w);
	vlist(v, "facts");
	vlist(v, "points");
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].asks)
			fill_entry(r, str_eq_z(l->v[i].kind, "fact") ? "facts" : "points",
			    &l->v[i], stale);
	count(l, &open, &missing);
	vset_int(v, "open", open);
	vset_int(v, "missing", missing);
	vset(v, "revision", l->revision);
	vset_flag(v, "may_say", w->mine && w->c.by != 0);
	vset_flag(v, "stale", stale);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "saved", params_has(&r->query, "lagret"));
	vset_flag(v, "can_ask", w->mine && page_case_may(r, &w->c, "ask"));
	vset_flag(v, "can_complete", w->mine && page_case_may(r, &w->c, "complete"));
	vset(v, "ask_href", str_fmt(r->a, STR_FMT "/mangler", STR_ARG(w->base)));
	vset(v, "check_href", str_fmt(r->a, STR_FMT "/sjekkliste", STR_ARG(w->base)));
	vset(v, "complete_href", str_fmt(r->a, STR_FMT "/komplett", STR_ARG(w->base)));
	vset_flag(v, "error", l->too_long);
	return page_show(r, "desk/checklist");
}

enum err
desk_check(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *said = DB_ADD(page_db(r), SQL_CHECK_LIST, r->seg[0]);
	struct work w;
	struct list l;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("checklist"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	l = list_read(r, &w, said);
	if (l.n == 0)
		return ERR_GONE;
	return show(r, &w, &l, false);
}

/* ---- saved ---- */

static bool
changed(const struct entry *x)
{
	return x->asks && !x->worked_out && x->said.n > 0 && (!str_eq(x->said, x->was) ||
	    !str_eq(x->note, x->was_note));
}

/* What changed; empty when nothing did.  Notes stay out of the chain. */
static struct str
changes(struct arena *a, const struct list *l, bool notes)
{
	struct buf b = buf_new(a, 1024);

	for (size_t i = 0; i < l->n; i++) {
		if (!changed(&l->v[i]))
			continue;
		if (b.n == 0)
			json_open(&b, NULL, '[');
		json_open(&b, NULL, '{');
		json_say(&b, "kind", l->v[i].kind);
		json_say(&b, "id", l->v[i].id);
		json_say(&b, "said", l->v[i].said);
		if (notes)
			json_say(&b, "note", l->v[i].note);
		json_close(&b, '}');
	}
	if (b.n > 0)
		json_close(&b, ']');
	return buf_str(&b);
}

/* What is said from now on, as the view case_said gives it; what is not of the list stands. */
static struct str
lines(struct arena *a, const struct list *l, struct str before)
{
	struct buf b = buf_new(a, 1024);
	struct str open = release_said_of(before, "inspection", STR("open"));

	if (open.n > 0)
		buf_fmt(&b, "inspection\topen\t" STR_FMT "\n", STR_ARG(open));
	for (size_t i = 0; i < l->n; i++)
		if (!l->v[i].worked_out && l->v[i].said.n > 0)
			buf_fmt(&b, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(l->v[i].kind),
			    STR_ARG(l->v[i].id), STR_ARG(l->v[i].said));
	return buf_str(&b);
}

static bool
fact_changed(const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq_z(l->v[i].kind, "fact") && changed(&l->v[i]) &&
		    !str_eq(l->v[i].said, l->v[i].was))
			return true;
	return false;
}

static enum err
save(struct req *r, struct work *w, const struct list *l)
{
	struct str now = changes(r->a, l, true);
	struct case_event e = page_case_event(r, &w->c, "desk.check");
	const struct db_rows *moved = NULL;
	bool on = str_eq_z(page_field(r, "videre"), "mangler");

	if (now.n > 0) {
		DB_ADD(page_db(r), SQL_CHECK_SAVE, w->c.id, now);
		e.data = str_fmt(r->a, "{\"checks\":" STR_FMT "}",
		    STR_ARG(changes(r->a, l, false)));
		case_happen(page_db(r), &e);
	}
	w->c.said->lines = lines(r->a, l, w->c.said->lines);
	if (fact_changed(l) && page_case_may(r, &w->c, "facts")) {
		e = page_case_event(r, &w->c, "facts");
		TRY(case_fire(page_db(r), r->a, &e, &moved));
	}
	TRY(page_commit(r));
	if (moved != NULL && db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/%s", STR_ARG(w->base),
	    on ? "mangler" : "sjekkliste?lagret=1"));
	return ERR_OK;
}

static enum err
refuse(struct req *r, const struct work *w, const struct list *l, enum err why)
{
	db_rollback(page_db(r));
	TRY(page_begin(r));
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("checklist"));
	TRY(page_commit(r));
	r->status = err_http(why);
	return show(r, w, l, why == ERR_STALE);
}

enum err
desk_check_save(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *said = DB_ADD(page_db(r), SQL_CHECK_LIST, r->seg[0]);
	struct work w;
	struct list l;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/sjekkliste",
		    STR_ARG(url_encode(r->a, r->seg[0]))));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	if (!w.mine)
		return ERR_DENIED;
	l = list_read(r, &w, said);
	list_post(r, &l);
	if (token != ERR_OK)
		return refuse(r, &w, &l, token);
	if (!str_eq(page_field(r, "revisjon"), l.revision))
		return refuse(r, &w, &l, ERR_STALE);
	return l.too_long ? refuse(r, &w, &l, ERR_INVALID) : save(r, &w, &l);
}

/* ---- beside ---- */

void
check_doors(struct req *r, const struct work *w)
{
	const struct service *s = w->c.release->service;
	struct vmap *v = page_map(r);

	vset(v, "checklist_href", s->npoints + s->nfacts > 0 ? str_fmt(r->a, STR_FMT
	    "/sjekkliste", STR_ARG(w->base)) : STR(""));
	vset(v, "limit_href", w->mine && page_case_may(r, &w->c, "extend") ? str_fmt(r->a, STR_FMT
	    "/frist", STR_ARG(w->base)) : STR(""));
	vset(v, "fee_href", s->nfees > 0 ? str_fmt(r->a, STR_FMT "/gebyr", STR_ARG(w->base)) :
	    STR(""));
}

static bool
ticked(const struct ask *k, struct str field)
{
	for (size_t i = 0; i < k->nitems; i++)
		if (k->item[i].ticked && str_eq(k->item[i].field, field))
			return true;
	return false;
}

void
check_suggest(const struct work *w, const struct db_rows *rows, struct ask *k)
{
	const struct service *s = w->c.release->service;

	for (size_t i = 0; i < db_count(rows); i++) {
		const struct service_point *p = service_point(s, db_get(rows, i, "id"));

		if (p == NULL || p->deficiency.p == NULL ||
		    !str_eq_z(db_get(rows, i, "kind"), "point") ||
		    !str_eq_z(db_get(rows, i, "said"), "missing") ||
		    !release_point_asks(w->c.release, (size_t)(p - s->points), w->c.answers,
		    &w->c.world))
			continue;
		if (p->field.p != NULL && ticked(k, p->field))
			continue;
		if (p->field.p == NULL || !ask_suggest_question(k, p->field, p->deficiency))
			ask_suggest_extra(k, p->desk, p->deficiency);
	}
}
