/* trial.c - forms that wait to be put in force, tried out page by page */
#include "desk/trial.h"

#include "apply/lookup.h"
#include "base/id.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "page/case.h"
#include "page/fields.h"
#include "page/steps.h"
#include "register/register.h"
#include "release/store.h"

#define BASE	"/saksbehandling/forhandsvisning"

enum err
desk_trials(struct req *r)
{
	const struct db_rows *rows = DB_ADD0(page_db(r), SQL_TRIAL_LIST);

	TRY(page_read(r));
	vlist(page_map(r), "rows");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(page_map(r), "rows");
		const struct release *rel;
		bool whole = page_release(r, db_get(rows, i, "id"), &rel) == ERR_OK;

		vset(m, "title", whole ? rel->service->form_title : db_get(rows, i, "service"));
		vset(m, "href", whole ? str_fmt(r->a, BASE "/" STR_FMT,
		    STR_ARG(db_get(rows, i, "id"))) : STR(""));
		vset(m, "version", db_get(rows, i, "version"));
		vset(m, "label", db_get(rows, i, "label"));
		vset(m, "at", page_at(r, db_at(rows, i, "published_at")));
	}
	return page_show(r, "desk/trials");
}

/* The release of the address; nothing of it is anybody's. */
static enum err
open_trial(struct req *r, struct trial *t)
{
	const struct db_rows *rows;

	if (!id_is(r->seg[0]))
		return ERR_GONE;
	rows = DB_ADD(page_db(r), SQL_TRIAL_READ, r->seg[0]);
	TRY(page_read(r));
	if (db_count(rows) == 0)
		return ERR_GONE;
	(void)lang_of(params_get(&r->query, "lang"), &t->lang);
	TRY(release_get(page_app(r)->releases, r->a, r->seg[0], t->lang, &t->release));
	t->world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	vset(page_map(r), "version", db_get(rows, 0, "version"));
	vset(page_map(r), "at", page_at(r, db_at(rows, 0, "published_at")));
	vset_flag(page_map(r), "in_force", db_bool(rows, 0, "in_force"));
	return ERR_OK;
}

static void
fill_steps(struct req *r, const struct trial *t, const struct form_item *current)
{
	const struct form_item *p = steps_first(t->answers);

	vlist(page_map(r), "steps");
	for (; p != NULL; p = steps_from(t->answers, p, 1)) {
		struct vmap *m = vadd(page_map(r), "steps");

		vset(m, "title", p->label);
		vset(m, "go", str_fmt(r->a, "til:" STR_FMT, STR_ARG(p->name)));
		vset_flag(m, "current", p == current);
		vset_flag(m, "done", current == NULL || p->index < current->index);
	}
}

/* Another language begins the form again: an address holds no answers. */
static void
fill_languages(struct req *r, const struct trial *t)
{
	struct vmap *m = vwith(page_map(r), "form");

	vset(m, "lang", lang_code(t->lang));
	vset(m, "lang_href", str_fmt(r->a, BASE "/" STR_FMT "?lang=", STR_ARG(r->seg[0])));
}

/* page NULL: all that was answered, to be read. */
static enum err
show(struct req *r, const struct trial *t, const struct form_item *page, enum fields_tell tell)
{
	struct vmap *v = page_map(r);

	vset(v, "service_title", t->release->service->form_title);
	vset(v, "action", str_fmt(r->a, BASE "/" STR_FMT "?lang=" STR_FMT, STR_ARG(r->seg[0]),
	    STR_ARG(lang_code(t->lang))));
	fill_languages(r, t);
	vset(v, "page", page != NULL ? page->name : STR(""));
	vset(v, "title", page != NULL ? page->label : t->release->service->form_title);
	vset_flag(v, "first", page != NULL && steps_from(t->answers, page, -1) == NULL);
	vset_flag(v, "end", page == NULL);
	fill_steps(r, t, page);
	trial_carry(r, t, page);
	fields_errors(v, r->a, t->answers, page, STR(""), tell);
	if (page == NULL) {
		fields_warnings(v, t->answers);
		fields_summary(v, r->a, t->answers, &t->world, STR(""));
		vview(v, "fields", t->release->summary);
	} else {
		fields_page_notes(v, t->answers, page);
		fields_fill(v, r->a, t->answers, page, &t->world, tell, &r->form, t->found);
		vview(v, "fields", t->release->pages[page->index]);
	}
	return page_show(r, "desk/trial");
}

enum err
desk_trial(struct req *r)
{
	struct trial t = { .lang = LANG_NB };

	TRY(open_trial(r, &t));
	TRY(trial_take(r, &t));
	return show(r, &t, steps_first(t.answers), TELL_NOTHING);
}

/* One goes where one likes; only `neste` tells of what is wrong first. */
static enum err
turn(struct req *r, const struct trial *t, const struct form_item *page, struct str button)
{
	const struct form_item *to;

	if (str_starts(button, STR("til:"))) {
		to = steps_page(t->answers, str_skip(button, strlen("til:")));
		return show(r, t, to, to != NULL ? TELL_NOTHING : TELL_ALL);
	}
	if (str_eq_z(button, "forrige")) {
		to = page != NULL ? steps_from(t->answers, page, -1) : steps_last(t->answers);
		return show(r, t, to != NULL ? to : page, TELL_NOTHING);
	}
	if (!str_eq_z(button, "neste") || page == NULL)
		return show(r, t, page, page != NULL ? TELL_TYPED : TELL_ALL);
	if (!answers_page_valid(t->answers, page)) {
		r->status = err_http(ERR_INVALID);
		return show(r, t, page, TELL_ALL);
	}
	to = steps_from(t->answers, page, 1);
	return show(r, t, to, to != NULL ? TELL_NOTHING : TELL_ALL);
}

/* Is the page to be shown for what a lookup has found, or filled in? */
static bool
looks_up(struct req *r, struct trial *t, const struct form_item *page, struct str button)
{
	const struct lookup l = { t->answers, page, &t->world, r->seg[0], &r->form };

	if (lookup_press(r, &l, button, &t->found) != LOOKUP_NOTHING)
		return true;
	lookup_check(r, &l);
	return false;
}

enum err
desk_trial_turn(struct req *r)
{
	struct str button = page_field(r, "handling");
	const struct form_item *page;
	struct trial t = { .lang = LANG_NB };

	TRY(open_trial(r, &t));
	TRY(trial_take(r, &t));
	page = steps_page(t.answers, page_field(r, "side"));
	if (page != NULL && (answers_button(t.answers, page, button, &t.world, NULL) ||
	    looks_up(r, &t, page, button)))
		return show(r, &t, page, TELL_TYPED);
	return turn(r, &t, page, button);
}
