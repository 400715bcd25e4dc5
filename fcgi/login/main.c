/*
 * login.fcgi - answers /logginn and /loggut, for citizens and for staff
 *
 * SECURITY  Faces the network through nginx.  Runs as user skranke-login, database role
 *           skranke_login: the only one that can open a session, and it can read no draft, case or
 *           letter, nor any session back.  Opens outgoing connections to the login providers named
 *           in its settings and to no other, with the private keys it alone can read.  If it falls,
 *           the attacker can log in as anyone: hence the fewest pages and the least code of all
 *           programs, and no data of its own to lose.
 *
 * SKRANKE_LOGIN  the settings: a JSON file, see ident/oidc.h
 */
#include "base/arena.h"
#include "base/log.h"
#include "login/login.h"
#include "login/routes.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)64 << 20)
#define REQUEST_BYTES	((size_t)4 << 20)

static enum err
open_doors(struct arena *process)
{
	for (int i = 0; i < LOGIN_DOORS; i++) {
		struct oidc_config c;

		TRY(oidc_config_load(process, getenv("SKRANKE_LOGIN"), login_doors[i].client, &c));
		login_doors[i].oidc = oidc_new(process, &c, fetch);
	}
	return ERR_OK;
}

int
main(void)
{
	struct arena *process = arena_new(PROCESS_BYTES);
	struct page_app *app;
	struct http_program program = {
		.name = "login", .routes = login_routes, .nroutes = login_nroutes,
		.before = page_before, .trouble = page_trouble, .arena_limit = REQUEST_BYTES,
	};

	log_program("login");
	xml_start();
	if (page_app_new(process, "login", SESSION_NONE, &app) != ERR_OK ||
	    open_doors(process) != ERR_OK)
		return 1;
	program.app = app;
	return http_main(&program);
}
