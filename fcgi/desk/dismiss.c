/*
 * dismiss.c - a complaint is dismissed: who complains has no right to, or it came too late
 * (forvaltningsloven §§ 28, 31 and 33).  One of another than the applicant that waits, or is
 * treated beside another's; or the very one that is treated, until it is sent to its body.
 *
 * A dismissal is a decision of its own: it is written, read over as the very letter, and sent.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/complaint.h"
#include "desk/over.h"
#include "desk/preview.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "json/out.h"
#include "release/story.h"

#define REASON_BYTES	10000

struct dismissal {
	struct complaint c;
	const char	*event;
	bool		 treated;	/* it is what the case is about now */
	struct str	 id;		/* empty: the applicant's */
	struct str	 name, property, day, at, text, wanted;
	bool		 late, paper;
	struct str	 ground, reason, by;
	struct str	 url;		/* where a complaint of it is written */
	const char	*wrong_ground, *wrong_reason;	/* messages, or NULL */
};

/* What the form calls the grounds. */
static const struct {
	const char	*word, *ground;
} grounds[] = { { "klagerett", "standing" }, { "frist", "late" } };

static struct str
here(struct req *r, bool own)
{
	struct str ref = url_encode(r->a, r->seg[0]);

	return own ? str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/klage/avvis", STR_ARG(ref)) :
	    str_fmt(r->a, "/saksbehandling/sak/" STR_FMT "/klage/fra/" STR_FMT "/avvis",
	    STR_ARG(ref), STR_ARG(r->seg[1]));
}

/* The applicant's, as the case tells of it. */
static enum err
take_own(struct req *r, struct dismissal *d)
{
	const struct db_rows *s = d->c.story;
	struct date day;

	if (db_get(s, 0, "complaint_by").n > 0)
		return ERR_STALE;
	d->event = COMPLAINT_DISMISS_OWN;
	d->treated = true;
	d->name = d->c.w.applicant;
	d->day = db_get(s, 0, "complaint_received");
	d->at = time_date_read(d->day, &day) ? time_date_show(r->a, LANG_NB, day) : STR("");
	d->text = db_get(s, 0, "complaint_text");
	d->wanted = db_get(s, 0, "complaint_wanted");
	d->late = db_bool(s, 0, "complaint_late");
	return ERR_OK;
}

static enum err
take_other(struct req *r, struct dismissal *d)
{
	const struct db_rows *o = d->c.others;
	size_t n = db_count(o), i = 0;

	while (i < n && !str_eq(db_get(o, i, "id"), r->seg[1]))
		i++;
	if (i == n || (db_bool(o, i, "joined") &&
	    !page_case_may(r, &d->c.w.c, COMPLAINT_DISMISS_OWN)))
		return ERR_STALE;
	d->id = r->seg[1];
	d->treated = db_bool(o, i, "main");
	d->event = d->treated ? COMPLAINT_DISMISS_OTHER : COMPLAINT_DISMISS;
	d->name = db_get(o, i, "name");
	d->property = db_get(o, i, "property");
	d->day = db_get(o, i, "day");
	d->at = complaint_at(r, o, i);
	d->text = db_get(o, i, "text");
	d->wanted = db_get(o, i, "wanted");
	d->late = db_bool(o, i, "late");
	d->paper = db_bool(o, i, "paper");
	return ERR_OK;
}

/* ERR_STALE: it is dealt with, or something else comes first.  Who has the case decides. */
static enum err
take(struct req *r, const struct complaint_asked *asked, bool own, struct dismissal *d)
{
	*d = (struct dismissal){ .by = page_session(r)->name,
		.url = str_fmt(r->a, "https://" STR_FMT "/uttalelse", STR_ARG(r->host)) };
	TRY(complaint_take(r, asked, &d->c));
	TRY((own ? take_own : take_other)(r, d));
	if (!page_case_may(r, &d->c.w.c, d->event) ||
	    (d->treated && (!complaint_alone(&d->c) || str_eq_z(d->c.p.status, "proposed"))))
		return ERR_STALE;
	return d->c.w.mine && complaint_readable(d->c.others, r->seg[1]) ? ERR_OK : ERR_DENIED;
}

static void
read_form(struct req *r, struct dismissal *d)
{
	for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++)
		if (str_eq_z(page_field(r, "grunnlag"), grounds[i].word))
			d->ground = str_from_z(grounds[i].ground);
	d->reason = str_trim(page_field(r, "begrunnelse"));
	d->wrong_ground = d->ground.n == 0 ? "dismiss-ground" :
	    str_eq_z(d->ground, "late") && !d->late ? "dismiss-not-late" : NULL;
	d->wrong_reason = d->reason.n == 0 ? "dismiss-reason" :
	    d->reason.n > REASON_BYTES ? "dismiss-long" : NULL;
}

static void
fill_complaint(struct req *r, const struct dismissal *d)
{
	struct vmap *v = page_map(r);

	vset(v, "name", d->name);
	vset(v, "property", d->property);
	vset(v, "at", d->at);
	vset_flag(v, "paper", d->paper);
	vset_flag(v, "late", d->late);
	vset_flag(v, "own", d->id.n == 0);
	vset(v, "text", d->text);
	vset(v, "wanted", d->wanted);
	vset(v, "dismiss_href", here(r, d->id.n == 0));
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

static enum err
begin(struct req *r, bool own)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_READ,
	    r->seg[0]));
	struct dismissal d;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("complaint"));
	TRY(page_read(r));
	TRY(take(r, &asked, own, &d));
	return show(r, &d, false);
}

enum err
desk_dismiss(struct req *r)
{
	return begin(r, false);
}

enum err
desk_dismiss_own(struct req *r)
{
	return begin(r, true);
}

/* ---- the letter ---- */

static void
fill_facts(struct arena *a, const struct service *s, const void *what, struct letter_facts *f)
{
	const struct dismissal *d = what;
	bool to_other = f->receiver_name.n > 0;
	struct str name = case_complaint_by(a, d->name, d->property);

	story_fill(a, s, d->c.story, f);
	f->by = d->by;
	if (to_other) {
		f->receiver_name = name;
		f->hearing = (struct letter_hearing){ .code = STR("····-····-····"),
			.party = name, .property = d->property, .url = d->url };
	}
	f->complaint = (struct letter_complaint){ .received = d->day, .late = d->late,
		.text = d->text, .wanted = d->wanted, .by = d->id.n > 0 ? name : STR(""),
		.ground = d->ground, .reason = d->reason };
}

static enum err
show_letter(struct req *r, const struct dismissal *d)
{
	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preview"));
	TRY(page_commit(r));
	TRY(preview_letters(r, &d->c.w, d->event, fill_facts, d));
	work_head(r, &d->c.w);
	fill_complaint(r, d);
	over_carry(r, "handling");
	return page_show(r, "desk/dismiss-preview");
}

static struct str
own_json(struct arena *a, const struct dismissal *d)
{
	struct buf b = buf_new(a, d->reason.n + 128);

	json_open(&b, NULL, '{');
	json_open(&b, "dismissed", '{');
	json_say(&b, "ground", d->ground);
	json_say(&b, "reason", d->reason);
	json_close(&b, '}');
	json_close(&b, '}');
	return buf_str(&b);
}

/* What is said of it where it is kept; ERR_STALE: it is gone meanwhile. */
static enum err
note(struct req *r, const struct dismissal *d, struct case_event *e)
{
	const struct db_rows *done;

	if (d->id.n == 0) {
		e->data = own_json(r->a, d);
		return ERR_OK;
	}
	done = DB_ADD(page_db(r), SQL_HEARD_COMPLAINT_DISMISS, r->seg[0], d->id, d->ground,
	    d->reason);
	TRY(db_run(page_db(r)));
	e->heard = d->id;
	e->data = str_fmt(r->a, "{\"heard\":\"" STR_FMT "\",\"ground\":\"" STR_FMT "\"}",
	    STR_ARG(d->id), STR_ARG(d->ground));
	return db_bool(done, 0, "done") ? ERR_OK : ERR_STALE;
}

static enum err
send(struct req *r, struct dismissal *d)
{
	struct case_event e = page_case_event(r, &d->c.w.c, d->event);
	const struct db_rows *moved;

	TRY(note(r, d, &e));
	e.signed_by = d->by;
	if (d->treated)
		e.told_at = case_told_ahead(db_get(d->c.story, 0, "until"), d->c.w.c.world.today);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/klage?avvist=1", STR_ARG(d->c.w.base)));
	return ERR_OK;
}

static enum err
act(struct req *r, bool own)
{
	struct complaint_asked asked = complaint_ask(r, DB_ADD(page_db(r), SQL_CASE_LOCK,
	    r->seg[0]));
	struct str button = page_field(r, "handling");
	struct dismissal d;
	enum err why;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, here(r, own));
	why = page_judge(r);
	TRY(take(r, &asked, own, &d));
	read_form(r, &d);
	if (why == ERR_OK && !str_eq_z(button, "endre") &&
	    (d.wrong_ground != NULL || d.wrong_reason != NULL))
		why = ERR_INVALID;
	if (why != ERR_OK || str_eq_z(button, "endre"))
		return show_again(r, &d, why);
	return str_eq_z(button, "send") ? send(r, &d) : show_letter(r, &d);
}

enum err
desk_dismiss_do(struct req *r)
{
	return id_is(r->seg[1]) ? act(r, false) : ERR_GONE;
}

enum err
desk_dismiss_own_do(struct req *r)
{
	return act(r, true);
}
