/*
 * out_front.c - /loggut/frontkanal: the provider tells that a session has ended elsewhere
 *
 * Loaded in a frame of the provider's page, so no cookie comes along: iss and sid say which.
 * spec  OpenID Connect Front-Channel Logout 1.0 §2
 */
#include "base/log.h"
#include "login/login.h"
#include "login/routes.h"
#include "login/sql.h"

enum err
login_out_front(struct req *r)
{
	const struct login_door *d = login_door(r);
	struct str iss = params_get(&r->query, "iss"), sid = params_get(&r->query, "sid");
	const struct db_rows *rows;

	if (sid.n == 0 || !str_eq(iss, oidc_issuer(d->oidc)))
		return log_err(ERR_INPUT, "login-front-channel", "no sid, or another issuer");
	rows = DB_ADD(page_db(r), SQL_SESSION_CLOSE_SID, str_from_z(d->client), sid);
	TRY(page_read(r));
	if (db_int(rows, 0, "closed") > 0)
		log_line(LOG_INFO, "login-closed", "by", "provider", NULL);
	reply_header(r, "Content-Type", STR("text/plain; charset=utf-8"));
	return ERR_OK;
}
