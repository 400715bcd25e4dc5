/*
 * login.h - what the pages of the login program share
 *
 * The same pages serve two doors: citizens at /logginn and /loggut, staff at the same addresses
 * below /saksbehandling.  Each door has its own client at its own provider.
 */
#ifndef LOGIN_LOGIN_H
#define LOGIN_LOGIN_H

#include "http/req.h"
#include "ident/oidc.h"
#include "page/page.h"

struct login_door {
	const char	*client;	/* as sessions and attempts are marked: citizen, staff */
	const char	*base;		/* before /logginn and /loggut */
	const char	*home;		/* where one ends up who did not say where to go */
	struct oidc	*oidc;		/* set by main */
};

enum { LOGIN_CITIZEN, LOGIN_STAFF, LOGIN_DOORS };

extern struct login_door login_doors[LOGIN_DOORS];

#define LOGIN_COOKIE	"skranke-logginn"	/* binds an attempt to the browser that began it */
#define LOGIN_SEC	(15 * 60)		/* how long an attempt lives */

const struct login_door *login_door(const struct req *);		/* by the request's path */
const struct login_door *login_door_of(struct str client);

/* An address of ours as the provider has it registered: scheme and host of the request, then the
   path. */
struct str login_own_url(const struct req *, const struct login_door *, const char *path);

/* Where to go after login: a page of ours, but none of the login's own. */
struct str login_way_back(const struct login_door *, struct str til);

void login_see_other(struct req *, struct str url);	/* 303 to another site */

/*
 * login_fail - a login that did not succeed: a page that says what happened and what to do next
 *
 * page  below templates/pages/login; also the word in the log
 * back  where the person wanted to go, for the link that tries again
 */
enum err login_fail(struct req *, const char *page, int status, struct str back) MUST_USE;

/* The same for someone the provider knows but who may not enter here: with a way out of the
   provider's session, since it would else log the same person in again without asking. */
enum err login_fail_person(struct req *, const char *page, struct str id_token,
    struct str back) MUST_USE;

#endif
