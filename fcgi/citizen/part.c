#include "citizen/part.h"

#include "citizen/copy.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/page.h"
#include "release/store.h"

const struct db_rows *
part_ask(struct req *r, struct str ref)
{
	return DB_ADD(page_db(r), SQL_CASE_FOLLOW_UPS, ref);
}

static void
fill_one(struct req *r, const struct page_case *c, const struct db_rows *rows, size_t i,
    const struct service_follow_up *f)
{
	struct vmap *m = vadd(page_map(r), "follow_ups");

	vset(m, "title", f->citizen);
	vset(m, "text", f->text);
	vset(m, "action", str_fmt(r->a, "/mine-saker/" STR_FMT "/videre/" STR_FMT, STR_ARG(c->ref),
	    STR_ARG(f->service)));
	vset_flag(m, "begun", db_get(rows, i, "draft_id").p != NULL);
}

/* As the release in force says: the case's own may be older than what follows. */
enum err
part_fill(struct req *r, const struct page_case *c, const struct db_rows *rows)
{
	const struct service_follow_up *f;
	const struct release *rel;

	vlist(page_map(r), "follow_ups");
	for (size_t i = 0; i < db_count(rows); i++) {
		TRY(page_release(r, db_get(rows, i, "release_id"), &rel));
		f = service_follow_up(rel->service, db_get(rows, i, "service"));
		if (f != NULL && db_get(rows, i, "why").p == NULL)
			fill_one(r, c, rows, i, f);
	}
	return ERR_OK;
}

/* The row of the service that the address names. */
static bool
find(const struct req *r, const struct db_rows *rows, size_t *out)
{
	for (*out = 0; *out < db_count(rows); ++*out)
		if (str_eq(db_get(rows, *out, "service"), r->seg[1]))
			return true;
	return false;
}

static void
to_case(struct req *r)
{
	reply_redirect(r, str_fmt(r->a, "/mine-saker/" STR_FMT,
	    STR_ARG(url_encode(r->a, r->seg[0]))));
}

enum err
citizen_part_begin(struct req *r)
{
	const struct db_rows *rows, *person, *follow_ups;
	const struct release *rel;
	struct page_case c;
	size_t i;

	DB_ADD0(page_db(r), SQL_DRAFT_TURN);
	rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	person = DB_ADD0(page_db(r), SQL_PERSON_READ);
	follow_ups = part_ask(r, r->seg[0]);
	TRY(page_open(r));
	TRY(page_case_take(r, rows, &c));
	if (!find(r, follow_ups, &i))
		return ERR_GONE;
	TRY(release_in_force(page_app(r)->releases, r->a, r->seg[1], page_lang(r), &rel));
	if (db_get(follow_ups, i, "why").p == NULL && db_get(follow_ups, i, "draft_id").p == NULL)
		return copy_begin(r, &c, person, rel, &SQL_DRAFT_PART);
	TRY(page_commit(r));
	if (db_get(follow_ups, i, "why").p != NULL)
		to_case(r);		/* it was begun meanwhile, which the case shows */
	else
		copy_go(r, rel->service_id, db_get(follow_ups, i, "draft_id"),
		    db_get(follow_ups, i, "page"));
	return ERR_OK;
}

/* The login leads back here, as a redirect cannot carry a POST: the case has the button. */
enum err
citizen_part_again(struct req *r)
{
	TRY(page_read(r));
	to_case(r);
	return ERR_OK;
}
