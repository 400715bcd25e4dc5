/* show.c - what every page says, its layout, and the page for trouble */
#include "page/private.h"

#define LANG_SEC	(365 * 86400)

void
page_keep_lang(struct req *r)
{
	if (page_of(r)->lang_asked)
		reply_cookie(r, LANG_COOKIE, lang_code(page_lang(r)), LANG_SEC);
}

struct str
page_login_href(const struct req *r, struct str back)
{
	bool staff = page_app(r)->side == SESSION_STAFF;
	struct str level = page_of(r)->level;

	return str_fmt(r->a, "%s?til=" STR_FMT "%s" STR_FMT,
	    staff ? "/saksbehandling/logginn" : "/logginn",
	    STR_ARG(url_encode(r->a, url_local(back))), level.n > 0 ? "&niva=" : "",
	    STR_ARG(level));
}

/* Where the login leads back to, and another language: here, where this can be asked for again. */
static struct str
address(const struct req *r)
{
	const struct page *p = page_of(r);

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
	const struct page *p = page_of(r);

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
	const struct page *p = page_of(r);
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
	CHECK(page_of(r)->judged);
	fill_layout(r);
	view_run(view, page_map(r), &r->body);
	return page_rest(r);
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
	bool no_tenant = e == ERR_GONE && page_of(r)->tenant == NULL;

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
		p = page_new(r);
		if (tenants_find(page_app(r)->tenants, r->host, &p->tenant) != ERR_OK)
			p->tenant = NULL;
	}
	page_keep_lang(r);
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
