/* skranke templates test */
#include "skranke/test.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "scenario/scenario.h"
#include "skranke/says.h"

#define SCENARIO_BYTES	((size_t)64 << 20)

struct testing {
	const char	*dir;
	const struct release *release;
	struct coverage	*cover;
	const char	*path, *name;		/* of the scenario now: to open; under services/ */
};

static void
complain(void *ctx, int line, const char *message)
{
	const struct testing *t = ctx;

	fprintf(stderr, SAY_LINE "\n", t->path, line, message);
}

/* Its shape was looked at with the rest of the folder. */
static enum err
read_scenario(struct testing *t, struct arena *a, const struct scenario **out)
{
	xmlDoc *doc;

	TRY(xml_parse_file(a, t->path, complain, t, &doc));
	return scenario_load(a, doc, t->release, complain, t, out);
}

static bool
run_one(struct testing *t)
{
	struct arena *a = arena_new(SCENARIO_BYTES);
	const struct scenario *s;
	bool ok = read_scenario(t, a, &s) == ERR_OK;

	if (ok) {
		ok = scenario_run(a, s, t->cover, complain, t);
		printf(SAY_SCENARIO, ok ? "ok" : "not ok", t->name,
		    str_z(a, scenario_title(s)));
	} else {
		printf(SAY_SCENARIO_BAD, t->name);
	}
	fflush(stdout);
	arena_free(&a);
	return ok;
}

static bool
run_all(struct cli *cli, struct testing *t, const char *service)
{
	struct str pattern = str_fmt(cli->a, "%s/services/%s/tests/*.xml", t->dir, service);
	size_t before = strlen(t->dir) + strlen("/services/");
	bool ok = true;
	glob_t g;

	if (glob(pattern.p, 0, NULL, &g) != 0) {
		printf(SAY_NO_SCENARIOS, service);
		return true;
	}
	for (size_t i = 0; i < g.gl_pathc; i++) {
		t->path = g.gl_pathv[i];
		t->name = t->path + before;
		ok = run_one(t) && ok;
	}
	globfree(&g);
	return ok;
}

static void
say_missing(void *ctx, struct str file, int line, const char *sentence)
{
	const struct testing *t = ctx;

	fprintf(stderr, "%s/" STR_FMT ":%d: %s\n", t->dir, STR_ARG(file), line, sentence);
}

/* Rounded down: 100 is all of it.  true: every question and rule was reached. */
static bool
say_coverage(struct cli *cli, struct testing *t, const char *service)
{
	struct coverage_count n[COVER_KINDS], sum = { 0, 0 };

	for (int i = 0; i < COVER_KINDS; i++) {
		n[i] = coverage_count(t->cover, (enum coverage_of)i);
		sum.reached += n[i].reached;
		sum.all += n[i].all;
	}
	printf(SAY_COVERAGE, service, n[COVER_QUESTIONS].reached, n[COVER_QUESTIONS].all,
	    n[COVER_RULES].reached, n[COVER_RULES].all, n[COVER_BRANCHES].reached,
	    n[COVER_BRANCHES].all, sum.all > 0 ? 100 * sum.reached / sum.all : 100);
	fflush(stdout);
	coverage_missing(t->cover, cli->a, say_missing, t);
	return n[COVER_QUESTIONS].reached == n[COVER_QUESTIONS].all &&
	    n[COVER_RULES].reached == n[COVER_RULES].all;
}

static enum outcome
test_service(struct folder *f, const struct bundle *b, bool full)
{
	struct testing t = { .dir = f->dir, .release = b->release };
	bool ok, all;

	t.cover = coverage_new(f->cli->a, b->release);
	ok = run_all(f->cli, &t, b->service);
	all = say_coverage(f->cli, &t, b->service);
	return ok && (all || !full) ? CLI_DONE : CLI_WRONG;
}

enum outcome
test_folder(struct folder *f, bool full)
{
	enum outcome worst = CLI_DONE;

	for (size_t i = 0; i < f->n; i++) {
		enum outcome o = test_service(f, &f->bundles[i], full);

		worst = o > worst ? o : worst;
	}
	return worst;
}

static bool
take_full(struct cli *cli)
{
	int n = 0;

	for (int i = 0; i < cli->nargs; i++)
		if (strcmp(cli->args[i], "--full") != 0)
			cli->args[n++] = cli->args[i];
	if (n == cli->nargs)
		return false;
	cli->nargs = n;
	return true;
}

enum outcome
verb_templates_test(struct cli *cli)
{
	bool full = take_full(cli);
	struct folder f;
	enum outcome o = folder_open(cli, &f);

	if (o == CLI_DONE)
		o = folder_check(&f);
	return o == CLI_DONE ? test_folder(&f, full) : o;
}
