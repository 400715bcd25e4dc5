/* export.h - the rows of a worklist on their way into a file */
#ifndef DESK_EXPORT_H
#define DESK_EXPORT_H

#include "desk/column.h"

struct export {
	struct columns	 c;
	const struct db_rows *rows;
	size_t		 n;		/* rows that go into the file, at most EXPORT_MOST */
	const struct release **release;	/* of each */
};

#define EXPORT_MOST	5000

/* The list that the address names, with one's own columns.  Each case in it has been noted in the
   access log, and the transaction is over.  As page_read. */
enum err export_take(struct req *, struct export *) MUST_USE;

/* The reply is a file to be saved: saker-DAY.END; its name says when there were more cases. */
void export_head(struct req *, const struct export *, const char *type, const char *end);

#endif
