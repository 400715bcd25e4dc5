/* request.h - a request to see a document of the public journal, at the desk */
#ifndef DESK_REQUEST_H
#define DESK_REQUEST_H

#include "apply/draft.h"
#include "db/db.h"
#include "http/req.h"

struct files;

struct request {
	const struct db_rows *rows, *things, *given;
	struct str	 base;			/* its address */
	bool		 can_act;		/* who is logged in may answer it */
	bool		 open;
	struct str	 done;			/* what its page tells was done just now */
};

/* Queue what its page reads, and that somebody looked. */
enum err request_ask(struct req *, struct request *out) MUST_USE;

/* ERR_GONE  none such, or hidden; ERR_DENIED, ERR_DISQUALIFIED  a POST by who may not act */
enum err request_take(struct req *, struct request *) MUST_USE;

/* Copies that come with a posted answer: the case, as files need it, and what came. */
struct copies {
	struct files	*came;			/* NULL: the form was of no such kind */
	struct draft	 of;
	bool		 here;			/* they may be kept */
};

/* Read the form, before any transaction; one is begun again.  Then keep what came and take out what
   is to go: *status of the page that must be shown, as an answer never goes with them; 0: nothing
   was asked for but an answer. */
enum err copies_read(struct req *, struct copies *out) MUST_USE;
enum err copies_put(struct req *, struct request *, struct copies *, int *status) MUST_USE;

/* Nothing is wrong, so far. */
void request_no_errors(struct req *);

/* Its page, with what was typed.  Errors are told by now. */
enum err request_show(struct req *, const struct request *);

#endif
