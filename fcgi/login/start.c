/* start.c - /logginn: send the browser to the login provider */
#include "base/id.h"
#include "ident/acr.h"
#include "ident/oidc.h"
#include "login/login.h"
#include "login/routes.h"
#include "login/sql.h"

/* One mark for all tabs of a browser, so that two attempts side by side can both be finished. */
static struct str
browser_mark(struct req *r)
{
	struct str mark = req_cookie(r, LOGIN_COOKIE);

	return session_token_is(mark) ? mark : id_token(r->a, 32);
}

enum err
login_start(struct req *r)
{
	const struct login_door *d = login_door(r);
	struct oidc_attempt t = oidc_attempt_new(r->a);
	struct str mark = browser_mark(r), acr = oidc_acr(d->oidc, params_get(&r->query, "niva"));
	struct str back = login_way_back(d, params_get(&r->query, "til")), url;

	TRY(oidc_begin(d->oidc, r->a, &t, login_own_url(r, d, "/logginn/retur"), acr,
	    lang_code(page_lang(r)), &url));
	DB_ADD(page_db(r), SQL_LOGIN_ATTEMPT_PUT, t.state, page_tenant(r)->id,
	    str_from_z(d->client), t.nonce, t.verifier, back, mark, acr);
	TRY(page_read(r));
	reply_cookie(r, LOGIN_COOKIE, mark, LOGIN_SEC);
	login_see_other(r, url);
	return ERR_OK;
}
