#include "skranke/test.h"

#include <glob.h>
#include <stdio.h>

#include "base/arena.h"
#include "scenario/scenario.h"
#include "skranke/says.h"
#include "skranke/schema.h"

#define SCENARIO_BYTES	((size_t)64 << 20)

struct testing {
	const char	*dir, *schema;
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

static void
complain_of_bundle(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line;
	fprintf(stderr, "%s\n", message);	/* has file and line in it */
}

static enum err
read_scenario(struct testing *t, struct arena *a, const struct scenario **out)
{
	xmlDoc *doc;

	TRY(xml_parse_file(a, t->path, complain, t, &doc));
	TRY(schema_check(a, t->schema, doc, complain, t));
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

enum outcome
test_service(struct cli *cli, const char *dir, const char *service, struct str bundle,
    const struct form_messages *messages, bool full)
{
	struct testing t = { .dir = dir,
		.schema = str_fmt(cli->a, "%s/schema/scenario.rng", dir).p };
	struct release *release;
	bool ok, all;

	if (release_load(cli->a, bundle, messages, complain_of_bundle, NULL, &release) != ERR_OK)
		return CLI_WRONG;
	t.release = release;
	t.cover = coverage_new(cli->a, release);
	ok = run_all(cli, &t, service);
	all = say_coverage(cli, &t, service);
	return ok && (all || !full) ? CLI_DONE : CLI_WRONG;
}
