/* follow_up.c - the day that the desk will look at a case again */
#include "base/buf.h"
#include "base/time.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/share.h"
#include "desk/sql.h"

#define TEXT_CHARS	200

struct follow_up {
	struct str	 day;			/* ISO; empty: none; as typed when it is none */
	struct str	 text, revision;
	const char	*wrong, *wrong_at;
};

static struct follow_up
read_form(struct req *r, const struct work *w)
{
	struct follow_up f = { .text = str_trim(page_field(r, "tekst")),
	    .revision = str_fmt(r->a, "%d", page_edition(r, "revisjon")) };
	struct str typed = str_trim(page_field(r, "dag"));

	if (typed.n > 0 && !form_type_read(r->a, FORM_DAY, typed, &w->c.world, &f.day)) {
		f.day = typed;
		f.wrong = "follow-up-day";
		f.wrong_at = "#dag";
	} else if (str_chars(f.text) > TEXT_CHARS) {
		f.wrong = "follow-up-text";
		f.wrong_at = "#tekst";
	}
	return f;
}

static struct str
shown(struct req *r, struct str iso)
{
	struct date d;

	return time_date_read(iso, &d) ? time_date_show(r->a, LANG_NB, d) : STR("");
}

static void
fill_theirs(struct req *r, const struct db_rows *now)
{
	struct vmap *v = page_map(r);

	vset(v, "their_day", shown(r, db_get(now, 0, "day")));
	vset(v, "their_text", db_get(now, 0, "day_text"));
	vset(v, "their_name", db_get(now, 0, "day_by"));
	vset(v, "their_at", page_at(r, db_at(now, 0, "day_at")));
}

/* When others have changed it meanwhile, both are shown; the next save is upon what is there. */
static enum err
show(struct req *r, const struct work *w, const struct db_rows *now, const struct follow_up *f)
{
	struct vmap *v = page_map(r);
	bool invalid = r->status == err_http(ERR_INVALID);

	work_head(r, w);
	work_error(r, "error_text", invalid ? f->wrong : NULL, f->wrong_at);
	vset_flag(v, "error_day", invalid && str_eq_z(str_from_z(f->wrong), "follow-up-day"));
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "stale", r->status == err_http(ERR_STALE));
	fill_theirs(r, now);
	vset(v, "day", form_type_edit(r->a, FORM_DAY, f->day));
	vset(v, "text", f->text);
	vset(v, "revision", db_get(now, 0, "day_revision"));
	vset(v, "follow_up_href", str_fmt(r->a, STR_FMT "/oppfolging", STR_ARG(w->base)));
	return page_show(r, "desk/follow-up");
}

enum err
desk_follow_up(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *now = DB_ADD(page_db(r), SQL_WORK_READ, r->seg[0]);
	struct follow_up f;
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("case"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	if (!work_writes(r, &w))
		return ERR_DENIED;
	f = (struct follow_up){ .day = db_get(now, 0, "day"), .text = db_get(now, 0, "day_text") };
	return show(r, &w, now, &f);
}

static void
say_day(struct req *r, const struct work *w, struct str day)
{
	struct case_event e = page_case_event(r, &w->c, "desk.follow-up");

	e.data = str_fmt(r->a, "{\"day\":\"" STR_FMT "\",\"about\":\"" STR_FMT "\"}",
	    STR_ARG(day), STR_ARG(day.n > 0 ? shown(r, day) : work_say(r, "no-day", STR(""))));
	case_happen(page_db(r), &e);
}

static bool
is_changed(const struct follow_up *f, const struct db_rows *now)
{
	return !str_eq(f->day, db_get(now, 0, "day")) ||
	    !str_eq(f->text, db_get(now, 0, "day_text"));
}

enum err
desk_follow_up_save(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *now = DB_ADD(page_db(r), SQL_WORK_READ, r->seg[0]);
	struct follow_up f;
	struct work w;
	enum err e;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/oppfolging",
		    STR_ARG(url_encode(r->a, r->seg[0]))));
	e = page_judge(r);
	TRY(work_take(r, rows, &w));
	if (!work_writes(r, &w))
		return ERR_DENIED;
	f = read_form(r, &w);
	if (e == ERR_OK && f.wrong != NULL)
		e = ERR_INVALID;
	if (e == ERR_OK && !str_eq(f.revision, db_get(now, 0, "day_revision")))
		e = ERR_STALE;
	/* the case is locked: what was read is what there is */
	if (e == ERR_OK && is_changed(&f, now)) {
		DB_ADD(page_db(r), SQL_FOLLOW_UP_PUT, page_tenant(r)->id, w.c.id,
		    f.day.n > 0 ? f.day : STR_NONE, f.text, f.revision);
		say_day(r, &w, f.day);
	}
	TRY(page_commit(r));
	r->status = err_http(e);
	if (e != ERR_OK)
		return show(r, &w, now, &f);
	reply_redirect(r, str_fmt(r->a, STR_FMT "?fulgt-opp=1", STR_ARG(w.base)));
	return ERR_OK;
}
