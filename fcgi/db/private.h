/* private.h - what the files of this room share: the connection, its queue, one trip */
#ifndef DB_PRIVATE_H
#define DB_PRIVATE_H

#include <libpq-fe.h>

#include "base/arena.h"
#include "db/db.h"

#define DB_MAGIC	0x64623031u
#define DB_PREPARED	1024		/* slots; a program has some hundred statements */

struct db_rows {
	PGresult	*res;		/* NULL until filled; of a part, its answer's */
	const char	**field;	/* the answer's column names, when it has a row */
	struct str	*name, *cell;	/* of a part: ncols names, and as many cells for each row */
	size_t		 nrows, ncols;
};

struct item {
	struct item	*next;
	const struct db_stmt *stmt;
	const char	**values;	/* stmt->nparams of them */
	struct db_rows	*rows;
	bool		 prepares;	/* its Prepare goes in this trip */
};

/* How a trip goes: where it stopped, and what the server said of it. */
struct trip {
	const struct item *failed;	/* first that did not succeed; NULL: none */
	char		 sqlstate[6];	/* "" when the server said nothing */
	bool		 lost;		/* the connection is gone */
	bool		 sent;		/* the server may have seen all of it */
};

struct db {
	uint32_t	 magic;
	char		*conninfo;
	PGconn		*conn;		/* NULL: not connected */
	struct arena	*mem;		/* the connection's */
	struct {
		const struct db_stmt *stmt;
		bool	 ready;
	} prepared[DB_PREPARED];	/* on this connection, by address */
	size_t		 nprepared;
	const char	*listening;	/* channel, in mem */

	bool		 in_tx;
	struct arena	*a;		/* the transaction's */
	struct item	*queue, **queue_end;
	struct trip	 trip;		/* on its way since db_commit_to, while `ahead` */
	bool		 ahead;
	const struct db_rows *done;	/* of its COMMIT */
	enum err	 rest;		/* what db_commit_rest will say, when db_begin has asked */
	char		 error[1024];
};


/* connect.c */
enum err db_connect(struct db *) MUST_USE;	/* connected and alive, or ERR_DB */
bool db_alive(struct db *);			/* nothing says that the server has gone */
void db_drop(struct db *);			/* close; the next use connects anew */
void db_note_error(struct db *, const char *message);

/*
 * trip.c: send the queue, fill its rows, leave it empty.  In two steps: _send has the server send
 * at once what it says up to `rows` (NULL: nothing) and fills those; _take fills the rest.
 */
struct trip db_trip(struct db *);
void db_trip_send(struct db *, const struct db_rows *, struct trip *);
void db_trip_take(struct db *, struct trip *);
void db_queue_clear(struct db *);

/* part.c: the name's cell in that row */
struct str db_part_get(const struct db_rows *, size_t row, const char *name);

/* errors.c */
enum err db_err_of(const char *sqlstate);
void db_log_refused(const struct db_stmt *, const PGresult *);

#endif
