#include "skranke/anchor.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "db/db.h"
#include "skranke/says.h"

#define MOST_BYTES	1024

struct anchor
anchor_new(struct arena *a, struct str tenant, struct str horizon)
{
	return (struct anchor){ .tenant = tenant, .horizon = horizon, .sum = hash_begin(a) };
}

/* Times are written alike, so that the order of the text is the order of time. */
static bool
last_before(const struct anchor *an, const struct chain *c, size_t *at)
{
	bool found = false;

	for (size_t i = c->from; i < c->to; i++) {
		struct str t = db_get(c->r, i, "at");

		if (t.p != NULL && str_cmp(t, an->horizon) <= 0) {
			*at = i;
			found = true;
		}
	}
	return found;
}

void
anchor_add(struct anchor *an, const struct chain *c)
{
	struct str line;
	size_t i;

	if (!str_eq(db_get(c->r, c->from, "tenant_id"), an->tenant) || !last_before(an, c, &i))
		return;
	line = str_fmt(c->a, STR_FMT " " STR_FMT " " STR_FMT "\n",
	    STR_ARG(db_get(c->r, i, "case_id")), STR_ARG(db_get(c->r, i, "seq")),
	    STR_ARG(db_get(c->r, i, "sha256")));
	hash_add(an->sum, line.p, line.n);
	an->ncases++;
	an->nevents += (size_t)db_int(c->r, i, "seq");
}

bool
anchor_holds(struct arena *a, struct anchor *an)
{
	struct str sum = hash_end_hex(a, an->sum);

	if ((int64_t)an->ncases != an->cases || (int64_t)an->nevents != an->events)
		return cli_fail(CLI_WRONG, SAY_ANCHOR_COUNT, an->path, (long long)an->cases,
		    (long long)an->events, an->ncases, an->nevents) == CLI_DONE;
	if (!str_eq(sum, an->sha256))
		return cli_fail(CLI_WRONG, SAY_ANCHOR_OTHER, an->path) == CLI_DONE;
	return true;
}

/* name=VALUE, the next line. */
static bool
take(struct str *rest, const char *name, struct str *out)
{
	struct str line = str_cut(rest, '\n');

	*out = line;
	return str_eq_z(str_cut(out, '='), name) && out->n > 0;
}

static bool
parse(struct arena *a, struct str text, struct anchor *out)
{
	struct str tenant, horizon, cases, events, sha256;

	if (!str_eq_z(str_cut(&text, '\n'), "skranke-anchor-1") ||
	    !take(&text, "tenant_id", &tenant) || !take(&text, "horizon", &horizon) ||
	    !take(&text, "cases", &cases) || !take(&text, "events", &events) ||
	    !take(&text, "sha256", &sha256) || text.n > 0 || sha256.n != 64 ||
	    horizon.n != strlen("2026-11-22T03:45:00.000000Z"))
		return false;
	*out = anchor_new(a, tenant, horizon);
	out->sha256 = sha256;
	return str_int(cases, &out->cases) && str_int(events, &out->events);
}

enum outcome
anchor_read(struct arena *a, const char *path, struct anchor *out)
{
	FILE *f = fopen(path, "r");
	char text[MOST_BYTES];
	size_t n;

	if (f == NULL)
		return cli_fail(CLI_AWAY, SAY_UNREAD, path);
	n = fread(text, 1, sizeof text, f);
	(void)fclose(f);
	if (n == sizeof text || !parse(a, str_dup(a, (struct str){ text, n }), out))
		return cli_fail(CLI_WRONG, SAY_ANCHOR_NOT, path);
	out->path = path;
	return CLI_DONE;
}

static struct str
anchor_text(struct arena *a, struct anchor *an)
{
	struct str sum = hash_end_hex(a, an->sum);

	return str_fmt(a, "skranke-anchor-1\ntenant_id=" STR_FMT "\nhorizon=" STR_FMT
	    "\ncases=%zu\nevents=%zu\nsha256=" STR_FMT "\n", STR_ARG(an->tenant),
	    STR_ARG(an->horizon), an->ncases, an->nevents, STR_ARG(sum));
}

/* 9998-2026-11-22T034500Z: no colon, which some file systems refuse. */
static const char *
file_name(struct arena *a, const char *dir, const struct anchor *an, const char *end)
{
	struct buf b = buf_new(a, 256);

	buf_fmt(&b, "%s/" STR_FMT "-", dir, STR_ARG(an->tenant));
	for (size_t i = 0; i < an->horizon.n && an->horizon.p[i] != '.'; i++)
		if (an->horizon.p[i] != ':')
			buf_add_char(&b, an->horizon.p[i]);
	buf_fmt(&b, "Z%s", end);
	return str_z(a, buf_str(&b));
}

static bool
write_whole(const char *path, struct str text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0444);
	bool ok;

	if (fd < 0)
		return false;
	ok = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	return close(fd) == 0 && ok;
}

enum outcome
anchor_write(struct arena *a, const char *dir, struct anchor *an)
{
	const char *path = file_name(a, dir, an, ".anchor");
	const char *part = file_name(a, dir, an, ".part");

	(void)unlink(part);
	if (!write_whole(part, anchor_text(a, an)) || link(part, path) != 0) {
		(void)unlink(part);
		return cli_fail(CLI_AWAY, SAY_ANCHOR_UNWRITTEN, path);
	}
	(void)unlink(part);
	printf(SAY_ANCHOR, path, an->ncases, an->nevents);
	return CLI_DONE;
}
