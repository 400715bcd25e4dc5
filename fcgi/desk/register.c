/* register.c - whose application is registered, for which service, where from and when it came */
#include "base/arena.h"
#include "base/id.h"
#include "base/time.h"
#include "desk/registration.h"
#include "desk/routes.h"
#include "desk/sql.h"
#include "form/form.h"
#include "page/case.h"
#include "register/register.h"

#define NAME_CHARS	200
#define YEARS		3		/* that a paper may have lain */

/* What is wrong with a field is a flag error_FIELD; its words stand in the page. */
enum wrong { W_SERVICE, W_ORIGIN, W_DAY, W_FUTURE, W_OLD, W_PID, W_NAME, W_OTHER, W_SELF,
    W_GRADED, W_OFTEN, W_CASE, W_IMPARTIAL, W_PARTY, W_STATE, W_OPEN, W_DONE, W_BEGUN, W_MOST };

struct begin {
	struct str	 id, service, origin, name;
	struct str	 day, pid;	/* as typed when wrong */
	struct str	 ref;		/* of the case that it follows, as typed */
	const struct release *release;
	struct page_case followed;	/* id.n == 0: none */
	bool		 bad[W_MOST];
};

static void
fill_draft(struct req *r, const struct db_rows *rows, size_t i, const struct release *rel)
{
	struct vmap *m = vadd(page_map(r), "drafts");
	struct str href = str_fmt(r->a, REGISTER_BASE "/" STR_FMT, STR_ARG(db_get(rows, i, "id")));

	vset(m, "title", rel->service->form_title);
	vset(m, "applicant", db_get(rows, i, "applicant"));
	vset(m, "origin", db_get(rows, i, "origin"));
	vset(m, "href", href);
	vset(m, "delete_href", str_fmt(r->a, STR_FMT "/slett", STR_ARG(href)));
	vset(m, "saved_at", page_at(r, db_at(rows, i, "updated_at")));
	vset(m, "kept_until", page_day(r, db_at(rows, i, "expires_at")));
}

static enum err
fill_services(struct req *r, const struct db_rows *rows, struct str chosen)
{
	struct vmap *v = page_map(r);
	const struct release *rel;

	vlist(v, "services");
	vlist(v, "following");
	for (size_t i = 0; i < db_count(rows); i++) {
		struct vmap *m = vadd(v, "services");

		TRY(page_release(r, db_get(rows, i, "id"), &rel));
		vset(m, "value", rel->service_id);
		vset(m, "label", rel->service->form_title);
		vset_flag(m, "chosen", str_eq(chosen, rel->service_id));
		if (rel->service->from_case)
			vset(vadd(v, "following"), "label", rel->service->form_title);
	}
	return ERR_OK;
}

static void
fill_wrong(struct req *r, const struct begin *b)
{
	static const char *const names[] = { [W_SERVICE] = "error_service",
	    [W_ORIGIN] = "error_origin", [W_DAY] = "error_day", [W_FUTURE] = "error_future",
	    [W_OLD] = "error_old", [W_PID] = "error_pid", [W_NAME] = "error_name",
	    [W_OTHER] = "error_other", [W_SELF] = "error_self",
	    [W_GRADED] = "error_graded", [W_OFTEN] = "error_often", [W_CASE] = "error_case",
	    [W_IMPARTIAL] = "error_impartial", [W_PARTY] = "error_party",
	    [W_STATE] = "error_state", [W_OPEN] = "error_open", [W_DONE] = "error_done",
	    [W_BEGUN] = "error_begun" };
	bool any = false, at_case = false;

	for (size_t i = 0; i < W_MOST; i++) {
		vset_flag(page_map(r), names[i], b->bad[i]);
		any |= b->bad[i];
		at_case |= i >= W_CASE && b->bad[i];
	}
	vset_flag(page_map(r), "wrong_case", at_case);
	vset_flag(page_map(r), "wrong_day", b->bad[W_DAY] || b->bad[W_FUTURE] || b->bad[W_OLD]);
	vset_flag(page_map(r), "wrong_name", b->bad[W_NAME] || b->bad[W_OTHER]);
	vset_flag(page_map(r), "error", any);
}

static enum err
show(struct req *r, const struct begin *b, const struct db_rows *services,
    const struct db_rows *drafts)
{
	struct vmap *v = page_map(r);
	const struct release *rel;

	TRY(fill_services(r, services, b->service));
	vlist(v, "drafts");
	for (size_t i = 0; i < db_count(drafts); i++) {
		TRY(page_release(r, db_get(drafts, i, "release_id"), &rel));
		fill_draft(r, drafts, i, rel);
	}
	fill_wrong(r, b);
	vset(v, "draft", b->id);
	vset_flag(v, "by_paper", str_eq_z(b->origin, "paper"));
	vset_flag(v, "by_telephone", str_eq_z(b->origin, "telephone"));
	vset(v, "day", form_type_edit(r->a, FORM_DAY, b->day));
	vset(v, "pid", b->pid);
	vset(v, "name", b->name);
	vset(v, "followed", b->ref);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "saved", params_has(&r->query, "lagret"));
	vset_flag(v, "deleted", params_has(&r->query, "slettet"));
	return page_show(r, "desk/register");
}

enum err
desk_register(struct req *r)
{
	const struct db_rows *services = DB_ADD0(page_db(r), SQL_REGISTER_SERVICES);
	const struct db_rows *drafts = DB_ADD0(page_db(r), SQL_DRAFT_LIST);
	struct begin b = { .id = id_new(r->a) };

	TRY(page_read(r));
	return show(r, &b, services, drafts);
}

static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ')
			return false;
	return s.n > 0 && str_chars(s) <= NAME_CHARS;
}

static void
judge_day(struct req *r, struct begin *b, const struct form_world *w)
{
	struct str typed = b->day;
	struct date d;
	int64_t day;

	if (!form_type_read(r->a, FORM_DAY, typed, w, &b->day) || !time_date_read(b->day, &d)) {
		b->day = typed;
		b->bad[W_DAY] = true;
		return;
	}
	day = time_day(d);
	b->bad[W_FUTURE] = day > w->today;
	b->bad[W_OLD] = day < time_day(time_add_months(time_date(w->today), -12 * YEARS));
}

static void
judge_service(struct req *r, struct begin *b, const struct db_rows *services)
{
	for (size_t i = 0; i < db_count(services); i++)
		if (str_eq(db_get(services, i, "service"), b->service) &&
		    page_release(r, db_get(services, i, "id"), &b->release) == ERR_OK)
			return;
	b->bad[W_SERVICE] = true;
}

/* What is begun from a case alone needs one, and any that is named must be there to see. */
static void
judge_case(struct req *r, struct begin *b, const struct db_rows *followed)
{
	if (b->ref.n == 0)
		b->bad[W_CASE] = b->release != NULL && b->release->service->from_case;
	else
		b->bad[W_CASE] = page_case_take(r, followed, &b->followed) != ERR_OK;
}

/* false: something is wrong with it. */
static bool
read_begin(struct req *r, struct begin *b, const struct db_rows *services,
    const struct db_rows *followed)
{
	struct form_world w = registers_world(page_app(r)->registers, r->a, page_tenant(r)->id);
	struct str typed = page_field(r, "nummer");
	bool ok = true;

	*b = (struct begin){ .id = page_field(r, "utkast"), .service = page_field(r, "tjeneste"),
		.origin = page_field(r, "kilde"), .day = str_trim(page_field(r, "dato")),
		.pid = typed, .name = str_trim(page_field(r, "navn")),
		.ref = str_trim(page_field(r, "sak")) };
	if (!id_is(b->id))
		b->id = id_new(r->a);
	judge_service(r, b, services);
	judge_case(r, b, followed);
	judge_day(r, b, &w);
	b->bad[W_ORIGIN] = !str_eq_z(b->origin, "paper") && !str_eq_z(b->origin, "telephone");
	b->bad[W_PID] = !form_type_read(r->a, FORM_PID, typed, &w, &b->pid);
	b->bad[W_NAME] = !is_name(b->name);
	for (size_t i = 0; i < W_MOST; i++)
		ok &= !b->bad[i];
	if (b->bad[W_PID])
		b->pid = typed;
	return ok;
}

static struct str
no_file(void *ctx, struct str id)
{
	(void)ctx;
	(void)id;
	return STR_NONE;
}

/* What the case that it follows says is not typed again; files come with the paper. */
static struct str
answers_of_case(struct req *r, const struct begin *b, struct str *pids)
{
	struct answers *as;

	if (b->followed.id.n == 0) {
		*pids = STR_NONE;
		return STR_NONE;
	}
	as = answers_new(r->a, b->release->form);
	answers_copy(as, b->followed.answers, &b->followed.world, no_file, NULL);
	return draft_xml(r, as, pids);
}

static void
take_refusal(struct begin *b, struct str why)
{
	static const char *const whys[W_MOST] = { [W_OTHER] = "name", [W_SELF] = "self",
		[W_GRADED] = "graded", [W_OFTEN] = "often", [W_CASE] = "case",
		[W_IMPARTIAL] = "impartial", [W_PARTY] = "party", [W_STATE] = "state",
		[W_OPEN] = "open", [W_DONE] = "done", [W_BEGUN] = "begun" };

	for (size_t i = 0; i < W_MOST; i++)
		b->bad[i] = whys[i] != NULL && str_eq_z(why, whys[i]);
}

/* *ok false: the number belongs to somebody of another name, to who registers, or to one whose
   address they may not know; it was asked too often; or it does not follow the case.  That it was
   asked stands. */
static enum err
begin(struct req *r, struct begin *b, bool *ok)
{
	struct str pids, answers = answers_of_case(r, b, &pids);
	const struct db_rows *made = DB_ADD(page_db(r), SQL_DRAFT_REGISTER, b->id, b->service,
	    b->pid, b->name, b->origin, b->day,
	    str_fmt(r->a, "%d", b->release->service->draft_days),
	    b->followed.id.n > 0 ? b->followed.id : STR_NONE, answers, pids);

	if (b->followed.id.n > 0)
		DB_ADD(page_db(r), SQL_ACCESS_PUT, b->ref, STR("case"));
	TRY(db_run(page_db(r)));
	take_refusal(b, db_get(made, 0, "refused"));
	*ok = db_get(made, 0, "refused").p == NULL;
	return page_commit(r);
}

enum err
desk_register_begin(struct req *r)
{
	const struct db_rows *services = DB_ADD0(page_db(r), SQL_REGISTER_SERVICES);
	const struct db_rows *drafts = DB_ADD0(page_db(r), SQL_DRAFT_LIST);
	const struct db_rows *followed = DB_ADD(page_db(r), SQL_CASE_READ,
	    str_trim(page_field(r, "sak")));
	struct begin b;
	enum err token;
	bool ok;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return registration_over(r, STR(REGISTER_BASE), STR(REGISTER_BASE));
	token = page_judge(r);
	ok = read_begin(r, &b, services, followed);
	if (token == ERR_OK && ok)
		TRY(begin(r, &b, &ok));
	if (token == ERR_OK && ok) {
		reply_redirect(r, str_fmt(r->a, REGISTER_BASE "/" STR_FMT, STR_ARG(b.id)));
		return ERR_OK;
	}
	db_rollback(page_db(r));
	r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
	return show(r, &b, services, drafts);
}
