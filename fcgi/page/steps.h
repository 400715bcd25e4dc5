/* steps.h - the pages of an application that are there, in the order they are gone through */
#ifndef PAGE_STEPS_H
#define PAGE_STEPS_H

#include "form/form.h"

/* The first and the last page there is; the answers are judged.  NULL: all are closed, when what is
   asked for has no question in the form.  An application has one: form_check sees to it. */
const struct form_item *steps_first(const struct answers *);
const struct form_item *steps_last(const struct answers *);
/* The page with this id if it is there and relevant, else NULL. */
const struct form_item *steps_page(const struct answers *, struct str id);
/* The next (step 1) or previous (step -1) relevant page; NULL past the ends. */
const struct form_item *steps_from(const struct answers *, const struct form_item *page, int step);

#endif
