/* write.h - between the pages where something is written in a case: unasked.c, items.c */
#ifndef CITIZEN_WRITE_H
#define CITIZEN_WRITE_H

#include "apply/draft.h"
#include "apply/files.h"

#define WRITE_FILES	60		/* what a draft can hold */

/* What may be sent as a file: the field `filer`. */
extern const struct form_item write_question;

/*
 * write_files_read - read a posted page with files in it: fields `filer`, or `filer.N`
 *
 * gives  *out; the transaction is begun again
 * fails  as files_read_loose, page_look
 * Files are kept only of one who is logged in, in a case of theirs.
 */
enum err write_files_read(struct req *, struct files **out) MUST_USE;

/* What files_keep_loose needs of a draft.  files: the column of that name. */
struct draft write_draft(struct req *, const struct page_case *, struct str id, struct str files);

struct str write_drop(const struct req *);	/* the file to take out, or empty: fjern:ID */
struct str write_cut(struct str text);		/* as much as is stored of what is not sent */
struct str write_mark(struct arena *, struct str text);	/* to know a text that is shown again */
struct str write_array(struct arena *, const struct str *, size_t n);	/* PostgreSQL's text[] */
struct str write_said(const struct req *, const char *message_id);

/* What the receipt says: that it has come, what was written, the names of the files. */
struct str write_receipt(const struct req *, struct str text, const struct db_rows *files);

/* The page of one whose session ran out, when what was typed is kept. */
enum err write_over(struct req *, struct str back, bool files_lost) MUST_USE;

#endif
