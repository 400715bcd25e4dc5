#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "db/db.h"
#include "skranke/anchor.h"
#include "skranke/says.h"
#include "skranke/sql.h"

#define ZEROS	STR("0000000000000000000000000000000000000000000000000000000000000000")

struct audit {
	struct cli	*cli;
	struct str	 head;			/* over the heads of all cases, in heads[0] */
	struct arena	*heads[2];
	struct anchor	*anchors;
	size_t		 nanchors;
};

/* One hash over all cases in order. */
static void
add_head(struct audit *u, const struct chain *c)
{
	struct arena *next = u->heads[1];
	struct buf b;

	arena_reset(next);
	b = buf_new(next, 256);
	buf_add(&b, u->head);
	buf_add(&b, db_get(c->r, c->from, "head_sha256"));
	u->head = hash_sha256_hex(next, buf_str(&b));
	u->heads[1] = u->heads[0];
	u->heads[0] = next;
}

static void
each(void *ctx, const struct chain *c)
{
	struct audit *u = ctx;

	add_head(u, c);
	for (size_t i = 0; i < u->nanchors; i++)
		anchor_add(&u->anchors[i], c);
}

static enum err
walk(struct audit *u, struct chain_walk *w)
{
	enum err e;

	u->head = ZEROS;
	u->heads[0] = arena_new(1 << 20);
	u->heads[1] = arena_new(1 << 20);
	*w = (struct chain_walk){ .cli = u->cli, .each = each, .ctx = u };
	e = chain_walk(w);
	u->head = str_dup(u->cli->a, u->head);
	arena_free(&u->heads[0]);
	arena_free(&u->heads[1]);
	return e;
}

static enum outcome
tell_anchors(struct audit *u)
{
	enum outcome o = CLI_DONE;

	for (size_t i = 0; i < u->nanchors; i++)
		if (!anchor_holds(u->cli->a, &u->anchors[i]))
			o = CLI_WRONG;
	if (u->nanchors > 0 && o == CLI_DONE)
		printf(SAY_ANCHORS_HOLD, u->nanchors);
	return o;
}

static enum outcome
tell(struct audit *u, const struct chain_walk *w)
{
	enum outcome o;

	if (w->broken > 0) {
		(void)tell_anchors(u);
		return cli_fail(CLI_WRONG, SAY_BREAKS, w->cases, w->events, w->broken);
	}
	printf(SAY_HOLDS, w->cases, w->events);
	if (w->removed > 0)
		printf(SAY_REMOVED, w->removed);
	o = tell_anchors(u);
	printf(SAY_HEAD, str_z(u->cli->a, u->head));
	return o;
}

/* --anchor FILE… */
static enum outcome
read_anchors(struct audit *u)
{
	struct cli *cli = u->cli;
	enum outcome o = CLI_DONE;

	if (cli->nargs == 0)
		return CLI_DONE;
	if (cli->nargs == 1 || strcmp(cli->args[0], "--anchor") != 0)
		return cli_usage(cli);
	u->nanchors = (size_t)cli->nargs - 1;
	u->anchors = arena_alloc(cli->a, u->nanchors * sizeof *u->anchors);
	for (size_t i = 0; i < u->nanchors && o == CLI_DONE; i++)
		o = anchor_read(cli->a, cli->args[i + 1], &u->anchors[i]);
	return o;
}

enum outcome
verb_audit_verify(struct cli *cli)
{
	struct audit u = { .cli = cli };
	struct chain_walk w;
	enum outcome o = read_anchors(&u);

	if (o != CLI_DONE)
		return o;
	return walk(&u, &w) == ERR_OK ? tell(&u, &w) : cli_away(cli);
}

static enum err
new_anchors(struct audit *u)
{
	const struct db_rows *rows;

	TRY(cli_begin(u->cli, u->cli->a));
	rows = DB_ADD0(u->cli->db, SQL_AUDIT_HORIZON);
	TRY(db_commit(u->cli->db));
	u->nanchors = db_count(rows);
	u->anchors = arena_alloc(u->cli->a, (u->nanchors + 1) * sizeof *u->anchors);
	for (size_t i = 0; i < u->nanchors; i++)
		u->anchors[i] = anchor_new(u->cli->a, db_get(rows, i, "tenant_id"),
		    db_get(rows, i, "horizon"));
	return ERR_OK;
}

/* Of chains that do not hold no anchor is written: it would say that all was well. */
enum outcome
verb_audit_anchor(struct cli *cli)
{
	struct audit u = { .cli = cli };
	struct chain_walk w;
	enum outcome o = CLI_DONE;

	if (cli->nargs != 1)
		return cli_usage(cli);
	if (new_anchors(&u) != ERR_OK || walk(&u, &w) != ERR_OK)
		return cli_away(cli);
	if (w.broken > 0)
		return cli_fail(CLI_WRONG, SAY_BREAKS, w.cases, w.events, w.broken);
	for (size_t i = 0; i < u.nanchors && o == CLI_DONE; i++)
		o = anchor_write(cli->a, cli->args[0], &u.anchors[i]);
	return o;
}
