/* preliminary.c - the preliminary reply (fvl § 11 a): what it will say, before it goes by itself */
#include "base/buf.h"
#include "base/time.h"
#include "case/wait.h"
#include "desk/preliminary.h"
#include "desk/over.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "desk/work.h"
#include "letter/answers.h"
#include "letter/letter.h"
#include "letter/values.h"

#define LONGEST	4000		/* characters of a reason */

static const char REASON[] = "grunn", EXPECTED[] = "forventet";

struct reply {
	const struct db_rows *rows;	/* of preliminary_read: what is there now */
	struct str	 reason, expected, revision;	/* what the page shows */
	const char	*error;		/* REASON, EXPECTED or NULL */
};

void
preliminary_fill(struct req *r, const struct work *w, const struct db_rows *rows)
{
	bool goes = db_count(rows) > 0 && release_letter(w->c.release, STR("preliminary")) != NULL;

	vset(page_map(r), "preliminary_on", goes ? page_day(r, db_at(rows, 0, "goes_at")) :
	    STR(""));
	vset(page_map(r), "preliminary_href", str_fmt(r->a, STR_FMT "/forelopig-svar",
	    STR_ARG(w->base)));
}

static struct reply
stored(const struct db_rows *rows)
{
	return (struct reply){ rows, db_get(rows, 0, "reason"), db_get(rows, 0, "expected_on"),
	    db_get(rows, 0, "revision"), NULL };
}

/* As it was typed; the day as ISO when it is one, and to come. */
static struct reply
typed(struct req *r, const struct db_rows *rows, const struct work *w)
{
	struct reply x = { rows, str_trim(page_field(r, REASON)),
	    str_trim(page_field(r, EXPECTED)), page_field(r, "revisjon"), NULL };
	struct str iso;
	struct date d;

	if (x.reason.p == NULL)
		x.reason = STR("");
	if (str_chars(x.reason) > LONGEST)
		x.error = REASON;
	if (x.expected.n == 0)
		return x;
	if (!form_type_read(r->a, FORM_DAY, x.expected, &w->c.world, &iso) ||
	    !time_date_read(iso, &d) || time_day(d) <= w->c.world.today)
		x.error = EXPECTED;
	else
		x.expected = iso;
	return x;
}

static struct letter_facts
facts(const struct req *r, const struct work *w, const struct release_letter *letter,
    const struct reply *x)
{
	const struct tenant *t = page_tenant(r);
	const struct service *s = w->c.release->service;
	struct case_wait wait = case_wait_read(r->a, x->rows, s, w->c.world.now_at);

	return (struct letter_facts){ .lang = letter->lang, .at = w->c.world.now_at,
		.person_name = w->applicant, .case_ref = w->c.ref, .code = w->code,
		.service_title = s->title,
		.service_note = tenant_setting(t, str_fmt(r->a, STR_FMT ".note",
		STR_ARG(w->c.release->service_id)).p),
		.received_at = w->c.received_at, .tenant_name = t->name,
		.tenant_email = t->email, .tenant_phone = t->phone,
		.tenant_address = t->address, .tenant_url = t->url, .wait_reason = x->reason,
		.wait_pause = wait.pause,
		.expected = x->expected.n > 0 ? x->expected : wait.expected };
}

/* The very letter, as it would be today. */
static enum err
fill_letter(struct req *r, const struct work *w, const struct reply *x)
{
	const struct release_letter *letter = release_letter(w->c.release, STR("preliminary"));
	struct buf xml = buf_new(r->a, 8192);
	struct letter_facts f;
	struct vmap *values;

	if (letter == NULL)
		return ERR_GONE;
	f = facts(r, w, letter, x);
	values = letter_values(r->a, &f);
	letter_answers(values, r->a, w->c.answers, &w->c.world);
	TRY(letter_make(letter->letter, values, &xml));
	return letter_read(r->a, buf_str(&xml), page_map(r));
}

static void
fill_form(struct req *r, const struct work *w, const struct reply *x)
{
	struct vmap *v = page_map(r);

	vset(v, "reason", x->reason);
	vset(v, "expected", form_type_edit(r->a, FORM_DAY, x->expected));
	vset(v, "revision", x->revision);
	vset_flag(v, "error", x->error != NULL);
	vset_flag(v, "error_reason", x->error == REASON);
	vset_flag(v, "error_expected", x->error == EXPECTED);
	vset(v, "written_by", db_get(x->rows, 0, "written_by"));
	vset(v, "goes_on", page_day(r, db_at(x->rows, 0, "goes_at")));
	vset(v, "save_href", str_fmt(r->a, STR_FMT "/forelopig-svar", STR_ARG(w->base)));
	vset_flag(v, "can_send", page_case_may(r, &w->c, "preliminary"));
}

/* Somebody else wrote meanwhile: both are shown, and the next save is over theirs. */
static void
fill_theirs(struct req *r, const struct reply *theirs)
{
	vset_flag(page_map(r), "stale", theirs != NULL);
	vset(page_map(r), "their_reason", theirs != NULL ? theirs->reason : STR(""));
	vset(page_map(r), "their_expected", theirs != NULL ? form_type_edit(r->a, FORM_DAY,
	    theirs->expected) : STR(""));
}

static enum err
show(struct req *r, const struct work *w, const struct reply *x, const struct reply *theirs)
{
	TRY(fill_letter(r, w, x));
	work_head(r, w);
	fill_form(r, w, x);
	fill_theirs(r, theirs);
	vset_flag(page_map(r), "old", r->status == err_http(ERR_CSRF));
	vset_flag(page_map(r), "saved", params_has(&r->query, "lagret"));
	return page_show(r, "desk/preliminary");
}

/* A letter is prepared only while it may still go. */
static enum err
may_prepare(const struct req *r, const struct work *w, const struct db_rows *rows)
{
	if (db_at(rows, 0, "goes_at") == 0 && !page_case_may(r, &w->c, "preliminary"))
		return ERR_STALE;
	return ERR_OK;
}

enum err
desk_preliminary(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *prepared = DB_ADD(page_db(r), SQL_PRELIMINARY_READ, r->seg[0]);
	struct reply x;
	struct work w;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preliminary"));
	TRY(page_read(r));
	TRY(work_take(r, rows, &w));
	TRY(may_prepare(r, &w, prepared));
	x = stored(prepared);
	return show(r, &w, &x, NULL);
}

static enum err
refuse(struct req *r, const struct work *w, struct reply *x, enum err why)
{
	struct reply theirs = stored(x->rows);
	bool stale = why == ERR_STALE;

	DB_ADD(page_db(r), SQL_ACCESS_PUT, r->seg[0], STR("preliminary"));
	TRY(page_commit(r));
	r->status = err_http(why);
	if (stale)
		x->revision = theirs.revision;
	return show(r, w, x, stale ? &theirs : NULL);
}

static enum err
save(struct req *r, const struct work *w, const struct reply *x)
{
	const struct db_rows *saved = DB_ADD(page_db(r), SQL_PRELIMINARY_SAVE, w->c.id, x->reason,
	    x->expected.n > 0 ? x->expected : STR_NONE, x->revision);

	TRY(page_commit(r));
	if (db_count(saved) == 0)
		return ERR_STALE;
	reply_redirect(r, str_fmt(r->a, STR_FMT "/forelopig-svar?lagret=1", STR_ARG(w->base)));
	return ERR_OK;
}

enum err
desk_preliminary_save(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *prepared = DB_ADD(page_db(r), SQL_PRELIMINARY_READ, r->seg[0]);
	struct reply x;
	struct work w;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return over_show(r, str_fmt(r->a, "/saksbehandling/sak/" STR_FMT
		    "/forelopig-svar", STR_ARG(url_encode(r->a, r->seg[0]))));
	token = page_judge(r);
	TRY(work_take(r, rows, &w));
	TRY(may_prepare(r, &w, prepared));
	x = typed(r, prepared, &w);
	if (token != ERR_OK)
		return refuse(r, &w, &x, token);
	if (!str_eq(x.revision, db_get(prepared, 0, "revision")))
		return refuse(r, &w, &x, ERR_STALE);
	if (x.error != NULL)
		return refuse(r, &w, &x, ERR_INVALID);
	return save(r, &w, &x);
}

enum err
desk_preliminary_send(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	struct case_event e;
	struct work w;

	TRY(page_open(r));
	TRY(work_take(r, rows, &w));
	e = page_case_event(r, &w.c, "preliminary");
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, w.base);
	return ERR_OK;
}
