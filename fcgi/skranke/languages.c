#include "skranke/languages.h"

#include <ftw.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/lang.h"
#include "skranke/says.h"

#define LANGUAGES	"SKRANKE_LANGUAGES"

extern char **environ;

static char made[PATH_MAX];		/* the folder to be taken away; empty: none */
static const char *told;		/* what SKRANKE_LANGUAGES was before */

static const char *
find_script(struct cli *cli)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	const char *script;

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	script = str_fmt(cli->a, "%s/translate", exe).p;
	if (access(script, X_OK) != 0)
		script = str_fmt(cli->a, "%s/../libexec/skranke/translate", exe).p;
	return access(script, X_OK) == 0 ? script : NULL;
}

static bool
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(made, sizeof made, "%s/skranke-XXXXXX", tmp != NULL && tmp[0] != '\0' ? tmp :
	    P_tmpdir);
	if (mkdtemp(made) != NULL)
		return true;
	made[0] = '\0';
	return false;
}

/* Run `translate [--made] DIR INTO`. */
static bool
translate(struct cli *cli, const char *script, bool ask, const char *dir, const char *into)
{
	char *argv[5] = { NULL };
	int status = 0, n = 0;
	pid_t pid;

	argv[n++] = (char *)(uintptr_t)str_z(cli->a, str_from_z(script));
	if (ask)
		argv[n++] = (char *)(uintptr_t)str_z(cli->a, str_from_z("--made"));
	argv[n++] = (char *)(uintptr_t)str_z(cli->a, str_from_z(dir));
	argv[n++] = (char *)(uintptr_t)str_z(cli->a, str_from_z(into));
	if (posix_spawn(&pid, script, NULL, NULL, argv, environ) != 0)
		return false;
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What the program itself is told of languages, until languages_close. */
static void
tell(const char *folder)
{
	if (folder != NULL)
		setenv(LANGUAGES, folder, 1);
	else
		unsetenv(LANGUAGES);
}

static enum outcome
make(struct cli *cli, const char *script, const char *dir)
{
	const char *into;

	if (!make_folder())
		return cli_fail(CLI_AWAY, SAY_NO_ROOM);
	into = str_fmt(cli->a, "%s/languages", made).p;
	if (!translate(cli, script, false, dir, into)) {
		languages_close();
		return cli_fail(CLI_WRONG, SAY_NO_LANGUAGES, dir);
	}
	tell(into);
	return CLI_DONE;
}

/* A folder that has translations has those of every language. */
static enum outcome
find_catalogues(struct cli *cli, const char *dir)
{
	for (unsigned l = 0; l < LANG_COUNT; l++) {
		const char *po = str_fmt(cli->a, "%s/po/" STR_FMT ".po", dir,
		    STR_ARG(lang_code(l))).p;

		if (l != LANG_NB && access(po, R_OK) != 0)
			return cli_fail(CLI_WRONG, SAY_NO_CATALOGUE, po);
	}
	return CLI_DONE;
}

enum outcome
languages_open(struct cli *cli, const char *dir)
{
	const char *script, *was = getenv(LANGUAGES);

	told = was != NULL && was[0] != '\0' ? str_z(cli->a, str_from_z(was)) : NULL;
	if (access(str_fmt(cli->a, "%s/po", dir).p, R_OK) != 0) {
		tell(NULL);
		return CLI_DONE;
	}
	if (find_catalogues(cli, dir) != CLI_DONE)
		return CLI_WRONG;
	script = find_script(cli);
	if (script == NULL)
		return cli_fail(CLI_AWAY, SAY_NO_TRANSLATE);
	if (told != NULL && translate(cli, script, true, dir, told))
		return CLI_DONE;
	return make(cli, script, dir);
}

static int
take_away(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

void
languages_close(void)
{
	if (made[0] != '\0')
		nftw(made, take_away, 16, FTW_DEPTH | FTW_PHYS);
	made[0] = '\0';
	tell(told);
}
