/* mark.h - labels of cases */
#ifndef DESK_MARK_H
#define DESK_MARK_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* A label as it is kept: blanks at the ends gone, those between single; false when it is empty,
   over 40 characters, or has a slash or a control character. */
bool label_read(struct arena *, struct str typed, struct str *out);

/* The data of an event that says what it is about: {"about":…}. */
struct str about_json(struct arena *, struct str what);

#endif
