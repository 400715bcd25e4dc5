#include "page/page.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/id.h"
#include "base/log.h"
#include "base/setting.h"
#include "base/time.h"
#include "form/form.h"
#include "ident/acr.h"
#include "register/register.h"
#include "release/messages.h"
#include "release/shared.h"
#include "release/store.h"

#define LANG_SEC	(365 * 86400)

struct page {
	const struct tenant *tenant;
	enum lang	 lang;
	bool		 lang_asked;	/* by the address */
	bool		 lang_known;	/* by the address or the cookie */
	struct session	 session;
	const struct db_rows *rows;	/* of the session, NULL once taken */
	struct vmap	*v;
	struct str	 level;		/* that the login must ask for; empty: its own */
	struct str	 back;		/* where the login leads; empty: here */
	bool		 judged, live;
};

static struct page *
page(const struct req *r)
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
	return page(r)->tenant;
}

const struct session *
page_session(const struct req *r)
{
	CHECK(page(r)->judged);
	return page(r)->live ? &page(r)->session : NULL;
}

struct vmap *
page_map(const struct req *r)
{
	return page(r)->v;
}

enum lang
page_lang(const struct req *r)
{
	return page(r)->lang;
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
	struct date d = time_oslo_date(at);

	return at == 0 ? STR("") : str_fmt(r->a, "%02d.%02d.%04d", d.day, d.month, d.year);
}

/* What the build said of the style sheets and scripts, so that browsers may keep them for long. */
static struct str
read_version(struct arena *a)
{
	const char *dir = getenv("SKRANKE_STATIC");
	char line[65] = "";
	FILE *f = dir != NULL ? fopen(str_fmt(a, "%s/VERSION", dir).p, "r") : NULL;

	if (f == NULL)
		return STR("");
	if (fgets(line, sizeof line, f) == NULL)
		line[0] = '\0';
	fclose(f);
	return str_dup(a, str_trim(str_from_z(line)));
}

static enum err
open_letters(struct page_app *app)
{
	struct release_letter *message = arena_alloc(app->a, LANG_COUNT * sizeof *message);

	app->message = message;
	return shared_letter_load(app->a, app->templates_dir, SHARED_MESSAGE, message);
}

/* What only those who open drafts and cases need. */
static enum err
open_services(struct page_app *app)
{
	TRY(messages_load(app->a, app->templates_dir, &app->messages));
	app->registers = registers_new(app->a, app->db, setting_on("SKRANKE_TEST_NUMBERS"));
	app->releases = release_store_new(app->a, app->db, app->messages);
	return app->side == SESSION_STAFF ? open_letters(app) : ERR_OK;
}

/* Staff read bokmål. */
static enum err
open_views(struct page_app *app)
{
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(app->a, app->templates_dir, l);

		if (dir != NULL && (l == LANG_NB || app->side != SESSION_STAFF))
			TRY(views_load(app->a, dir, app->program, views_log, NULL,
			    &app->views[l]));
	}
	(void)malloc_trim(0);		/* documents leave many small holes */
	return ERR_OK;
}

enum err
page_app_new(struct arena *process, const char *program, enum session_side side,
    struct page_app **out)
{
	struct page_app *app = ARENA_NEW(process, struct page_app);
	const char *conninfo = setting_need("SKRANKE_DB"), *dir = setting_need("SKRANKE_TEMPLATES");

	if (conninfo == NULL || dir == NULL)
		return ERR_CONFIG;
	*app = (struct page_app){ .program = program, .a = process, .side = side,
	    .templates_dir = dir };
	app->db = db_new(conninfo);
	TRY(open_views(app));
	app->asset_version = read_version(process);
	app->tenants = tenants_new(process, app->db);
	*out = app;
	return side == SESSION_NONE ? ERR_OK : open_services(app);
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
static struct page *
new_page(struct req *r)
{
	struct page *p = ARENA_NEW(r->a, struct page);

	r->ctx = p;
	p->v = vmap_new(r->a);
	vset_flag(p->v, "error", false);
	vset_flag(p->v, "lang_buttons", false);
	take_lang(r, p);
	return p;
}

static void
keep_lang(struct req *r)
{
	if (page(r)->lang_asked)
		reply_cookie(r, LANG_COOKIE, lang_code(page_lang(r)), LANG_SEC);
}

enum err
page_begin_in(struct req *r, struct arena *a)
{
	return db_begin(page_db(r), a, req_cookie(r, SESSION_COOKIE), page(r)->tenant->id);
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
	struct page *p = new_page(r);

	keep_lang(r);
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
	struct page *p = page(r);

	p->live = session_take(p->rows, &p->session);
	p->judged = true;
	if (p->live && !p->lang_known)
		(void)offered(r, p->session.language, &p->lang);
}

/* Who may pass is the route's; the session is what the database said of the token. */
enum err
page_judge(struct req *r)
{
	const struct page *p = page(r);

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

struct str
page_login_href(const struct req *r, struct str back)
{
	bool staff = page_app(r)->side == SESSION_STAFF;
	struct str level = page(r)->level;

	return str_fmt(r->a, "%s?til=" STR_FMT "%s" STR_FMT,
	    staff ? "/saksbehandling/logginn" : "/logginn",
	    STR_ARG(url_encode(r->a, url_local(back))), level.n > 0 ? "&niva=" : "",
	    STR_ARG(level));
}

enum err
page_level(struct req *r, struct str acr)
{
	const struct session *s = page_session(r);

	if (s != NULL && acr_at_least(s->acr, acr))
		return ERR_OK;
	page(r)->level = acr;
	return ERR_LOGIN;
}

void
page_back(struct req *r, struct str back)
{
	page(r)->back = back;
}

/* Where the login leads back to, and another language: here, where this can be asked for again. */
static struct str
address(const struct req *r)
{
	const struct page *p = page(r);

	return p->back.n > 0 ? p->back : r->method == GET ? r->uri : STR("/");
}

/* The same address, ready for the code of a language. */
static struct str
lang_href(const struct req *r)
{
	bool form = r->method == POST && page_app(r)->side == SESSION_CITIZEN;
	struct str rest = form ? r->uri : address(r), path = str_cut(&rest, '?');
	struct buf b = buf_new(r->a, r->uri.n + 32);
	char before = '?';

	buf_add(&b, url_local(path));
	while (rest.n > 0) {
		struct str part = str_cut(&rest, '&');

		if (str_starts(part, STR("lang=")))
			continue;
		buf_add_char(&b, before);
		buf_add(&b, part);
		before = '&';
	}
	buf_fmt(&b, "%clang=", before);
	return buf_str(&b);
}

static void
fill_lang(struct req *r)
{
	const struct page *p = page(r);

	vset(p->v, "lang", lang_code(p->lang));
	vset(p->v, "lang_href", page_app(r)->views[LANG_NN] != NULL ? lang_href(r) : STR_NONE);
	reply_header(r, "Content-Language", lang_code(p->lang));
}

/* Ways to what somebody at the desk has a right to; citizens have no such role. */
static void
fill_ways(const struct page *p, bool in)
{
	const struct session *s = &p->session;

	bool acts = session_has(s, "caseworker") || session_has(s, "leader");

	vset_flag(p->v, "acts", in && acts);
	vset_flag(p->v, "sees", in && (acts || session_has(s, "reader")));
	vset_flag(p->v, "author", in && session_has(s, "author"));
	vset_flag(p->v, "administrator", in && session_has(s, "administrator"));
}

static void
fill_layout(struct req *r)
{
	static const struct tenant nowhere = { .palette = { "fjord", 5 } };
	const struct page *p = page(r);
	const struct tenant *t = p->tenant != NULL ? p->tenant : &nowhere;
	bool in = p->judged && p->live;

	fill_lang(r);
	vset(p->v, "tenant_name", t->name);
	vset(p->v, "palette", t->palette);
	vset(p->v, "tenant_email", t->email);
	vset(p->v, "tenant_phone", t->phone);
	vset(p->v, "tenant_url", t->url);
	vset_flag(p->v, "logged_in", in);
	vset(p->v, "person_name", in ? p->session.name : STR_NONE);
	vset(p->v, "csrf", in ? p->session.csrf : STR_NONE);
	fill_ways(p, in);
	vset(p->v, "login_href", page_login_href(r, address(r)));
	vset(p->v, "asset_version", page_app(r)->asset_version);
}

enum err
page_show(struct req *r, const char *name)
{
	const struct view *view = views_get(page_app(r)->views[page_lang(r)], name);

	CHECK(view != NULL);
	CHECK(page(r)->judged);
	fill_layout(r);
	view_run(view, page_map(r), &r->body);
	return ERR_OK;
}

static const char *
error_code(enum err e)
{
	static const char *const names[] = {
#define ERR(code, http, again, text) #code,
#include "base/err.def"
#undef ERR
	};

	return names[e];
}

static struct str
trouble_page(const struct req *r, enum err e)
{
	bool no_tenant = e == ERR_GONE && page(r)->tenant == NULL;

	return str_fmt(r->a, "%s/%s", page_app(r)->program, no_tenant ? "unknown-host" : "trouble");
}

void
page_trouble(struct req *r, enum err e)
{
	struct page *p = r->ctx;
	const struct view *view;

	db_rollback(page_db(r));
	if (p == NULL) {		/* refused before page_before: say it in the municipality's
					   own dress */
		p = new_page(r);
		if (tenants_find(page_app(r)->tenants, r->host, &p->tenant) != ERR_OK)
			p->tenant = NULL;
	}
	keep_lang(r);
	if (e == ERR_LOGIN && r->method == GET) {
		reply_redirect(r, page_login_href(r, r->uri));
		return;
	}
	r->status = err_http(e);
	vset_z(p->v, "code", error_code(e));
	fill_layout(r);
	view = views_get(page_app(r)->views[p->lang], trouble_page(r, e).p);
	CHECK(view != NULL);
	view_run(view, p->v, &r->body);
}
