/* pile.c - cases that somebody has put together: followed, with a label, to be looked at again */
#include "base/time.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/page.h"

#define PAGE_ROWS	50		/* the statement gives one more when there is a next page */

struct pile {
	const char	*name, *path;
	const struct db_rows *rows;
	struct str	 label;
};

static enum err
fill_row(struct req *r, const struct db_rows *rows, size_t i, int64_t now)
{
	struct vmap *m = vadd(page_map(r), "rows");
	struct str ref = db_get(rows, i, "ref"), day = db_get(rows, i, "day");
	const struct service_words *state;
	const struct release *rel;

	TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
	state = service_words(r->a, rel->service->states, rel->service->nstates,
	    db_get(rows, i, "state"));
	vset(m, "ref", ref);
	vset(m, "href", str_fmt(r->a, "/saksbehandling/sak/" STR_FMT, STR_ARG(ref)));
	vset(m, "title", rel->service->title);
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "state_text", state->desk);
	vset(m, "ball", state->ball);
	vset(m, "due", page_day_short(r, db_at(rows, i, "due_at")));
	vset_flag(m, "late", db_at(rows, i, "due_at") != 0 && db_at(rows, i, "due_at") < now);
	vset(m, "assigned", db_get(rows, i, "assigned"));
	vset_flag(m, "mine", db_bool(rows, i, "mine"));
	vset_flag(m, "news", db_bool(rows, i, "news"));
	vset(m, "day", form_type_edit(r->a, FORM_DAY, day));
	vset_flag(m, "day_now", day.n > 0 && str_cmp(day, time_date_iso(r->a,
	    time_oslo_date(now))) <= 0);
	vset(m, "day_text", db_get(rows, i, "day_text"));
	return ERR_OK;
}

static struct str
page_href(struct req *r, const struct pile *p, size_t last)
{
	struct str label = p->label.n == 0 ? STR("") : str_fmt(r->a, "?merke=" STR_FMT,
	    STR_ARG(url_encode(r->a, p->label)));

	if (last == 0)
		return str_fmt(r->a, "%s" STR_FMT, p->path, STR_ARG(label));
	return str_fmt(r->a, "%s" STR_FMT "%cetter=" STR_FMT "," STR_FMT, p->path, STR_ARG(label),
	    label.n > 0 ? '&' : '?', STR_ARG(url_encode(r->a, db_get(p->rows, last, "key"))),
	    STR_ARG(db_get(p->rows, last, "id")));
}

static enum err
show(struct req *r, const struct pile *p)
{
	struct vmap *v = page_map(r);
	int64_t now = time_now_at();
	size_t last = db_count(p->rows) > PAGE_ROWS ? PAGE_ROWS - 1 : 0;

	vset_z(v, "pile", p->name);
	vset(v, "label", p->label);
	vlist(v, "rows");
	for (size_t i = 0; i < db_count(p->rows) && i < PAGE_ROWS; i++)
		TRY(fill_row(r, p->rows, i, now));
	vset(v, "first_href", params_has(&r->query, "etter") ? page_href(r, p, 0) : STR(""));
	vset(v, "next_href", last > 0 ? page_href(r, p, last) : STR(""));
	return page_show(r, "desk/pile");
}

static enum err
show_of(struct req *r, const struct db_stmt *stmt, const char *name, const char *path)
{
	struct pile p = { .name = name, .path = path };
	struct str after[2];

	page_after(r, after);
	p.rows = db_add(page_db(r), stmt, after, 2);
	TRY(page_read(r));
	vlist(page_map(r), "labels");
	return show(r, &p);
}

/* The applicant has sent something that nobody has seen. */
enum err
desk_new(struct req *r)
{
	return show_of(r, &SQL_PILE_NEW, "new", "/saksbehandling/nytt");
}

enum err
desk_followed(struct req *r)
{
	return show_of(r, &SQL_PILE_FOLLOWED, "followed", "/saksbehandling/folger");
}

enum err
desk_to_follow_up(struct req *r)
{
	return show_of(r, &SQL_PILE_FOLLOW_UP, "follow-up", "/saksbehandling/oppfolging");
}

enum err
desk_labelled(struct req *r)
{
	struct pile p = { .name = "labelled", .path = "/saksbehandling/merket",
	    .label = params_get(&r->query, "merke") };
	const struct db_rows *known = DB_ADD0(page_db(r), SQL_LABEL_KNOWN);
	struct str after[2];

	page_after(r, after);
	p.rows = DB_ADD(page_db(r), SQL_PILE_LABELLED, after[0], after[1], p.label);
	TRY(page_read(r));
	vlist(page_map(r), "labels");
	for (size_t i = 0; i < db_count(known); i++) {
		struct vmap *m = vadd(page_map(r), "labels");
		struct str label = db_get(known, i, "label");

		vset(m, "label", label);
		vset(m, "n", db_get(known, i, "n"));
		vset_flag(m, "current", str_eq(label, p.label));
		vset(m, "href", str_fmt(r->a, "/saksbehandling/merket?merke=" STR_FMT,
		    STR_ARG(url_encode(r->a, label))));
	}
	return show(r, &p);
}
