/*
 * session.h - who is asking: the live session behind the token of a request
 *
 * login.fcgi opens and ends sessions; the other programs only ask.  The token travels in the
 * cookie SESSION_COOKIE and stands in the database as a hash.  A session is live for 30 minutes
 * after its last use and 120 minutes in all.
 */
#ifndef IDENT_SESSION_H
#define IDENT_SESSION_H

#include "base/lang.h"
#include "base/str.h"

struct db;
struct db_rows;

#define SESSION_COOKIE	"skranke"
#define SESSION_CSRF	"csrf"		/* name of the field in every form that is posted */

enum session_side {
	SESSION_CITIZEN,
	SESSION_STAFF,
	SESSION_NONE		/* the login itself, which may ask for no session */
};

struct session {
	struct str	id, client;			/* client: citizen or staff */
	struct str	person_id, desk_user_id;	/* one of them; the other has p == NULL */
	struct str	name, csrf, acr;
	struct str	roles;			/* staff: every role they have for some service, a
						   blank between */
	struct str	language;		/* citizen: of the profile, or p == NULL */
};

/*
 * session_ask - queue the question in the open transaction, which db_begin gave the token
 * session_take - read the answer after the next db_run or db_commit
 *
 * SESSION_CITIZEN is for the role skranke_citizen, SESSION_STAFF for skranke_desk; SESSION_NONE
 * asks nothing and gives NULL, which is nobody.
 * gives  *out, in the request's arena; false and untouched when nobody is logged in
 */
const struct db_rows *session_ask(struct db *, enum session_side);
bool session_take(const struct db_rows *, struct session *out);

/* Staff: reader, caseworker, leader, author or administrator of some service?  For showing the way
   alone: what may be done to a case is asked of its own service. */
bool session_has(const struct session *, const char *role);

/* Queue after session_ask: whoever it is has chosen this language, for letters too. */
void session_choose_lang(struct db *, enum session_side, enum lang);

/* Does a form's csrf field belong to this session?  Compared in time that tells nothing. */
bool session_csrf_fits(const struct session *, struct str field);

/* A session token as we make them: 43 characters of base64url. */
bool session_token_is(struct str);

#endif
