/* form.c - the pages of an application: seen, saved, moved between */
#include "apply/form.h"

#include "apply/sql.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "page/page.h"

void
form_note(struct req *r, enum form_note note, struct str copied_ref)
{
	vset(page_map(r), "copied_ref", copied_ref);
	vset_flag(page_map(r), "kept", note == FORM_NOTE_KEPT);
	vset_flag(page_map(r), "stale", note == FORM_NOTE_STALE);
	vset_flag(page_map(r), "old", note == FORM_NOTE_OLD);
	vset_flag(page_map(r), "saved", note == FORM_NOTE_SAVED);
	vset_flag(page_map(r), "files_lost", false);
}

/* What was searched for is not kept. */
static struct str
without_searches(struct arena *a, struct str raw)
{
	struct buf b = buf_new(a, raw.n + 1);

	while (raw.n > 0) {
		struct str field = str_cut(&raw, '&');

		if (str_starts(field, STR(DRAFT_SEARCH)))
			continue;
		if (b.n > 0)
			buf_add_char(&b, '&');
		buf_add(&b, field);
	}
	return buf_str(&b);
}

enum err
form_park(struct req *r, const struct apply *at, struct str page, bool files)
{
	const struct db_rows *kept = DB_ADD(page_db(r), SQL_PARKED_PUT, at->id, page,
	    without_searches(r->a, r->form_raw), page_field(r, "csrf"));

	TRY(page_commit(r));
	if (!db_bool(kept, 0, "kept"))
		return ERR_LOGIN;
	r->status = err_http(ERR_LOGIN);
	vset_flag(page_map(r), "files_lost", files);
	vset(page_map(r), "again_href", page_login_href(r, r->path));
	page_back(r, r->path);
	return page_show(r, at->door->over);
}

enum err
apply_park(struct req *r, const struct apply *at, struct str page)
{
	return form_park(r, at, page, false);
}

/* The names of the page beside the questions' own. */
enum err
form_show(struct req *r, const struct draft *d, const struct form_item *page, enum fields_tell tell)
{
	struct vmap *v = page_map(r);

	fields_errors(v, r->a, d->answers, page, d->base, tell);
	vset(v, "title", page->label);
	vset(v, "action", str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(d->base),
	    STR_ARG(page->name)));
	vset(v, "service_title", d->release->service->form_title);
	vset(v, "delete_href", str_fmt(r->a, STR_FMT "/slett", STR_ARG(d->base)));
	vset(v, "saved_at", page_at(r, d->updated_at));
	vset(v, "kept_until", page_day(r, d->expires_at));
	vset(v, "seen", d->seen.n > 0 ? d->seen : fields_mark(r->a, d->answers, page));
	vset(v, "files_href", str_fmt(r->a, STR_FMT "/fil", STR_ARG(d->base)));
	vset_flag(v, "may_lack", d->at->door->may_lack && tell == TELL_ALL &&
	    !answers_page_valid(d->answers, page));
	vset_flag(v, "files", fields_have(d->release->form, page, FORM_UPLOAD));
	vset_flag(v, "maps", fields_have(d->release->form, page, FORM_MAP));
	vset_flag(v, "lang_buttons", true);
	vset_flag(v, "supplement", d->at_sent != NULL);
	vset_flag(v, "first", steps_from(d->answers, page, -1) == NULL);
	fields_page_notes(v, d->answers, page);
	draft_steps(r, d, page);
	fields_fill(v, r->a, d->answers, page, &d->world, tell, &r->form, d->found);
	vview(v, "fields", d->release->pages[page->index]);
	return page_show(r, d->at->door->form);
}

void
form_go(struct req *r, const struct draft *d, const struct form_item *page, struct str anchor)
{
	struct str name = page != NULL ? page->name : STR("oppsummering");

	reply_redirect(r, str_fmt(r->a, STR_FMT "/" STR_FMT STR_FMT, STR_ARG(d->base),
	    STR_ARG(name), STR_ARG(anchor)));
}

enum err
form_gone(struct req *r, const struct apply *at, const struct db_rows *became)
{
	if (db_count(became) == 0)
		return ERR_GONE;
	reply_redirect(r, at->door->became(r, became));
	return ERR_OK;
}

enum err
form_open(struct req *r, const struct apply *at, struct str page, struct draft *out, bool *here)
{
	const struct db_rows *rows, *became;

	if (!id_is(at->id))
		return ERR_GONE;
	DB_ADD(page_db(r), SQL_DRAFT_USE, at->id);
	rows = DB_ADD(page_db(r), SQL_DRAFT_READ, at->id, page);
	became = DB_ADD(page_db(r), SQL_CASE_OF_DRAFT, at->id);
	TRY(page_read(r));
	*here = db_count(rows) > 0;
	if (!*here)
		return form_gone(r, at, became);
	TRY(draft_take(r, at, rows, out));
	out->parked = db_get(rows, 0, "parked");
	out->copied_ref = db_get(rows, 0, "copied_ref");
	return ERR_OK;
}

enum err
apply_resume(struct req *r, const struct apply *at)
{
	const struct form_item *page;
	struct draft d;
	bool here;

	TRY(form_open(r, at, STR(""), &d, &here));
	if (!here)
		return ERR_OK;
	page = steps_page(d.answers, d.page);
	form_go(r, &d, page != NULL ? page : steps_first(d.answers), STR(""));
	return ERR_OK;
}

/* What was typed when the session ran out is put on the page, not saved: the person looks and goes
   on. */
static enum err
put_back(struct req *r, struct draft *d, const struct form_item *page)
{
	struct params fields;
	struct answers_posted posted;

	d->seen = fields_mark(r->a, d->answers, page);
	TRY(params_read(r->a, d->parked, &fields));
	TRY(draft_post(r, d, page, &fields, &posted));
	return ERR_OK;
}

static enum form_note
note_of(const struct req *r, const struct draft *d)
{
	if (d->parked.p != NULL)
		return FORM_NOTE_KEPT;
	return params_has(&r->query, "lagret") ? FORM_NOTE_SAVED : FORM_NOTE_NONE;
}

enum err
apply_page(struct req *r, const struct apply *at, struct str name)
{
	const struct form_item *page;
	struct draft d;
	bool here, copied = params_has(&r->query, "hentet");

	TRY(form_open(r, at, name, &d, &here));
	if (!here)
		return ERR_OK;
	page = steps_page(d.answers, name);
	if (page == NULL)
		return ERR_GONE;
	if (d.parked.p != NULL)
		TRY(put_back(r, &d, page));
	form_note(r, note_of(r, &d), copied ? d.copied_ref : STR(""));
	return form_show(r, &d, page, params_has(&r->query, "feil") ? TELL_ALL :
	    copied ? TELL_TYPED : TELL_NOTHING);
}
