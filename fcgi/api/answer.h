/*
 * answer.h - what a handler of the api begins and ends with
 *
 *	TRY(api_begin(r));
 *	rows = DB_ADD(api_db(r), …);
 *	TRY(api_read(r));
 *	json_open(&r->body, NULL, '{'); …
 *	return api_answer(r);
 *
 * One round trip.  The municipality is the first {x} of the path: four digits, ERR_GONE when it is
 * not of this install.  An answer is JSON with an ETag, to be asked for anew each time
 * (Cache-Control: no-cache), since what is screened today must not be shown from yesterday.
 */
#ifndef API_ANSWER_H
#define API_ANSWER_H

#include "db/db.h"
#include "event/event.h"
#include "http/req.h"

struct api_app {
	struct db	*db;
	struct events	 events[LANG_COUNT];	/* none in a language that is not installed */
};

struct db *api_db(const struct req *);

enum err api_begin(struct req *) MUST_USE;
enum err api_read(struct req *) MUST_USE;
const struct db_rows *api_tenant(const struct req *);	/* one row of tenant_here.sql */
struct str api_unit_id(const struct req *);		/* of the municipality: enh_… */

/* With what is in r->body. */
enum err api_answer(struct req *) MUST_USE;

/* That parameter cannot be so: ERR_INVALID, told by name in the answer. */
enum err api_refuse(struct req *, const char *parameter, struct str value) MUST_USE;

/* http_program's trouble: {"type": …, "message": …}, and fieldError after api_refuse(). */
void api_trouble(struct req *, enum err);

#endif
