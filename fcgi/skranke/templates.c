/* skranke templates check, list and show: what there is to say of services and their releases */
#include <stdio.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "release/release.h"
#include "skranke/folder.h"
#include "skranke/says.h"
#include "skranke/sql.h"

/* Only where there is a database to ask. */
static enum outcome
check_versions(struct folder *f)
{
	enum outcome o;

	if (f->cli->db == NULL)
		return CLI_DONE;
	if (cli_begin(f->cli, f->cli->a) != ERR_OK)
		return cli_away(f->cli);
	o = folder_versions(f);
	db_rollback(f->cli->db);
	return o;
}

enum outcome
verb_templates_check(struct cli *cli)
{
	struct folder f;
	enum outcome o = folder_open(cli, &f);

	if (o == CLI_DONE)
		o = folder_check(&f);
	if (o == CLI_DONE)
		o = check_versions(&f);
	for (size_t i = 0; o == CLI_DONE && i < f.n; i++)
		printf(SAY_SOUND, f.names[i], str_z(cli->a, f.bundles[i].sha256));
	return o;
}

static void
say_history(struct cli *cli, const char *service, const struct db_rows *r)
{
	for (size_t i = 0; i < db_count(r); i++)
		printf(SAY_FORCED, service, cli_z(cli, r, i, "version"),
		    time_oslo_show(cli->a, LANG_NB, db_at(r, i, "at")).p,
		    db_get(r, i, "by_whom").n > 0 ? SAY_BY : "", cli_z(cli, r, i, "by_whom"));
}

enum outcome
verb_templates_list(struct cli *cli)
{
	struct str service = str_from_z(cli->nargs > 0 ? cli->args[0] : "");
	const struct db_rows *r, *history;

	if (cli->nargs > 1)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_RELEASE_LIST, service);
	history = DB_ADD(cli->db, SQL_RELEASE_HISTORY, service);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (service.n > 0 && db_count(r) == 0)
		return cli_fail(CLI_WRONG, SAY_NO_RELEASES, str_z(cli->a, service));
	for (size_t i = 0; i < db_count(r); i++)
		printf(SAY_RELEASE, cli_z(cli, r, i, "service"), cli_z(cli, r, i, "version"),
		    cli_z(cli, r, i, "label"), db_bool(r, i, "in_force") ? '*' : ' ',
		    cli_z(cli, r, i, "sha256"),
		    time_oslo_show(cli->a, LANG_NB, db_at(r, i, "published_at")).p);
	say_history(cli, str_z(cli->a, service), history);
	return CLI_DONE;
}

static enum outcome
show_file(struct cli *cli, const struct db_rows *r)
{
	struct str text;
	xmlDoc *bundle;

	CHECK(xml_parse(cli->a, db_get(r, 0, "bundle"), NULL, NULL, &bundle) == ERR_OK);
	text = release_file(cli->a, bundle, cli->args[2]);
	if (text.p != NULL) {
		fwrite(text.p, 1, text.n, stdout);
		return CLI_DONE;
	}
	cli_fail(CLI_WRONG, SAY_NO_FILE, cli->args[1], cli->args[0], cli->args[2]);
	for (xmlNode *n = xml_first(xml_root(bundle)); n != NULL; n = xml_next(n))
		fprintf(stderr, SAY_FILE, STR_ARG(xml_attr(n, "name")));
	return CLI_WRONG;
}

enum outcome
verb_templates_show(struct cli *cli)
{
	const struct db_rows *r;

	if (cli->nargs != 3)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_RELEASE_NAMED, str_from_z(cli->args[0]), str_from_z(cli->args[1]));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(r) == 0)
		return cli_fail(CLI_WRONG, SAY_NO_RELEASE, cli->args[0], cli->args[1],
		    cli->args[0]);
	return show_file(cli, r);
}
