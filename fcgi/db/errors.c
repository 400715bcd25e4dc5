#include "db/private.h"

#include <string.h>

#include "base/log.h"

/* SQLSTATE, or its first two characters, to what the caller can do about it */
static const struct {
	const char	*state;
	enum err	 err;
} table[] = {
	{ "23505", ERR_STALE },		/* unique_violation */
	{ "23P01", ERR_STALE },		/* exclusion_violation */
	{ "40001", ERR_STALE },		/* serialization_failure */
	{ "40P01", ERR_STALE },		/* deadlock_detected */
	{ "42501", ERR_DENIED },	/* insufficient_privilege, row-level security among it */
	{ "SKR06", ERR_DISQUALIFIED },	/* raised by a function of ours: fvl § 6 */
	{ "SKR07", ERR_DENIED },	/* the same, of a colleague who is given a case */
	{ "SKR08", ERR_UNSIGNED },	/* an application that a party has not signed as it is */
	{ "P0002", ERR_GONE },		/* no_data_found, raised by a function of ours */
};

enum err
db_err_of(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (strcmp(table[i].state, sqlstate) == 0)
			return table[i].err;
	return ERR_DB;
}

/* Messages of these classes speak of our own names only; others may quote a value, so are not
   logged. */
static bool
speaks_of_us(const char *sqlstate)
{
	static const char *const classes[] = { "08", "42", "53", "54", "57", "58", "P0", "XX" };

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (strncmp(classes[i], sqlstate, 2) == 0)
			return true;
	return false;
}

void
db_log_refused(const struct db_stmt *s, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *constraint = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
	enum err e = db_err_of(state);

	log_line(e == ERR_DB ? LOG_ERROR : LOG_WARN, "db-refused", "statement", s->name, "sqlstate",
	    state, "constraint", constraint != NULL ? constraint : "", "message",
	    speaks_of_us(state) && message != NULL ? message : "", NULL);
}
