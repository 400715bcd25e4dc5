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
	struct str	 arms;		/* an SVG document, or p == NULL */
	size_t		 kindergartens, desk;
};

#define ARMS_BYTES	((size_t)128 << 10)

enum outcome
verb_tenant_list(struct cli *cli)
{
	const struct db_rows *r;
	enum outcome o = cli_ask(cli, &SQL_TENANT_LIST, &r);

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

/* Read a file and hold it against a schema; p->path is the file complained of. */
static enum outcome
read_file(struct put *p, const char *path, const char *name, struct str *text, xmlDoc **doc)
{
	const char *schema = str_fmt(p->cli->a, "%s/schema/%s", p->cli->templates, name).p;
	struct schema *rng;

	p->path = path;
	if (xml_read_file(p->cli->a, path, text) != ERR_OK)
		return cli_fail(CLI_AWAY, SAY_UNREAD, path);
	if (xml_parse(p->cli->a, *text, complain, p, doc) != ERR_OK)
		return CLI_WRONG;
	if (schema_open(p->cli->a, schema, complain, p, &rng) != ERR_OK)
		return cli_fail(CLI_AWAY, SAY_SCHEMA, schema);
	return schema_check(rng, *doc, complain, p) == ERR_OK ? CLI_DONE : CLI_WRONG;
}

/* Every letter has them: arms that the press cannot draw would stop all of them. */
static enum outcome
read_arms(struct put *p)
{
	xmlNode *arms = xml_child(p->root, "arms");
	const char *at = p->path, *slash = strrchr(at, '/');
	struct str file = xml_attr(arms, "file");
	const char *path = str_fmt(p->cli->a, "%.*s" STR_FMT, slash == NULL ? 0 :
	    (int)(slash + 1 - at), at, STR_ARG(file)).p;
	enum outcome o;
	xmlDoc *doc;

	if (arms == NULL)
		return CLI_DONE;
	o = read_file(p, path, "arms.rng", &p->arms, &doc);
	if (o == CLI_DONE && p->arms.n > ARMS_BYTES)
		o = cli_fail(CLI_WRONG, SAY_ARMS, path);
	p->path = at;
	return o;
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
	    text_of(p, contact, "url"), p->arms);
	for (xmlNode *n = xml_first(settings); n != NULL; n = xml_next(n))
		DB_ADD(db, SQL_TENANT_SET, p->id, xml_attr(n, "name"), xml_text(p->cli->a, n));
}

static void
add_unit(struct put *p, xmlNode *unit)
{
	struct db *db = p->cli->db;

	DB_ADD(db, SQL_TENANT_UNIT_PUT, p->id, xml_attr(unit, "id"), text_of(p, unit, "name"));
	for (xmlNode *n = xml_first(unit); n != NULL; n = xml_next(n))
		if (xml_is(n, "area"))
			DB_ADD(db, SQL_TENANT_AREA_PUT, p->id, xml_attr(unit, "id"),
			    xml_attr(n, "postcode"), xml_attr(n, "street"));
}

static void
add_user(struct put *p, xmlNode *user)
{
	struct str subject = xml_attr(user, "subject"), units = xml_attr(user, "units");
	struct db *db = p->cli->db;

	DB_ADD(db, SQL_TENANT_DESK_PUT, id_new(p->cli->a), p->id, subject,
	    text_of(p, user, "name"), units.p != NULL ? units : STR(""),
	    str_eq_z(xml_attr(user, "graded"), "true") ? STR("t") : STR("f"));
	for (xmlNode *n = xml_first(user); n != NULL; n = xml_next(n)) {
		struct str services = xml_attr(n, "services");

		if (xml_is(n, "right"))
			DB_ADD(db, SQL_TENANT_RIGHT_PUT, p->id, subject, xml_attr(n, "role"),
			    services.p != NULL ? services : STR("*"));
	}
}

static void
add_lists(struct put *p)
{
	xmlNode *k = xml_first(xml_child(p->root, "kindergartens")),
	    *units = xml_child(p->root, "units"), *u = xml_first(xml_child(p->root, "desk"));
	struct db *db = p->cli->db;

	DB_ADD(db, SQL_TENANT_CLEAR, p->id);
	for (; k != NULL; k = xml_next(k), p->kindergartens++)
		DB_ADD(db, SQL_TENANT_KINDERGARTEN_PUT, p->id, xml_attr(k, "id"),
		    text_of(p, k, "name"), text_of(p, k, "address"), xml_attr(k, "places-small"),
		    xml_attr(k, "places-large"));
	for (xmlNode *n = units != NULL ? xml_first(units) : NULL; n != NULL; n = xml_next(n))
		add_unit(p, n);
	for (; u != NULL; u = xml_next(u), p->desk++)
		add_user(p, u);
}

/* What the schema cannot see: names that must be of one file or of one municipality alone. */
static enum outcome
judge_names(struct put *p, const struct db_rows *taken, const struct db_rows *unknown)
{
	struct cli *cli = p->cli;

	if (db_count(taken) > 0)
		return cli_fail(CLI_WRONG, SAY_HOST, p->path, cli_z(cli, taken, 0, "host"),
		    cli_z(cli, taken, 0, "id"));
	if (db_count(unknown) > 0)
		return cli_fail(CLI_WRONG, SAY_NO_UNIT, p->path, cli_z(cli, unknown, 0, "name"),
		    cli_z(cli, unknown, 0, "unit"));
	return CLI_DONE;
}

static enum outcome
write_tenant(struct put *p)
{
	struct cli *cli = p->cli;
	const struct db_rows *taken, *unknown;
	enum outcome o;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	add_tenant(p);
	add_lists(p);
	taken = DB_ADD(cli->db, SQL_TENANT_HOST_TAKEN, p->id);
	unknown = DB_ADD(cli->db, SQL_TENANT_UNIT_UNKNOWN, p->id);
	if (db_run(cli->db) != ERR_OK)
		return cli_away(cli);
	o = judge_names(p, taken, unknown);
	if (o != CLI_DONE)
		return o;
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
	struct str text;
	enum outcome o;
	xmlDoc *doc;

	if (cli->nargs != 1)
		return cli_usage(cli);
	o = read_file(&p, cli->args[0], "tenant.rng", &text, &doc);
	if (o != CLI_DONE)
		return o;
	p.root = xml_root(doc);
	p.id = xml_attr(p.root, "id");
	o = read_arms(&p);
	return o == CLI_DONE ? write_tenant(&p) : o;
}
