/* form.h - between the files of the apply room */
#ifndef APPLY_FORM_H
#define APPLY_FORM_H

#include "apply/draft.h"
#include "page/fields.h"

enum form_note { FORM_NOTE_NONE, FORM_NOTE_KEPT, FORM_NOTE_STALE, FORM_NOTE_OLD, FORM_NOTE_SAVED };

/*
 * form_open - the draft of the address, for a page that only reads; it is kept longer from now on
 *
 * takes    page  whose parked form is wanted, or empty
 * gives    *here false when the draft has become a case: the reply is made, and leads to its
 *          case
 * fails    as page_read and draft_take
 */
enum err form_open(struct req *, const struct apply *, struct str page, struct draft *out,
    bool *here) MUST_USE;

/* What the page says of itself above the questions; to be set before form_show.  copied_ref: the
   case whose answers it was begun with, or empty. */
void form_note(struct req *, enum form_note, struct str copied_ref);

/* The page of a form, filled. */
enum err form_show(struct req *, const struct draft *, const struct form_item *page,
    enum fields_tell) MUST_USE;

/* 303 to a page of the draft, or with page NULL to the summary. */
void form_go(struct req *, const struct draft *, const struct form_item *page, struct str anchor);

/* No draft: a 303 to what it became, or ERR_GONE. */
enum err form_gone(struct req *, const struct apply *, const struct db_rows *became) MUST_USE;

#endif
