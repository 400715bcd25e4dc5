/*
 * api.fcgi - answers other machines under /api: the public journal and the catalogue of services
 *
 * SECURITY  Faces the network through nginx.  Runs as user skranke-api, database role skranke_api:
 *           reads public_journal, which is what anybody may see, and what a municipality and a
 *           published service say of themselves.  It can read no person, draft, case or letter, has
 *           no session, and writes nothing.  Opens no connection but to PostgreSQL's socket.  If it
 *           falls, the attacker learns what /innsyn shows to all.
 */
#include "api/answer.h"
#include "api/routes.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)8 << 20)
#define REQUEST_BYTES	((size_t)8 << 20)

static enum err
load_events(struct arena *process, struct api_app *app)
{
	const char *templates = setting_need("SKRANKE_TEMPLATES");

	if (templates == NULL)
		return ERR_CONFIG;
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(process, templates, l);

		if (dir != NULL)
			TRY(events_load(process, dir, l, &app->events[l]));
	}
	return ERR_OK;
}

int
main(void)
{
	struct arena *process = arena_new(PROCESS_BYTES);
	struct api_app app = { 0 };
	const struct http_program program = {
		.name = "api", .routes = api_routes, .nroutes = api_nroutes, .app = &app,
		.trouble = api_trouble, .arena_limit = REQUEST_BYTES,
	};
	const char *conninfo;

	log_program("api");
	xml_start();
	conninfo = setting_need("SKRANKE_DB");
	if (conninfo == NULL || load_events(process, &app) != ERR_OK)
		return 1;
	app.db = db_new(conninfo);
	db_lacks_log(app.db, process);
	return http_main(&program);
}
