/* news.h - what the applicant has sent in a case, as a part of the case's page */
#ifndef DESK_NEWS_H
#define DESK_NEWS_H

#include "db/db.h"
#include "desk/work.h"

/* Fills parts/case-messages of the case's page, of rows as message_list gives them. */
void news_fill(struct req *, const struct db_rows *, const struct work *);

#endif
