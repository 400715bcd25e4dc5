#include "api/answer.h"

#include "api/sql.h"

struct state {
	const struct db_rows *tenant;
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
	TRY(db_commit(api_db(r)));
	return db_count(state(r)->tenant) == 1 ? ERR_OK : ERR_GONE;
}

const struct db_rows *
api_tenant(const struct req *r)
{
	const struct state *s = r->ctx;

	CHECK(s != NULL && s->tenant != NULL);
	return s->tenant;
}

static void
put(struct req *r, json_t *object)
{
	reply_header(r, "Content-Type", STR("application/json; charset=utf-8"));
	buf_add(&r->body, json_write(r->a, json_own(r->a, object)));
}

enum err
api_answer(struct req *r, json_t *object)
{
	put(r, object);
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

static json_t *
refused(const struct state *s)
{
	json_t *list = json_array(), *one = json_object();

	json_put(one, "fieldName", str_from_z(s->parameter));
	json_put(one, "value", s->value);
	CHECK(json_array_append_new(list, one) == 0);
	return list;
}

void
api_trouble(struct req *r, enum err e)
{
	const struct state *s = r->ctx;
	json_t *o = json_object();

	db_rollback(api_db(r));
	r->status = e == ERR_INVALID ? err_http(ERR_INPUT) : err_http(e);
	json_put(o, "type", str_from_z(type_of(e)));
	json_put(o, "message", str_from_z(err_text(e)));
	if (e == ERR_INVALID && s != NULL && s->parameter != NULL)
		CHECK(json_object_set_new(o, "fieldError", refused(s)) == 0);
	put(r, o);
}
