/* copy.h - a new application with the answers of an earlier one */
#ifndef CITIZEN_COPY_H
#define CITIZEN_COPY_H

#include "base/str.h"
#include "db/db.h"
#include "http/req.h"
#include "page/case.h"
#include "release/release.h"

/* Where the button that begins it posts to: /mine-saker/{ref}/kopier */
struct str copy_href(struct req *, struct str ref);

/*
 * copy_begin - a draft with the answers that the case has under equal names, and on to it
 *
 * takes  person  of person_read      rel  of the application that is begun
 *        put     draft_copy, or another that takes the same
 */
enum err copy_begin(struct req *, const struct page_case *, const struct db_rows *person,
    const struct release *rel, const struct db_stmt *put) MUST_USE;

/* To a page of a draft that such answers are in. */
void copy_go(struct req *, struct str service, struct str draft, struct str page);

#endif
