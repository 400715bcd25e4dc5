/* cli.h - what the verbs of the command line share */
#ifndef SKRANKE_CLI_H
#define SKRANKE_CLI_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;
struct db_rows;
struct db_stmt;

/* Exit status of every verb. */
enum outcome { CLI_DONE = 0, CLI_WRONG = 1, CLI_AWAY = 2 };

struct cli {
	struct arena	*a;		/* the process's */
	struct db	*db;		/* connected when first used; may be NULL, see
					   verb_needs */
	int		 nargs;
	char		**args;		/* what follows the verb */
	const char	*group;		/* its first word, whose help it is in */
	const char	*templates;	/* folder */
	bool		 migrated;	/* the database has had all migrations */
	const char	*lacks;		/* what it has not had, in words; NULL: it is not that */
};

/* Without SKRANKE_DB a VERB_DB is refused, and a VERB_MAY does with db NULL. */
enum verb_needs { VERB_ALONE, VERB_MAY, VERB_DB };

struct verb {
	const char	*name, *sub;	/* sub: second word, or NULL */
	enum outcome	(*run)(struct cli *);
	enum verb_needs	 needs;
	const char	*options;	/* that it takes, a blank between */
	const char	*help;
};

/* The verbs, one function each, in the file of its name. */
#define VERB(name, sub, fn, needs, options, text) enum outcome fn(struct cli *);
#include "skranke/verbs.def"
#undef VERB

/* Begin a transaction of skranke_owner, with rows in `a`.  ERR_DB also when the database lacks
   migrations: cli_away tells which. */
enum err cli_begin(struct cli *, struct arena *a) MUST_USE;

/* A verb without arguments that asks one thing: runs the statement as skranke_owner. */
enum outcome cli_ask(struct cli *, const struct db_stmt *, const struct db_rows **out);

/* A value of a row, for printf. */
const char *cli_z(const struct cli *, const struct db_rows *, size_t i, const char *column);

/* A line to standard error, with "skranke: " before it; gives back the outcome. */
__attribute__((format(printf, 2, 3)))
enum outcome cli_fail(enum outcome, const char *fmt, ...);

/* Wrong arguments: tell where the right ones stand. */
enum outcome cli_usage(const struct cli *);

/* The database is away or refused: tell what it said. */
enum outcome cli_away(const struct cli *);

#endif
