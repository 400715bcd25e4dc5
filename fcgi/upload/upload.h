/*
 * upload.h - a file somebody sends, from the first byte to what is known of it
 *
 * The bytes go to a file without a name in the spool folder, gone when the request is: a worker
 * that dies leaves nothing behind.  What the file is, is judged by its own bytes (libmagic), never
 * by what the browser claims or the name says.
 *
 *	TRY(upload_begin(r->a, spool_dir(), &rule, part->filename, &u));    in the sink's begin
 *	TRY(upload_data(u, p, n));                                           data
 *	TRY(upload_end(u, &file));                                           end
 */
#ifndef UPLOAD_UPLOAD_H
#define UPLOAD_UPLOAD_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct upload;

/*
 * What a question takes.  `accept` is one or more of these with blanks between:
 *
 *	image/ and a star: every image below
 *	image/jpeg  image/png  image/gif  image/webp  image/heic  image/heif  image/tiff
 *	application/pdf  application/zip  text/plain  text/csv  text/rtf
 *	application/msword  application/vnd.ms-excel  application/vnd.ms-powerpoint
 *	application/vnd.openxmlformats-officedocument.wordprocessingml.document
 *	application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
 *	application/vnd.openxmlformats-officedocument.presentationml.presentation
 *	application/vnd.oasis.opendocument.text  …spreadsheet  …presentation
 *
 * SVG, HTML and XML are not among them: they are programs to a browser.  An office document is a
 * zip, but a zip is not an office document: it has to be accepted by its own name.
 */
struct upload_rule {
	struct str	 accept;
	uint64_t	 max_bytes;
};

bool upload_accept_ok(struct str accept);
size_t upload_types(const struct str **out);	/* each that may stand in accept */

enum upload_verdict {
	UPLOAD_TAKEN,
	UPLOAD_EMPTY,			/* no bytes */
	UPLOAD_TOO_BIG,			/* more than max_bytes; size is what came in all */
	UPLOAD_WRONG_TYPE		/* media_type is what it seems to be */
};

struct upload_file {
	enum upload_verdict verdict;
	struct str	 name;		/* to show and to save under: upload_name() */
	struct str	 media_type;	/* one of those above when taken */
	struct str	 sha256;	/* 64 lower-case digits */
	uint64_t	 size;
	int		 fd;		/* at offset 0; -1 unless taken; closed with the arena */
};

/*
 * upload_begin, _data, _end - one file; several may be under way
 *
 * takes  filename   as sent; any bytes
 * gives  *out       everything that is known; text in the arena.  Data past max_bytes is dropped
 *                   and told of in the end, so that the rest of a form is not lost with it
 * fails  ERR_REMOTE the spool is full or away (logged)      ERR_CONFIG  libmagic has no database
 */
enum err upload_begin(struct arena *, const char *dir, const struct upload_rule *,
    struct str filename, struct upload **out) MUST_USE;
enum err upload_data(struct upload *, const void *, size_t n) MUST_USE;
enum err upload_end(struct upload *, struct upload_file *out) MUST_USE;

/*
 * upload_name - a name to show: the last part of a path, without control and direction characters,
 * at most 150 characters, with an ending that belongs to the type (added when it does not fit:
 * a PDF called bilde.exe becomes bilde.exe.pdf).  What no disk takes becomes _; nothing left: "_".
 */
struct str upload_name(struct arena *, struct str filename, struct str media_type);

#endif
