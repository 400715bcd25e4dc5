#include "page/case.h"

#include "base/log.h"
#include "base/time.h"
#include "case/files.h"
#include "hearing/hearing.h"
#include "page/page.h"
#include "register/register.h"
#include "release/store.h"

enum err
page_release(struct req *r, struct str id, const struct release **out)
{
	return release_get(page_app(r)->releases, r->a, id, page_lang(r), out);
}

/* We wrote it: that it cannot be read is no fault of the browser's. */
static enum err
read_stored(struct req *r, const struct db_rows *rows, const struct form *f, struct answers **out)
{
	struct form_pairs pairs = case_pairs(r->a, db_get(rows, 0, "pids"));
	enum err e = answers_read(r->a, f, db_get(rows, 0, "answers"), pairs, out);

	if (e == ERR_OK)
		return ERR_OK;
	return log_err(ERR_CONFIG, "answers-unreadable", str_z(r->a, db_get(rows, 0, "id")));
}

/* A case is judged as on the day it came in: what was worked out then stands. */
static void
judge(struct answers *as, struct form_world world, int64_t received_at)
{
	if (received_at == 0) {
		answers_rules(as, &world);
		return;
	}
	world.today = time_day(time_oslo_date(received_at));
	answers_sent(as, &world);
}

enum err
page_answers_in(struct req *r, const struct db_rows *rows, enum lang lang, int64_t received_at,
    const struct release **release, struct answers **answers, struct form_world *world)
{
	TRY(release_get(page_app(r)->releases, r->a, db_get(rows, 0, "release_id"), lang, release));
	*world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	(void)case_files_read(r->a, db_get(rows, 0, "files"), world);
	if (received_at != 0 && db_has(rows, "hearings"))
		hearing_world(r->a, db_get(rows, 0, "hearings"), world);
	world->lang = lang;
	if (db_get(rows, 0, "answers").p == NULL)	/* a draft that nothing was saved in yet */
		*answers = answers_new(r->a, (*release)->form);
	else
		TRY(read_stored(r, rows, (*release)->form, answers));
	judge(*answers, *world, received_at);
	return ERR_OK;
}

enum err
page_answers(struct req *r, const struct db_rows *rows, const struct release **release,
    struct answers **answers, struct form_world *world)
{
	return page_answers_in(r, rows, page_lang(r), 0, release, answers, world);
}

enum err
page_told(struct req *r, const struct db_rows *rows, const struct release **release,
    struct answers **answers, struct form_world *world)
{
	struct form_pairs none = { NULL, 0 };

	TRY(page_release(r, db_get(rows, 0, "release_id"), release));
	*world = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	(void)case_files_read(r->a, db_get(rows, 0, "files"), world);
	world->lang = page_lang(r);
	world->mask = db_bool(rows, 0, "masked");
	TRY(answers_read(r->a, (*release)->form, db_get(rows, 0, "answers"), none, answers));
	answers_sent(*answers, world);
	return ERR_OK;
}

enum err
page_case_take(struct req *r, const struct db_rows *rows, struct page_case *out)
{
	if (db_count(rows) == 0)
		return ERR_GONE;
	*out = (struct page_case){ .id = db_get(rows, 0, "id"), .ref = db_get(rows, 0, "ref"),
		.state = db_get(rows, 0, "state"), .revision = db_get(rows, 0, "revision"),
		.received_at = db_at(rows, 0, "received_at"),
		.clocks = db_get(rows, 0, "clocks"), .may = ARENA_NEW(r->a, struct page_may),
		.by = page_session(r)->desk_user_id.p == NULL ? FLOW_APPLICANT : 0 };
	TRY(page_answers_in(r, rows, page_lang(r), out->received_at, &out->release,
	    &out->answers, &out->world));
	out->said = ARENA_NEW(r->a, struct release_said);
	*out->said = (struct release_said){ out->release, out->answers,
	    db_has(rows, "said") ? db_get(rows, 0, "said") : STR_NONE, 0 };
	release_said_in(out->said, &out->world);
	return ERR_OK;
}

struct case_event
page_case_event(const struct req *r, const struct page_case *c, const char *event)
{
	const struct session *s = page_session(r);

	return (struct case_event){ .tenant_id = page_tenant(r)->id, .case_id = c->id,
		.revision = c->revision, .state = c->state, .received_at = c->received_at,
		.clocks = c->clocks, .release = c->release, .answers = c->answers,
		.world = &c->world, .event = event, .by = c->by,
		.actor_id = s->desk_user_id.p != NULL ? s->desk_user_id : s->person_id };
}

/* What may be done with the case; a page asks for one thing after another. */
static const struct page_may *
may(const struct req *r, const struct page_case *c)
{
	struct page_may *m = c->may != NULL ? c->may : ARENA_NEW(r->a, struct page_may);
	struct case_event e;

	if (m->v != NULL && m->by == c->by)
		return m;
	e = page_case_event(r, c, "");
	m->by = c->by;
	m->n = case_may(r->a, &e, &m->v);
	return m;
}

static const struct flow_choice *
choice(const struct req *r, const struct page_case *c, const char *event)
{
	const struct page_may *m = may(r, c);

	for (size_t i = 0; i < m->n; i++)
		if (str_eq_z(m->v[i].event, event))
			return &m->v[i];
	return NULL;
}

bool
page_case_may(const struct req *r, const struct page_case *c, const char *event)
{
	return choice(r, c, event) != NULL;
}

bool
page_case_eyes(const struct req *r, const struct page_case *c, const char *event)
{
	const struct flow_choice *v = choice(r, c, event);

	return v != NULL && v->four_eyes;
}
