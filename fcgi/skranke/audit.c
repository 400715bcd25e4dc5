#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

#define PAGE		STR("200")
#define ZEROS		STR("0000000000000000000000000000000000000000000000000000000000000000")
#define FIRST_ID	STR("00000000-0000-0000-0000-000000000000")

struct audit {
	struct cli	*cli;
	struct str	 tenant, case_id;	/* the last case read, in `keep` */
	struct str	 head;			/* over the heads of all cases, in `keep` */
	struct arena	*keep[2];		/* the one in use, and the one for the next page */
	size_t		 cases, events, broken;
};

/* The chain of one case: rows [from, to) of a page. */
struct chain {
	const struct db_rows *r;
	size_t		 from, to;
	struct arena	*a;
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
		if (!str_eq(db_get(c->r, i, "prev_sha256"), *head))
			return SAY(c, SAY_EVENT_LINK, *n);
		*head = db_get(c->r, i, "sha256");
		if (!str_eq(event_sha256(c->a, c->r, i), *head))
			return SAY(c, SAY_EVENT_ALTERED, *n);
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
	if (!str_eq(db_get(c->r, c->to - 1, "to_state"), db_get(c->r, c->from, "state")))
		return SAY(c, SAY_EVENT_STATE, *n);
	return true;
}

/* One hash over all cases in order: what is worth keeping elsewhere. */
static void
add_head(struct audit *u, struct arena *a, const struct chain *c)
{
	struct buf b = buf_new(a, 256);

	buf_add(&b, u->head);
	buf_add(&b, db_get(c->r, c->from, "head_sha256"));
	u->head = hash_sha256_hex(a, buf_str(&b));
}

static void
audit_case(struct audit *u, const struct chain *c)
{
	int64_t n = 0;

	if (!chain_holds(c, &n))
		u->broken++;
	u->cases++;
	u->events += (size_t)n;
	add_head(u, c->a, c);
}

/* What must outlive the page moves to the other arena. */
static void
keep(struct audit *u, struct str tenant, struct str case_id)
{
	struct arena *next = u->keep[1];

	arena_reset(next);
	u->tenant = str_dup(next, tenant);
	u->case_id = str_dup(next, case_id);
	u->head = str_dup(next, u->head);
	u->keep[1] = u->keep[0];
	u->keep[0] = next;
}

static enum err
audit_page(struct audit *u, struct arena *a, bool *more)
{
	struct chain c = { .a = a };

	TRY(cli_begin(u->cli, a));
	c.r = DB_ADD(u->cli->db, SQL_AUDIT_PAGE, u->tenant, u->case_id, PAGE);
	TRY(db_commit(u->cli->db));
	*more = db_count(c.r) > 0;
	for (c.from = 0; c.from < db_count(c.r); c.from = c.to) {
		c.to = c.from + 1;
		while (c.to < db_count(c.r) &&
		    str_eq(db_get(c.r, c.to, "case_id"), db_get(c.r, c.from, "case_id")))
			c.to++;
		audit_case(u, &c);
		if (c.to == db_count(c.r))
			keep(u, db_get(c.r, c.from, "tenant_id"), db_get(c.r, c.from, "case_id"));
	}
	return ERR_OK;
}

static enum outcome
tell(const struct audit *u)
{
	if (u->broken > 0)
		return cli_fail(CLI_WRONG, SAY_BREAKS, u->cases, u->events, u->broken);
	printf(SAY_HOLDS, u->cases, u->events);
	printf(SAY_HEAD, str_z(u->cli->a, u->head));
	return CLI_DONE;
}

static enum err
audit_all(struct audit *u)
{
	struct arena *a = arena_new((size_t)256 << 20);
	enum err e = ERR_OK;
	bool more = true;

	while (e == ERR_OK && more) {
		e = audit_page(u, a, &more);
		arena_reset(a);
	}
	arena_free(&a);
	return e;
}

enum outcome
verb_audit_verify(struct cli *cli)
{
	struct audit u = { .cli = cli, .tenant = STR(""), .case_id = FIRST_ID, .head = ZEROS };
	enum outcome o;

	if (cli->nargs != 0)
		return cli_fail(CLI_AWAY, SAY_USAGE, "audit");
	u.keep[0] = arena_new(1 << 20);
	u.keep[1] = arena_new(1 << 20);
	o = audit_all(&u) == ERR_OK ? tell(&u) : cli_away(cli);
	arena_free(&u.keep[0]);
	arena_free(&u.keep[1]);
	return o;
}
