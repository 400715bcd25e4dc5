#include "release/store.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "db/db.h"
#include "release/messages.h"
#include "release/release.h"
#include "release/sql.h"

#define MOST	1024			/* releases a process keeps, each language for itself; a
					   restart forgets those no longer used */

struct release_store {
	struct arena	*a;
	struct db	*db;
	const struct messages *messages;
	const struct release *v[MOST];
	size_t		 n;
};

struct release_store *
release_store_new(struct arena *process, struct db *db, const struct messages *messages)
{
	struct release_store *s = ARENA_NEW(process, struct release_store);

	*s = (struct release_store){ .a = process, .db = db, .messages = messages };
	return s;
}

const struct release *
release_known(const struct release_store *s, struct str id, enum lang lang)
{
	for (size_t i = s->n; i-- > 0;)
		if (s->v[i]->lang == lang && str_eq(s->v[i]->id, id))
			return s->v[i];
	return NULL;
}

static void
complain(void *ctx, int line, const char *message)
{
	(void)line;
	log_line(LOG_ERROR, "release-refused", "release", (const char *)ctx, "message", message,
	    NULL);
}

static enum err
load(struct release_store *s, struct arena *request, struct str id, enum lang lang,
    struct str bundle, const struct release **out)
{
	struct release *made = NULL;

	if (s->n == MOST)
		return log_err(ERR_CONFIG, "release-store-full", str_z(request, id));
	TRY(release_load(s->a, bundle, lang, s->messages->in[lang], complain,
	    (void *)(uintptr_t)str_z(request, id), &made));
	made->id = str_dup(s->a, id);
	*out = s->v[s->n++] = made;
	return ERR_OK;
}

/* In the request's transaction while it is open, else in one of its own: a release is nobody's
   secret. */
static enum err
ask(struct release_store *s, struct arena *request, struct str id, enum lang lang,
    const struct db_rows **out)
{
	if (db_in_tx(s->db)) {
		*out = DB_ADD(s->db, SQL_RELEASE_READ, id, lang_code(lang));
		return db_run(s->db);
	}
	TRY(db_begin(s->db, request, STR_NONE, STR_NONE));
	*out = DB_ADD(s->db, SQL_RELEASE_READ, id, lang_code(lang));
	return db_commit(s->db);
}

static enum err
read_bundle(struct release_store *s, struct arena *request, struct str id, enum lang lang,
    struct str *out)
{
	const struct db_rows *rows;
	size_t size = 0;
	struct buf b;

	TRY(ask(s, request, id, lang, &rows));
	for (size_t i = 0; i < db_count(rows); i++)
		size += db_get(rows, i, "piece").n;
	if (size == 0)
		return ERR_GONE;
	b = buf_new(request, size);
	for (size_t i = 0; i < db_count(rows); i++)
		buf_add(&b, db_get(rows, i, "piece"));
	*out = buf_str(&b);
	return ERR_OK;
}

enum err
release_get(struct release_store *s, struct arena *request, struct str id, enum lang lang,
    const struct release **out)
{
	const struct release *known = release_known(s, id, lang);
	struct str bundle;

	if (known == NULL) {
		TRY(read_bundle(s, request, id, lang, &bundle));
		TRY(load(s, request, id, lang, bundle, &known));
	}
	*out = known;
	return ERR_OK;
}

enum err
release_in_force(struct release_store *s, struct arena *request, struct str service,
    enum lang lang, const struct release **out)
{
	const struct db_rows *rows = DB_ADD(s->db, SQL_RELEASE_NEWEST, service);

	TRY(db_run(s->db));
	if (db_count(rows) == 0)
		return ERR_GONE;
	return release_get(s, request, db_get(rows, 0, "id"), lang, out);
}
