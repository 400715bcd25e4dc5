/*
 * inspection.h - the note of an inspection while it is written: as typed, as judged, as its letter
 *
 * A case has one such note at a time, which those who may act in the case share.
 */
#ifndef DESK_INSPECTION_H
#define DESK_INSPECTION_H

#include "db/db.h"
#include "desk/work.h"

#define INSPECTION_REMARKS	20	/* of a note */

struct note_remark {
	struct str	 text, due;		/* as typed; due: an ISO day when it is right */
	const char	*wrong_text, *wrong_due;	/* messages, or NULL */
};

struct note {
	struct str	 day, present, seen;	/* as typed; day: as due */
	struct note_remark remark[INSPECTION_REMARKS];
	size_t		 nremarks;
	int64_t		 revision;		/* 0: nothing is saved */
	struct str	 corrects, corrects_day, corrects_n;	/* the note that it takes the
						   place of; p == NULL: none */
	struct str	 by;			/* who saved it, and when */
	int64_t		 at;
	const char	*wrong_day, *wrong_present, *wrong_seen, *wrong_files;
	bool		 ok;
};

/* Queue what a page of the note reads; then take it.  Empty, with revision 0, where none is under
   way. */
struct note_asked {
	const struct db_rows *draft, *remarks, *files;
};
struct note_asked note_ask(struct req *);
struct note note_stored(const struct note_asked *);

/* As posted: with the revision and what it corrects, as the page had them. */
struct note note_posted(const struct req *);

/* Days become ISO days, and what is wrong is told of. */
void note_judge(const struct req *, const struct work *, const struct db_rows *files,
    struct note *);

/* {"day","present","seen","remarks":[{"text","due"}]} */
struct str note_json(struct arena *, const struct note *);

/* The letter of a judged note, finished; fails as preview_letter. */
enum err note_letter(struct req *, const struct work *, const struct note *,
    const struct db_rows *files, struct buf *out) MUST_USE;

/* May who is logged in write notes here?  ERR_GONE where the service has no inspections. */
enum err note_may(const struct req *, const struct work *) MUST_USE;

/* base/tilsyn… of the request's case */
struct str inspection_href(const struct req *, const char *end);

/* Fill parts/case-inspections; rows of case_part_inspection(), none where no note was sent. */
void inspection_fill(struct req *, const struct db_rows *, const struct work *);

#endif
