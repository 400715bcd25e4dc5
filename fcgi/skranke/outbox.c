#include <stdio.h>

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
