/* catalogue.c - what services there are, for other sites and machines that lead people to them */
#include "api/answer.h"
#include "api/routes.h"
#include "api/sql.h"
#include "json/out.h"

/* Where the municipality's own pages are: as its file says, or where we were asked. */
static struct str
address(const struct req *r, const char *folder, struct str id)
{
	struct str counter = db_get(api_tenant(r), 0, "counter");

	if (counter.n == 0)
		counter = str_fmt(r->a, "%s://" STR_FMT "/", r->https ? "https" : "http",
		    STR_ARG(r->authority));
	return str_fmt(r->a, STR_FMT "%s%s/" STR_FMT, STR_ARG(counter),
	    str_ends(counter, STR("/")) ? "" : "/", folder, STR_ARG(id));
}

/* {"nb": …, "nn": …} of rows [from, to), in the languages that have words for it */
static void
say_texts(struct req *r, const char *name, const struct db_rows *rows, size_t from, size_t to,
    const char *column)
{
	json_open(&r->body, name, '{');
	for (size_t i = from; i < to; i++)
		json_say_any(&r->body, str_z(r->a, db_get(rows, i, "language")),
		    db_get(rows, i, column));
	json_close(&r->body, '}');
}

static bool
leads_to(const struct event *e, struct str service)
{
	for (size_t i = 0; i < e->nsteps; i++)
		if (str_eq(e->steps[i].service, service))
			return true;
	return false;
}

static void
say_event(struct req *r, const struct event *e)
{
	const struct api_app *app = r->app;

	json_open(&r->body, NULL, '{');
	json_say(&r->body, "id", e->id);
	json_open(&r->body, "tittel", '{');
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const struct event *there = events_find(&app->events[l], e->id);

		if (there != NULL && !lang_is_nb(there->title))
			json_say(&r->body, str_z(r->a, lang_code(l)), there->title);
	}
	json_close(&r->body, '}');
	json_say(&r->body, "adresse", address(r, "livshendelser", e->id));
	json_close(&r->body, '}');
}

static void
say_events(struct req *r, struct str service)
{
	const struct api_app *app = r->app;
	const struct events *events = &app->events[LANG_NB];

	json_open(&r->body, "livshendelser", '[');
	for (size_t i = 0; i < events->n; i++)
		if (leads_to(&events->v[i], service))
			say_event(r, &events->v[i]);
	json_close(&r->body, ']');
}

/* Open figures: of the cases that were decided in the last year. */
static void
say_pace(struct req *r, const struct db_rows *rows, size_t i)
{
	if (db_get(rows, i, "half_days").n == 0)
		return;
	json_open(&r->body, "saksbehandlingstid", '{');
	json_say_int(&r->body, "halvpartenInnenDager", db_int(rows, i, "half_days"));
	json_say_int(&r->body, "niAvTiInnenDager", db_int(rows, i, "most_days"));
	json_close(&r->body, '}');
}

static void
say_service(struct req *r, const struct db_rows *rows, size_t from, size_t to)
{
	struct str id = db_get(rows, from, "service");

	json_open(&r->body, NULL, '{');
	json_say(&r->body, "id", id);
	say_texts(r, "tittel", rows, from, to, "title");
	say_texts(r, "sammendrag", rows, from, to, "lead");
	json_say(&r->body, "adresse", address(r, "tjenester", id));
	say_events(r, id);
	say_pace(r, rows, from);
	json_close(&r->body, '}');
}

enum err
api_catalogue(struct req *r)
{
	const struct db_rows *rows;

	TRY(api_begin(r));
	rows = DB_ADD0(api_db(r), SQL_SERVICE_LIST);
	TRY(api_read(r));
	json_open(&r->body, NULL, '{');
	json_open(&r->body, "items", '[');
	for (size_t i = 0, to; i < db_count(rows); i = to) {
		for (to = i + 1; to < db_count(rows); to++)
			if (!str_eq(db_get(rows, to, "service"), db_get(rows, i, "service")))
				break;
		say_service(r, rows, i, to);
	}
	json_close(&r->body, ']');
	json_close(&r->body, '}');
	return api_answer(r);
}
