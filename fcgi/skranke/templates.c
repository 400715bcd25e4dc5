/* skranke templates: services from folders to releases in force */
#include <dirent.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/time.h"
#include "db/db.h"
#include "skranke/bundle.h"
#include "skranke/cli.h"
#include "skranke/languages.h"
#include "skranke/says.h"
#include "skranke/sql.h"
#include "view/view.h"

struct publish {
	struct cli	*cli;
	const char	*dir;			/* the templates folder */
	const struct messages *messages;
	const char	*file;			/* for complaints of messages.xml */
};

static void
complain(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line;
	fprintf(stderr, "%s\n", message);	/* has file and line in it */
}

static void
complain_of_file(void *ctx, int line, const char *message)
{
	const struct publish *p = ctx;

	fprintf(stderr, SAY_LINE "\n", p->file, line, message);
}

static bool
load_messages_in(struct publish *p, const char *dir, enum lang l, const struct form_messages **out)
{
	xmlDoc *doc;

	p->file = str_fmt(p->cli->a, "%s/shared/messages.xml", dir).p;
	if (xml_parse_file(p->cli->a, p->file, complain_of_file, p, &doc) != ERR_OK)
		return false;
	xml_in_lang(doc, l);
	return form_messages_load(p->cli->a, doc, complain_of_file, p, out) == ERR_OK;
}

static enum outcome
load_messages(struct publish *p)
{
	struct messages *m = ARENA_NEW(p->cli->a, struct messages);

	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(p->cli->a, p->dir, l);

		if (dir != NULL && !load_messages_in(p, dir, l, &m->in[l]))
			return CLI_WRONG;
	}
	p->messages = m;
	return CLI_DONE;
}

static int
is_service(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* The fixed pages: what a program would refuse at its start is refused here, on a line each. */
static enum outcome
load_pages(struct publish *p)
{
	enum outcome o = CLI_DONE;

	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *dir = languages_dir(p->cli->a, p->dir, l);
		struct views *views;

		if (dir != NULL && views_load(p->cli->a, dir, &views) != ERR_OK)
			o = CLI_WRONG;
	}
	return o;
}

/* Run fn for every service of the folder, in alphabetical order; the worst outcome counts. */
static enum outcome
each_service(struct publish *p, enum outcome (*fn)(struct publish *, const char *service,
    struct str bundle))
{
	struct str path = str_fmt(p->cli->a, "%s/services", p->dir);
	enum outcome worst = CLI_DONE;
	struct dirent **v;
	int n = scandir(path.p, &v, is_service, alphasort);

	if (n < 0)
		return cli_fail(CLI_AWAY, SAY_NO_DIR, path.p);
	for (int i = 0; i < n; i++) {
		struct str bundle;
		enum outcome o = CLI_WRONG;

		if (bundle_make(p->cli->a, p->dir, v[i]->d_name, p->messages, complain, p,
		    &bundle) == ERR_OK)
			o = fn(p, str_z(p->cli->a, str_from_z(v[i]->d_name)), bundle);
		worst = o > worst ? o : worst;
		free(v[i]);
	}
	free(v);
	return worst;
}

static enum outcome
say_sound(struct publish *p, const char *service, struct str bundle)
{
	printf(SAY_SOUND, service, hash_sha256_hex(p->cli->a, bundle).p);
	return CLI_DONE;
}

/* A folder that is as it was makes no new release. */
static enum outcome
put_release(struct publish *p, const char *service, struct str bundle)
{
	struct cli *cli = p->cli;
	struct str sha256 = hash_sha256_hex(cli->a, bundle);
	const struct db_rows *made;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	DB_ADD(cli->db, SQL_RELEASE_RETIRE, str_from_z(service), sha256);
	made = DB_ADD(cli->db, SQL_RELEASE_PUT, id_new(cli->a), str_from_z(service), sha256,
	    bundle);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(made) == 0)
		printf(SAY_SAME, service);
	else
		printf(SAY_RELEASED, service, cli_z(cli, made, 0, "version"), sha256.p);
	return CLI_DONE;
}

static enum outcome
run(struct cli *cli, enum outcome (*fn)(struct publish *, const char *, struct str))
{
	struct publish p = { .cli = cli, .dir = cli->nargs == 1 ? cli->args[0] : cli->templates };
	enum outcome o;

	if (cli->nargs > 1)
		return cli_fail(CLI_AWAY, SAY_USAGE, "templates");
	o = languages_open(cli, p.dir);
	if (o == CLI_DONE)
		o = load_pages(&p);
	if (o == CLI_DONE)
		o = load_messages(&p);
	if (o == CLI_DONE)
		o = each_service(&p, fn);
	languages_close();
	return o;
}

enum outcome
verb_templates_check(struct cli *cli)
{
	return run(cli, say_sound);
}

enum outcome
verb_templates_publish(struct cli *cli)
{
	enum outcome o = run(cli, say_sound);	/* nothing is put in force unless all of it is
						   sound */

	return o == CLI_DONE ? run(cli, put_release) : o;
}

enum outcome
verb_templates_list(struct cli *cli)
{
	const struct db_rows *r;
	enum outcome o = cli_ask(cli, "templates", &SQL_RELEASE_LIST, &r);

	for (size_t i = 0; o == CLI_DONE && i < db_count(r); i++)
		printf(SAY_RELEASE, cli_z(cli, r, i, "service"), cli_z(cli, r, i, "version"),
		    db_bool(r, i, "in_force") ? '*' : ' ', cli_z(cli, r, i, "sha256"),
		    time_oslo_show(cli->a, LANG_NB, db_at(r, i, "published_at")).p);
	return o;
}
