#include "desk/share.h"

#include "base/time.h"
#include "desk/sql.h"

void
share_labels(struct req *r, struct str lines)
{
	vlist(page_map(r), "labels");
	while (lines.n > 0) {
		struct vmap *m = vadd(page_map(r), "labels");
		struct str label = str_cut(&lines, '\n');

		vset(m, "label", label);
		vset(m, "href", str_fmt(r->a, "/saksbehandling/merket?merke=" STR_FMT,
		    STR_ARG(url_encode(r->a, label))));
	}
}

static bool
writes_now(struct str what)
{
	return str_eq_z(what, "decide") || str_eq_z(what, "preview") || str_eq_z(what, "write");
}

static bool
told(const struct db_rows *rows, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (str_eq(db_get(rows, i, "id"), db_get(rows, before, "id")))
			return true;
	return false;
}

void
share_present(struct req *r, const struct db_rows *rows)
{
	vlist(page_map(r), "present");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m;
		int64_t minutes;

		if (told(rows, i))
			continue;
		m = vadd(page_map(r), "present");
		vset(m, "name", db_get(rows, i, "name"));
		vset_flag(m, "writes", writes_now(db_get(rows, i, "what")));
		minutes = (time_now_at() - db_at(rows, i, "at")) / 60000000;
		vset(m, "minutes", minutes < 1 ? STR("") : str_fmt(r->a, "%d", (int)minutes));
	}
}

static void
fill_note(struct req *r, const struct work *w, const struct db_rows *n, size_t i)
{
	struct vmap *m = vadd(page_map(r), "notes");
	bool released = db_at(n, i, "released_at") != 0;
	struct str href = str_fmt(r->a, STR_FMT "/notater/" STR_FMT, STR_ARG(w->base),
	    STR_ARG(db_get(n, i, "id")));

	vset(m, "author", db_get(n, i, "author"));
	vset(m, "to", db_get(n, i, "to"));
	vset_flag(m, "to_me", db_bool(n, i, "to_me"));
	vset(m, "at", page_at(r, db_at(n, i, "at")));
	vset(m, "changed_at", page_at(r, db_at(n, i, "changed_at")));
	vset(m, "released_at", page_at(r, db_at(n, i, "released_at")));
	vset(m, "released_by", db_get(n, i, "released_by"));
	vset_flag(m, "exempt", db_bool(n, i, "exempt"));
	vset(m, "text", db_get(n, i, "text"));
	vset(m, "note_href", href);
	vset_flag(m, "can_change", db_bool(n, i, "mine") && !released && work_writes(r, w));
	vset_flag(m, "can_release", !released && work_writes(r, w));
	vset(m, "release_href", str_fmt(r->a, STR_FMT "/frigi", STR_ARG(href)));
}

void
share_notes(struct req *r, const struct work *w, const struct db_rows *notes)
{
	vlist(page_map(r), "notes");
	for (size_t i = 0; i < db_count(notes); i++)
		fill_note(r, w, notes, i);
	vset(page_map(r), "notes_href", str_fmt(r->a, STR_FMT "/notater", STR_ARG(w->base)));
	vset(page_map(r), "note_text", STR(""));
	vset(page_map(r), "error_note", STR(""));
}

static void
fill_doors(struct req *r, const struct work *w)
{
	struct vmap *v = page_map(r);

	vset(v, "from", w->assigned_to);
	vset_flag(v, "can_work", work_writes(r, w) && !w->closed);
	vset_flag(v, "can_write", work_writes(r, w));
	vset(v, "hand_href", str_fmt(r->a, STR_FMT "/gi-videre", STR_ARG(w->base)));
	vset(v, "follow_href", str_fmt(r->a, STR_FMT "/folg", STR_ARG(w->base)));
	vset(v, "labels_href", str_fmt(r->a, STR_FMT "/merker", STR_ARG(w->base)));
	vset(v, "follow_up_href", str_fmt(r->a, STR_FMT "/oppfolging", STR_ARG(w->base)));
}

/* A day as PostgreSQL writes it. */
static struct str
day_shown(struct req *r, struct str iso)
{
	struct date d;

	return time_date_read(iso, &d) ? time_date_show(r->a, LANG_NB, d) : STR("");
}

void
share_fill(struct req *r, const struct work *w, const struct share *s)
{
	struct vmap *v = page_map(r);
	bool day = db_count(s->day) > 0;

	vset_flag(v, "follows", db_bool(s->work, 0, "follows"));
	vset(v, "follow_up_day", day ? day_shown(r, db_get(s->day, 0, "day")) : STR(""));
	vset(v, "follow_up_text", day ? db_get(s->day, 0, "day_text") : STR(""));
	share_labels(r, db_get(s->work, 0, "labels"));
	share_present(r, s->present);
	fill_doors(r, w);
	share_notes(r, w, s->notes);
}

const char *
share_done(const struct req *r)
{
	static const struct {
		const char	*query, *done;
	} all[] = { { "gitt", "given" }, { "fulgt", "followed" }, { "merket", "labelled" },
		{ "fulgt-opp", "follow-up" }, { "notert", "noted" }, { "frigitt", "released" },
		{ "skjermet", "graded" } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (params_has(&r->query, all[i].query))
			return all[i].done;
	return "";
}
