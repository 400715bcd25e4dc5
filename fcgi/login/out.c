/* out.c - /loggut: end the session here, then at the provider */
#include "base/log.h"
#include "base/seal.h"
#include "login/login.h"
#include "login/routes.h"
#include "login/sql.h"

/* To the provider to end the session there too; when it is away, say so on our own page. */
static void
go_on(struct req *r, const struct login_door *d, struct str token, struct str hint)
{
	struct str id_token = STR_NONE, url;

	if (!seal_open(r->a, token, hint, &id_token))
		log_line(LOG_WARN, "login-hint-unreadable", NULL);
	if (oidc_end(d->oidc, r->a, id_token, login_own_url(r, d, "/loggut/retur"), &url) == ERR_OK)
		login_see_other(r, url);
	else
		reply_redirect(r, str_fmt(r->a, "%s/loggut/retur?bare=her", d->base));
}

enum err
login_out(struct req *r)
{
	struct str token = req_cookie(r, SESSION_COOKIE);
	const struct db_rows *rows;

	if (token.n == 0) {
		TRY(page_read(r));
		reply_redirect(r, str_fmt(r->a, "%s/loggut/retur", login_door(r)->base));
		return ERR_OK;
	}
	rows = DB_ADD(page_db(r), SQL_SESSION_CLOSE, token, page_field(r, SESSION_CSRF));
	TRY(page_read(r));
	if (db_count(rows) == 0)
		return login_fail(r, "not-closed", 403, STR_NONE);
	reply_cookie(r, SESSION_COOKIE, STR(""), 0);
	reply_cookie(r, LOGIN_COOKIE, STR(""), 0);
	log_line(LOG_INFO, "login-closed", "by", "person", NULL);
	go_on(r, login_door_of(db_get(rows, 0, "client")), token, db_get(rows, 0, "id_token"));
	return ERR_OK;
}
