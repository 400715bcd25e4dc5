/*
 * db.h - libpq lives here: one connection, statements in a pipeline, one transaction a request
 *
 * A page that reads:   db_begin, db_add …, db_commit           one round trip
 * A page that saves:   db_begin, db_add …, db_run, db_add …, db_commit      two
 *
 * Nothing is sent before db_run or db_commit.  A statement is prepared on its first use, in the
 * same trip.  All values travel as text.  Rows live in the request's arena.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"
#include "base/str.h"
#include "db/stmt.h"

struct arena;
struct db;
struct db_rows;

/* Connects at first use, and again after a loss.  conninfo is libpq's and is kept. */
struct db *db_new(const char *conninfo);
void db_free(struct db **);

/*
 * db_begin - open a transaction that is `token`'s in municipality `tenant`
 *
 * takes  token   session token, or empty: policies then show no personal row
 *        tenant  tenant id (four digits), or empty
 * Both become settings local to the transaction (skranke.session, skranke.tenant).
 * Reconnects if the connection is lost; ERR_DB when it cannot.
 */
enum err db_begin(struct db *, struct arena *, struct str token, struct str tenant) MUST_USE;

/*
 * db_arena - from here on, what is queued and what comes back lives in another arena
 *
 * For many large values in one transaction: each gets an arena that is reset when its trip is done.
 * Only between trips: nothing may be queued (CHECK).  Does nothing when the transaction is over.
 */
void db_arena(struct db *, struct arena *);

/*
 * db_add - queue a statement with its parameters
 *
 * args must be stmt->nparams long; an argument with p == NULL is NULL in SQL, STR("") is ''.
 * gives rows that are filled by the next db_run or db_commit; never NULL.
 */
const struct db_rows *db_add(struct db *, const struct db_stmt *, const struct str *args,
    size_t nargs);
#define DB_ADD(db, stmt, ...) \
	db_add((db), &(stmt), (const struct str[]){ __VA_ARGS__ }, \
	    sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))
#define DB_ADD0(db, stmt) db_add((db), &(stmt), NULL, 0)

/*
 * db_run - send what is queued and wait for it; the transaction stays open
 * db_commit - the same with COMMIT last; the transaction is over whatever the answer
 *
 * fails  ERR_DB         refused or away; the transaction is rolled back
 *        ERR_UNCERTAIN  (commit only) lost after COMMIT was sent and before it was answered
 *        ERR_STALE      a unique, exclusion or serialization conflict, or a deadlock
 *        ERR_DENIED     a policy or a missing right said no (SQLSTATE 42501)
 *        ERR_GONE       a function of ours raised SQLSTATE P0002 (no_data_found)
 * A statement whose rows do not fit its shape (maybe, one) is a bug and aborts.
 */
enum err db_run(struct db *) MUST_USE;
enum err db_commit(struct db *) MUST_USE;

/*
 * db_commit_to - db_commit that waits no longer than until `rows`, and those before, are filled
 * db_commit_rest - waits for what is left, and says whether it is committed
 *
 * For a page that is filled while the server works on what it shows last.  What was read must not
 * be shown before _rest says ERR_OK.  In between nothing can be queued; db_begin waits by itself
 * (_rest then says what it found), and so does db_rollback, which undoes nothing any more.  When
 * _to fails all is over, as after db_commit.
 */
enum err db_commit_to(struct db *, const struct db_rows *rows) MUST_USE;
enum err db_commit_rest(struct db *) MUST_USE;
void db_rollback(struct db *);		/* also right after a failure; never fails */
bool db_in_tx(const struct db *);		/* can something be queued? */
bool db_ahead(const struct db *);		/* has db_commit_to left something to wait for? */

/* Rows: valid after the run that filled them, for the arena's lifetime. */
size_t db_count(const struct db_rows *);
/* Does the statement, or the part, give such a column? */
bool db_has(const struct db_rows *, const char *column);
/* p == NULL for SQL NULL */
struct str db_get(const struct db_rows *, size_t row, const char *column);
int64_t db_int(const struct db_rows *, size_t row, const char *column);	/* CHECKs that it is one */
bool db_bool(const struct db_rows *, size_t row, const char *column);
/* timestamptz -> base/time.h instant; 0 for NULL */
int64_t db_at(const struct db_rows *, size_t row, const char *column);

/*
 * db_part - the rows of one part of an answer that holds several
 *
 * For a page that asks once for all it shows.  Such a statement gives part, names and line: which
 * part a row is of, what the part's columns are called, a blank between, and the composite value
 * of them as PostgreSQL writes it: (1,"with, comma",,"").
 * takes  rows  of that statement, filled
 * gives  rows that have those columns; none when nothing was said of the part
 */
const struct db_rows *db_part(struct arena *, const struct db_rows *, const char *part);

/* For daemons: wait for a NOTIFY on a channel, at most ms; LISTEN is done once per connection. */
enum err db_wait_notify(struct db *, const char *channel, int ms) MUST_USE;

/*
 * db_lacks - which of the migrations that the program was built with the database has not had
 * db_lacks_log - for a program that begins: the same, as one line of the log when any lack
 *
 * In a transaction of its own.  A database that is away is told of in the log, as ever; one that
 * has had more than the program knows of lacks nothing, and nor does one whose migrations the role
 * may not see (db_lacks_log: it is then from before migrations/0094).
 * fails  as db_begin, db_run
 */
struct db_lacks {
	size_t		 n;
	bool		 all;
	const char	*first, *last;	/* 0094_dismiss.sql */
};
enum err db_lacks(struct db *, struct arena *, struct db_lacks *out) MUST_USE;
void db_lacks_log(struct db *, struct arena *);

/* For `skranke` alone: run a script of many statements (migrations), outside the pipeline; ERR_DB
   with the message logged. */
enum err db_script(struct db *, struct str sql) MUST_USE;
const char *db_last_error(const struct db *);	/* of the latest failure, "" when none */

#endif
