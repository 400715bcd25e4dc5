/* hearing.h - the letter to one who is asked for their view */
#ifndef POSTMAN_HEARING_H
#define POSTMAN_HEARING_H

#include "db/db.h"
#include "letter/values.h"
#include "postman/postman.h"

/* As postman_letter, from the row of letter_hearing; with a code of its own, made anew each time,
   that is kept with the letter. */
enum err hearing_letter(struct postman *, struct arena *, const struct db_rows *,
    struct finished *out, enum trouble *trouble) MUST_USE;

/* Who a letter of the case goes to when it is one who had remarks, from the row of letter_heard:
   its receiver, a code made anew, and where it is used. */
void hearing_heard(struct arena *, const struct db_rows *, struct letter_facts *,
    struct finished *out);

/* The complaint that a letter is about, from the row of letter_complaint, in the place of the
   latest of the case. */
void hearing_complaint(struct arena *, const struct db_rows *, struct letter_facts *);

#endif
