/* What does not fit the pipeline: LISTEN and whole scripts. */
#include "db/private.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "db/sql.h"

/* Outside the pipeline; the result says how it went. */
static bool
run_plain(struct db *db, const char *sql)
{
	PGresult *res;
	bool ok;

	CHECK(PQexitPipelineMode(db->conn));
	res = PQexec(db->conn, sql);
	ok = PQresultStatus(res) == PGRES_COMMAND_OK || PQresultStatus(res) == PGRES_TUPLES_OK ||
	    PQresultStatus(res) == PGRES_EMPTY_QUERY;
	if (!ok)
		db_note_error(db, PQresultErrorMessage(res));
	PQclear(res);
	if (PQstatus(db->conn) != CONNECTION_OK || !PQenterPipelineMode(db->conn)) {
		db_drop(db);
		return false;
	}
	return ok;
}

enum err
db_script(struct db *db, struct str sql)
{
	CHECK_OBJ(db, DB_MAGIC);
	CHECK(db->in_tx);
	TRY(db_run(db));
	if (!run_plain(db, str_z(db->a, sql))) {
		db_rollback(db);
		return log_err(ERR_DB, "db-script", db->error);
	}
	if (PQtransactionStatus(db->conn) == PQTRANS_INTRANS)
		return ERR_OK;
	db_note_error(db, "the script ended the transaction that it runs in");
	db_rollback(db);
	return log_err(ERR_DB, "db-script", db->error);
}

static enum err
listen_to(struct db *db, const char *channel)
{
	struct buf sql = buf_new(db->mem, 128);
	struct str rest = str_from_z(SQL_LISTEN.sql);
	char *quoted = PQescapeIdentifier(db->conn, channel, strlen(channel));

	CHECK(quoted != NULL);
	arena_defer(db->mem, PQfreemem, quoted);
	buf_add(&sql, str_cut(&rest, ':'));
	buf_add_z(&sql, quoted);
	if (!run_plain(db, str_z(db->mem, buf_str(&sql))))
		return log_err(ERR_DB, "db-listen", db->error);
	db->listening = str_z(db->mem, str_from_z(channel));
	return ERR_OK;
}

static bool
take_notifies(struct db *db)
{
	PGnotify *n;
	bool any = false;

	while ((n = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(n);
	}
	return any;
}

enum err
db_wait_notify(struct db *db, const char *channel, int ms)
{
	struct pollfd p = { .events = POLLIN };

	CHECK_OBJ(db, DB_MAGIC);
	CHECK(!db->in_tx);
	TRY(db_connect(db));
	if (db->listening == NULL)
		return listen_to(db, channel);	/* something may have been put before: look at
						   once */
	CHECK(strcmp(db->listening, channel) == 0);
	if (take_notifies(db))
		return ERR_OK;
	p.fd = PQsocket(db->conn);
	if (poll(&p, 1, ms) <= 0)
		return ERR_OK;
	if (!PQconsumeInput(db->conn) || PQstatus(db->conn) != CONNECTION_OK) {
		db_note_error(db, PQerrorMessage(db->conn));
		db_drop(db);
		return log_err(ERR_DB, "db-lost", db->error);
	}
	take_notifies(db);
	return ERR_OK;
}
