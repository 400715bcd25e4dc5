/* complaint.c - the party complains of a decision, and may take the complaint back */
#include "base/arena.h"
#include "base/time.h"
#include "citizen/routes.h"
#include "citizen/sql.h"
#include "page/case.h"
#include "page/page.h"
#include "release/messages.h"

#define COMPLAIN	"complain"
#define WITHDRAW	"withdraw-complaint"

static struct str
here(const struct req *r, const char *what)
{
	return str_fmt(r->a, "/mine-saker/" STR_FMT "%s", STR_ARG(url_encode(r->a, r->seg[0])),
	    what);
}

static struct str
said(const struct req *r, const char *id)
{
	return form_message(page_app(r)->messages->in[page_lang(r)], r->a, id, STR(""));
}

static void
fill_head(struct req *r, const struct page_case *c, const struct db_rows *rows)
{
	struct str body = db_get(rows, 0, "named_body");
	struct vmap *v = page_map(r);

	vset(v, "ref", c->ref);
	vset(v, "title", c->release->service->form_title);
	vset(v, "href", here(r, ""));
	vset(v, "complaint_href", here(r, "/klage"));
	vset(v, "body", body.n > 0 ? page_nb(r, body) : c->release->service->complaint_body);
	vset(v, "due_on", page_day(r, db_at(rows, 0, "due_at")));
	vset_flag(v, "late", db_bool(rows, 0, "late"));
	vset_flag(v, "waits", db_bool(rows, 0, "waits"));
}

struct typed {
	struct str	 text, wanted;
	const char	*wrong_text, *wrong_wanted;	/* messages, or NULL */
};

static struct typed
read_typed(const struct req *r)
{
	struct typed t = { str_trim(page_field(r, "klage")), str_trim(page_field(r, "endring")),
	    NULL, NULL };

	t.wrong_text = t.text.n == 0 ? "complaint-text" :
	    t.text.n > CASE_COMPLAINT_BYTES ? "complaint-long" : NULL;
	t.wrong_wanted = t.wanted.n > CASE_COMPLAINT_BYTES ? "complaint-long" : NULL;
	return t;
}

static void
fill_wrong(struct req *r, const char *name, const char *message, const char *href)
{
	struct str text = message != NULL ? said(r, message) : STR("");
	struct vmap *m;

	vset(page_map(r), name, text);
	if (message == NULL)
		return;
	m = vadd(page_map(r), "errors");
	vset(m, "text", text);
	vset_z(m, "href", href);
	vset_flag(page_map(r), "error", true);
}

static enum err
show(struct req *r, const struct page_case *c, const struct db_rows *rows, const struct typed *t)
{
	struct vmap *v = page_map(r);

	fill_head(r, c, rows);
	vset(v, "text", t->text);
	vset(v, "wanted", t->wanted);
	vset_flag(v, "old", r->status == err_http(ERR_CSRF));
	vset_flag(v, "error", false);
	vlist(v, "errors");
	fill_wrong(r, "error_text", t->wrong_text, "#klage");
	fill_wrong(r, "error_wanted", t->wrong_wanted, "#endring");
	return page_show(r, "citizen/complaint");
}

enum err
citizen_complaint(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *begun = DB_ADD(page_db(r), SQL_COMPLAINT_READ, r->seg[0]);
	struct page_case c;
	struct typed t = { 0 };

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	if (!page_case_may(r, &c, COMPLAIN))
		return ERR_STALE;
	t.text = db_get(begun, 0, "text");
	t.wanted = db_get(begun, 0, "wanted");
	return show(r, &c, begun, &t);
}

/* Nobody is logged in any more: what was written is kept, when it was this person a moment ago. */
static enum err
keep(struct req *r)
{
	const struct db_rows *kept = DB_ADD(page_db(r), SQL_COMPLAINT_KEEP, r->seg[0],
	    page_field(r, "klage"), page_field(r, "endring"), page_field(r, "csrf"));

	TRY(page_commit(r));
	if (!db_bool(kept, 0, "kept"))
		return ERR_LOGIN;
	r->status = err_http(ERR_LOGIN);
	vset_flag(page_map(r), "files_lost", false);
	vset(page_map(r), "again_href", page_login_href(r, here(r, "/klage")));
	page_back(r, here(r, "/klage"));
	return page_show(r, "citizen/session-over");
}

static enum err
save(struct req *r, const struct typed *t)
{
	DB_ADD(page_db(r), SQL_COMPLAINT_PUT, r->seg[0], t->text, t->wanted);
	TRY(page_commit(r));
	reply_redirect(r, here(r, "?klage=lagret"));
	return ERR_OK;
}

static enum err
send(struct req *r, const struct page_case *c, const struct db_rows *begun, const struct typed *t)
{
	struct case_event e = page_case_event(r, c, COMPLAIN);
	struct case_complaint it = { .text = t->text, .wanted = t->wanted,
		.late = db_bool(begun, 0, "late") };
	const struct db_rows *moved;

	it.received = time_date_iso(r->a, time_oslo_date(c->world.now_at));
	e.data = case_complaint_json(r->a, &it);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, here(r, "?klage=sendt"));
	return ERR_OK;
}

enum err
citizen_complain(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]);
	const struct db_rows *begun = DB_ADD(page_db(r), SQL_COMPLAINT_READ, r->seg[0]);
	struct typed t = read_typed(r);
	bool saves = str_eq_z(page_field(r, "handling"), "lagre"), wrong;
	struct page_case c;
	enum err token;

	TRY(page_look(r));
	if (page_session(r) == NULL)
		return keep(r);
	token = page_judge(r);
	TRY(page_case_take(r, rows, &c));
	if (!page_case_may(r, &c, COMPLAIN))
		return ERR_STALE;
	if (saves && t.text.n == 0)
		t.wrong_text = NULL;
	wrong = t.wrong_text != NULL || t.wrong_wanted != NULL;
	if (token != ERR_OK || wrong) {
		TRY(page_commit(r));
		r->status = err_http(token != ERR_OK ? token : ERR_INVALID);
		return show(r, &c, begun, &t);
	}
	return saves ? save(r, &t) : send(r, &c, begun, &t);
}

enum err
citizen_complaint_withdraw_ask(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_READ, r->seg[0]);
	const struct db_rows *begun = DB_ADD(page_db(r), SQL_COMPLAINT_READ, r->seg[0]);
	struct page_case c;

	TRY(page_read(r));
	TRY(page_case_take(r, rows, &c));
	if (!page_case_may(r, &c, WITHDRAW) || db_bool(begun, 0, "others"))
		return ERR_STALE;
	fill_head(r, &c, begun);
	return page_show(r, "citizen/complaint-withdraw");
}

enum err
citizen_complaint_withdraw(struct req *r)
{
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_CASE_LOCK, r->seg[0]), *moved;
	const struct db_rows *begun = DB_ADD(page_db(r), SQL_COMPLAINT_READ, r->seg[0]);
	struct page_case c;
	struct case_event e;

	TRY(page_open(r));
	TRY(page_case_take(r, rows, &c));
	if (db_bool(begun, 0, "others"))
		return ERR_STALE;
	e = page_case_event(r, &c, WITHDRAW);
	e.told_at = case_told_ahead(db_get(begun, 0, "until"), c.world.today);
	TRY(case_fire(page_db(r), r->a, &e, &moved));
	TRY(page_commit(r));
	if (db_count(moved) == 0)
		return ERR_STALE;
	reply_redirect(r, here(r, "?klage=trukket"));
	return ERR_OK;
}
