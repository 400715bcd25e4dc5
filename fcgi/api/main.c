/*
 * api.fcgi - answers other machines under /api: the public journal, for anybody
 *
 * SECURITY  Faces the network through nginx.  Runs as user skranke-api, database role skranke_api:
 *           reads public_journal, which is what anybody may see, and what a municipality and a
 *           published service say of themselves.  It can read no person, draft, case or letter, has
 *           no session, and writes nothing.  Opens no connection but to PostgreSQL's socket.  If it
 *           falls, the attacker learns what /innsyn shows to all.
 */
#include "api/answer.h"
#include "api/routes.h"
#include "base/log.h"
#include "base/setting.h"

#define REQUEST_BYTES	((size_t)8 << 20)

int
main(void)
{
	struct api_app app = { 0 };
	const struct http_program program = {
		.name = "api", .routes = api_routes, .nroutes = api_nroutes, .app = &app,
		.trouble = api_trouble, .arena_limit = REQUEST_BYTES,
	};
	const char *conninfo;

	log_program("api");
	conninfo = setting_need("SKRANKE_DB");
	if (conninfo == NULL)
		return 1;
	app.db = db_new(conninfo);
	return http_main(&program);
}
