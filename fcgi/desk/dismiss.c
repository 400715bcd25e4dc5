/*
 * dismiss.c - a complaint of one who was heard is dismissed: who complains has no right to, or it
 * came too late (forvaltningsloven §§ 28, 31 and 33)
 *
 * A dismissal is a decision of its own: it is written, read over as the very letter, and sent.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "desk/complaint.h"
#include "desk/over.h"
#include "desk/preview.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "release/story.h"

#define DISMISS		"dismiss-complaint"
#define REASON_BYTES	10000

struct dismissal {
	struct complaint c;
	size_t		 i;		/* its row in c.others */
	struct str	 ground, reason, by;
	struct str	 url;		/* where a complaint of it is written */
	const char	*wrong_ground, *wrong_reason;	/* messages, or NULL */
};

/* What the form calls the grounds. */
static const struct {
	const char	*word, *ground;
} grounds[] = { { "klagerett", "standing" }, { "frist", "late" } };

static struct str
here(struct req *r)
{
	return str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/klage/fra/" STR_FMT "/avvis",
	    STR_ARG(url_encode(r->a, r->seg[0])), STR_ARG(r->seg[1]));
}

static struct str
cell(const struct dismissal *d, const char *column)
{
	return db_get(d->c.others, d->i, column);
}

/* ERR_STALE: it is dealt with.  Who has the case decides. */
static enum err
take(struct req *r, const struct complaint_asked *asked, struct dismissal *d)
{
	size_t n;

	*d = (struct dismissal){ .by = page_session(r)->name,
		.url = str_fmt(r->a, "https://" STR_FMT "/uttalelse", STR_ARG(r->host)) };
	TRY(complaint_take(r, asked, &d->c));
	n = db_count(d->c.others);
	while (d->i < n && !str_eq(cell(d, "id"), r->seg[1]))
		d->i++;
	if (d->i == n || db_bool(d->c.others, d->i, "joined") ||
	    !page_case_may(r, &d->c.w.c, DISMISS))
		return ERR_STALE;
	return d->c.w.mine && complaint_readable(d->c.others, r->seg[1]) ? ERR_OK : ERR_DENIED;
}

static void
read_form(struct req *r, struct dismissal *d)
{
	bool late = db_bool(d->c.others, d->i, "late");

	for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++)
		if (str_eq_z(page_field(r, "grunnlag"), grounds[i].word))
			d->ground = str_from_z(grounds[i].ground);
	d->reason = str_trim(page_field(r, "begrunnelse"));
	d->wrong_ground = d->ground.n == 0 ? "dismiss-ground" :
	    str_eq_z(d->ground, "late") && !late ? "dismiss-not-late" : NULL;
	d->wrong_reason = d->reason.n == 0 ? "dismiss-reason" :
	    d->reason.n > REASON_BYTES ? "dismiss-long" : NULL;
}

static void
fill_complaint(struct req *r, const struct dismissal *d)
{
	struct vmap *v = page_map(r);

	vset(v, "name", cell(d, "name"));
	vset(v, "property", cell(d, "property"));
	vset(v, "at", complaint_at(r, d->c.others, d->i));
	vset_flag(v, "paper", db_bool(d->c.others, d->i, "paper"));
	vset_flag(v, "late", db_bool(d->c.others, d->i, "late"));
	vset(v, "text", cell(d, "text"));
	vset(v, "wanted", cell(d, "wanted"));
	vset(v, "dismiss_href", here(r));
}

static enum err
show(struct req *r, const struct dismissal *d, bool tell)
{
	struct vmap *v = page_map(r);

	work_head(r, &d->c.w);
	fill_complaint(r, d);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vlist(v, "errors");
	work_error(r, "error_ground", tell ? d->wrong_ground : NULL, "#grunnlag");
	work_error(r, "error_reason", tell ? d->wrong_reason : NULL, "#begrunnelse");
	vset_flag(v, "error", tell && (d->wrong_ground != NULL || d->wrong_reason != NULL));
	vset_flag(v, "is_standing", str_eq_z(d->ground, "standing"));
	vset_flag(v, "is_late", str_eq_z(d->ground, "late"));
	vset(v, "reason", page_field(r, "begrunnelse"));
	return page_show(r, "desk/dismiss");
}

/* A POST without a button is a page that outlived its session. */
static enum err
show_again(struct req *r, const struct dismissal *d, enum err why)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_commit(r));
	r->status = why == ERR_OK ? r->status : err_http(why);
	return show(r, d, why == ERR_INVALID);
}

enum err
desk_dismiss(struct req *r)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_READ,
	    r->seg[0]));
	struct dismissal d;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_read(r));
	TRY(take(r, &asked, &d));
	return show(r, &d, false);
}

/* ---- the letter ---- */

static void
fill_facts(struct arena *a, const struct service *s, const void *what, struct letter_facts *f)
{
	const struct dismissal *d = what;
	struct str name = case_complaint_by(a, cell(d, "name"), cell(d, "property"));

	story_fill(a, s, d->c.story, f);
	f->receiver_name = name;
	f->by = d->by;
	f->hearing = (struct letter_hearing){ .code = STR("····-····-····"), .party = name,
		.property = cell(d, "property"), .url = d->url };
	f->complaint = (struct letter_complaint){ .received = cell(d, "day"),
		.late = db_bool(d->c.others, d->i, "late"), .text = cell(d, "text"),
		.wanted = cell(d, "wanted"), .by = name, .ground = d->ground,
		.reason = d->reason };
}

static enum err
show_letter(struct req *r, const struct dismissal *d)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preview"));
	TRY(page_commit(r));
	TRY(preview_letters(r, &d->c.w, DISMISS, fill_facts, d));
	work_head(r, &d->c.w);
	fill_complaint(r, d);
	over_carry(r, "handling");
	return page_show(r, "desk/dismiss-preview");
}

static enum err
send(struct req *r, struct dismissal *d)
{
	struct case_event e = page_case_event(r, &d->c.w.c, DISMISS);
	const struct db_rows *done = DB_ADD(page_db(r), SQL_HEARD_COMPLAINT_DISMISS, r->seg[0],
	    r->seg[1], d->ground, d->reason), *moved;

	TRY(db_run(page_db(r)));
	if (!db_bool(done, 0, "done"))
		return ERR_STALE;
	e.heard = r->seg[1];
	e.signed_by = d->by;
	e.data = str_fmt(r->a, "{\"heard\":\"" STR_FMT "\",\"ground\":\"" STR_FMT "\"}",
	    STR_ARG(r->seg[1]), STR_ARG(d->ground));
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/klage?avvist=1", STR_ARG(d->c.w.base)));
	return ERR_OK;
}

enum err
desk_dismiss_do(struct req *r)
{
	struct complaint_asked asked;
	struct str button = page_field(r, "handling");
	struct dismissal d;
	enum err why;

	if (!id_is(r->seg[1]))
		return ERR_GONE;
	asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]));
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, here(r));
	why = page_judge(r);
	TRY(take(r, &asked, &d));
	read_form(r, &d);
	if (why == ERR_OK && !str_eq_z(button, "endre") &&
	    (d.wrong_ground != NULL || d.wrong_reason != NULL))
		why = ERR_INVALID;
	if (why != ERR_OK || str_eq_z(button, "endre"))
		return show_again(r, &d, why);
	return str_eq_z(button, "send") ? send(r, &d) : show_letter(r, &d);
}
