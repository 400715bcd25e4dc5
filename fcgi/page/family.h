/* family.h - a case and its parts, for the pages of citizen and desk */
#ifndef PAGE_FAMILY_H
#define PAGE_FAMILY_H

#include "db/db.h"
#include "http/req.h"

/* Queue: the case that the address names, and those that it is one with. */
const struct db_rows *family_ask(struct req *, struct str ref);

/*
 * family_fill - the list "family" of parts/family, in the words of who looks; empty where the case has
 * no parts, and is none
 *
 * takes  base  of the address of a case, its reference comes after
 * fails  as page_release
 */
enum err family_fill(struct req *, const struct db_rows *, const char *base) MUST_USE;

#endif
