/* choose.h - the options of a question, for fields.c: a select, a box for each, or a search */
#ifndef PAGE_CHOOSE_H
#define PAGE_CHOOSE_H

#include "form/form.h"
#include "http/req.h"
#include "view/view.h"

/* As theme/form.xsl decides. */
bool choose_by_select(const struct form_item *);

/* The list options: id, value, label, note; flag checked. */
void choose_all(struct vmap *, struct arena *, const struct answer *, const struct form_world *,
    struct str id);

/*
 * choose_search - the options that fit what was searched for, and the one chosen
 *
 * takes  sent   the form as it was sent: the words are its field sok-NAME, and stay in it
 * gives  words, total, all, most (numbers), options as choose_all, flags searched, none (no
 *        option fits) and more (than are shown); true when the button of this search was pressed
 */
bool choose_search(struct vmap *, struct arena *, const struct answer *, const struct form_world *,
    struct str id, const struct params *sent);

#endif
