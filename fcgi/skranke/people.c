#include <stdio.h>

#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/schema.h"
#include "skranke/sql.h"

static void
complain(void *ctx, int line, const char *message)
{
	const struct cli *cli = ctx;
	struct str said = str_trim(str_from_z(message));

	cli_fail(CLI_WRONG, SAY_LINE, cli->args[0], line, str_z(cli->a, said));
}

/* Read the file and hold it against its schema. */
static enum outcome
read_file(struct cli *cli, struct str *out)
{
	const char *schema = str_fmt(cli->a, "%s/schema/people.rng", cli->templates).p;
	struct schema *rng;
	xmlDoc *doc;

	if (xml_read_file(cli->a, cli->args[0], out) != ERR_OK)
		return cli_fail(CLI_AWAY, SAY_UNREAD, cli->args[0]);
	if (xml_parse(cli->a, *out, complain, cli, &doc) != ERR_OK)
		return CLI_WRONG;
	if (schema_open(cli->a, schema, complain, cli, &rng) != ERR_OK)
		return cli_fail(CLI_AWAY, SAY_SCHEMA, schema);
	return schema_check(rng, doc, complain, cli) == ERR_OK ? CLI_DONE : CLI_WRONG;
}

enum outcome
verb_people_put(struct cli *cli)
{
	const struct db_rows *r;
	struct str text;
	enum outcome o;

	if (cli->nargs != 1)
		return cli_usage(cli);
	o = read_file(cli, &text);
	if (o != CLI_DONE)
		return o;
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_PEOPLE_PUT, text);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	printf(SAY_PEOPLE, cli_z(cli, r, 0, "kept"), cli_z(cli, r, 0, "removed"),
	    cli_z(cli, r, 0, "graded"), cli_z(cli, r, 0, "unknown"));
	return CLI_DONE;
}
