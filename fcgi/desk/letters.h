/* letters.h - letters of a case and what became of them, for the desk's pages */
#ifndef DESK_LETTERS_H
#define DESK_LETTERS_H

#include "desk/work.h"

/* The list "history" of one letter, as parts/desk-letter-history reads it, of rows of
   letter_proofs. */
void letters_history(struct req *, struct vmap *, const struct db_rows *, struct str document_id);

/* How many letters wait for a person: queue before page_read, then fill the menu's "mail_tasks"
   (absent for none). */
const struct db_rows *letters_waiting_ask(struct req *);
void letters_waiting_fill(struct req *, const struct db_rows *);

#endif
