/*
 * skranke - the command line of those who run the counter
 *
 * SECURITY: reached by operators on the machine alone, never by a network.  It works as
 *           skranke_owner, which may read and change everything in the database, and as whoever
 *           SKRANKE_DB names for the first migration.  It runs no service and listens to nothing;
 *           the files it reads (migrations, templates, a municipality's XML) are trusted.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/suggest.h"
#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/text.h"
#include "xml/xml.h"

static const struct verb verbs[] = {
#define VERB(name, sub, fn, needs, options, text) { name, sub, fn, needs, options, text },
#include "skranke/verbs.def"
#undef VERB
};

static bool
is_help(const char *arg)
{
	return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0 || strcmp(arg, "help") == 0;
}

/* The first verb of that name; with a second word, the one that has it too. */
static const struct verb *
find(const char *name, const char *sub)
{
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		const struct verb *v = &verbs[i];

		if (strcmp(v->name, name) == 0 && (v->sub == NULL || sub == NULL ||
		    strcmp(v->sub, sub) == 0))
			return v;
	}
	return NULL;
}

/* A word that is no verb, or no verb of this one's. */
static enum outcome
no_verb(const char *name, const char *sub)
{
	const struct verb *group = find(name, NULL);
	struct arena *a = arena_new((size_t)1 << 20);
	struct str v[sizeof verbs / sizeof verbs[0]];
	const char *meant;
	size_t n = 0;

	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		if (group == NULL || strcmp(verbs[i].name, name) == 0)
			v[n++] = str_from_z(group == NULL ? verbs[i].name : verbs[i].sub);
	meant = suggest_say(a, suggest(str_from_z(group == NULL ? name : sub), v, n));
	if (group == NULL)
		cli_fail(CLI_AWAY, SAY_VERB, name, meant);
	else
		cli_fail(CLI_AWAY, SAY_SUB, name, sub, meant, name);
	arena_free(&a);
	return CLI_AWAY;
}

static bool
asks_help(int n, char **args)
{
	for (int i = 0; i < n; i++)
		if (is_help(args[i]))
			return true;
	return false;
}

/* What begins with a hyphen and is one word; a reason in words may begin with one. */
static bool
is_option(const char *arg)
{
	return arg[0] == '-' && arg[1] != '\0' && strchr(arg, ' ') == NULL;
}

static enum outcome
check_options(const struct verb *v, const struct cli *cli)
{
	for (int i = 0; i < cli->nargs; i++) {
		struct str arg = str_from_z(cli->args[i]), rest = str_from_z(v->options);
		bool known = !is_option(cli->args[i]);

		while (!known && rest.n > 0)
			known = str_eq(str_cut(&rest, ' '), arg);
		if (!known)
			return cli_fail(CLI_AWAY, SAY_OPTION, v->name, v->sub != NULL ? " " : "",
			    v->sub != NULL ? v->sub : "", cli->args[i], suggest_say(cli->a,
			    suggest_word(arg, str_from_z(v->options))), v->name);
	}
	return CLI_DONE;
}

/* A full disk, or a reader that has gone: what was said is not all there. */
static enum outcome
close_output(enum outcome outcome)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return outcome;
	return cli_fail(CLI_AWAY, SAY_UNSAID);
}

static enum outcome
work(const struct verb *v, struct cli *cli)
{
	enum outcome outcome = check_options(v, cli);

	if (outcome == CLI_DONE)
		outcome = v->run(cli);
	return close_output(outcome);
}

static enum outcome
run(const struct verb *v, int n, char **args)
{
	const char *conninfo = getenv("SKRANKE_DB"), *templates = getenv("SKRANKE_TEMPLATES");
	int words = v->sub != NULL ? 2 : 1;
	struct cli cli = { .nargs = n - words, .args = args + words, .group = v->name };
	enum outcome outcome;

	if (conninfo == NULL && v->needs == VERB_DB)
		return cli_fail(CLI_AWAY, SAY_NO_DB);
	cli.a = arena_new((size_t)256 << 20);
	if (v->needs != VERB_ALONE && conninfo != NULL)
		cli.db = db_new(conninfo);
	cli.templates = templates != NULL ? templates : "templates";
	xml_start();
	outcome = work(v, &cli);
	if (cli.db != NULL) {
		db_rollback(cli.db);
		db_free(&cli.db);
	}
	arena_free(&cli.a);
	return outcome;
}

int
main(int argc, char **argv)
{
	const struct verb *v;

	log_program("skranke");
	if (argc < 2 || is_help(argv[1])) {
		fputs(TEXT_SKRANKE, argc < 2 ? stderr : stdout);
		return argc < 2 ? CLI_AWAY : CLI_DONE;
	}
	v = find(argv[1], argc > 2 && !is_help(argv[2]) ? argv[2] : NULL);
	if (v == NULL)
		return no_verb(argv[1], argc > 2 ? argv[2] : "");
	if (asks_help(argc - 2, argv + 2)) {
		fputs(v->help, stdout);
		return CLI_DONE;
	}
	if (v->sub != NULL && argc < 3)
		return cli_fail(CLI_AWAY, SAY_USAGE, v->name);
	return run(v, argc - 1, argv + 1);
}
