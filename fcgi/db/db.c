#include "db/db.h"

#include <string.h>

#include "base/log.h"
#include "db/private.h"
#include "db/sql.h"

static void
tx_over(struct db *db)
{
	db_queue_clear(db);
	db->in_tx = false;
	db->a = NULL;
}

/* A statement whose plan or name the server no longer has: a fresh connection prepares anew. */
static bool
stale_plan(const char *sqlstate)
{
	return strcmp(sqlstate, "0A000") == 0 || strncmp(sqlstate, "26", 2) == 0;
}

static enum err
failed(struct db *db, const struct trip *t)
{
	if (t->lost) {
		db_drop(db);
		db_rollback(db);
		return log_err(ERR_DB, "db-lost", db->error);
	}
	db_rollback(db);
	if (stale_plan(t->sqlstate))
		db_drop(db);
	return db_err_of(t->sqlstate);
}

/* Never sent, or the server said that something before COMMIT stopped it: nothing was committed. */
static bool
stopped_before_commit(const struct trip *t)
{
	if (!t->sent)
		return true;
	return t->failed != NULL && t->failed->stmt != &SQL_TX_COMMIT && t->sqlstate[0] != '\0';
}

/* What came of a transaction whose COMMIT was sent, or should have been. */
static enum err
committed(struct db *db, const struct trip *t, const struct db_rows *done)
{
	if (t->lost && !stopped_before_commit(t)) {
		db_drop(db);
		tx_over(db);
		return log_err(ERR_UNCERTAIN, "db-commit", db->error);
	}
	if (t->failed != NULL || t->lost)
		return failed(db, t);
	tx_over(db);
	/* COMMIT of a transaction that had failed earlier answers ROLLBACK */
	return strcmp(PQcmdStatus(done->res), "COMMIT") == 0 ? ERR_OK
	    : log_err(ERR_DB, "db-commit", "the transaction had failed before");
}

static enum err
take_rest(struct db *db)
{
	db->ahead = false;
	db_trip_take(db, &db->trip);
	return committed(db, &db->trip, db->done);
}

enum err
db_begin(struct db *db, struct arena *a, struct str token, struct str tenant)
{
	CHECK_OBJ(db, DB_MAGIC);
	if (db->ahead)
		db->rest = take_rest(db);
	CHECK(!db->in_tx);
	db->error[0] = '\0';
	TRY(db_connect(db));
	db->a = a;
	db->in_tx = true;
	DB_ADD0(db, SQL_TX_BEGIN);
	DB_ADD(db, SQL_TX_SETTINGS, token.p != NULL ? token : STR(""), tenant.p != NULL ? tenant :
	    STR(""));
	return ERR_OK;
}

void
db_arena(struct db *db, struct arena *a)
{
	CHECK_OBJ(db, DB_MAGIC);
	CHECK(db->queue == NULL);
	if (db->in_tx)
		db->a = a;
}

const struct db_rows *
db_add(struct db *db, const struct db_stmt *stmt, const struct str *args, size_t nargs)
{
	struct item *it;

	CHECK_OBJ(db, DB_MAGIC);
	CHECK(db->in_tx && !db->ahead && nargs == (size_t)stmt->nparams);
	it = ARENA_NEW(db->a, struct item);
	it->stmt = stmt;
	it->rows = ARENA_NEW(db->a, struct db_rows);
	it->values = nargs == 0 ? NULL : arena_alloc(db->a, nargs * sizeof *it->values);
	for (size_t i = 0; i < nargs; i++) {
		CHECK(args[i].n == 0 || memchr(args[i].p, '\0', args[i].n) == NULL);
		it->values[i] = args[i].p == NULL ? NULL : str_z(db->a, args[i]);
	}
	*db->queue_end = it;
	db->queue_end = &it->next;
	return it->rows;
}

void
db_rollback(struct db *db)
{
	CHECK_OBJ(db, DB_MAGIC);
	db->rest = ERR_OK;
	if (db->ahead)
		(void)take_rest(db);
	if (!db->in_tx)
		return;
	db_queue_clear(db);
	if (db->conn != NULL && PQtransactionStatus(db->conn) != PQTRANS_IDLE) {
		struct trip t;

		DB_ADD0(db, SQL_TX_ROLLBACK);
		t = db_trip(db);
		if (t.failed != NULL || t.lost)
			db_drop(db);
	}
	tx_over(db);
}

enum err
db_run(struct db *db)
{
	struct trip t;

	CHECK_OBJ(db, DB_MAGIC);
	CHECK(db->in_tx && !db->ahead);
	t = db_trip(db);
	return t.failed != NULL || t.lost ? failed(db, &t) : ERR_OK;
}

enum err
db_commit_to(struct db *db, const struct db_rows *rows)
{
	CHECK_OBJ(db, DB_MAGIC);
	CHECK(db->in_tx && !db->ahead);
	db->done = DB_ADD0(db, SQL_TX_COMMIT);
	db_trip_send(db, rows, &db->trip);
	db->ahead = true;
	return db->trip.failed != NULL || db->trip.lost ? take_rest(db) : ERR_OK;
}

enum err
db_commit_rest(struct db *db)
{
	enum err e = db->rest;

	CHECK_OBJ(db, DB_MAGIC);
	db->rest = ERR_OK;
	return db->ahead ? take_rest(db) : e;
}

enum err
db_commit(struct db *db)
{
	TRY(db_commit_to(db, NULL));
	return take_rest(db);
}

bool
db_in_tx(const struct db *db)
{
	return db->in_tx && !db->ahead;
}

bool
db_ahead(const struct db *db)
{
	return db->ahead;
}
