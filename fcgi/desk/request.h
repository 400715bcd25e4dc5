/* request.h - a request to see a document of the public journal, at the desk */
#ifndef DESK_REQUEST_H
#define DESK_REQUEST_H

#include "db/db.h"
#include "http/req.h"

struct request {
	const struct db_rows *rows, *things, *given;
	struct str	 base;			/* its address */
	bool		 can_act;		/* who is logged in may answer it */
	bool		 open;
};

/* Queue what its page reads, and that somebody looked. */
enum err request_ask(struct req *, struct request *out) MUST_USE;

/* ERR_GONE  none such, or hidden; ERR_DENIED, ERR_DISQUALIFIED  a POST by who may not act */
enum err request_take(struct req *, struct request *) MUST_USE;

/* Nothing is wrong, so far. */
void request_no_errors(struct req *);

/* Its page, with what was typed.  Errors are told by now. */
enum err request_show(struct req *, const struct request *);

#endif
