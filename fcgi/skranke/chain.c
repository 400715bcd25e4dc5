#include "skranke/chain.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "db/db.h"
#include "skranke/says.h"
#include "skranke/sql.h"

#define PAGE		STR("200")
#define PAGE_BYTES	((size_t)256 << 20)
#define ZEROS		STR("0000000000000000000000000000000000000000000000000000000000000000")
#define FIRST_ID	STR("00000000-0000-0000-0000-000000000000")

/* The last case read; in the arena in use, and one for the next page. */
struct place {
	struct str	 tenant, case_id;
	struct arena	*keep[2];
};

static void
add_field(struct buf *b, const struct db_rows *r, size_t i, const char *name)
{
	struct str v = db_get(r, i, name);

	if (v.p == NULL)
		buf_fmt(b, "%s=-\n", name);
	else
		buf_fmt(b, "%s=%zu:" STR_FMT "\n", name, v.n, STR_ARG(v));
}

/* The text of an event, as migrations/0004_case.sql defines it (case_event_text). */
static struct str
event_sha256(struct arena *a, const struct db_rows *r, size_t i)
{
	static const char *const fields[] = { "prev_sha256", "tenant_id", "case_id", "seq", "at",
	    "event",
		"from_state", "to_state", "actor", "actor_id", "data" };
	struct buf b = buf_new(a, 1024);
	struct str text;

	buf_add_z(&b, "skranke-event-1\n");
	for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++)
		add_field(&b, r, i, fields[f]);
	text = buf_str(&b);
	return hash_sha256_hex(a, text);
}

#define SAY(c, sentence, seq) (cli_fail(CLI_WRONG, (sentence), str_z((c)->a, db_get((c)->r, (c)->from, "ref")), \
	str_z((c)->a, db_get((c)->r, (c)->from, "case_id")), (long long)(seq)), false)

static bool
removed(const struct chain *c)
{
	return db_bool(c->r, c->from, "removed");
}

/* Of a removed case only the hash is left. */
static bool
event_holds(const struct chain *c, size_t i, int64_t n, struct str head)
{
	if (removed(c))
		return true;
	if (!str_eq(db_get(c->r, i, "prev_sha256"), head))
		return SAY(c, SAY_EVENT_LINK, n);
	if (!str_eq(event_sha256(c->a, c->r, i), db_get(c->r, i, "sha256")))
		return SAY(c, SAY_EVENT_ALTERED, n);
	return true;
}

/* The events one by one: each is the next, follows the one before, and is as it was written. */
static bool
events_hold(const struct chain *c, int64_t *n, struct str *head)
{
	for (size_t i = c->from; i < c->to; i++) {
		if (db_get(c->r, i, "seq").p == NULL)
			return true;
		if (db_int(c->r, i, "seq") != *n + 1)
			return SAY(c, SAY_EVENT_MISSING, *n + 1);
		++*n;
		if (!event_holds(c, i, *n, *head))
			return false;
		*head = db_get(c->r, i, "sha256");
	}
	return true;
}

static bool
chain_holds(const struct chain *c, int64_t *n)
{
	int64_t known = db_int(c->r, c->from, "events");
	struct str head = ZEROS;

	*n = 0;
	if (!events_hold(c, n, &head))
		return false;
	if (*n < known || *n == 0)
		return SAY(c, SAY_EVENT_MISSING, *n + 1);
	if (*n > known)
		return SAY(c, SAY_EVENT_EXTRA, *n);
	if (!str_eq(head, db_get(c->r, c->from, "head_sha256")))
		return SAY(c, SAY_EVENT_HEAD, *n);
	if (!removed(c) &&
	    !str_eq(db_get(c->r, c->to - 1, "to_state"), db_get(c->r, c->from, "state")))
		return SAY(c, SAY_EVENT_STATE, *n);
	return true;
}

static void
take(struct chain_walk *w, const struct chain *c)
{
	int64_t n = 0;

	if (!chain_holds(c, &n))
		w->broken++;
	w->cases++;
	w->removed += removed(c);
	w->events += (size_t)n;
	if (w->each != NULL)
		w->each(w->ctx, c);
}

/* What must outlive the page moves to the other arena. */
static void
keep(struct place *p, const struct chain *last)
{
	struct arena *next = p->keep[1];

	arena_reset(next);
	p->tenant = str_dup(next, db_get(last->r, last->from, "tenant_id"));
	p->case_id = str_dup(next, db_get(last->r, last->from, "case_id"));
	p->keep[1] = p->keep[0];
	p->keep[0] = next;
}

static bool
same_case(const struct chain *c, size_t i)
{
	return str_eq(db_get(c->r, i, "case_id"), db_get(c->r, c->from, "case_id")) &&
	    db_bool(c->r, i, "removed") == removed(c);
}

static enum err
read_page(struct chain_walk *w, struct place *p, struct arena *a, bool *more)
{
	struct chain c = { .a = a };

	TRY(cli_begin(w->cli, a));
	c.r = DB_ADD(w->cli->db, SQL_AUDIT_PAGE, p->tenant, p->case_id, PAGE);
	TRY(db_commit(w->cli->db));
	*more = db_count(c.r) > 0;
	for (c.from = 0; c.from < db_count(c.r); c.from = c.to) {
		c.to = c.from + 1;
		while (c.to < db_count(c.r) && same_case(&c, c.to))
			c.to++;
		take(w, &c);
		if (c.to == db_count(c.r))
			keep(p, &c);
	}
	return ERR_OK;
}

enum err
chain_walk(struct chain_walk *w)
{
	struct place p = { .tenant = STR(""), .case_id = FIRST_ID,
		.keep = { arena_new(1 << 20), arena_new(1 << 20) } };
	struct arena *a = arena_new(PAGE_BYTES);
	enum err e = ERR_OK;
	bool more = true;

	while (e == ERR_OK && more) {
		e = read_page(w, &p, a, &more);
		arena_reset(a);
	}
	arena_free(&a);
	arena_free(&p.keep[0]);
	arena_free(&p.keep[1]);
	return e;
}
