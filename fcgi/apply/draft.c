#include "apply/draft.h"

#include "apply/sql.h"
#include "base/arena.h"
#include "case/case.h"
#include "case/files.h"
#include "hearing/hearing.h"
#include "page/page.h"
#include "register/register.h"

void
draft_person(struct req *r, const struct db_rows *rows, struct draft *d)
{
	d->world = registers_person(r->a, d->world, db_get(rows, 0, "name"),
	    db_get(rows, 0, "email"), db_get(rows, 0, "phone"));
	if (str_eq_z(d->revision, "1"))		/* nothing was saved yet */
		answers_prefill(d->answers, &d->world);
	answers_rules(d->answers, &d->world);
	if (db_has(rows, "hearings") && hearing_draft(r->a, d->release->service, d->answers,
	    db_get(rows, 0, "hearings"), &d->world))
		answers_rules(d->answers, &d->world);
}

const struct db_rows *
draft_hold(struct req *r, struct str id)
{
	DB_ADD(page_db(r), SQL_DRAFT_LOCK, id);
	return DB_ADD(page_db(r), SQL_DRAFT_READ, id, STR(""));
}

const struct db_rows *
draft_seen(struct req *r, struct str id, struct str page)
{
	return DB_ADD(page_db(r), SQL_DRAFT_READ, id, page);
}

void
draft_unpark(struct req *r, struct str id, struct str page)
{
	DB_ADD(page_db(r), SQL_PARKED_DROP, id, page);
}

enum err
draft_take(struct req *r, const struct apply *at, const struct db_rows *rows, struct draft *out)
{
	struct draft d = { .at = at, .id = at->id, .base = at->base };

	if (db_count(rows) == 0 ||
	    (at->service.p != NULL && !str_eq(db_get(rows, 0, "service"), at->service)))
		return ERR_GONE;
	d.revision = db_get(rows, 0, "revision");
	d.page = db_get(rows, 0, "page");
	d.updated_at = db_at(rows, 0, "updated_at");
	d.expires_at = db_at(rows, 0, "expires_at");
	d.people = db_get(rows, 0, "people");
	TRY(page_answers(r, rows, &d.release, &d.answers, &d.world));
	draft_person(r, rows, &d);
	if (!at->door->any_level)
		TRY(page_level(r, d.release->service->acr));
	*out = d;
	return at->door->ready == NULL ? ERR_OK : at->door->ready(r, rows, out);
}

enum err
draft_post(struct req *r, struct draft *d, const struct form_item *page, const struct params *sent,
    struct answers_posted *out)
{
	static const char *const not_answers[] = { "csrf", "handling", "sett", NULL };
	struct form_field *v = arena_alloc(r->a, sent->n * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < sent->n; i++)
		if (!str_starts(sent->v[i].name, STR(DRAFT_SEARCH)))
			v[n++] = (struct form_field){ sent->v[i].name, sent->v[i].value };
	return answers_post(d->answers, page, v, n, not_answers, &d->world, out);
}

struct str
draft_xml(struct req *r, const struct answers *as, struct str *pids_out)
{
	struct buf xml = buf_new(r->a, 4096);
	struct form_pids pids = { NULL, 0 };

	answers_write(as, ANSWERS_DRAFT, &xml, &pids);
	*pids_out = case_pid_array(r->a, pids);
	return buf_str(&xml);
}

const struct db_rows *
draft_put(struct req *r, const struct draft *d, struct str page)
{
	const struct db_rows *put;
	struct str pids, xml = draft_xml(r, d->answers, &pids);

	DB_ADD(page_db(r), SQL_PARKED_DROP, d->id, page);
	if (case_files_count(case_files_of(&d->world)) > 0)
		DB_ADD(page_db(r), SQL_ATTACHMENT_KEEP, d->id, case_ids_array(r->a,
		    answers_files(d->answers, ANSWERS_DRAFT)));
	put = DB_ADD(page_db(r), SQL_DRAFT_SAVE, d->id, d->revision, xml, pids, page);
	if (d->at_sent == NULL)
		case_parties(page_db(r), r->a, d->id, d->release, d->answers, &d->world);
	return put;
}

void
draft_steps(struct req *r, const struct draft *d, const struct form_item *current)
{
	vlist(page_map(r), "steps");
	for (const struct form_item *p = steps_first(d->answers); p != NULL;
	    p = steps_from(d->answers, p, 1)) {
		struct vmap *m = vadd(page_map(r), "steps");

		vset(m, "title", p->label);
		vset(m, "href", str_fmt(r->a, STR_FMT "/" STR_FMT, STR_ARG(d->base),
		    STR_ARG(p->name)));
		vset_flag(m, "current", p == current);
		vset_flag(m, "done", current == NULL || p->index < current->index);
	}
}
