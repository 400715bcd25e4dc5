/*
 * multipart.h - a posted form with files in it, read while it comes (RFC 7578)
 *
 * A route whose body is `SIZE | STREAM` leaves a multipart/form-data body unread: r->multipart is
 * set and r->form is empty until its handler calls req_multipart().  An urlencoded post to the same
 * route is read before the handler, within SIZE, as everywhere else; so one handler serves both:
 *
 *	if (r->multipart)
 *		TRY(req_multipart(r, 64 * 1024, most, &sink));
 *
 * Field names and values are judged as urlencoded ones are: 10,000 parts (files count), 200 bytes
 * in a name, UTF-8 and XML Char, line ends as \n.  They are appended to r->form as they come, also
 * when the body breaks off later: in begin() the sink sees those that came before its file.  After
 * req_multipart r->form_raw holds the fields urlencoded, as if they had been posted so.
 *
 * Memory: `fields_bytes`, less than 64 kB, and 50 bytes a field, whatever files are sent.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/req.h"

struct multipart_part {
	struct str	 name;		/* of the field */
	struct str	 filename;	/* as the browser sent it, %22 %0D %0A and \" undone: any
					   bytes, perhaps a path, perhaps none */
	struct str	 media_type;	/* as claimed, without parameters; may be empty */
	bool		 file;		/* always true in begin() */
};

/*
 * Called for file parts only: begin, data for each piece in order (at most 32 kB), end.  What
 * begin is given lives until it returns.  Anything but ERR_OK stops the reading and is what
 * req_multipart gives; a sink that wants the fields after a bad file takes its data and drops it.
 * A body that breaks off leaves a file without its end().
 */
typedef enum err multipart_begin_fn(void *ctx, const struct multipart_part *);
typedef enum err multipart_data_fn(void *ctx, const void *, size_t);
typedef enum err multipart_end_fn(void *ctx);

struct multipart_sink {
	multipart_begin_fn	*begin;
	multipart_data_fn	*data;
	multipart_end_fn	*end;
	void			*ctx;
};

/*
 * req_multipart - read the body to its last boundary
 *
 * takes  r                 with r->multipart set; once (CHECK)
 *        max_fields_bytes  names and values of ordinary fields together
 *        max_body          most bytes of the whole body
 *        sink              NULL: files are passed by, as when only what was typed is to be kept
 * gives  r->form, r->form_raw.  A file input where nothing was chosen (no filename, no bytes) is
 *        passed by; a named file of no bytes is begun and ended.
 * fails  ERR_TOO_BIG  Content-Length says so (nothing is read), or the bytes do; 8 kB in the head
 *                     of a part, or 2 MB in all of them; a limit above
 *        ERR_INPUT    no boundary, no last boundary, lines not ended by CR LF, a part without a
 *                     name, a field that is not text, base64 or quoted-printable
 *        what the sink said
 */
enum err req_multipart(struct req *, size_t max_fields_bytes, uint64_t max_body,
    const struct multipart_sink *) MUST_USE;

#endif
