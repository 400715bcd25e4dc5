/* service.c - what a service is, and the door into its application */
#include "apply/draft.h"
#include "base/id.h"
#include "citizen/guide.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/page.h"
#include "register/register.h"
#include "release/release.h"
#include "release/store.h"

static void
fill_block(struct vmap *section, const struct service_block *b)
{
	struct vmap *m = vadd(section, "blocks");

	vset(m, "text", b->text);
	vset_flag(m, "paragraph", b->nitems == 0);
	vset_flag(m, "list", b->nitems > 0);
	vlist(m, "items");
	for (size_t i = 0; i < b->nitems; i++) {
		struct vmap *im = vadd(m, "items");

		vset(im, "text", b->items[i].text);
		vset(im, "href", b->items[i].href);
	}
}

static void
fill_sections(struct vmap *v, const struct service *s)
{
	vlist(v, "sections");
	for (size_t i = 0; i < s->nsections; i++) {
		struct vmap *m = vadd(v, "sections");

		vset(m, "id", s->sections[i].id);
		vset(m, "title", s->sections[i].title);
		vlist(m, "blocks");
		for (size_t k = 0; k < s->sections[i].nblocks; k++)
			fill_block(m, &s->sections[i].blocks[k]);
	}
}

static void
fill_drafts(struct req *r, const struct db_rows *drafts, struct str service)
{
	struct vmap *v = page_map(r);

	vlist(v, "drafts");
	for (size_t i = 0; i < db_count(drafts); i++) {
		struct str id = db_get(drafts, i, "id");
		struct vmap *m;

		if (!str_eq(db_get(drafts, i, "service"), service))
			continue;
		m = vadd(v, "drafts");
		vset(m, "href", str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(service),
		    STR_ARG(id)));
		vset(m, "saved_at", page_at(r, db_at(drafts, i, "updated_at")));
	}
}

enum err
citizen_service(struct req *r)
{
	const struct db_rows *drafts = DB_ADD0(page_db(r), SQL_DRAFT_LIST);
	const struct release *rel;
	struct vmap *v = page_map(r);

	TRY(page_open(r));
	TRY(release_in_force(page_app(r)->releases, r->a, r->seg[0], page_lang(r),
	    &rel));
	TRY(page_commit(r));
	vset(v, "title", rel->service->title);
	vset(v, "lead", rel->service->lead);
	vset(v, "start_href", str_fmt(r->a, "/soknad/" STR_FMT, STR_ARG(rel->service_id)));
	vset_flag(v, "from_case", rel->service->from_case);
	vset(v, "paper_href", str_fmt(r->a, "/tjenester/" STR_FMT "/skjema",
	    STR_ARG(rel->service_id)));
	vset(v, "guide_href", rel->guide == NULL ? STR_NONE :
	    guide_href(r, rel->service_id, NULL, STR("")));
	vset(v, "guide_title", rel->guide == NULL ? STR_NONE : rel->guide->form->title);
	vset(v, "note", page_nb(r, tenant_setting(page_tenant(r),
	    str_fmt(r->a, STR_FMT ".note", STR_ARG(rel->service_id)).p)));
	fill_sections(v, rel->service);
	fill_drafts(r, drafts, rel->service_id);
	return page_show(r, "citizen/service");
}

/* The login leads back here, as a redirect cannot carry a POST: the service page has the button,
   and where the guide led here, what it came to. */
enum err
citizen_start_again(struct req *r)
{
	struct str service = url_encode(r->a, r->seg[0]), uri = r->uri;

	TRY(page_read(r));
	(void)str_cut(&uri, '?');
	reply_redirect(r, uri.n == 0 ? str_fmt(r->a, "/tjenester/" STR_FMT, STR_ARG(service)) :
	    str_fmt(r->a, "/tjenester/" STR_FMT "/veiviser?" STR_FMT "&" GUIDE_PAGE "=" GUIDE_END,
	    STR_ARG(service), STR_ARG(uri)));
	return ERR_OK;
}

/* A new application that begins with what was answered in the guide. */
static enum err
begin_with_answers(struct req *r, const struct release *rel, struct str id,
    const struct db_rows *person, const struct db_rows **made)
{
	struct draft d = { .id = id, .revision = STR("1"), .release = rel,
		.answers = answers_new(r->a, rel->form),
		.world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id) };
	struct answers *guided;
	struct str xml, pids;

	d.world.lang = page_lang(r);
	TRY(guide_answers(r, rel->guide, &d.world, &guided));
	answers_copy(d.answers, guided, &d.world, NULL, NULL);
	draft_person(r, person, &d);
	xml = draft_xml(r, d.answers, &pids);
	*made = DB_ADD(page_db(r), SQL_DRAFT_BEGIN, id, rel->id, xml, pids,
	    str_fmt(r->a, "%d", rel->service->draft_days));
	return ERR_OK;
}

enum err
citizen_start(struct req *r)
{
	const struct db_rows *person, *made;
	struct str id = id_new(r->a);
	const struct release *rel;

	DB_ADD0(page_db(r), SQL_DRAFT_TURN);
	person = DB_ADD0(page_db(r), SQL_PERSON_READ);
	TRY(page_open(r));
	TRY(release_in_force(page_app(r)->releases, r->a, r->seg[0], page_lang(r), &rel));
	if (rel->service->from_case) {
		db_rollback(page_db(r));
		reply_redirect(r, STR("/mine-saker"));
		return ERR_OK;
	}
	if (rel->guide != NULL && r->query.n > 0)
		TRY(begin_with_answers(r, rel, id, person, &made));
	else
		made = DB_ADD(page_db(r), SQL_DRAFT_START, id, r->seg[0],
		    str_fmt(r->a, "%d", rel->service->draft_days));
	TRY(page_commit(r));
	if (db_count(made) == 0) {
		reply_redirect(r, STR("/mine-saker?mange=1"));
		return ERR_OK;
	}
	reply_redirect(r, str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(r->seg[0]),
	    STR_ARG(db_get(made, 0, "id"))));
	return ERR_OK;
}
