/* lines.h - two texts, line by line */
#ifndef SKRANKE_LINES_H
#define SKRANKE_LINES_H

#include "base/buf.h"

/*
 * lines_diff - a unified diff, as diff -u writes it, appended to out; nothing when they are alike
 *
 * takes  from, to  what stands after --- and +++; p == NULL text: there is no such file
 */
void lines_diff(struct buf *out, const char *from, struct str old, const char *to, struct str new);

#endif
