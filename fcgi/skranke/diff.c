/* skranke templates diff: what would change, file by file and in words */
#include "skranke/diff.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "db/db.h"
#include "release/release.h"
#include "skranke/compare.h"
#include "skranke/lines.h"
#include "skranke/says.h"
#include "skranke/sql.h"

struct diff {
	struct arena	*a;			/* of this bundle alone */
	const struct folder *f;
	const struct bundle *b;
	const char	*version;		/* of the release in force */
	xmlDoc		*old, *new;
	struct buf	 files, lines;		/* what is to be printed */
};

/* pages.xml is made of the other files. */
static bool
is_made(struct str name)
{
	return str_ends(name, STR("pages.xml"));
}

static void
say_file(struct diff *d, struct str name)
{
	const char *z = str_z(d->a, name);
	struct str was = release_file(d->a, d->old, z), is = release_file(d->a, d->new, z);

	if (is_made(name) || (was.p != NULL && is.p != NULL && str_eq(was, is)))
		return;
	buf_fmt(&d->files, SAY_DIFF_FILE, was.p == NULL ? '+' : is.p == NULL ? '-' : '~',
	    STR_ARG(name));
	lines_diff(&d->lines, str_fmt(d->a, "release %s/%s", d->version, z).p, was,
	    str_fmt(d->a, "%s/%s", d->b->service, z).p, is);
}

static void
say_files(struct diff *d)
{
	for (xmlNode *n = xml_first(xml_root(d->new)); n != NULL; n = xml_next(n))
		say_file(d, xml_attr(n, "name"));
	for (xmlNode *n = xml_first(xml_root(d->old)); n != NULL; n = xml_next(n))
		if (release_file(d->a, d->new, str_z(d->a, xml_attr(n, "name"))).p == NULL)
			say_file(d, xml_attr(n, "name"));
}

static void
silent(void *ctx, int line, const char *message)
{
	(void)ctx, (void)line, (void)message;
}

static void
say_words(struct diff *d, struct str old)
{
	struct buf words = buf_new(d->a, 1024);
	struct release *was;

	if (release_load(d->a, old, LANG_NB, d->f->messages->in[LANG_NB], silent, NULL,
	    &was) != ERR_OK) {
		printf(SAY_DIFF_OLD, d->version);
		return;
	}
	compare_releases(&words, was, d->b->release);
	if (words.n == 0)
		fputs(SAY_DIFF_NONE, stdout);
	fwrite(words.p, 1, words.n, stdout);
}

static void
say_change(struct diff *d, struct str old, bool lines)
{
	CHECK(xml_parse(d->a, old, NULL, NULL, &d->old) == ERR_OK &&
	    xml_parse(d->a, d->b->text, NULL, NULL, &d->new) == ERR_OK);
	d->files = buf_new(d->a, 1024);
	d->lines = buf_new(d->a, 16 * 1024);
	say_files(d);
	printf(SAY_DIFF_FROM, d->b->service, d->version);
	fwrite(d->files.p, 1, d->files.n, stdout);
	say_words(d, old);
	if (lines)
		fwrite(d->lines.p, 1, d->lines.n, stdout);
}

bool
diff_say(const struct folder *f, const struct bundle *b, const struct db_rows *in_force, bool lines)
{
	struct diff d = { .f = f, .b = b };

	if (db_count(in_force) == 0) {
		printf(SAY_DIFF_FIRST, b->service);
		return true;
	}
	d.version = cli_z(f->cli, in_force, 0, "version");
	if (str_eq(db_get(in_force, 0, "sha256"), b->sha256)) {
		printf(SAY_DIFF_SAME, b->service, d.version);
		return false;
	}
	d.a = arena_new((size_t)64 << 20);
	say_change(&d, db_get(in_force, 0, "bundle"), lines);
	arena_free(&d.a);
	return true;
}

enum outcome
verb_templates_diff(struct cli *cli)
{
	const struct db_rows **in_force;
	struct folder f;
	enum outcome o = folder_open(cli, &f);

	if (o == CLI_DONE)
		o = folder_check(&f);
	if (o != CLI_DONE)
		return o;
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	in_force = arena_alloc(cli->a, f.n * sizeof *in_force);
	for (size_t i = 0; i < f.n; i++)
		in_force[i] = DB_ADD(cli->db, SQL_RELEASE_CURRENT, str_from_z(f.names[i]));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	for (size_t i = 0; i < f.n; i++)
		if (diff_say(&f, &f.bundles[i], in_force[i], true))
			o = CLI_WRONG;
	return o;
}
