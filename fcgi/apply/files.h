/*
 * files.h - files that come with a page of an application
 *
 * They are spooled, judged and scanned before any transaction is open, and become the draft's in
 * the one that saves its answers.  One that is refused is told of at its question; it never costs
 * anybody an answer or another file.
 */
#ifndef APPLY_FILES_H
#define APPLY_FILES_H

#include "apply/draft.h"

struct files;

/*
 * files_read - read a posted form with files in it (r->multipart); one of another kind is read
 * already, and brings none
 *
 * takes  draft, page  as stored: what its questions take.  NULL: nobody whose files may be kept
 * gives  r->form, r->form_raw, *out
 * fails  as req_multipart and upload_begin
 * Files are only taken after a form token that fits; no transaction may be open.
 */
enum err files_read(struct req *, const struct draft *, const struct form_item *page,
    struct files **out) MUST_USE;

/* The same of files that are no answer: sent as the field as->name, or as->name.N, within what the
   upload question `as` takes.  No draft: nobody whose files may be kept. */
enum err files_read_loose(struct req *, const struct draft *, const struct form_item *as,
    struct files **out) MUST_USE;

/* Did any come?  NULL is none. */
bool files_came(const struct files *);

/*
 * files_keep - make them answers and attachments of a locked draft, in the open transaction
 *
 * takes  draft  with what was posted already in its answers
 * gives  *refused  OK, or the error whose status says why some were not taken: ERR_TOO_BIG,
 *                  ERR_INVALID; each is told of at its question (answers_refuse)
 * A file that the question holds already is passed by.
 */
enum err files_keep(struct req *, struct draft *, const struct form_item *page,
    struct files *, enum err *refused) MUST_USE;

/* The same of files that are no answer: kept in the draft as `scan` or `message`, the latter with
   the N of their field, or 0.  What was not taken is told of in the page's list `list`: text, href
   (#FIELD). */
enum err files_keep_loose(struct req *, struct draft *, struct files *, const char *kind,
    const char *list, enum err *refused) MUST_USE;

/* The same of a locked case, which looks like a draft here (release, answers, world): kept as
   letters of the complaint body. */
enum err files_keep_body(struct req *, struct draft *, struct str case_id, struct files *,
    const char *list, enum err *refused) MUST_USE;

/* The same: kept as files of the note of an inspection that is under way there. */
enum err files_keep_inspection(struct req *, struct draft *, struct str case_id, struct files *,
    const char *list, enum err *refused) MUST_USE;

/* The same: kept as what is given to who asked to see a document of the case, with something taken
   out of it. */
enum err files_keep_copy(struct req *, struct draft *, struct str request_id, struct files *,
    const char *list, enum err *refused) MUST_USE;

/* One who is asked for their view: by login or by the code on the letter, the other p == NULL. */
struct files_receiver {
	struct str	 id, code;
};

/* The same of such a one, whose draft here is what they are told: kept until the answer is sent.
   fails  ERR_STALE  no answer is taken of them any more */
enum err files_keep_receiver(struct req *, struct draft *, const struct files_receiver *,
    struct files *, const char *list, enum err *refused) MUST_USE;

#endif
