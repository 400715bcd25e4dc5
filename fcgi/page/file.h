/*
 * file.h - a file of a draft or a case, sent to who may see it
 *
 * The bytes come from the database a piece at a time, each in a transaction of its own: a slow
 * reader holds no lock and no memory, and one whose session ends is not sent the rest.
 */
#ifndef PAGE_FILE_H
#define PAGE_FILE_H

#include "db/db.h"
#include "http/req.h"
#include "view/view.h"

/* The pieces that a file is kept in (migrations/0008_file.sql). */
#define FILE_PIECE_BYTES	((size_t)256 << 10)

/*
 * page_file - answer with the file
 *
 * takes  rows   of the programs' file_read: name, media_type, size, verdict
 *        back   where the page of a file that cannot be had leads to
 * gives  the file, as an attachment; or PROGRAM/file, which says that it waits for its scan (409)
 *        or was infected and has been removed (410)
 * fails  ERR_GONE  no row
 */
enum err page_file(struct req *, struct str id, const struct db_rows *rows,
    struct str back) MUST_USE;

/* The statement that gives a piece: its arguments, and after them the piece's number, from 0. */
struct page_pieces {
	const struct db_stmt *stmt;
	const struct str *args;
	size_t		 n;
};
#define PAGE_PIECES_ARGS	3

/* The same for a file that is read in another way than as an attachment; rows as above. */
enum err page_file_of(struct req *, const struct page_pieces *, const struct db_rows *rows,
    struct str back) MUST_USE;

/* List `name` of m from lines as file_line gives them: id, name, size, href (BASE/ID), flags
   waiting and infected. */
void page_files_fill(struct req *, struct vmap *m, const char *name, struct str lines,
    struct str base);

#endif
