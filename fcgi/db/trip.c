#include "db/private.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "db/sql.h"

void
db_queue_clear(struct db *db)
{
	db->queue = NULL;
	db->queue_end = &db->queue;
}

/* The statement's slot, taken when it has none yet.  Statements are never forgotten, only
   unready. */
static bool *
ready(struct db *db, const struct db_stmt *stmt)
{
	size_t i = (uintptr_t)stmt / sizeof *stmt % DB_PREPARED;

	while (db->prepared[i].stmt != NULL && db->prepared[i].stmt != stmt)
		i = (i + 1) % DB_PREPARED;
	if (db->prepared[i].stmt == NULL) {
		CHECK(++db->nprepared < DB_PREPARED);
		db->prepared[i].stmt = stmt;
	}
	return &db->prepared[i].ready;
}

static bool
send_item(struct db *db, struct item *it)
{
	const struct db_stmt *s = it->stmt;
	bool *is_ready = ready(db, s);

	it->prepares = !*is_ready;
	if (it->prepares && !PQsendPrepare(db->conn, s->name, s->sql, 0, NULL))
		return false;
	*is_ready = true;
	return PQsendQueryPrepared(db->conn, s->name, s->nparams, it->values, NULL, NULL, 0) == 1;
}

/* The server keeps what it says until there is much of it, or it is asked to send. */
static bool
send_queue(struct db *db, const struct db_rows *first)
{
	for (struct item *it = db->queue; it != NULL; it = it->next)
		if (!send_item(db, it) || (it->rows == first && !PQsendFlushRequest(db->conn)))
			return false;
	return PQpipelineSync(db->conn) == 1;
}

static void
free_result(void *res)
{
	PQclear(res);
}

static void
check_shape(const struct db_stmt *s, const PGresult *res)
{
	int n = PQntuples(res);
	bool fits = s->out == DB_MANY || (s->out == DB_ONE && n == 1) ||
	    (s->out == DB_MAYBE && n <= 1) || (s->out == DB_NONE && n == 0);

	if (!fits)
		log_err(ERR_DB, "db-shape", s->name);
	CHECK(fits);
}

static void
note_failure(struct db *db, struct trip *t, const struct item *it, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	t->failed = it;
	snprintf(t->sqlstate, sizeof t->sqlstate, "%s", state != NULL ? state : "");
	if (state == NULL) {
		db_note_error(db, PQerrorMessage(db->conn));
		return;
	}
	db_note_error(db, PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY));
	db_log_refused(it->stmt, res);
}

/* Once, since a page asks for the same column in every row. */
static void
name_fields(struct arena *a, struct db_rows *rows)
{
	int n = PQnfields(rows->res);

	if (PQntuples(rows->res) == 0)
		return;
	rows->field = arena_alloc(a, (size_t)n * sizeof *rows->field);
	for (int i = 0; i < n; i++)
		rows->field[i] = PQfname(rows->res, i);
}

/* The answer to one Prepare or one Execute; false when nothing more will come. */
static bool
take_answer(struct db *db, struct trip *t, struct item *it, bool prepare)
{
	PGresult *res = PQgetResult(db->conn), *more;
	ExecStatusType status = PQresultStatus(res);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (res == NULL)
		return false;
	arena_defer(db->a, free_result, res);
	CHECK(ok || status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED);
	if (!ok && t->failed == NULL)
		note_failure(db, t, it, res);
	if (ok && !prepare) {
		check_shape(it->stmt, res);
		it->rows->res = res;
		name_fields(db->a, it->rows);
	}
	if (!ok && prepare)
		*ready(db, it->stmt) = false;
	while ((more = PQgetResult(db->conn)) != NULL)
		PQclear(more);
	return PQstatus(db->conn) == CONNECTION_OK;
}

/* The answers to the first in the queue, until those rows are filled or it is empty. */
static bool
take_items(struct db *db, struct trip *t, const struct db_rows *last)
{
	while (db->queue != NULL) {
		struct item *it = db->queue;

		db->queue = it->next;
		if (it->prepares && !take_answer(db, t, it, true))
			return false;
		if (!take_answer(db, t, it, false))
			return false;
		if (it->rows == last)
			break;
	}
	return true;
}

static bool
take_sync(struct db *db)
{
	PGresult *res = PQgetResult(db->conn);
	bool synced = PQresultStatus(res) == PGRES_PIPELINE_SYNC;

	PQclear(res);
	return synced;
}

static void
note_loss(struct db *db, const struct trip *t)
{
	if (t->lost && t->sqlstate[0] == '\0')
		db_note_error(db, PQerrorMessage(db->conn));
}

void
db_trip_send(struct db *db, const struct db_rows *first, struct trip *t)
{
	*t = (struct trip){ 0 };
	t->sent = PQtransactionStatus(db->conn) == PQTRANS_IDLE || db_alive(db);
	t->lost = !t->sent || !send_queue(db, first) ||
	    (first != NULL && !take_items(db, t, first));
	note_loss(db, t);
}

void
db_trip_take(struct db *db, struct trip *t)
{
	if (!t->lost) {
		t->lost = !take_items(db, t, NULL) || !take_sync(db);
		note_loss(db, t);
	}
	db_queue_clear(db);
}

struct trip
db_trip(struct db *db)
{
	struct trip t;

	db_trip_send(db, NULL, &t);
	db_trip_take(db, &t);
	return t;
}
