/*
 * message.h - what the applicant has sent in a case beside the application
 *
 * Citizen and desk show the same; rows of their statements message_list and message_files.
 */
#ifndef PAGE_MESSAGE_H
#define PAGE_MESSAGE_H

#include "db/db.h"
#include "http/req.h"
#include "view/view.h"

/*
 * messages_fill - the messages of a case
 *
 * takes  base  the case's address; a file is base/vedlegg/ID, a message base#melding-ID
 * gives  list `messages`, the newest first: id, at, text (may be empty), letter (title of the one
 *        it answers; may be empty), letter_lang, letter_id, item (what was asked for; may be
 *        empty), seen_at, seen_by (empty to the citizen), flag seen, and the list files of
 *        parts/scan; messages_new: how many the desk has not seen
 */
void messages_fill(struct req *, const struct db_rows *, struct str base);

/* The files with this number that are not sent yet: list `files` of parts/scan, and id.  One is at
   room/ID. */
void message_files_fill(struct req *, struct vmap *, const struct db_rows *, int64_t n,
    struct str room);

/* What was answered to number n of a request: after (the text), and the list files. */
void message_answer_fill(struct req *, struct vmap *, const struct db_rows *messages,
    struct str round, struct str n, struct str base);

#endif
