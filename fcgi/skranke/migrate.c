#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"
#include "xml/xml.h"

#define MOST_FILES	1000

struct file {
	int64_t		 version;
	const char	*base;		/* 0003_person.sql */
	struct str	 name;		/* person */
	struct str	 text, sha256;
};

struct migrate {
	struct cli	*cli;
	const char	*dir;
	struct file	*files;		/* by version */
	size_t		 nfiles, now;
};

/* NNNN_name.sql, or it is not ours to run. */
static bool
file_name(const char *base, struct file *out)
{
	struct str rest = str_from_z(base), number = str_cut(&rest, '_');

	if (number.n != 4 || rest.n < 5 || !str_ends(rest, STR(".sql")) ||
	    !str_int(number, &out->version))
		return false;
	out->base = base;
	out->name = (struct str){ rest.p, rest.n - 4 };
	return out->version > 0;
}

static int
by_version(const void *a, const void *b)
{
	const struct file *x = a, *y = b;

	return (x->version > y->version) - (x->version < y->version);
}

static bool
list_files(struct migrate *m)
{
	struct arena *a = m->cli->a;
	DIR *d = opendir(m->dir);
	struct dirent *e;

	if (d == NULL)
		return false;
	m->files = arena_alloc(a, MOST_FILES * sizeof *m->files);
	while ((e = readdir(d)) != NULL && m->nfiles < MOST_FILES)
		m->nfiles += file_name(str_z(a, str_from_z(e->d_name)), &m->files[m->nfiles]);
	closedir(d);
	qsort(m->files, m->nfiles, sizeof *m->files, by_version);
	return true;
}

static enum outcome
read_files(struct migrate *m)
{
	if (!list_files(m))
		return cli_fail(CLI_AWAY, SAY_NO_DIR, m->dir);
	if (m->nfiles == 0)
		return cli_fail(CLI_AWAY, SAY_NO_FILES, m->dir);
	for (size_t i = 0; i < m->nfiles; i++) {
		struct file *f = &m->files[i];
		const char *path = str_fmt(m->cli->a, "%s/%s", m->dir, f->base).p;

		if (i > 0 && f[-1].version == f->version)
			return cli_fail(CLI_WRONG, SAY_TWICE, f[-1].base, f->base);
		if (xml_read_file(m->cli->a, path, &f->text) != ERR_OK)
			return cli_fail(CLI_AWAY, SAY_UNREAD, path);
		f->sha256 = hash_sha256_hex(m->cli->a, f->text);
	}
	return CLI_DONE;
}

static const char *
z(struct migrate *m, struct str s)
{
	return str_z(m->cli->a, s);
}

/* The file of an applied migration must be there as it was. */
static enum outcome
check_one(struct migrate *m, const struct db_rows *r, size_t i)
{
	struct str name = db_get(r, i, "name");
	int64_t version = db_int(r, i, "version");
	const char *day = z(m, db_get(r, i, "day"));
	const struct file *f = m->files;

	while (f < m->files + m->nfiles && f->version != version)
		f++;
	if (f == m->files + m->nfiles)
		return cli_fail(CLI_WRONG, SAY_GONE, (int)version, z(m, name), day, m->dir);
	if (!str_eq(f->name, name))
		return cli_fail(CLI_WRONG, SAY_RENAMED, f->base, day, z(m, name));
	if (!str_eq(f->sha256, db_get(r, i, "sha256")))
		return cli_fail(CLI_WRONG, SAY_EDITED, f->base, day);
	return CLI_DONE;
}

/* Applied rows are the first files, in order; what follows them is to be done. */
static enum outcome
check_applied(struct migrate *m, const struct db_rows *r)
{
	for (size_t i = 0; i < db_count(r); i++) {
		enum outcome o = check_one(m, r, i);

		if (o != CLI_DONE)
			return o;
	}
	for (size_t i = 0; i < db_count(r); i++)
		if (m->files[i].version != db_int(r, i, "version"))
			return cli_fail(CLI_WRONG, SAY_BEFORE, m->files[i].base,
			    (int)db_int(r, db_count(r) - 1, "version"));
	return CLI_DONE;
}

static enum outcome
apply(struct migrate *m, struct arena *a, const struct file *f)
{
	struct db *db = m->cli->db;

	if (db_script(db, f->text) != ERR_OK)
		return cli_fail(CLI_WRONG, SAY_BROKEN, f->base, db_last_error(db));
	DB_ADD(db, SQL_MIGRATION_PUT, str_fmt(a, "%d", (int)f->version), f->name, f->sha256);
	if (db_commit(db) != ERR_OK)
		return cli_fail(CLI_WRONG, SAY_BROKEN, f->base, db_last_error(db));
	m->now++;
	printf(SAY_APPLIED, f->base);
	fflush(stdout);
	return CLI_DONE;
}

/* Under the lock: what is applied now?  The table is made by the first migration. */
static enum err
read_applied(struct migrate *m, struct arena *a, const struct db_rows **out)
{
	struct db *db = m->cli->db;
	const struct db_rows *there;

	TRY(db_begin(db, a, STR_NONE, STR_NONE));
	DB_ADD0(db, SQL_MIGRATION_PATIENCE);
	DB_ADD0(db, SQL_MIGRATION_LOCK);
	there = DB_ADD0(db, SQL_MIGRATION_THERE);
	TRY(db_run(db));
	*out = NULL;
	if (!db_bool(there, 0, "there"))
		return ERR_OK;
	*out = DB_ADD0(db, SQL_MIGRATION_LIST);
	return db_run(db);
}

/* One transaction: the next file, or none left. */
static enum outcome
step(struct migrate *m, struct arena *a, bool *more)
{
	const struct db_rows *applied;
	enum outcome o;
	size_t n;

	if (read_applied(m, a, &applied) != ERR_OK)
		return cli_away(m->cli);
	n = applied != NULL ? db_count(applied) : 0;
	o = n > 0 ? check_applied(m, applied) : CLI_DONE;
	*more = o == CLI_DONE && n < m->nfiles;
	if (*more)
		return apply(m, a, &m->files[n]);
	db_rollback(m->cli->db);
	return o;
}

enum outcome
verb_migrate(struct cli *cli)
{
	const char *dir = getenv("SKRANKE_MIGRATIONS");
	struct migrate m = { .cli = cli, .dir = dir != NULL ? dir : "migrations" };
	enum outcome o;
	bool more = true;

	if (cli->nargs == 2 && strcmp(cli->args[0], "--dir") == 0)
		m.dir = cli->args[1];
	else if (cli->nargs != 0)
		return cli_usage(cli);
	o = read_files(&m);
	while (o == CLI_DONE && more) {
		struct arena *a = arena_new((size_t)16 << 20);

		o = step(&m, a, &more);
		arena_free(&a);
	}
	if (o == CLI_DONE)
		printf(SAY_MIGRATED, m.nfiles, m.now);
	return o;
}
