/* copy.c - a new application with the answers of an earlier one, to be looked over and sent anew */
#include "citizen/copy.h"

#include "apply/draft.h"
#include "base/buf.h"
#include "base/id.h"
#include "case/files.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/page.h"
#include "release/store.h"

struct str
copy_href(struct req *r, struct str ref)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT "/kopier", STR_ARG(ref));
}

static struct str
draft_href(struct req *r, struct str service, struct str id)
{
	return str_fmt(r->a, "/soknad/" STR_FMT "/" STR_FMT, STR_ARG(service), STR_ARG(id));
}

void
copy_go(struct req *r, struct str service, struct str id, struct str page)
{
	reply_redirect(r, str_fmt(r->a, STR_FMT "/" STR_FMT "?hentet=1",
	    STR_ARG(draft_href(r, service, id)), STR_ARG(page)));
}

/* There are applications to the same service that were not sent: which one is meant? */
static enum err
ask(struct req *r, const struct page_case *c, const struct db_rows *drafts)
{
	struct vmap *v = page_map(r);

	vset(v, "title", c->release->service->form_title);
	vset(v, "ref", c->ref);
	vset(v, "href", str_fmt(r->a, "/mine-saker/" STR_FMT, STR_ARG(c->ref)));
	vset(v, "copy_href", copy_href(r, c->ref));
	vlist(v, "drafts");
	for (size_t i = 0; i < db_count(drafts); i++) {
		struct vmap *m = vadd(v, "drafts");

		vset(m, "href", draft_href(r, c->release->service_id, db_get(drafts, i, "id")));
		vset(m, "saved_at", page_at(r, db_at(drafts, i, "updated_at")));
	}
	return page_show(r, "citizen/copy");
}

/* The first page where something is missing or wrong; the first of all when nothing is. */
static const struct form_item *
first_page(const struct draft *d)
{
	for (const struct form_item *p = steps_first(d->answers); p != NULL;
	    p = steps_from(d->answers, p, 1))
		if (!answers_page_valid(d->answers, p))
			return p;
	return steps_first(d->answers);
}

/* Files of the case, and what they are to be in the draft: ids with a blank between. */
struct carried {
	struct arena	*a;
	const struct form_world *w;
	struct buf	 from, to;
};

/* One that was found infected has nothing left to give. */
static struct str
carry(void *ctx, struct str id)
{
	struct carried *x = ctx;
	const struct form_file *f = x->w->file(x->w->file_ctx, id);
	struct form_file copy;

	if (f == NULL || f->scan == FILE_INFECTED)
		return STR_NONE;
	copy = *f;
	copy.id = id_new(x->a);
	buf_fmt(&x->from, " " STR_FMT, STR_ARG(id));
	buf_fmt(&x->to, " " STR_FMT, STR_ARG(copy.id));
	case_files_add(case_files_of(x->w), &copy);
	return copy.id;
}

static struct str
ids_array(struct arena *a, const struct buf *ids)
{
	return case_ids_array(a, str_trim(buf_str(ids)));
}

enum err
copy_begin(struct req *r, const struct page_case *c, const struct db_rows *person,
    const struct release *rel, const struct db_stmt *put)
{
	struct draft d = { .id = id_new(r->a), .revision = STR("1"), .release = rel,
		.world = c->world, .answers = answers_new(r->a, rel->form) };
	struct carried files = { r->a, &d.world, buf_new(r->a, 256), buf_new(r->a, 256) };
	struct str xml, pids, page;
	const struct db_rows *made;

	answers_copy(d.answers, c->answers, &d.world, carry, &files);
	draft_person(r, person, &d);
	page = first_page(&d)->name;
	xml = draft_xml(r, d.answers, &pids);
	made = db_add(page_db(r), put, (struct str[]){ d.id, c->id, rel->id, xml, pids, page,
	    str_fmt(r->a, "%d", rel->service->draft_days) }, 7);
	DB_ADD(page_db(r), SQL_ATTACHMENT_COPY, d.id, c->id, ids_array(r->a, &files.from),
	    ids_array(r->a, &files.to));
	TRY(page_commit(r));
	if (db_count(made) == 0)
		reply_redirect(r, STR("/mine-saker?mange=1"));
	else
		copy_go(r, rel->service_id, d.id, page);
	return ERR_OK;
}

/* A copy of this case that nothing was done with: a second click finds what the first made. */
static bool
find_fresh(const struct db_rows *drafts, size_t *out)
{
	for (*out = 0; *out < db_count(drafts); ++*out)
		if (db_get(drafts, *out, "fresh").p != NULL && db_bool(drafts, *out, "fresh"))
			return true;
	return false;
}

enum err
citizen_copy(struct req *r)
{
	const struct db_rows *rows, *person, *drafts;
	const struct release *rel;
	struct page_case c;
	bool fresh;
	size_t i;

	DB_ADD0(page_db(r), SQL_DRAFT_TURN);
	rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	person = DB_ADD0(page_db(r), SQL_PERSON_READ);
	drafts = DB_ADD(page_db(r), SQL_DRAFT_BESIDE, r->seg[0]);
	TRY(page_open(r));
	TRY(page_case_take(r, rows, &c));
	TRY(release_in_force(page_app(r)->releases, r->a, c.release->service_id, page_lang(r),
	    &rel));
	fresh = find_fresh(drafts, &i);
	if (!fresh && (db_count(drafts) == 0 || page_field(r, "ny").n > 0))
		return copy_begin(r, &c, person, rel, &SQL_DRAFT_COPY);
	TRY(page_commit(r));
	if (!fresh)
		return ask(r, &c, drafts);
	copy_go(r, rel->service_id, db_get(drafts, i, "id"), db_get(drafts, i, "page"));
	return ERR_OK;
}

/* The login leads back here, as a redirect cannot carry a POST: the case has the button. */
enum err
citizen_copy_again(struct req *r)
{
	TRY(page_read(r));
	reply_redirect(r, str_fmt(r->a, "/mine-saker/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0]))));
	return ERR_OK;
}
