#include "db/private.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/sql.h"

struct db *
db_new(const char *conninfo)
{
	struct db *db = calloc(1, sizeof *db);

	CHECK(db != NULL && conninfo != NULL);
	db->magic = DB_MAGIC;
	db->conninfo = strdup(conninfo);
	CHECK(db->conninfo != NULL);
	db->mem = arena_new((size_t)1 << 20);
	db_queue_clear(db);
	return db;
}

void
db_free(struct db **dbp)
{
	struct db *db = *dbp;

	*dbp = NULL;
	if (db == NULL)
		return;
	CHECK_OBJ(db, DB_MAGIC);
	db_drop(db);
	arena_free(&db->mem);
	free(db->conninfo);
	db->magic = 0;
	free(db);
}

void
db_drop(struct db *db)
{
	PQfinish(db->conn);
	db->conn = NULL;
	db->listening = NULL;
	db->nprepared = 0;
	memset(db->prepared, 0, sizeof db->prepared);
}

void
db_note_error(struct db *db, const char *message)
{
	size_t n;

	snprintf(db->error, sizeof db->error, "%s", message != NULL ? message : "");
	for (n = strlen(db->error); n > 0 && db->error[n - 1] == '\n'; n--)
		db->error[n - 1] = '\0';
}

const char *
db_last_error(const struct db *db)
{
	return db->error;
}

/* The message of a failed connection holds host, port and role: nothing of a person. */
static enum err
away(struct db *db)
{
	db_note_error(db, PQerrorMessage(db->conn));
	db_drop(db);
	return log_err(ERR_DB, "db-away", db->error);
}

/* Notices may quote what people wrote, and nobody waits for them. */
static void
hush(void *p, const char *message)
{
	(void)p;
	(void)message;
}

static enum err
open_connection(struct db *db)
{
	static const char *const names[] = { "connect_timeout", "tcp_user_timeout",
		"fallback_application_name", "dbname", "client_encoding", NULL };
	const char *const values[] = { "5", "15000", program_invocation_short_name, db->conninfo,
	    "UTF8",
		NULL };
	struct trip t;

	arena_reset(db->mem);
	db->conn = PQconnectdbParams(names, values, 1);
	CHECK(db->conn != NULL);
	if (PQstatus(db->conn) != CONNECTION_OK || !PQenterPipelineMode(db->conn))
		return away(db);
	PQsetNoticeProcessor(db->conn, hush, NULL);
	db->a = db->mem;
	DB_ADD0(db, SQL_CONNECT_SETTINGS);
	t = db_trip(db);
	return t.failed != NULL || t.lost ? away(db) : ERR_OK;
}

/* A server that went away while we were idle has left something to read: its farewell, then an
   end. */
bool
db_alive(struct db *db)
{
	struct pollfd p = { .fd = PQsocket(db->conn), .events = POLLIN };

	while (PQstatus(db->conn) == CONNECTION_OK && poll(&p, 1, 0) > 0)
		if (!PQconsumeInput(db->conn))
			return false;
	return PQstatus(db->conn) == CONNECTION_OK;
}

enum err
db_connect(struct db *db)
{
	bool in_tx = db->in_tx;
	enum err e;

	if (db->conn != NULL) {
		if (db_alive(db))
			return ERR_OK;
		log_line(LOG_WARN, "db-reconnect", NULL);
		db_drop(db);
	}
	db->in_tx = true;
	e = open_connection(db);
	db->in_tx = in_tx;
	return e;
}
