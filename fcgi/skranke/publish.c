/* skranke templates publish and rollback: which release is in force */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/id.h"
#include "db/db.h"
#include "release/release.h"
#include "skranke/diff.h"
#include "skranke/says.h"
#include "skranke/sql.h"
#include "skranke/test.h"

/* One service on its way. */
struct put {
	const struct bundle *b;
	const struct db_rows *in_force, *same, *made;
	struct str	 id;
};

static struct str
who(struct cli *cli)
{
	const struct passwd *pw = getpwuid(getuid());

	return pw != NULL ? str_dup(cli->a, str_from_z(pw->pw_name)) : STR_NONE;
}

static const char *
version_of(struct cli *cli, const struct put *p)
{
	return cli_z(cli, p->made != NULL ? p->made : p->same, 0, "version");
}

/* A text that was stored before keeps its release. */
static void
store(struct cli *cli, struct put *p)
{
	if (db_count(p->same) > 0) {
		p->id = db_get(p->same, 0, "id");
		return;
	}
	p->id = id_new(cli->a);
	p->made = DB_ADD(cli->db, SQL_RELEASE_PUT, p->id, str_from_z(p->b->service),
	    p->b->release->service->version, p->b->sha256, p->b->text);
}

static bool
is_in_force(const struct put *p)
{
	return db_count(p->in_force) > 0 &&
	    str_eq(db_get(p->in_force, 0, "sha256"), p->b->sha256);
}

static void
put_in_force(struct cli *cli, struct str service, struct str id)
{
	DB_ADD(cli->db, SQL_RELEASE_RETIRE, service);
	DB_ADD(cli->db, SQL_RELEASE_FORCE, id, who(cli));
}

static void
say_put(struct cli *cli, const struct put *p, bool preview)
{
	const char *name = p->b->service, *sha256 = str_z(cli->a, p->b->sha256);

	if (is_in_force(p))
		printf(SAY_SAME, name);
	else if (preview)
		printf(SAY_PREVIEW, name, version_of(cli, p), str_z(cli->a, p->id));
	else if (p->made != NULL)
		printf(SAY_RELEASED, name, version_of(cli, p), sha256);
	else
		printf(SAY_AGAIN_IN, name, version_of(cli, p), sha256);
}

static struct put *
ask(struct folder *f)
{
	struct put *v = arena_alloc(f->cli->a, f->n * sizeof *v);

	for (size_t i = 0; i < f->n; i++) {
		struct str name = str_from_z(f->names[i]);

		v[i].b = &f->bundles[i];
		v[i].in_force = DB_ADD(f->cli->db, SQL_RELEASE_CURRENT, name);
		v[i].same = DB_ADD(f->cli->db, SQL_RELEASE_SAME, name, v[i].b->sha256);
	}
	return v;
}

/* All of them in one transaction: either every service is as in the folder, or none is. */
static enum outcome
put_all(struct folder *f, bool preview)
{
	struct cli *cli = f->cli;
	struct put *v;
	enum outcome o;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	DB_ADD0(cli->db, SQL_RELEASE_LOCK);
	v = ask(f);
	o = folder_versions(f);
	if (o != CLI_DONE)
		return o;
	for (size_t i = 0; i < f->n; i++) {
		if (!diff_say(f, v[i].b, v[i].in_force, false))
			continue;
		store(cli, &v[i]);
		if (!preview)
			put_in_force(cli, str_from_z(f->names[i]), v[i].id);
	}
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	for (size_t i = 0; i < f->n; i++)
		say_put(cli, &v[i], preview);
	return CLI_DONE;
}

static bool
take_preview(struct cli *cli)
{
	if (cli->nargs == 0 || strcmp(cli->args[0], "--preview") != 0)
		return false;
	cli->nargs--;
	cli->args++;
	return true;
}

enum outcome
verb_templates_publish(struct cli *cli)
{
	bool preview = take_preview(cli);
	struct folder f;
	enum outcome o = folder_open(cli, &f);

	if (o != CLI_DONE)
		return o;
	o = folder_check(&f);
	if (o == CLI_DONE)
		o = test_services(&f, TEST_SHORT);
	if (o == CLI_DONE)
		o = put_all(&f, preview);
	return o == CLI_WRONG ? cli_fail(o, SAY_NONE) : o;
}

/* ---- rollback ---- */

static enum outcome
go_back(struct cli *cli, const char *name, const struct db_rows *to, const struct db_rows *from)
{
	const char *version = cli_z(cli, to, 0, "version"), *old;

	if (db_count(from) > 0 && str_eq(db_get(to, 0, "id"), db_get(from, 0, "id"))) {
		printf(SAY_IN_FORCE, name, version);
		return CLI_DONE;
	}
	put_in_force(cli, str_from_z(name), db_get(to, 0, "id"));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(from) == 0) {
		printf(SAY_BACK_NONE, name, version);
		return CLI_DONE;
	}
	old = cli_z(cli, from, 0, "version");
	printf(SAY_BACK, name, version, old, old);
	return CLI_DONE;
}

enum outcome
verb_templates_rollback(struct cli *cli)
{
	const char *name = cli->args[0], *version = cli->nargs > 1 ? cli->args[1] : NULL;
	const struct db_rows *to, *from;

	if (cli->nargs < 1 || cli->nargs > 2)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	DB_ADD0(cli->db, SQL_RELEASE_LOCK);
	from = DB_ADD(cli->db, SQL_RELEASE_CURRENT, str_from_z(name));
	to = version != NULL ? DB_ADD(cli->db, SQL_RELEASE_NAMED, str_from_z(name),
	    str_from_z(version)) : DB_ADD(cli->db, SQL_RELEASE_BEFORE, str_from_z(name));
	if (db_run(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(to) > 0)
		return go_back(cli, name, to, from);
	return version != NULL ? cli_fail(CLI_WRONG, SAY_NO_RELEASE, name, version, name) :
	    cli_fail(CLI_WRONG, SAY_NO_BEFORE, name);
}
