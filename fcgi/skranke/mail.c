#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/id.h"
#include "db/db.h"
#include "mail/transports.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

static void
say_waiting(const struct cli *cli, const struct db_rows *r)
{
	for (size_t i = 0; i < db_count(r); i++)
		printf(SAY_WAITING, cli_z(cli, r, i, "since"), cli_z(cli, r, i, "id"),
		    cli_z(cli, r, i, "tenant_id"), cli_z(cli, r, i, "ref"),
		    cli_z(cli, r, i, "kind"), cli_z(cli, r, i, "attempts"), cli_z(cli, r, i, "how"),
		    cli_z(cli, r, i, "why"));
}

enum outcome
verb_mail_queue(struct cli *cli)
{
	const struct db_rows *queues, *shut, *waiting;

	if (cli->nargs != 0)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	queues = DB_ADD0(cli->db, SQL_MAIL_QUEUE);
	shut = DB_ADD0(cli->db, SQL_MAIL_SHUT);
	waiting = DB_ADD0(cli->db, SQL_MAIL_WAITING);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	for (size_t i = 0; i < db_count(queues); i++)
		printf(SAY_QUEUE, cli_z(cli, queues, i, "tenant"), cli_z(cli, queues, i, "queued"),
		    cli_z(cli, queues, i, "oldest"), cli_z(cli, queues, i, "in_hand"),
		    cli_z(cli, queues, i, "set_aside"));
	for (size_t i = 0; i < db_count(shut); i++)
		printf(SAY_SHUT, cli_z(cli, shut, i, "tenant"), cli_z(cli, shut, i, "channel"),
		    cli_z(cli, shut, i, "form"), cli_z(cli, shut, i, "until"),
		    cli_z(cli, shut, i, "failures"));
	say_waiting(cli, waiting);
	if (db_count(waiting) > 0)
		return CLI_WRONG;
	fputs(SAY_QUIET, stdout);
	return CLI_DONE;
}

/* ---- one letter ---- */

static enum err
story(struct cli *cli, struct str outbox_id, const struct db_rows **out)
{
	TRY(cli_begin(cli, cli->a));
	*out = DB_ADD(cli->db, SQL_MAIL_STORY, outbox_id);
	return db_commit(cli->db);
}

static void
say_letter(const struct cli *cli, const struct db_rows *r, size_t i, const struct db_rows *s)
{
	printf(SAY_LETTER, cli_z(cli, r, i, "id"), cli_z(cli, r, i, "tenant_id"),
	    cli_z(cli, r, i, "ref"), cli_z(cli, r, i, "kind"), cli_z(cli, r, i, "created"),
	    cli_z(cli, r, i, "stands"), cli_z(cli, r, i, "attempts"), cli_z(cli, r, i, "code"),
	    cli_z(cli, r, i, "why"));
	if (db_get(r, i, "document_id").p != NULL)
		printf(SAY_DOCUMENT, cli_z(cli, r, i, "document_id"));
	for (size_t k = 0; k < db_count(s); k++)
		printf(SAY_STORY, cli_z(cli, s, k, "at"), cli_z(cli, s, k, "what"),
		    cli_z(cli, s, k, "state"), cli_z(cli, s, k, "channel"),
		    cli_z(cli, s, k, "reference"), cli_z(cli, s, k, "detail"));
}

enum outcome
verb_mail_show(struct cli *cli)
{
	const struct db_rows *r, *s;

	if (cli->nargs != 1)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_MAIL_LETTER, str_from_z(cli->args[0]));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(r) == 0)
		return cli_fail(CLI_WRONG, SAY_NO_LETTER, cli->args[0]);
	for (size_t i = 0; i < db_count(r); i++) {
		if (story(cli, db_get(r, i, "id"), &s) != ERR_OK)
			return cli_away(cli);
		say_letter(cli, r, i, s);
	}
	return CLI_DONE;
}

/* What a person decides of one letter.  The statement says what became of it. */
static enum outcome
decide(struct cli *cli, const struct db_stmt *stmt, const struct str *args, size_t n,
    const char *said)
{
	const struct db_rows *r;

	if (!id_is(args[0]))
		return cli_fail(CLI_WRONG, SAY_NO_ROW, cli->args[0]);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = db_add(cli->db, stmt, args, n);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_get(r, 0, "said").p == NULL)
		return cli_fail(CLI_WRONG, SAY_NO_ROW, cli->args[0]);
	if (str_eq_z(db_get(r, 0, "said"), "busy"))
		return cli_fail(CLI_WRONG, SAY_BUSY, cli->args[0]);
	printf("%s  %s\n", cli->args[0], said);
	return CLI_DONE;
}

static enum outcome
retry_all(struct cli *cli)
{
	const struct db_rows *r;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_MAIL_RETRY_ALL, str_from_z(cli->args[1]));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	printf(SAY_RETRIED, cli_z(cli, r, 0, "letters"));
	return CLI_DONE;
}

enum outcome
verb_mail_retry(struct cli *cli)
{
	struct str id = str_from_z(cli->nargs == 1 ? cli->args[0] : "");

	if (cli->nargs == 2 && strcmp(cli->args[0], "--tenant") == 0)
		return retry_all(cli);
	return cli->nargs == 1 ? decide(cli, &SQL_MAIL_RETRY, &id, 1, SAY_AGAIN) :
	    cli_usage(cli);
}

enum outcome
verb_mail_park(struct cli *cli)
{
	struct str args[2];

	if (cli->nargs != 2 || str_trim(str_from_z(cli->args[1])).n == 0)
		return cli_usage(cli);
	args[0] = str_from_z(cli->args[0]);
	args[1] = str_trim(str_from_z(cli->args[1]));
	return decide(cli, &SQL_MAIL_PARK, args, 2, SAY_PARKED);
}

enum outcome
verb_mail_close(struct cli *cli)
{
	struct str id = str_from_z(cli->nargs == 1 ? cli->args[0] : "");

	return cli->nargs == 1 ? decide(cli, &SQL_MAIL_CLOSE, &id, 1, SAY_CLOSED) :
	    cli_usage(cli);
}

/* ---- the settings of the transports ---- */

static void
complain(void *ctx, int line, const char *message)
{
	const struct cli *cli = ctx;
	struct str said = str_trim(str_from_z(message));

	cli_fail(CLI_WRONG, SAY_LINE, cli->args[0], line, str_z(cli->a, said));
}

enum outcome
verb_mail_check(struct cli *cli)
{
	struct transports *ts;

	if (cli->nargs != 1)
		return cli_usage(cli);
	if (access(cli->args[0], R_OK) != 0)
		return cli_fail(CLI_AWAY, SAY_UNREAD, cli->args[0]);
	if (transports_check(cli->a, cli->args[0], complain, cli, &ts) != ERR_OK)
		return CLI_WRONG;
	printf(SAY_TRANSPORTS, cli->args[0]);
	return CLI_DONE;
}
