/* page.c - a request: whose it is, in which language, and its transaction */
#include "base/id.h"
#include "base/time.h"
#include "ident/acr.h"
#include "page/private.h"

struct page *
page_of(const struct req *r)
{
	CHECK(r->ctx != NULL);
	return r->ctx;
}

struct page_app *
page_app(const struct req *r)
{
	return r->app;
}

struct db *
page_db(const struct req *r)
{
	return page_app(r)->db;
}

const struct tenant *
page_tenant(const struct req *r)
{
	return page_of(r)->tenant;
}

const struct session *
page_session(const struct req *r)
{
	CHECK(page_of(r)->judged);
	return page_of(r)->live ? &page_of(r)->session : NULL;
}

struct vmap *
page_map(const struct req *r)
{
	return page_of(r)->v;
}

enum lang
page_lang(const struct req *r)
{
	return page_of(r)->lang;
}

struct str
page_nb(const struct req *r, struct str s)
{
	return page_lang(r) == LANG_NB ? s : lang_nb(r->a, s);
}

struct str
page_field(const struct req *r, const char *name)
{
	return params_get(&r->form, name);
}

int
page_edition(const struct req *r, const char *name)
{
	struct str s = page_field(r, name);
	int64_t n;

	if (s.n == 0)
		return 0;
	return str_int(s, &n) && n >= 0 && n < PAGE_NO_EDITION ? (int)n : PAGE_NO_EDITION;
}

void
page_after(const struct req *r, struct str out[2])
{
	struct str id = params_get(&r->query, "etter"), key = str_cut(&id, ',');
	struct date d;
	int64_t at;
	bool whole = (time_read_pg(key, &at) || time_date_read(key, &d)) && id_is(id);

	out[0] = whole ? key : STR_NONE;
	out[1] = whole ? id : STR_NONE;
}

struct str
page_at(const struct req *r, int64_t at)
{
	return at == 0 ? STR("") : time_oslo_show(r->a, page_lang(r), at);
}

struct str
page_day(const struct req *r, int64_t at)
{
	return at == 0 ? STR("") : time_date_show(r->a, page_lang(r), time_oslo_date(at));
}

struct str
page_day_short(const struct req *r, int64_t at)
{
	return at == 0 ? STR("") : time_date_short(r->a, time_oslo_date(at));
}

/* Is there such a language, and are there pages in it? */
static bool
offered(const struct req *r, struct str code, enum lang *out)
{
	enum lang l;

	if (!lang_of(code, &l) || page_app(r)->views[LANG_NN] == NULL)
		return false;
	*out = l;
	return true;
}

static void
take_lang(struct req *r, struct page *p)
{
	p->lang_asked = offered(r, params_get(&r->query, "lang"), &p->lang);
	p->lang_known = p->lang_asked || offered(r, req_cookie(r, LANG_COOKIE), &p->lang);
}

/* What a page says only when it has something to say. */
struct page *
page_new(struct req *r)
{
	struct page *p = ARENA_NEW(r->a, struct page);

	r->ctx = p;
	p->v = vmap_new(r->a);
	vset_flag(p->v, "error", false);
	vset_flag(p->v, "lang_buttons", false);
	take_lang(r, p);
	return p;
}

enum err
page_begin_in(struct req *r, struct arena *a)
{
	return db_begin(page_db(r), a, req_cookie(r, SESSION_COOKIE), page_of(r)->tenant->id);
}

enum err
page_begin(struct req *r)
{
	return page_begin_in(r, r->a);
}

enum err
page_before(struct req *r)
{
	struct page_app *app = page_app(r);
	struct page *p = page_new(r);

	CHECK(!db_ahead(app->db));	/* the request before left no rest of page_ahead */
	page_keep_lang(r);
	TRY(tenants_find(app->tenants, r->host, &p->tenant));
	TRY(page_begin(r));
	p->rows = session_ask(app->db, app->side);
	if (p->lang_asked)
		session_choose_lang(app->db, app->side, p->lang);
	return ERR_OK;
}

static void
take_session(struct req *r)
{
	struct page *p = page_of(r);

	p->live = session_take(p->rows, &p->session);
	p->judged = true;
	if (p->live && !p->lang_known)
		(void)offered(r, p->session.language, &p->lang);
}

/* Who may pass is the route's; the session is what the database said of the token. */
enum err
page_judge(struct req *r)
{
	const struct page *p = page_of(r);

	if (r->route->who != ANYONE && !p->live)
		return ERR_LOGIN;
	if (r->method == POST && p->live && !session_csrf_fits(&p->session,
	    page_field(r, SESSION_CSRF)))
		return ERR_CSRF;
	return ERR_OK;
}

enum err
page_read(struct req *r)
{
	TRY(db_commit(page_db(r)));
	take_session(r);
	return page_judge(r);
}

enum err
page_ahead(struct req *r, const struct db_rows *rows)
{
	TRY(db_commit_to(page_db(r), rows));
	take_session(r);
	return page_judge(r);
}

enum err
page_rest(struct req *r)
{
	return db_commit_rest(page_db(r));
}

enum err
page_look(struct req *r)
{
	TRY(db_run(page_db(r)));
	take_session(r);
	return ERR_OK;
}

enum err
page_open(struct req *r)
{
	TRY(page_look(r));
	return page_judge(r);
}

enum err
page_commit(struct req *r)
{
	return db_commit(page_db(r));
}

enum err
page_level(struct req *r, struct str acr)
{
	const struct session *s = page_session(r);

	if (s != NULL && acr_at_least(s->acr, acr))
		return ERR_OK;
	page_of(r)->level = acr;
	return ERR_LOGIN;
}

void
page_back(struct req *r, struct str back)
{
	page_of(r)->back = back;
}
