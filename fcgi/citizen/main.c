/*
 * citizen.fcgi - answers citizens' requests
 *
 * SECURITY  Faces the network through nginx.  Runs as user skranke-citizen, database role
 *           skranke_citizen: sees only rows of the person whose session token came with the
 *           request, in the municipality of the host name; may add outbox rows, may not read them;
 *           cannot open a session; opens no outgoing connection but PostgreSQL's socket.  If it
 *           falls, the attacker can be nobody but those whose tokens pass through it.
 */
#include "base/arena.h"
#include "base/log.h"
#include "citizen/event.h"
#include "citizen/routes.h"
#include "page/page.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)256 << 20)
#define REQUEST_BYTES	((size_t)32 << 20)

int
main(void)
{
	struct arena *process = arena_new(PROCESS_BYTES);
	struct page_app *app;
	struct http_program program = {
		.name = "citizen", .routes = citizen_routes, .nroutes = citizen_nroutes,
		.before = page_before, .trouble = page_trouble, .arena_limit = REQUEST_BYTES,
	};

	log_program("citizen");
	xml_start();
	if (page_app_new(process, "citizen", SESSION_CITIZEN, &app) != ERR_OK ||
	    events_load(process, app->templates_dir, &citizen_events) != ERR_OK)
		return 1;
	program.app = app;
	return http_main(&program);
}
