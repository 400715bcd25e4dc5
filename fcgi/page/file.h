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

#endif
