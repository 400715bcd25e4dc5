/* save.c - a page of an application comes back: nothing that was typed is lost, whatever goes
   wrong */
#include <string.h>

#include "apply/files.h"
#include "apply/form.h"
#include "apply/lookup.h"
#include "apply/sql.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/log.h"
#include "page/page.h"

struct save {
	struct draft	 d;
	struct files	*files;		/* that came with the page, or NULL */
	const struct form_item *page;
	struct str	 before;	/* mark of the page as it was stored */
	struct str	 button;	/* neste, videre, forrige, lagre, oppdater, sok:FIELD, or
					   a repeat's or a lookup's own */
	bool		 moved;		/* a row was added, removed or moved, or a lookup filled
					   questions in */
	const struct answer_row *row;	/* the one to look at then, or NULL */
	bool		 found;		/* a lookup has something to show */
	enum err	 refused;	/* some file was not taken */
};

/*
 * The page carries a mark of what it was shown with.  When the draft holds something else by now,
 * another tab or device has been here: a page that says the same as the draft is a repeated click;
 * any other is shown again with what was typed, and nothing is saved until the person has seen it.
 */
enum clash { NO_CLASH, REPEATED, CLASH };

static enum clash
clash(struct req *r, const struct save *s)
{
	struct str seen = page_field(r, "sett");

	if (seen.n == 0 || str_eq(seen, s->before))
		return NO_CLASH;
	return str_eq(fields_mark(r->a, s->d.answers, s->page), s->before) ? REPEATED : CLASH;
}

static void
look_up(struct req *r, struct save *s)
{
	struct lookup l = { s->d.answers, s->page, &s->d.world, s->d.id, &r->form };
	enum lookup_did did = lookup_press(r, &l, s->button, &s->d.found);

	s->found = did == LOOKUP_SHOWS;
	s->moved |= did == LOOKUP_FILLED;
	lookup_check(r, &l);
}

static enum err
take_fields(struct req *r, struct save *s, enum clash *out)
{
	struct answers_posted posted;

	s->before = fields_mark(r->a, s->d.answers, s->page);
	TRY(draft_post(r, &s->d, s->page, &r->form, &posted));
	if (posted.unknown > 0)
		log_line(LOG_WARN, "unknown-fields", "count",
		    str_fmt(r->a, "%zu", posted.unknown).p, NULL);
	*out = clash(r, s);
	if (*out != NO_CLASH)
		return ERR_OK;
	s->moved = answers_button(s->d.answers, s->page, s->button, &s->d.world, &s->row);
	look_up(r, s);
	return ERR_OK;
}

static bool
is(const struct save *s, const char *button)
{
	return str_eq_z(s->button, button);
}

static enum err
next_page(struct req *r, const struct save *s)
{
	bool anyhow = s->d.at->door->may_lack && is(s, "videre");

	if (!anyhow && !answers_page_valid(s->d.answers, s->page)) {
		r->status = err_http(ERR_INVALID);
		return form_show(r, &s->d, s->page, TELL_ALL);
	}
	form_go(r, &s->d, steps_from(s->d.answers, s->page, 1), STR(""));
	return ERR_OK;
}

/* The row that a button was about; where it is gone, the rows that are left. */
static struct str
row_anchor(struct req *r, const struct save *s)
{
	struct str rest = s->button;
	const struct answer *repeat;

	if (s->row != NULL)
		return str_fmt(r->a, "#" STR_FMT "-rad-%zu",
		    STR_ARG(answer_dom_id(r->a, s->row->parent)), s->row->number);
	(void)str_cut(&rest, ':');
	repeat = answers_find(s->d.answers, str_cut(&rest, ':'));
	return repeat == NULL ? STR("") :
	    str_fmt(r->a, "#" STR_FMT, STR_ARG(answer_dom_id(r->a, repeat)));
}

static enum err
answer(struct req *r, const struct save *s)
{
	const struct form_item *before = steps_from(s->d.answers, s->page, -1);
	bool again = r->htmx || s->refused != ERR_OK || s->found ||
	    str_starts(s->button, STR("sok:"));

	if (s->refused != ERR_OK)
		r->status = err_http(r->htmx ? ERR_INVALID : s->refused);
	if (again)			/* what was searched for stands in no address */
		return form_show(r, &s->d, s->page, TELL_TYPED);
	if (s->moved) {
		form_go(r, &s->d, s->page, row_anchor(r, s));
		return ERR_OK;
	}
	if (is(s, "neste") || is(s, "videre") || s->button.n == 0)
		return next_page(r, s);
	/* saved, whatever is wrong with it; then shown in that language */
	if (str_starts(s->button, STR("sprak:")))
		form_go(r, &s->d, s->page, str_fmt(r->a, "?lang=" STR_FMT,
		    STR_ARG(url_encode(r->a, str_skip(s->button, strlen("sprak:"))))));
	else if (is(s, "forrige"))
		form_go(r, &s->d, before != NULL ? before : s->page, STR(""));
	else if (is(s, "lagre"))
		reply_redirect(r, str_from_z(s->d.at->door->later));
	else
		form_go(r, &s->d, s->page, STR(""));
	return ERR_OK;
}

/* What was typed is shown again, and not saved. */
static enum err
show_typed(struct req *r, struct save *s, enum err why, enum form_note note)
{
	db_rollback(page_db(r));
	s->d.seen = s->before;
	r->status = err_http(why);
	form_note(r, note, STR(""));
	vset_flag(page_map(r), "files_lost", files_came(s->files));
	return form_show(r, &s->d, s->page, TELL_TYPED);
}

/* token: ERR_CSRF when the page is of an earlier session, as after a login in another tab. */
static enum err
save(struct req *r, struct str page, struct save *s, enum err token)
{
	const struct db_rows *put;
	enum clash c;

	s->button = page_field(r, "handling");
	s->page = steps_page(s->d.answers, page);
	if (s->page == NULL)
		return ERR_GONE;
	TRY(take_fields(r, s, &c));
	if (c == CLASH)
		return show_typed(r, s, ERR_STALE, FORM_NOTE_STALE);
	if (token != ERR_OK)
		return show_typed(r, s, token, FORM_NOTE_OLD);
	if (s->files != NULL)
		TRY(files_keep(r, &s->d, s->page, s->files, &s->refused));
	put = draft_put(r, &s->d, s->page->name);
	TRY(page_commit(r));
	if (db_count(put) == 0)
		return ERR_STALE;
	s->d.updated_at = db_at(put, 0, "updated_at");
	s->d.expires_at = db_at(put, 0, "expires_at");
	form_note(r, FORM_NOTE_NONE, STR(""));
	return answer(r, s);
}

/* The questions of the draft as it is stored say what files may come; it is locked when they are
   here. */
static enum err
read_files(struct req *r, const struct apply *at, struct str name, struct files **out)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_DRAFT_READ, at->id, STR(""));
	const struct form_item *page = NULL;
	struct draft d;

	TRY(page_look(r));
	TRY(page_commit(r));
	if (page_session(r) != NULL && db_count(rows) > 0) {
		TRY(draft_take(r, at, rows, &d));
		page = steps_page(d.answers, name);
	}
	TRY(files_read(r, &d, page, out));
	return page_begin(r);
}

enum err
apply_save(struct req *r, const struct apply *at, struct str page)
{
	const struct db_rows *rows, *became;
	struct save s = { .files = NULL };
	enum err token;

	if (!id_is(at->id))
		return ERR_GONE;
	if (r->multipart)
		TRY(read_files(r, at, page, &s.files));
	rows = draft_hold(r, at->id);
	became = DB_ADD(page_db(r), SQL_CASE_OF_DRAFT, at->id);
	TRY(page_look(r));
	if (page_session(r) == NULL)
		return form_park(r, at, page, files_came(s.files));
	token = page_judge(r);
	if (db_count(rows) == 0) {
		TRY(token);
		TRY(page_commit(r));
		return form_gone(r, at, became);
	}
	TRY(draft_take(r, at, rows, &s.d));
	return save(r, page, &s, token);
}
