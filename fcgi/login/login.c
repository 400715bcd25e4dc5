#include "login/login.h"

#include "base/log.h"

struct login_door login_doors[LOGIN_DOORS] = {
	[LOGIN_CITIZEN] = { "citizen", "", "/", NULL },
	[LOGIN_STAFF] = { "staff", "/saksbehandling", "/saksbehandling", NULL },
};

enum { WAY_BACK_MAX = 2000 };

const struct login_door *
login_door(const struct req *r)
{
	return &login_doors[str_starts(r->path, STR("/saksbehandling/")) ? LOGIN_STAFF :
	    LOGIN_CITIZEN];
}

const struct login_door *
login_door_of(struct str client)
{
	return &login_doors[str_eq_z(client, "staff") ? LOGIN_STAFF : LOGIN_CITIZEN];
}

struct str
login_own_url(const struct req *r, const struct login_door *d, const char *path)
{
	return str_fmt(r->a, "%s://" STR_FMT "%s%s", r->https ? "https" : "http",
	    STR_ARG(r->authority), d->base, path);
}

static bool
is_login_page(struct str path)
{
	return str_starts(path, STR("/logginn")) || str_starts(path, STR("/loggut"));
}

struct str
login_way_back(const struct login_door *d, struct str til)
{
	struct str path = url_local(til), below = path;

	if (str_starts(path, STR("/saksbehandling/")))
		below = str_skip(path, sizeof "/saksbehandling" - 1);
	if (til.n == 0 || til.n > WAY_BACK_MAX || !str_eq(path, til) || is_login_page(below))
		return str_from_z(d->home);
	return path;
}

void
login_see_other(struct req *r, struct str url)
{
	r->status = 303;
	reply_header(r, "Location", url);
}

enum err
login_fail(struct req *r, const char *page, int status, struct str back)
{
	const struct login_door *d = login_door(r);
	struct vmap *m = page_map(r);

	log_line(LOG_WARN, "login-failed", "client", d->client, "page", page, NULL);
	r->status = status;
	vset_flag(m, "staff", d == &login_doors[LOGIN_STAFF]);
	vset_z(m, "home", d->home);
	vset(m, "again", str_fmt(r->a, "%s/logginn?til=" STR_FMT, d->base,
	    STR_ARG(url_encode(r->a, login_way_back(d, back)))));
	return page_show(r, str_fmt(r->a, "login/%s", page).p);
}

enum err
login_fail_person(struct req *r, const char *page, struct str id_token, struct str back)
{
	const struct login_door *d = login_door(r);
	struct str url = STR_NONE;

	if (oidc_end(d->oidc, r->a, id_token, login_own_url(r, d, "/loggut/retur"), &url) != ERR_OK)
		url = STR_NONE;
	vset(page_map(r), "other", url);
	return login_fail(r, page, 403, back);
}
