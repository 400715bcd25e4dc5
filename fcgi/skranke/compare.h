/* compare.h - what a new release means for answers and cases, in words */
#ifndef SKRANKE_COMPARE_H
#define SKRANKE_COMPARE_H

#include "base/buf.h"

struct release;

/*
 * compare_releases - a line for each question, option, page, state, event or letter that is new,
 * gone, renamed or of another kind; nothing when there is none
 */
void compare_releases(struct buf *out, const struct release *old, const struct release *new);

#endif
