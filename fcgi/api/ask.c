#include "api/ask.h"

#include "api/id.h"
#include "api/sql.h"
#include "base/time.h"
#include "json/out.h"

#define LIMIT		25
#define LIMIT_MOST	100

static enum err
read_limit(struct req *r, struct api_ask *out)
{
	struct str said = params_get(&r->query, "limit");

	out->limit = LIMIT;
	if (said.p != NULL && (!str_int(said, &out->limit) || out->limit < 1 ||
	    out->limit > LIMIT_MOST))
		return api_refuse(r, "limit", said);
	return ERR_OK;
}

static enum err
read_order(struct req *r, struct api_ask *out)
{
	struct str said = params_get(&r->query, "sortOrder");

	out->up = str_eq_z(said, "asc");
	if (said.p != NULL && !out->up && !str_eq_z(said, "desc"))
		return api_refuse(r, "sortOrder", said);
	return ERR_OK;
}

static enum err
read_cursor(struct req *r, const char *name, struct api_ask *out)
{
	struct str said = params_get(&r->query, name);

	if (said.p == NULL)
		return ERR_OK;
	if (out->from.p != NULL || !api_id_read(r->a, out->kind, said, &out->from))
		return api_refuse(r, name, said);
	return ERR_OK;
}

static enum err
read_since(struct req *r, struct api_ask *out)
{
	struct str said = params_get(&r->query, "since");
	struct date day;
	int64_t at;

	if (said.p == NULL)
		return ERR_OK;
	if (time_read_iso(said, &at))
		day = time_oslo_date(at);
	else if (!time_date_read(said, &day))
		return api_refuse(r, "since", said);
	out->since = time_date_iso(r->a, day);
	return ERR_OK;
}

/* An array as PostgreSQL reads it: UUIDs need no quotes. */
static enum err
read_ids(struct req *r, struct api_ask *out)
{
	struct buf b = buf_new(r->a, 1024);
	int64_t n = 0;

	for (size_t i = 0; i < r->query.n; i++) {
		struct str uuid;

		if (!str_eq_z(r->query.v[i].name, "ids"))
			continue;
		if (n == LIMIT_MOST || !api_id_read(r->a, out->kind, r->query.v[i].value, &uuid))
			return api_refuse(r, "ids", r->query.v[i].value);
		buf_add_char(&b, n++ == 0 ? '{' : ',');
		buf_add(&b, uuid);
	}
	if (n == 0)
		return ERR_OK;
	buf_add_char(&b, '}');
	out->ids = buf_str(&b);
	out->limit = LIMIT_MOST;
	return ERR_OK;
}

static void
read_expand(const struct req *r, struct api_ask *out)
{
	for (size_t i = 0; i < r->query.n; i++) {
		struct str list = r->query.v[i].value;

		while (str_eq_z(r->query.v[i].name, "expand") && list.n > 0)
			out->expand |= str_eq_z(str_cut(&list, ','), "saksmappe");
	}
}

enum err
api_ask_read(struct req *r, const char *kind, struct api_ask *out)
{
	*out = (struct api_ask){ .kind = kind };
	read_expand(r, out);
	TRY(read_ids(r, out));
	if (out->ids.p != NULL)
		return ERR_OK;
	TRY(read_limit(r, out));
	TRY(read_order(r, out));
	TRY(read_since(r, out));
	TRY(read_cursor(r, "startingAfter", out));
	out->before = out->from.p == NULL;
	TRY(read_cursor(r, "endingBefore", out));
	out->before &= out->from.p != NULL;
	return ERR_OK;
}

const struct db_rows *
api_ask_rows(struct req *r, const struct api_ask *q, struct str of_case)
{
	bool cases = str_eq_z(str_from_z(q->kind), "sm");
	struct str up = q->up != q->before ? STR("t") : STR("f");
	struct str most = str_fmt(r->a, "%d", (int)q->limit + 1);

	if (!cases && !q->expand)
		return DB_ADD(api_db(r), SQL_JOURNAL_READ, q->ids, of_case, q->since, q->from, up,
		    most);
	return DB_ADD(api_db(r), SQL_JOURNAL_READ_WHOLE, q->ids, of_case, q->since, q->from, up,
	    most, cases ? STR("t") : STR("f"));
}

/* The same question, but from there. */
static struct str
href(struct req *r, const char *cursor, struct str id)
{
	struct buf b = buf_new(r->a, 256);

	buf_fmt(&b, "%s://" STR_FMT STR_FMT "?", r->https ? "https" : "http",
	    STR_ARG(r->authority), STR_ARG(r->path));
	for (size_t i = 0; i < r->query.n; i++) {
		const struct param *p = &r->query.v[i];

		if (str_eq_z(p->name, "startingAfter") || str_eq_z(p->name, "endingBefore"))
			continue;
		buf_fmt(&b, STR_FMT "=" STR_FMT "&", STR_ARG(url_encode(r->a, p->name)),
		    STR_ARG(url_encode(r->a, p->value)));
	}
	buf_fmt(&b, "%s=" STR_FMT, cursor, STR_ARG(id));
	return buf_str(&b);
}

static struct str
id_of(struct req *r, const struct api_ask *q, const struct db_rows *rows, size_t i)
{
	bool cases = str_eq_z(str_from_z(q->kind), "sm");

	return api_id(r->a, q->kind, db_get(rows, i, cases ? "case_id" : "id"));
}

void
api_list(struct req *r, const struct api_ask *q, const struct db_rows *rows, api_item_fn *item)
{
	size_t there = db_count(rows), limit = (size_t)q->limit, n = there < limit ? there : limit;
	bool more = there > limit, next = q->before || more, previous = q->before ? more :
	    q->from.p != NULL;
	struct buf *b = &r->body;
	size_t first = q->before ? n - 1 : 0, last = q->before ? 0 : n - 1;

	json_open(b, NULL, '{');
	json_open(b, "items", '[');
	for (size_t i = 0; i < n; i++)
		item(r, NULL, rows, q->before ? n - 1 - i : i, q->expand);
	json_close(b, ']');
	if (n > 0 && next)
		json_say(b, "next", href(r, "startingAfter", id_of(r, q, rows, last)));
	if (n > 0 && previous)
		json_say(b, "previous", href(r, "endingBefore", id_of(r, q, rows, first)));
	json_close(b, '}');
}
