/* What was stored while the scanner was away. */
#include "clock/clock.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/spool.h"
#include "clock/sql.h"
#include "db/db.h"
#include "scan/scan.h"

#define PIECE_MEMORY	((size_t)4 << 20)
#define SCAN_MS		60000		/* well under the two minutes it is taken for */

struct waiting {
	struct str	 tenant_id, sha256;
	int64_t		 pieces;
};

static enum err
next(struct clock *k, struct arena *a, struct waiting *w, bool *found)
{
	const struct db_rows *r;

	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	r = DB_ADD0(k->db, SQL_BLOB_SCAN_NEXT);
	TRY(db_commit(k->db));
	*found = db_count(r) > 0;
	if (*found)
		*w = (struct waiting){ db_get(r, 0, "tenant_id"), db_get(r, 0, "sha256"),
			db_int(r, 0, "pieces") };
	return ERR_OK;
}

static enum err
copy_piece(struct clock *k, struct arena *a, const struct waiting *w, int64_t n, int fd)
{
	const struct db_rows *r;
	struct str bytes;

	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	r = DB_ADD(k->db, SQL_BLOB_SCAN_PIECE, w->tenant_id, w->sha256, str_fmt(a, "%lld",
	    (long long)n));
	TRY(db_commit(k->db));
	if (db_get(r, 0, "hex").p == NULL)
		return ERR_GONE;
	if (!hex_read(a, db_get(r, 0, "hex"), &bytes) || !spool_write(fd, bytes.p, bytes.n))
		return log_err(ERR_REMOTE, "spool", "the spool folder takes no more");
	return ERR_OK;
}

static enum err
copy(struct clock *k, const struct waiting *w, int fd)
{
	struct arena *a = arena_new(PIECE_MEMORY);
	enum err e = ERR_OK;

	for (int64_t n = 0; n < w->pieces && e == ERR_OK; n++) {
		arena_reset(a);
		e = copy_piece(k, a, w, n, fd);
	}
	arena_free(&a);
	return e;
}

static enum err
end(struct clock *k, struct arena *a, const struct waiting *w, const char *verdict)
{
	TRY(db_begin(k->db, a, STR_NONE, STR_NONE));
	DB_ADD(k->db, SQL_BLOB_SCAN_END, w->tenant_id, w->sha256, str_from_z(verdict));
	return db_commit(k->db);
}

static enum err
judge(struct clock *k, struct arena *a, const struct waiting *w, int fd, bool *away)
{
	struct str virus;
	enum scan_verdict v;

	TRY(copy(k, w, fd));
	v = scan_fd(a, scan_socket(), fd, SCAN_MS, &virus);
	*away = v == SCAN_UNKNOWN && scan_resting(scan_socket());
	TRY(end(k, a, w, v == SCAN_CLEAN ? "clean" : v == SCAN_INFECTED ? "infected" : "waiting"));
	if (v == SCAN_INFECTED)
		log_line(LOG_WARN, "file-infected", "virus", str_z(a, virus), NULL);
	else if (v == SCAN_CLEAN)
		log_line(LOG_INFO, "file-scanned", NULL);
	return ERR_OK;
}

enum err
clock_scan(struct clock *k, struct arena *a, bool *found, bool *away)
{
	struct waiting w = { .pieces = 0 };
	enum err e;
	int fd;

	*away = false;
	TRY(next(k, a, &w, found));
	if (!*found)
		return ERR_OK;
	fd = spool_open(spool_dir());
	if (fd < 0)
		return log_err(ERR_REMOTE, "spool", "no file can be made in the spool folder");
	e = judge(k, a, &w, fd, away);
	close(fd);
	return e == ERR_GONE ? ERR_OK : e;	/* thrown away, or judged by another, meanwhile */
}
