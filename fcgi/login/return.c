/* return.c - /logginn/retur: the provider's answer, and the session it opens */
#include "base/id.h"
#include "base/log.h"
#include "base/seal.h"
#include "login/login.h"
#include "login/routes.h"
#include "login/sql.h"

struct attempt {
	struct str	nonce, verifier, back, acr;
};

enum { PID_DIGITS = 11 };

/* The attempt this callback belongs to; *why tells why there is none. */
static enum err
attempt_take(struct req *r, const struct login_door *d, struct attempt *out, const char **why)
{
	struct str state = params_get(&r->query, "state"), mark = req_cookie(r, LOGIN_COOKIE);
	const struct db_rows *rows = DB_ADD(page_db(r), SQL_LOGIN_ATTEMPT_TAKE, state, mark);

	TRY(page_read(r));
	if (!session_token_is(mark))
		*why = "browser";
	else if (db_count(rows) == 0 || !str_eq_z(db_get(rows, 0, "client"), d->client) ||
	    !str_eq(db_get(rows, 0, "tenant_id"), page_tenant(r)->id))
		*why = "used";
	else
		*out = (struct attempt){ db_get(rows, 0, "nonce"), db_get(rows, 0, "verifier"),
			db_get(rows, 0, "return_to"), db_get(rows, 0, "acr") };
	return ERR_OK;
}

/* The provider's own error (OpenID Connect Core §3.1.2.6). */
static enum err
refused(struct req *r, struct str error, struct str back)
{
	if (str_eq_z(error, "access_denied"))
		return login_fail(r, "cancelled", 403, back);
	if (str_eq_z(error, "unmet_authentication_requirements"))
		return login_fail(r, "low", 403, back);
	if (str_eq_z(error, "server_error") || str_eq_z(error, "temporarily_unavailable"))
		return log_err(ERR_REMOTE, "login-callback", "the provider says it failed");
	if (str_is_text(error) && error.n <= 64)
		return log_err(ERR_CONFIG, "login-callback", str_z(r->a, error));
	return log_err(ERR_CONFIG, "login-callback", "unknown error");
}

static bool
is_pid(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == PID_DIGITS;
}

static struct str
or_null(struct str s)
{
	return s.n > 0 ? s : STR_NONE;
}

/* What the provider says is a language we have, or nothing. */
static struct str
language(struct str claimed)
{
	enum lang l;

	return lang_of(claimed, &l) ? claimed : STR_NONE;
}

/* A fresh session with a fresh name; the one the browser came with is ended in the same
   transaction. */
static const struct db_rows *
session_open(struct req *r, const struct login_door *d, const struct oidc_person *p,
    struct str token)
{
	const struct token_claims *c = &p->claims;
	struct str id = id_new(r->a), csrf = id_token(r->a, 32),
	    old = or_null(req_cookie(r, SESSION_COOKIE)), tenant = page_tenant(r)->id,
	    hint = seal_close(r->a, token, p->id_token);

	if (d == &login_doors[LOGIN_STAFF])
		return DB_ADD(page_db(r), SQL_SESSION_OPEN_STAFF, id, token, tenant, c->sub,
		    or_null(c->sid), or_null(c->acr), hint, csrf, old,
		    is_pid(c->pid) ? c->pid : STR_NONE);
	return DB_ADD(page_db(r), SQL_SESSION_OPEN_CITIZEN, id, token, tenant, c->pid,
	    or_null(c->name), or_null(c->email), or_null(c->phone), language(c->language), c->sub,
	    or_null(c->sid), or_null(c->acr), hint, csrf, old, or_null(c->graded));
}

static enum err
enter(struct req *r, const struct login_door *d, const struct oidc_person *p, struct str back)
{
	struct str token = id_token(r->a, 32);
	const struct db_rows *rows;

	TRY(db_begin(page_db(r), r->a, STR_NONE, page_tenant(r)->id));
	rows = session_open(r, d, p, token);
	TRY(db_commit(page_db(r)));
	if (db_count(rows) == 0)
		return login_fail_person(r, "no-access", p->id_token, back);
	log_line(LOG_INFO, "login-opened", "client", d->client, "session",
	    str_z(r->a, db_get(rows, 0, "id")), NULL);
	reply_cookie(r, SESSION_COOKIE, token, -1);
	reply_redirect(r, back);
	return ERR_OK;
}

static enum err
finish(struct req *r, const struct login_door *d, const struct attempt *t)
{
	struct oidc_answer in = {
		.code = params_get(&r->query, "code"),
		.iss = params_get(&r->query, "iss"),
		.redirect_uri = login_own_url(r, d, "/logginn/retur"),
		.nonce = t->nonce,
		.verifier = t->verifier,
		.acr = t->acr,
	};
	struct oidc_person p;
	enum err e = oidc_finish(d->oidc, r->a, &in, &p);

	if (e == ERR_INPUT)
		return login_fail(r, "used", 400, t->back);
	if (e != ERR_OK)
		return e;
	if (p.fault != TOKEN_HOLDS)
		return login_fail(r, p.fault == TOKEN_ACR_LOW ? "low" : "unproven", 403, t->back);
	if (d == &login_doors[LOGIN_CITIZEN] && !is_pid(p.claims.pid))
		return login_fail_person(r, "no-number", p.id_token, t->back);
	return enter(r, d, &p, t->back);
}

enum err
login_return(struct req *r)
{
	const struct login_door *d = login_door(r);
	struct attempt t;
	const char *why = NULL;

	TRY(attempt_take(r, d, &t, &why));
	if (why != NULL)
		return login_fail(r, why, str_eq_z(STR("browser"), why) ? 403 : 400, STR_NONE);
	if (params_has(&r->query, "error"))
		return refused(r, params_get(&r->query, "error"), t.back);
	return finish(r, d, &t);
}
