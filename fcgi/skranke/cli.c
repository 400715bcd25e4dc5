#include "skranke/cli.h"

#include <stdarg.h>
#include <stdio.h>

#include "db/db.h"
#include "skranke/says.h"
#include "skranke/sql.h"

/* What was built against other tables would fail in PostgreSQL's words, or half succeed. */
static enum err
check_migrations(struct cli *cli)
{
	struct db_lacks s;

	TRY(db_lacks(cli->db, cli->a, &s));
	cli->migrated = s.n == 0;
	if (cli->migrated)
		return ERR_OK;
	cli->lacks = s.all ? SAY_LACKS_ALL : s.n == 1 ?
	    str_fmt(cli->a, SAY_LACKS_ONE, s.last).p :
	    str_fmt(cli->a, SAY_LACKS, s.n, s.first, s.last).p;
	return ERR_DB;
}

enum err
cli_begin(struct cli *cli, struct arena *a)
{
	if (!cli->migrated)
		TRY(check_migrations(cli));
	TRY(db_begin(cli->db, a, STR_NONE, STR_NONE));
	DB_ADD0(cli->db, SQL_BECOME_OWNER);
	return ERR_OK;
}

enum outcome
cli_ask(struct cli *cli, const struct db_stmt *stmt, const struct db_rows **out)
{
	if (cli->nargs != 0)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	*out = db_add(cli->db, stmt, NULL, 0);
	return db_commit(cli->db) == ERR_OK ? CLI_DONE : cli_away(cli);
}

const char *
cli_z(const struct cli *cli, const struct db_rows *rows, size_t i, const char *column)
{
	return str_z(cli->a, db_get(rows, i, column));
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
cli_usage(const struct cli *cli)
{
	return cli_fail(CLI_AWAY, SAY_USAGE, cli->group);
}

enum outcome
cli_away(const struct cli *cli)
{
	if (cli->lacks != NULL)
		return cli_fail(CLI_AWAY, "%s", cli->lacks);
	return cli_fail(CLI_AWAY, SAY_DB, db_last_error(cli->db));
}
