#include "api/answer.h"

#include "api/id.h"
#include "api/sql.h"
#include "base/arena.h"
#include "json/out.h"

struct state {
	const struct db_rows *tenant;
	struct str	 unit_id;
	const char	*parameter;		/* NULL until one is refused */
	struct str	 value;
};

static struct state *
state(struct req *r)
{
	if (r->ctx == NULL)
		r->ctx = ARENA_NEW(r->a, struct state);
	return r->ctx;
}

struct db *
api_db(const struct req *r)
{
	const struct api_app *app = r->app;

	return app->db;
}

enum err
api_begin(struct req *r)
{
	TRY(db_begin(api_db(r), r->a, STR_NONE, r->seg[0]));
	state(r)->tenant = DB_ADD0(api_db(r), SQL_TENANT_HERE);
	return ERR_OK;
}

enum err
api_read(struct req *r)
{
	struct state *s = state(r);

	TRY(db_commit(api_db(r)));
	if (db_count(s->tenant) == 0)
		return ERR_GONE;
	s->unit_id = api_id(r->a, "enh", db_get(s->tenant, 0, "unit_id"));
	return ERR_OK;
}

const struct db_rows *
api_tenant(const struct req *r)
{
	const struct state *s = r->ctx;

	CHECK(s != NULL && s->tenant != NULL);
	return s->tenant;
}

struct str
api_unit_id(const struct req *r)
{
	const struct state *s = r->ctx;

	CHECK(s != NULL && s->unit_id.n > 0);
	return s->unit_id;
}

enum err
api_answer(struct req *r)
{
	reply_header(r, "Content-Type", STR("application/json; charset=utf-8"));
	reply_header(r, "Cache-Control", STR("no-cache"));
	reply_etag(r);
	return ERR_OK;
}

enum err
api_refuse(struct req *r, const char *parameter, struct str value)
{
	state(r)->parameter = parameter;
	state(r)->value = value;
	return ERR_INVALID;
}

static const char *
type_of(enum err e)
{
	static const struct {
		enum err	 e;
		const char	*type;
	} types[] = {
#define ERROR(code, type) { ERR_##code, type },
#include "api/errors.def"
#undef ERROR
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].e == e)
			return types[i].type;
	return "internalServerError";
}

static void
say_refused(struct buf *b, const struct state *s)
{
	json_open(b, "fieldError", '[');
	json_open(b, NULL, '{');
	json_say(b, "fieldName", str_from_z(s->parameter));
	json_say_any(b, "value", s->value);
	json_close(b, '}');
	json_close(b, ']');
}

void
api_trouble(struct req *r, enum err e)
{
	const struct state *s = r->ctx;
	struct buf *b = &r->body;

	db_rollback(api_db(r));
	r->status = e == ERR_INVALID ? err_http(ERR_INPUT) : err_http(e);
	reply_header(r, "Content-Type", STR("application/json; charset=utf-8"));
	json_open(b, NULL, '{');
	json_say(b, "type", str_from_z(type_of(e)));
	json_say(b, "message", str_from_z(err_text(e)));
	if (e == ERR_INVALID && s != NULL && s->parameter != NULL)
		say_refused(b, s);
	json_close(b, '}');
}
