#include "skranke/cli.h"

#include <stdarg.h>
#include <stdio.h>

#include "db/db.h"
#include "skranke/says.h"
#include "skranke/sql.h"

enum err
cli_begin(struct cli *cli, struct arena *a)
{
	TRY(db_begin(cli->db, a, STR_NONE, STR_NONE));
	DB_ADD0(cli->db, SQL_BECOME_OWNER);
	return ERR_OK;
}

enum outcome
cli_fail(enum outcome outcome, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("skranke: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return outcome;
}

enum outcome
cli_away(const struct cli *cli)
{
	return cli_fail(CLI_AWAY, SAY_DB, db_last_error(cli->db));
}
