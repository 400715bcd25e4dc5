#include <stdio.h>

#include "base/id.h"
#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

enum outcome
verb_outbox_list(struct cli *cli)
{
	const struct db_rows *r;
	enum outcome o = cli_ask(cli, "outbox", &SQL_OUTBOX_WAITING, &r);

	if (o != CLI_DONE)
		return o;
	for (size_t i = 0; i < db_count(r); i++)
		printf(SAY_WAITING, cli_z(cli, r, i, "since"), cli_z(cli, r, i, "id"),
		    cli_z(cli, r, i, "tenant_id"), cli_z(cli, r, i, "ref"),
		    cli_z(cli, r, i, "kind"), cli_z(cli, r, i, "attempts"), cli_z(cli, r, i, "how"),
		    cli_z(cli, r, i, "why"));
	if (db_count(r) > 0)
		return CLI_WRONG;
	fputs(SAY_QUIET, stdout);
	return CLI_DONE;
}

/* What a person decides of one row that waits. */
static enum outcome
decide(struct cli *cli, const struct db_stmt *stmt, const char *said)
{
	struct str id = str_from_z(cli->nargs == 1 ? cli->args[0] : "");
	const struct db_rows *r;

	if (cli->nargs != 1)
		return cli_fail(CLI_AWAY, SAY_USAGE, "outbox");
	if (!id_is(id))
		return cli_fail(CLI_WRONG, SAY_NO_ROW, cli->args[0]);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = db_add(cli->db, stmt, &id, 1);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(r) == 0)
		return cli_fail(CLI_WRONG, SAY_NO_ROW, cli->args[0]);
	printf("%s  %s\n", cli->args[0], said);
	return CLI_DONE;
}

enum outcome
verb_outbox_again(struct cli *cli)
{
	return decide(cli, &SQL_OUTBOX_AGAIN, SAY_AGAIN);
}

enum outcome
verb_outbox_close(struct cli *cli)
{
	return decide(cli, &SQL_OUTBOX_CLOSE, SAY_CLOSED);
}
