/* typed.h - what was typed on a page that nothing came of */
#ifndef PAGE_TYPED_H
#define PAGE_TYPED_H

#include "http/req.h"

/*
 * page_typed - give the free words of a posted form back, for parts/typed
 *
 * takes  is_words  is this a field where people write sentences, and does it hold some?
 * gives  the map `unsaved`, list `typed` {n, text}; absent when there is nothing.  No page to go
 *        back to has them for sure.
 */
void page_typed(struct req *, bool (*is_words)(const struct param *));

/* Fields with sentences in them, in every program: by their name, or what is before the dot. */
bool page_is_words(const struct param *);

#endif
