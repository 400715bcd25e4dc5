/* fee.c - the basis of the invoices: a file for each municipality and day, each line in one of
   them */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/time.h"
#include "db/db.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

#define DAY_BYTES	((size_t)256 << 20)

/* RFC 4180 with a semicolon, as spreadsheets here read it; what a spreadsheet would take for a
   formula gets an apostrophe before it. */
static void
add_field(struct buf *b, struct str s, bool last)
{
	bool formula = s.n > 0 && (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '@' ||
	    s.p[0] == '-');

	buf_add_z(b, formula ? "\"'" : "\"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_add_char(b, '"');
		buf_add_char(b, s.p[i]);
	}
	buf_add_z(b, last ? "\"\r\n" : "\";");
}

/* 1234,50, with its sign: a number, not text. */
static void
add_amount(struct buf *b, int64_t ore)
{
	int64_t all = ore < 0 ? -ore : ore;

	buf_fmt(b, "%s%lld,%02d;", ore < 0 ? "-" : "", (long long)(all / 100), (int)(all % 100));
}

static struct str
day_text(struct arena *a, struct str tenant, const struct db_rows *r)
{
	struct buf b = buf_new(a, 64 * 1024);

	buf_add_z(&b, SAY_FEE_HEAD);
	for (size_t i = 0; i < db_count(r); i++) {
		add_field(&b, tenant, false);
		add_field(&b, db_get(r, i, "ref"), false);
		add_field(&b, db_get(r, i, "n"), false);
		add_field(&b, db_get(r, i, "kind"), false);
		add_field(&b, db_get(r, i, "line"), false);
		add_field(&b, db_get(r, i, "text"), false);
		add_field(&b, db_get(r, i, "law"), false);
		add_amount(&b, db_int(r, i, "amount"));
		add_field(&b, db_get(r, i, "day"), false);
		add_field(&b, db_get(r, i, "name"), false);
		add_field(&b, db_get(r, i, "pid"), true);
	}
	return buf_str(&b);
}

/* Whole or not at all; for its owner alone, since it has identity numbers. */
static bool
write_file(struct arena *a, const char *path, struct str text)
{
	const char *part = str_fmt(a, "%s.part", path).p;
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	size_t done = 0;
	ssize_t n = 0;
	bool ok;

	if (fd < 0)
		return false;
	while (done < text.n && (n = write(fd, text.p + done, text.n - done)) > 0)
		done += (size_t)n;
	ok = done == text.n && fsync(fd) == 0;
	ok = close(fd) == 0 && ok && rename(part, path) == 0;
	if (!ok)
		(void)unlink(part);
	return ok;
}

/* A day with no lines is not noted as written: a file of it is the line of names. */
static enum err
note_written(struct cli *cli, struct str tenant, struct str day, struct str text, size_t lines)
{
	struct arena *a = cli->a;

	if (lines > 0)
		DB_ADD(cli->db, SQL_FEE_WRITTEN, tenant, day, hash_sha256_hex(a, text),
		    str_fmt(a, "%zu", lines));
	return db_commit(cli->db);
}

static void
tell(const char *path, struct str day, size_t lines)
{
	if (lines > 0)
		printf(SAY_FEE_WRITTEN, path, lines);
	else
		printf(SAY_FEE_EMPTY, path, STR_ARG(day));
}

/* A crash between the file and the row writes the same file once more. */
static enum outcome
write_day(struct cli *cli, const char *dir, struct str tenant, struct str day)
{
	struct arena *a = arena_new(DAY_BYTES);
	const char *path = str_fmt(a, "%s/" STR_FMT "-" STR_FMT ".csv", dir, STR_ARG(tenant),
	    STR_ARG(day)).p;
	enum outcome o = CLI_DONE;
	const struct db_rows *r;
	struct str text;

	if (cli_begin(cli, a) != ERR_OK) {
		arena_free(&a);
		return cli_away(cli);
	}
	r = DB_ADD(cli->db, SQL_FEE_ROWS, tenant, day);
	if (db_run(cli->db) != ERR_OK)
		o = cli_away(cli);
	text = o == CLI_DONE ? day_text(a, tenant, r) : STR("");
	if (o == CLI_DONE && !write_file(a, path, text))
		o = cli_fail(CLI_AWAY, SAY_UNWRITTEN, path);
	if (o != CLI_DONE)
		db_rollback(cli->db);
	else if (note_written(cli, tenant, day, text, db_count(r)) != ERR_OK)
		o = cli_away(cli);
	if (o == CLI_DONE)
		tell(path, day, db_count(r));
	arena_free(&a);
	return o;
}

/* A day that is not over would be noted as written, and what comes later that day be in no file. */
static enum outcome
may_write(struct cli *cli, struct str tenant, struct str day)
{
	const struct db_rows *r;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_FEE_DAY, tenant, day);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (!db_bool(r, 0, "known"))
		return cli_fail(CLI_WRONG, SAY_NO_TENANT, cli->args[1]);
	return db_bool(r, 0, "over") ? CLI_DONE : cli_fail(CLI_WRONG, SAY_FEE_OPEN, cli->args[2]);
}

/* TENANT DAY: that day once more, as after a file was lost. */
static enum outcome
again(struct cli *cli)
{
	struct str day = str_from_z(cli->args[2]);
	enum outcome may;
	struct date d;

	if (!time_date_read(day, &d))
		return cli_fail(CLI_WRONG, SAY_FEE_DAY, cli->args[2]);
	may = may_write(cli, str_from_z(cli->args[1]), day);
	return may != CLI_DONE ? may : write_day(cli, cli->args[0], str_from_z(cli->args[1]), day);
}

enum outcome
verb_fee_export(struct cli *cli)
{
	const struct db_rows *days;
	enum outcome o = CLI_DONE;

	if (cli->nargs == 3)
		return again(cli);
	if (cli->nargs != 1)
		return cli_usage(cli);
	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	days = DB_ADD0(cli->db, SQL_FEE_DAYS);
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	for (size_t i = 0; i < db_count(days) && o == CLI_DONE; i++)
		o = write_day(cli, cli->args[0], db_get(days, i, "tenant_id"),
		    db_get(days, i, "day"));
	if (o == CLI_DONE && db_count(days) == 0)
		fputs(SAY_FEE_NONE, stdout);
	return o;
}
