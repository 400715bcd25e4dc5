#include "skranke/test.h"

#include <glob.h>
#include <stdio.h>

#include "base/arena.h"
#include "scenario/scenario.h"
#include "skranke/says.h"
#include "skranke/schema.h"

#define SCENARIO_BYTES	((size_t)64 << 20)

struct testing {
	struct arena	*a;
	const char	*dir;
	const struct bundle *bundle;
	const struct schema *schema;		/* of scenarios */
	enum test_how	 how;
	struct coverage	*cover;
	const char	*path, *name;		/* of the scenario now: to open; under services/ */
};

static void
complain(void *ctx, int line, const char *message)
{
	const struct testing *t = ctx;

	fprintf(stderr, SAY_LINE "\n", t->path, line, message);
}

static enum err
read_scenario(struct testing *t, struct arena *a, const struct scenario **out)
{
	xmlDoc *doc;

	TRY(xml_parse_file(a, t->path, complain, t, &doc));
	TRY(schema_check(t->schema, doc, complain, t));
	return scenario_load(a, doc, t->bundle->release, complain, t, out);
}

static bool
run_one(struct testing *t)
{
	struct arena *a = arena_new(SCENARIO_BYTES);
	const struct scenario *s;
	bool ok = read_scenario(t, a, &s) == ERR_OK;

	if (ok) {
		ok = scenario_run(a, s, t->cover, complain, t);
		if (!ok || t->how != TEST_SHORT)
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
run_all(struct testing *t)
{
	const char *service = t->bundle->service;
	struct str pattern = str_fmt(t->a, "%s/services/%s/tests/*.xml", t->dir, service);
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
say_coverage(struct testing *t)
{
	struct coverage_count n[COVER_KINDS], sum = { 0, 0 };

	for (int i = 0; i < COVER_KINDS; i++) {
		n[i] = coverage_count(t->cover, (enum coverage_of)i);
		sum.reached += n[i].reached;
		sum.all += n[i].all;
	}
	printf(SAY_COVERAGE, t->bundle->service, n[COVER_QUESTIONS].reached, n[COVER_QUESTIONS].all,
	    n[COVER_RULES].reached, n[COVER_RULES].all, n[COVER_BRANCHES].reached,
	    n[COVER_BRANCHES].all, sum.all > 0 ? 100 * sum.reached / sum.all : 100);
	fflush(stdout);
	if (t->how != TEST_SHORT)
		coverage_missing(t->cover, t->a, say_missing, t);
	return n[COVER_QUESTIONS].reached == n[COVER_QUESTIONS].all &&
	    n[COVER_RULES].reached == n[COVER_RULES].all;
}

static bool
test_service(struct testing *t)
{
	bool ok, all;

	t->cover = coverage_new(t->a, t->bundle->release);
	ok = run_all(t);
	all = say_coverage(t);
	return ok && (all || t->how != TEST_FULL);
}

enum outcome
test_services(const struct folder *f, enum test_how how)
{
	struct testing t = { .a = f->cli->a, .dir = f->dir, .how = how };
	enum outcome o = CLI_DONE;
	struct schema *schema;

	t.path = str_fmt(t.a, "%s/schema/scenario.rng", f->dir).p;
	if (schema_open(t.a, t.path, complain, &t, &schema) != ERR_OK)
		return CLI_WRONG;
	t.schema = schema;
	for (size_t i = 0; i < f->n; i++) {
		t.bundle = &f->bundles[i];
		if (!test_service(&t))
			o = CLI_WRONG;
	}
	return o;
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
	return o == CLI_DONE ? test_services(&f, full ? TEST_FULL : TEST_WHOLE) : o;
}
