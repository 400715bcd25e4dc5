#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/schema.h"
#include "skranke/sql.h"

struct put {
	struct cli	*cli;
	const char	*path;
	xmlNode		*root;
	struct str	 id;
	size_t		 kindergartens, desk;
};

enum outcome
verb_tenant_list(struct cli *cli)
{
	const struct db_rows *r;
	enum outcome o = cli_ask(cli, "tenant", &SQL_TENANT_LIST, &r);

	for (size_t i = 0; o == CLI_DONE && i < db_count(r); i++)
		printf(SAY_TENANT, cli_z(cli, r, i, "id"), cli_z(cli, r, i, "name"),
		    cli_z(cli, r, i, "hosts"), cli_z(cli, r, i, "kindergartens"),
		    cli_z(cli, r, i, "desk"));
	return o;
}

static void
complain(void *ctx, int line, const char *message)
{
	const struct put *p = ctx;
	struct str said = str_trim(str_from_z(message));

	cli_fail(CLI_WRONG, SAY_LINE, p->path, line, str_z(p->cli->a, said));
}

/* Read the file and hold it against its schema. */
static enum outcome
read_file(struct put *p)
{
	const char *schema = str_fmt(p->cli->a, "%s/schema/tenant.rng", p->cli->templates).p;
	struct schema *rng;
	struct str text;
	xmlDoc *doc;

	if (xml_read_file(p->cli->a, p->path, &text) != ERR_OK)
		return cli_fail(CLI_AWAY, SAY_UNREAD, p->path);
	if (xml_parse(p->cli->a, text, complain, p, &doc) != ERR_OK)
		return CLI_WRONG;
	if (schema_open(p->cli->a, schema, complain, p, &rng) != ERR_OK)
		return cli_fail(CLI_AWAY, SAY_SCHEMA, schema);
	p->root = xml_root(doc);
	p->id = xml_attr(p->root, "id");
	return schema_check(rng, doc, complain, p) == ERR_OK ? CLI_DONE : CLI_WRONG;
}

static struct str
text_of(struct put *p, xmlNode *parent, const char *name)
{
	xmlNode *n = xml_child(parent, name);

	return n != NULL ? xml_text(p->cli->a, n) : STR_NONE;
}

static struct str
hosts(struct put *p)
{
	struct buf b = buf_new(p->cli->a, 256);

	for (xmlNode *n = xml_first(p->root); n != NULL; n = xml_next(n)) {
		if (!xml_is(n, "host"))
			continue;
		if (b.n > 0)
			buf_add_char(&b, ' ');
		buf_add(&b, xml_text(p->cli->a, n));
	}
	return buf_str(&b);
}

static void
add_tenant(struct put *p)
{
	xmlNode *contact = xml_child(p->root, "contact"), *settings = xml_child(p->root,
	    "settings");
	struct db *db = p->cli->db;

	DB_ADD(db, SQL_TENANT_PUT, p->id, text_of(p, p->root, "name"), hosts(p),
	    xml_attr(p->root, "palette"), text_of(p, contact, "email"),
	    text_of(p, contact, "phone"), text_of(p, contact, "address"),
	    text_of(p, contact, "url"));
	for (xmlNode *n = xml_first(settings); n != NULL; n = xml_next(n))
		DB_ADD(db, SQL_TENANT_SET, p->id, xml_attr(n, "name"), xml_text(p->cli->a, n));
}

static void
add_lists(struct put *p)
{
	xmlNode *k = xml_first(xml_child(p->root, "kindergartens")),
	    *u = xml_first(xml_child(p->root, "desk"));
	struct arena *a = p->cli->a;
	struct db *db = p->cli->db;

	DB_ADD(db, SQL_TENANT_CLEAR, p->id);
	for (; k != NULL; k = xml_next(k), p->kindergartens++)
		DB_ADD(db, SQL_TENANT_KINDERGARTEN_PUT, p->id, xml_attr(k, "id"),
		    text_of(p, k, "name"), text_of(p, k, "address"), xml_attr(k, "places-small"),
		    xml_attr(k, "places-large"));
	for (; u != NULL; u = xml_next(u), p->desk++)
		DB_ADD(db, SQL_TENANT_DESK_PUT, id_new(a), p->id, xml_attr(u, "subject"),
		    xml_text(a, u), xml_attr(u, "role"), xml_attr(u, "services"));
}

static enum outcome
write_tenant(struct put *p)
{
	struct cli *cli = p->cli;
	const struct db_rows *taken;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	add_tenant(p);
	add_lists(p);
	taken = DB_ADD(cli->db, SQL_TENANT_HOST_TAKEN, p->id);
	if (db_run(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(taken) > 0)
		return cli_fail(CLI_WRONG, SAY_HOST, p->path, cli_z(cli, taken, 0, "host"),
		    cli_z(cli, taken, 0, "id"));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	printf(SAY_PUT, str_z(cli->a, p->id), str_z(cli->a, text_of(p, p->root, "name")),
	    p->kindergartens, p->desk);
	return CLI_DONE;
}

enum outcome
verb_tenant_put(struct cli *cli)
{
	struct put p = { .cli = cli };
	enum outcome o;

	if (cli->nargs != 1)
		return cli_fail(CLI_AWAY, SAY_USAGE, "tenant");
	p.path = cli->args[0];
	o = read_file(&p);
	return o == CLI_DONE ? write_tenant(&p) : o;
}
