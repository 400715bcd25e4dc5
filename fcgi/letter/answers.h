/* answers.h - what was answered in a form, as values of a letter */
#ifndef LETTER_ANSWERS_H
#define LETTER_ANSWERS_H

#include "form/form.h"
#include "view/view.h"

/* Every relevant page and answered question, in order, and each answer outside repeats as
   answer.NAME; the rules must have run. */
void letter_answers(struct vmap *values, struct arena *, const struct answers *,
    const struct form_world *);

/* What a question is called in a letter: «Ønske 2: Barnehage»; empty when there is none of that
   name. */
struct str letter_label(struct arena *, const struct answers *, struct str field);

#endif
