/* share.h - what the desk has put on a case, on the case's page: who else is here, how work is
   shared, notes */
#ifndef DESK_SHARE_H
#define DESK_SHARE_H

#include "desk/work.h"

/* Of desk/case_page: the case, and the parts day, present and note. */
struct share {
	const struct db_rows *work, *day, *present, *notes;
};

/* The names of parts/case-present, case-now, case-facts and case-notes. */
void share_fill(struct req *, const struct work *, const struct share *);

/* The lists "labels" of {label, href} and "present"; for pages of their own. */
void share_labels(struct req *, struct str lines);
void share_present(struct req *, const struct db_rows *present);

/* The list "notes", as parts/desk-note reads it, of rows of note_list. */
void share_notes(struct req *, const struct work *, const struct db_rows *notes);

/* What was just done, by the address: given, followed, labelled, follow-up, noted, released; or
   "". */
const char *share_done(const struct req *);

#endif
