/* family.h - a case and its parts, for the pages of citizen and desk */
#ifndef PAGE_FAMILY_H
#define PAGE_FAMILY_H

#include "db/db.h"
#include "http/req.h"

/*
 * family_fill - the list "family" of parts/family, in the words of who looks; empty where the case
 * has no parts, and is none
 *
 * takes  rows  (ref, release_id, state, outcome, received_at, here), the first first
 *        base  of the address of a case, its reference comes after
 * fails  as page_release
 */
enum err family_fill(struct req *, const struct db_rows *, const char *base) MUST_USE;

#endif
