/* inspection.c - the inspections of a case: notes that were sent, what becomes of remarks */
#include "desk/inspection.h"

#include "base/id.h"
#include "base/time.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"

#define REASON_CHARS	2000

struct str
inspection_href(const struct req *r, const char *end)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/tilsyn%s",
	    STR_ARG(url_encode(r->a, r->seg[0])), end);
}

enum err
note_may(const struct req *r, const struct work *w)
{
	if (w->c.release->service->inspections.letter.p == NULL)
		return ERR_GONE;
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	return work_writes(r, w) ? ERR_OK : ERR_DENIED;
}

/* ---- on the case's page ---- */

/* The steps that could be taken, were it not for the remarks: the flow is asked once with them, and
   once without. */
static void
fill_waiting(struct req *r, const struct work *w)
{
	struct page_case c = w->c;
	struct str lines = c.said->lines;
	const struct flow_choice *now, *then;
	struct case_event e = page_case_event(r, &c, "");
	size_t n = case_may(r->a, &e, &now), all;

	c.said->lines = str_fmt(r->a, "inspection\topen\t0\n" STR_FMT, STR_ARG(lines));
	all = case_may(r->a, &e, &then);
	c.said->lines = lines;
	for (size_t i = 0; i < all; i++) {
		const struct service *s = c.release->service;
		size_t k = 0;

		while (k < n && !str_eq(now[k].event, then[i].event))
			k++;
		if (k == n)
			vset(vadd(page_map(r), "waiting"), "text", service_words(r->a, s->events,
			    s->nevents, then[i].event)->desk);
	}
}

void
inspection_fill(struct req *r, const struct db_rows *rows, const struct work *w)
{
	struct vmap *v = page_map(r);
	bool any = db_count(rows) > 0;

	vset(v, "inspection_href", any || w->c.release->service->inspections.letter.p != NULL ?
	    inspection_href(r, "") : STR(""));
	vset_flag(v, "inspected", any);
	vset_int(v, "open_remarks", any ? db_int(rows, 0, "remarks") : 0);
	vset_int(v, "late_remarks", any ? db_int(rows, 0, "late") : 0);
	vset_int(v, "told_remarks", any ? db_int(rows, 0, "told") : 0);
	vlist(v, "waiting");
	if (any && db_int(rows, 0, "remarks") > 0)
		fill_waiting(r, w);
}

/* ---- all of a case ---- */

struct turn {			/* what is posted of one remark */
	struct str	 id, step, day, iso, reason;
	const char	*wrong_step, *wrong_day, *wrong_reason;
};

struct all {
	const struct db_rows *rows, *list, *steps, *files;
	struct note_asked draft;
	struct work	 w;
};

static struct all
all_ask(struct req *r, const struct db_stmt *of_case)
{
	struct all x = { .rows = db_add(page_db(r), of_case, &r->seg[0], 1) };

	x.list = DB_ADD(page_db(r), SQL_INSPECTION_LIST, r->seg[0]);
	x.steps = DB_ADD(page_db(r), SQL_INSPECTION_STEPS, r->seg[0]);
	x.draft = note_ask(r);
	x.files = x.draft.files;
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("inspection"));
	return x;
}

static struct str
day_of(struct req *r, struct str iso)
{
	struct date d;

	return time_date_read(iso, &d) ? time_date_show(r->a, LANG_NB, d) : STR("");
}

static void
fill_steps(struct req *r, struct vmap *m, const struct db_rows *steps, struct str id)
{
	vlist(m, "steps");
	for (size_t i = 0; i < db_count(steps); i++) {
		struct vmap *s;

		if (!str_eq(db_get(steps, i, "remark_id"), id))
			continue;
		s = vadd(m, "steps");
		vset(s, "step", db_get(steps, i, "step"));
		vset(s, "day", day_of(r, db_get(steps, i, "day")));
		vset(s, "reason", db_get(steps, i, "reason"));
		vset(s, "by", db_get(steps, i, "by"));
		vset(s, "at", page_at(r, db_at(steps, i, "at")));
	}
}

static struct str
said(struct req *r, const char *id)
{
	return id != NULL ? work_say(r, id, STR("")) : STR("");
}

/* What was typed of the remark that is posted; else today and nothing. */
static void
fill_turn(struct req *r, struct vmap *m, const struct work *w, const struct turn *t, bool mine)
{
	vset_flag(m, "posted", mine);
	vset_flag(m, "typed_done", mine && str_eq_z(t->step, "done"));
	vset_flag(m, "typed_waived", mine && str_eq_z(t->step, "waived"));
	vset_flag(m, "typed_later", mine && str_eq_z(t->step, "later"));
	vset(m, "typed_day", mine ? t->day : form_type_edit(r->a, FORM_DAY,
	    time_date_iso(r->a, time_oslo_date(w->c.world.now_at))));
	vset(m, "typed_reason", mine ? t->reason : STR(""));
	vset(m, "error_step", mine ? said(r, t->wrong_step) : STR(""));
	vset(m, "error_day", mine ? said(r, t->wrong_day) : STR(""));
	vset(m, "error_reason", mine ? said(r, t->wrong_reason) : STR(""));
}

static void
fill_remark(struct req *r, struct vmap *note, const struct all *x, size_t i, const struct turn *t)
{
	struct vmap *m = vadd(note, "remarks");
	struct str id = db_get(x->list, i, "remark_id"), due = db_get(x->list, i, "due_on");
	struct str today = time_date_iso(r->a, time_oslo_date(x->w.c.world.now_at));
	bool open = db_get(x->list, i, "how").n == 0;

	vset(m, "id", id);
	vset(m, "n", db_get(x->list, i, "remark_n"));
	vset(m, "text", db_get(x->list, i, "text"));
	vset(m, "due", day_of(r, due));
	vset_flag(m, "open", open);
	vset_flag(m, "late", open && str_cmp(due, today) < 0);
	vset(m, "how", db_get(x->list, i, "how"));
	vset(m, "closed", day_of(r, db_get(x->list, i, "closed_on")));
	vset(m, "told_at", page_at(r, db_at(x->list, i, "told_at")));
	vset(m, "told", db_get(x->list, i, "told"));
	vset(m, "told_href", str_fmt(r->a, STR_FMT "#melding-" STR_FMT, STR_ARG(x->w.base),
	    STR_ARG(db_get(x->list, i, "told_id"))));
	vset_flag(m, "can_turn", work_writes(r, &x->w) &&
	    !str_eq_z(db_get(x->list, i, "how"), "replaced"));
	fill_steps(r, m, x->steps, id);
	fill_turn(r, m, &x->w, t, t != NULL && str_eq(t->id, id));
}

static void
fill_files(struct req *r, struct vmap *m, const struct all *x, struct str id)
{
	vlist(m, "scans");
	for (size_t i = 0; i < db_count(x->files); i++) {
		struct str verdict = db_get(x->files, i, "verdict");
		struct vmap *f;

		if (!str_eq(db_get(x->files, i, "inspection_id"), id))
			continue;
		f = vadd(m, "scans");
		vset(f, "name", db_get(x->files, i, "name"));
		vset(f, "size", form_bytes_show(r->a, LANG_NB, (size_t)db_int(x->files, i,
		    "size")));
		vset(f, "href", str_fmt(r->a, STR_FMT "/vedlegg/" STR_FMT, STR_ARG(x->w.base),
		    STR_ARG(db_get(x->files, i, "id"))));
		vset_flag(f, "waiting", str_eq_z(verdict, "waiting"));
		vset_flag(f, "infected", str_eq_z(verdict, "infected"));
	}
}

static struct vmap *
fill_note(struct req *r, const struct all *x, size_t i)
{
	struct vmap *m = vadd(page_map(r), "notes");
	struct str id = db_get(x->list, i, "id"), letter = db_get(x->list, i, "letter_id");

	vset(m, "n", db_get(x->list, i, "n"));
	vset(m, "day", day_of(r, db_get(x->list, i, "day")));
	vset(m, "present", db_get(x->list, i, "present"));
	vset(m, "seen", db_get(x->list, i, "seen"));
	vset(m, "corrects_n", db_get(x->list, i, "corrects_n"));
	vset(m, "replaced_n", db_get(x->list, i, "replaced_n"));
	vset(m, "by", db_get(x->list, i, "sent_by"));
	vset(m, "at", page_at(r, db_at(x->list, i, "sent_at")));
	vset(m, "letter_href", letter.n == 0 ? STR("") : str_fmt(r->a, STR_FMT "/brev/" STR_FMT,
	    STR_ARG(x->w.base), STR_ARG(letter)));
	vset(m, "correct_href", note_may(r, &x->w) == ERR_OK &&
	    db_count(x->draft.draft) == 0 && db_get(x->list, i, "replaced_n").n == 0 ?
	    str_fmt(r->a, STR_FMT "/tilsyn/notat?retter=" STR_FMT, STR_ARG(x->w.base),
	    STR_ARG(id)) : STR(""));
	vlist(m, "remarks");
	fill_files(r, m, x, id);
	return m;
}

static const char *
done(const struct req *r)
{
	return params_has(&r->query, "sendt") ? "sent" : params_has(&r->query, "slettet") ?
	    "dropped" : params_has(&r->query, "lagret") ? "turned" : "";
}

static enum err
show(struct req *r, const struct all *x, const struct turn *t)
{
	struct vmap *v = page_map(r), *note = NULL;

	work_head(r, &x->w);
	vlist(v, "notes");
	for (size_t i = 0; i < db_count(x->list); i++) {
		if (i == 0 || !str_eq(db_get(x->list, i, "id"), db_get(x->list, i - 1, "id")))
			note = fill_note(r, x, i);
		if (db_get(x->list, i, "remark_id").n > 0)
			fill_remark(r, note, x, i, t);
	}
	vset(v, "what", x->w.c.release->service->inspections.desk);
	vset(v, "action", inspection_href(r, ""));
	vset(v, "note_href", note_may(r, &x->w) != ERR_OK ? STR("") : inspection_href(r, "/notat"));
	vset_flag(v, "drafted", db_count(x->draft.draft) > 0);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	vset_flag(v, "error", r->status != 200);
	vset_z(v, "done", done(r));
	return page_show(r, "desk/inspection");
}

enum err
desk_inspection(struct req *r)
{
	struct all x = all_ask(r, &SQL_CASE_READ);

	TRY(page_read(r));
	TRY(work_take(r, x.rows, &x.w));
	if (x.w.c.release->service->inspections.letter.p == NULL && db_count(x.list) == 0)
		return ERR_GONE;
	return show(r, &x, NULL);
}

/* ---- a step ---- */

static struct turn
turn_read(const struct req *r)
{
	return (struct turn){ .id = page_field(r, "merknad"), .step = page_field(r, "hva"),
		.day = str_trim(page_field(r, "dag")), .reason = str_trim(page_field(r, "grunn")) };
}

/* The remark's row, or -1. */
static int
row_of(const struct all *x, struct str id)
{
	for (size_t i = 0; i < db_count(x->list); i++)
		if (id.n > 0 && str_eq(db_get(x->list, i, "remark_id"), id))
			return (int)i;
	return -1;
}

static void
judge(const struct req *r, const struct all *x, struct str due, struct turn *t)
{
	static const struct str steps[] = { STR("done"), STR("waived"), STR("open"), STR("later") };
	struct str today = time_date_iso(r->a, time_oslo_date(x->w.c.world.now_at));
	struct date d;
	bool day;

	t->wrong_step = str_among(t->step, steps, 4) ? NULL : "remark-step";
	t->wrong_reason = t->reason.n == 0 || str_chars(t->reason) > REASON_CHARS ?
	    "remark-reason" : NULL;
	t->iso = today;
	if (!str_eq_z(t->step, "done") && !str_eq_z(t->step, "later"))
		return;
	day = form_type_read(r->a, FORM_DAY, t->day, &x->w.c.world, &t->iso) &&
	    time_date_read(t->iso, &d);
	if (str_eq_z(t->step, "done") && (!day || str_cmp(t->iso, today) > 0))
		t->wrong_day = "remark-day";
	if (str_eq_z(t->step, "later") && (!day || str_cmp(t->iso, due) <= 0))
		t->wrong_day = "remark-later";
}

static enum err
turn(struct req *r, const struct all *x, const struct turn *t)
{
	const struct db_rows *turned = DB_ADD(page_db(r), SQL_INSPECTION_TURN, r->seg[0], t->id,
	    t->step, t->iso, t->reason);

	TRY(page_commit(r));
	if (db_bool(turned, 0, "turned")) {
		reply_redirect(r, inspection_href(r, "?lagret=1"));
		return ERR_OK;
	}
	r->status = err_http(ERR_STALE);
	return show(r, x, t);
}

enum err
desk_inspection_turn(struct req *r)
{
	struct all x = all_ask(r, &SQL_CASE_LOCK);
	struct turn t = turn_read(r);
	enum err token;
	int i;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, inspection_href(r, ""));
	token = page_judge(r);
	TRY(work_take(r, x.rows, &x.w));
	i = row_of(&x, t.id);
	if (i < 0)
		return ERR_GONE;
	judge(r, &x, db_get(x.list, (size_t)i, "due_on"), &t);
	if (token == ERR_OK && t.wrong_step == NULL && t.wrong_day == NULL &&
	    t.wrong_reason == NULL)
		return turn(r, &x, &t);
	TRY(page_commit(r));
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show(r, &x, &t);
}
