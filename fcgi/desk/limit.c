/* limit.c - the application is complete from a day on; the limit is moved, by agreement */
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "case/clocks.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/told.h"

#define TEXT_CHARS	2000
#define MONTHS_MOST	24	/* that a limit is moved at a time */

struct told
told_read(struct req *r, const struct work *w)
{
	struct told t = { .typed = str_trim(page_field(r, "dag")), .iso = STR("") };
	struct date d;

	if (t.typed.p == NULL)
		t.typed = STR("");
	if (form_type_read(r->a, FORM_DAY, t.typed, &w->c.world, &t.iso) &&
	    time_date_read(t.iso, &d))
		t.day = time_day(d);
	return t;
}

/* A page with one day and some words, for an event that tells them. */
struct telling {
	const char	*event, *path, *page;
	const char	*wrong_day, *wrong_text;	/* messages, or NULL */
	struct told	 day;
	struct str	 text;
};

static struct str
door(struct req *r, const struct telling *f)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/%s",
	    STR_ARG(url_encode(r->a, r->seg[0])), f->path);
}

/* The limit of the clock that runs and has one. */
static int64_t
due_at(struct req *r, const struct work *w)
{
	struct flow_clocks cs = case_clocks_read(r->a, w->c.clocks);

	return flow_clocks_due(&cs);
}

static enum err
show(struct req *r, const struct work *w, const struct telling *f)
{
	struct vmap *v = page_map(r);

	work_head(r, w);
	vset_flag(v, "error", false);
	work_error(r, "error_day", f->wrong_day, "#dag");
	if (f->wrong_day == NULL || f->wrong_text != NULL)
		work_error(r, "error_text", f->wrong_text, "#tekst");
	else
		vset(v, "error_text", STR(""));
	vset(v, "day", f->day.typed);
	vset(v, "text", f->text);
	vset(v, "due_on", page_day(r, due_at(r, w)));
	vset(v, "received_on", page_day(r, w->c.received_at));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset(v, "action", door(r, f));
	return page_show(r, f->page);
}

static enum err
may(const struct req *r, const struct work *w, const struct telling *f)
{
	if (w->disqualified.n > 0)
		return ERR_DISQUALIFIED;
	if (!page_case_may(r, &w->c, f->event))
		return ERR_STALE;
	return w->mine ? ERR_OK : ERR_DENIED;
}

static enum err
ask(struct req *r, struct telling *f)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("checklist"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	TRY(may(r, &w, f));
	f->day.typed = f->text = STR("");
	return show(r, &w, f);
}

static struct str
data(struct req *r, const struct telling *f)
{
	struct buf b = buf_new(r->a, 512);

	buf_fmt(&b, "{\"day\":\"" STR_FMT "\",\"text\":\"", STR_ARG(f->day.iso));
	buf_json(&b, f->text);
	buf_add_z(&b, "\",\"by\":\"");
	buf_json(&b, page_session(r)->name);
	buf_add_z(&b, "\"}");
	return buf_str(&b);
}

static enum err
fire(struct req *r, const struct work *w, const struct telling *f)
{
	struct case_event e = page_case_event(r, &w->c, f->event);
	const struct db_rows *moved;

	e.told_at = case_told_at(f->day.day);
	e.data = data(r, f);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "?%s=1", STR_ARG(w->base), f->path));
	return ERR_OK;
}

static enum err
tell(struct req *r, struct telling *f,
    void (*judge)(struct req *, const struct work *, struct telling *))
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, door(r, f));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(may(r, &w, f));
	f->day = told_read(r, &w);
	f->text = str_trim(page_field(r, "tekst"));
	if (f->text.p == NULL)
		f->text = STR("");
	judge(r, &w, f);
	if (token == ERR_OK && f->wrong_day == NULL && f->wrong_text == NULL)
		return fire(r, &w, f);
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("checklist"));
	TRY(page_commit(r));
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show(r, &w, f);
}

/* ---- complete ---- */

static const struct telling complete = { .event = "complete", .path = "komplett",
	.page = "desk/complete" };

/* Not before it came, and not a day that is to come. */
static void
judge_complete(struct req *r, const struct work *w, struct telling *f)
{
	int64_t came = time_day(time_oslo_date(w->c.received_at));

	(void)r;
	if (f->day.day == 0 || f->day.day < came || f->day.day > w->c.world.today)
		f->wrong_day = "complete-day";
	if (str_chars(f->text) > TEXT_CHARS)
		f->wrong_text = "limit-text-long";
}

enum err
desk_complete(struct req *r)
{
	struct telling f = complete;

	return ask(r, &f);
}

enum err
desk_complete_tell(struct req *r)
{
	struct telling f = complete;

	return tell(r, &f, judge_complete);
}

/* ---- moved ---- */

static const struct telling extend = { .event = "extend", .path = "frist", .page = "desk/limit" };

/* Later than it is, and for a reason that both know. */
static void
judge_extend(struct req *r, const struct work *w, struct telling *f)
{
	int64_t due = due_at(r, w), day = due != 0 ? time_day(time_oslo_date(due)) : INT64_MAX;
	struct date most = time_add_months(time_date(w->c.world.today), MONTHS_MOST);

	if (f->day.day == 0 || f->day.day <= day || f->day.day > time_day(most))
		f->wrong_day = "limit-day";
	if (f->text.n == 0)
		f->wrong_text = "limit-text";
	else if (str_chars(f->text) > TEXT_CHARS)
		f->wrong_text = "limit-text-long";
}

enum err
desk_limit(struct req *r)
{
	struct telling f = extend;

	return ask(r, &f);
}

enum err
desk_limit_tell(struct req *r)
{
	struct telling f = extend;

	return tell(r, &f, judge_extend);
}
