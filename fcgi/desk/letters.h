/* letters.h - letters of a case and what became of them, for the desk's pages */
#ifndef DESK_LETTERS_H
#define DESK_LETTERS_H

#include "desk/work.h"

/* The list "history" of one letter, as parts/desk-letter-history reads it, of rows of
   letter_proofs. */
void letters_history(struct req *, struct vmap *, const struct db_rows *, struct str document_id);

#endif
