/* app.c - what a program holds from its start to its end */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/setting.h"
#include "page/page.h"
#include "register/register.h"
#include "release/messages.h"
#include "release/shared.h"
#include "release/store.h"

/* What the build said of the style sheets and scripts, so that browsers may keep them for long. */
static struct str
read_version(struct arena *a)
{
	const char *dir = getenv("SKRANKE_STATIC");
	char line[65] = "";
	FILE *f = dir != NULL ? fopen(str_fmt(a, "%s/VERSION", dir).p, "r") : NULL;

	if (f == NULL)
		return STR("");
	if (fgets(line, sizeof line, f) == NULL)
		line[0] = '\0';
	fclose(f);
	return str_dup(a, str_trim(str_from_z(line)));
}

static enum err
open_letters(struct page_app *app)
{
	struct release_letter *message = arena_alloc(app->a, LANG_COUNT * sizeof *message);

	app->message = message;
	return shared_letter_load(app->a, app->templates_dir, SHARED_MESSAGE, message);
}

/* What only those who open drafts and cases need. */
static enum err
open_services(struct page_app *app)
{
	TRY(messages_load(app->a, app->templates_dir, &app->messages));
	app->registers = registers_new(app->a, app->db, setting_on("SKRANKE_TEST_NUMBERS"));
	app->releases = release_store_new(app->a, app->db, app->messages);
	return app->side == SESSION_STAFF ? open_letters(app) : ERR_OK;
}

/* Staff read bokmål. */
static enum err
open_views(struct page_app *app)
{
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(app->a, app->templates_dir, l);

		if (dir != NULL && (l == LANG_NB || app->side != SESSION_STAFF))
			TRY(views_load(app->a, dir, app->program, views_log, NULL,
			    &app->views[l]));
	}
	(void)malloc_trim(0);		/* documents leave many small holes */
	return ERR_OK;
}

enum err
page_app_new(struct arena *process, const char *program, enum session_side side,
    struct page_app **out)
{
	struct page_app *app = ARENA_NEW(process, struct page_app);
	const char *conninfo = setting_need("SKRANKE_DB"), *dir = setting_need("SKRANKE_TEMPLATES");

	if (conninfo == NULL || dir == NULL)
		return ERR_CONFIG;
	*app = (struct page_app){ .program = program, .a = process, .side = side,
	    .templates_dir = dir };
	app->db = db_new(conninfo);
	db_lacks_log(app->db, process);
	TRY(open_views(app));
	app->asset_version = read_version(process);
	app->tenants = tenants_new(process, app->db);
	*out = app;
	return side == SESSION_NONE ? ERR_OK : open_services(app);
}
