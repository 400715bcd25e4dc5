/* suggest.h - what was probably meant by a name that is not known */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/str.h"

struct arena;

/* The nearest of n known names; empty when none is near (a slip or two, by the name's length). */
struct str suggest(struct str wrong, const struct str *known, size_t n);

/* The same among words with a blank between. */
struct str suggest_word(struct str wrong, struct str words);

/* "; did you mean NEAR?", or the empty str when there is nothing near. */
const char *suggest_say(struct arena *, struct str near);

#endif
