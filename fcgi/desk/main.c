/*
 * desk.fcgi - answers caseworkers' requests
 *
 * SECURITY  Faces the network through nginx.  Runs as user skranke-desk, database role
 *           skranke_desk: sees the cases of the services that the caseworker whose session token
 *           came with the request may see, in the municipality of the host name; cannot alter or
 *           remove an event, nor open a session; makes cases only of applications that the
 *           caseworker registers; opens no outgoing connections but to PostgreSQL's socket and
 *           clamd's.  If it falls, the attacker can be nobody but those whose tokens pass through
 *           it.  Every look at a case is logged before the page is sent.
 */
#include "base/arena.h"
#include "base/log.h"
#include "desk/routes.h"
#include "desk/trouble.h"
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
		.name = "desk", .routes = desk_routes, .nroutes = desk_nroutes,
		.before = page_before, .trouble = desk_trouble, .arena_limit = REQUEST_BYTES,
	};

	log_program("desk");
	xml_start();
	if (page_app_new(process, "desk", SESSION_STAFF, &app) != ERR_OK)
		return 1;
	program.app = app;
	return http_main(&program);
}
