#include <stdio.h>

#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

static const char *
z(struct cli *cli, const struct db_rows *r, size_t i, const char *column)
{
	return str_z(cli->a, db_get(r, i, column));
}

enum outcome
verb_outbox_list(struct cli *cli)
{
	const struct db_rows *r;

	if (cli->nargs != 0)
		return cli_fail(CLI_AWAY, SAY_USAGE, "outbox");
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD0(cli->db, SQL_OUTBOX_WAITING);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	for (size_t i = 0; i < db_count(r); i++)
		printf(SAY_WAITING, z(cli, r, i, "since"), z(cli, r, i, "id"), z(cli, r, i, "tenant_id"),
		    z(cli, r, i, "ref"), z(cli, r, i, "kind"), z(cli, r, i, "attempts"), z(cli, r, i, "how"),
		    z(cli, r, i, "why"));
	if (db_count(r) > 0)
		return CLI_WRONG;
	fputs(SAY_QUIET, stdout);
	return CLI_DONE;
}
