/* export.c - skranke export: a case as XML in the shape of somebody else */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "case/case.h"
#include "case/files.h"
#include "db/db.h"
#include "hearing/hearing.h"
#include "release/messages.h"
#include "release/release.h"
#include "release/said.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

struct taken {
	const struct db_rows *c, *parties;
	const struct release *release;
	const struct answers *answers;
	struct form_world world;
	struct release_said said;
};

static const struct export_party *
parties(struct cli *cli, const struct taken *t)
{
	size_t n = db_count(t->parties);
	struct export_party *v = arena_alloc(cli->a, (n + 1) * sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct export_party){ db_get(t->parties, i, "party"),
			db_get(t->parties, i, "name"), db_get(t->parties, i, "pid") };
	return v;
}

static struct export_facts
facts(struct cli *cli, const struct taken *t)
{
	return (struct export_facts){ .ref = db_get(t->c, 0, "ref"),
		.state = db_get(t->c, 0, "state"), .outcome = db_get(t->c, 0, "outcome"),
		.received_at = db_at(t->c, 0, "received_at"),
		.decided_at = db_at(t->c, 0, "decided_at"),
		.tenant_number = db_get(t->c, 0, "tenant"),
		.tenant_name = db_get(t->c, 0, "tenant_name"),
		.applicant_name = db_get(t->c, 0, "applicant"),
		.applicant_pid = db_get(t->c, 0, "applicant_pid"),
		.line1 = db_get(t->c, 0, "line1"), .line2 = db_get(t->c, 0, "line2"),
		.postcode = db_get(t->c, 0, "postcode"), .city = db_get(t->c, 0, "city"),
		.country = db_get(t->c, 0, "country"),
		.parties = parties(cli, t), .nparties = db_count(t->parties) };
}

/* As it was sent, and as it reads in bokmål. */
static enum err
take(struct cli *cli, struct taken *t)
{
	const struct messages *messages;
	struct form_pairs pairs = case_pairs(cli->a, db_get(t->c, 0, "pids"));
	struct answers *as;
	struct release *r;

	TRY(messages_load(cli->a, cli->templates, &messages));
	TRY(release_load(cli->a, db_get(t->c, 0, "bundle"), LANG_NB, messages->in[LANG_NB], NULL,
	    NULL, &r));
	TRY(answers_read(cli->a, r->form, db_get(t->c, 0, "answers"), pairs, &as));
	t->world = (struct form_world){ .lang = LANG_NB, .now_at = time_now_at(),
		.today = time_day(time_oslo_date(db_at(t->c, 0, "received_at"))),
		.test_numbers = true, .tenant = db_get(t->c, 0, "tenant"),
		.mask = db_bool(t->c, 0, "graded") };
	hearing_world(cli->a, db_get(t->c, 0, "hearings"), &t->world);
	case_files_read(cli->a, db_get(t->c, 0, "files"), &t->world);
	t->said = (struct release_said){ .release = r, .answers = as,
		.lines = db_get(t->c, 0, "said") };
	release_said_in(&t->said, &t->world);
	answers_sent(as, &t->world);
	t->release = r;
	t->answers = as;
	return ERR_OK;
}

static enum outcome
no_export(struct cli *cli, const struct release *r)
{
	struct buf b = buf_new(cli->a, 256);

	for (size_t i = 0; i < r->nexports; i++)
		buf_fmt(&b, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(export_id(r->exports[i])));
	return cli_fail(CLI_WRONG, b.n > 0 ? SAY_NO_EXPORT : SAY_NO_EXPORTS, cli->args[1],
	    STR_ARG(r->service_id), STR_ARG(buf_str(&b)));
}

static enum outcome
put(struct cli *cli, struct taken *t)
{
	const struct export *e = release_export(t->release, str_from_z(cli->args[1]));
	struct buf out = buf_new(cli->a, 64 * 1024);
	struct export_facts f = facts(cli, t);

	if (e == NULL)
		return no_export(cli, t->release);
	export_make(e, t->answers, &t->world, &f, &out);
	return fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0 ? CLI_DONE :
	    cli_fail(CLI_AWAY, SAY_UNWRITTEN, "stdout");
}

/* Both of one moment; NULL in ->parties: no such case, or more than one. */
static enum err
ask(struct cli *cli, struct taken *t, struct str ref, struct str tenant)
{
	TRY(cli_begin(cli, cli->a));
	t->c = DB_ADD(cli->db, SQL_EXPORT_CASE, ref, tenant);
	TRY(db_run(cli->db));
	if (db_count(t->c) == 1)
		t->parties = DB_ADD(cli->db, SQL_EXPORT_PARTIES, ref,
		    db_get(t->c, 0, "tenant"));
	return db_commit(cli->db);
}

enum outcome
verb_export(struct cli *cli)
{
	struct taken t = { .c = NULL };

	if (cli->nargs != 2 && cli->nargs != 3)
		return cli_usage(cli);
	if (ask(cli, &t, str_from_z(cli->args[0]), cli->nargs == 3 ?
	    str_from_z(cli->args[2]) : STR("")) != ERR_OK)
		return cli_away(cli);
	if (t.parties == NULL)
		return cli_fail(CLI_WRONG, db_count(t.c) == 0 ? SAY_NO_CASE : SAY_MANY_CASES,
		    cli->args[0]);
	if (take(cli, &t) != ERR_OK)
		return cli_fail(CLI_WRONG, SAY_UNREAD_CASE, cli->args[0]);
	return put(cli, &t);
}
