/*
 * citizen.fcgi - answers citizens' requests
 *
 * SECURITY  Faces the network through nginx.  Runs as user skranke-citizen, database role
 *           skranke_citizen: sees only rows of the person whose session token came with the
 *           request, in the municipality of the host name; may add outbox rows, may not read them;
 *           cannot open a session; opens no outgoing connections but to PostgreSQL's socket and
 *           clamd's.  If it falls, the attacker can be nobody but those whose tokens pass through
 *           it.  Files that are sent are kept without being looked into beyond their type.
 */
#include "base/arena.h"
#include "base/log.h"
#include "base/setting.h"
#include "citizen/front.h"
#include "citizen/routes.h"
#include "page/page.h"
#include "page/typed.h"
#include "xml/xml.h"

#define PROCESS_BYTES	((size_t)256 << 20)
#define REQUEST_BYTES	((size_t)32 << 20)

static enum err
load_events(struct arena *process, const char *templates)
{
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(process, templates, l);

		if (dir != NULL)
			TRY(events_load(process, dir, l, &citizen_events[l]));
	}
	return ERR_OK;
}

/* What was typed on a page that nothing came of is given back. */
static void
trouble(struct req *r, enum err e)
{
	page_typed(r, page_is_words);
	page_trouble(r, e);
}

int
main(void)
{
	struct arena *process = arena_new(PROCESS_BYTES);
	struct page_app *app;
	struct http_program program = {
		.name = "citizen", .routes = citizen_routes, .nroutes = citizen_nroutes,
		.before = page_before, .trouble = trouble, .arena_limit = REQUEST_BYTES,
	};

	log_program("citizen");
	xml_start();
	if (page_app_new(process, "citizen", SESSION_CITIZEN, &app) != ERR_OK ||
	    load_events(process, app->templates_dir) != ERR_OK)
		return 1;
	program.app = app;
	return http_main(&program);
}
