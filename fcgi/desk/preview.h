/* preview.h - the letters that an event would send, made as the postman will make them */
#ifndef DESK_PREVIEW_H
#define DESK_PREVIEW_H

#include "desk/work.h"
#include "letter/values.h"

/* Put what the event will say into facts that know the rest; s in the letter's language.  They
   have a receiver_name when the letter is to the complaint body: what goes with it is not what goes
   to the party. */
typedef void preview_fill_fn(struct arena *, const struct service *, const void *what,
    struct letter_facts *);

/*
 * preview_letter - one finished letter of a case
 *
 * takes  template  its name      to  applicant, in their language if there is one in it;
 *                  complaint-body and the others of sk:letter, in bokmål: of several, the first
 * fails  ERR_INVALID  a decision that would not say what the law asks for
 *        ERR_CONFIG   the service has no such letter      and as page_answers
 */
enum err preview_letter(struct req *, const struct work *, struct str template, struct str to,
    preview_fill_fn *, const void *what, struct buf *out) MUST_USE;

/* The list "previews" of {title, letter_lang, blocks, to_body, to_other}: each letter of an event.
   to_body: to the complaint body, to_other: to one who complained or was heard, else to the party.
   fails  as preview_letter and flow_step */
enum err preview_letters(struct req *, const struct work *, const char *event, preview_fill_fn *,
    const void *what) MUST_USE;

#endif
