/*
 * column.h - what a worklist can show of a case: what all cases have, and answers that a form marks
 * as columns
 *
 * An id is a word of ours (soker, frist …) or SERVICE.NAME of a question.  Columns are shown in the
 * order of the catalogue.
 */
#ifndef DESK_COLUMN_H
#define DESK_COLUMN_H

#include "db/db.h"
#include "http/req.h"
#include "release/release.h"

#define COLUMN_MOST	60

/* What all cases have, in the order of the catalogue. */
enum column_kind {
	COLUMN_REF, COLUMN_SERVICE, COLUMN_APPLICANT, COLUMN_STATE, COLUMN_DUE, COLUMN_RECEIVED,
	COLUMN_ASSIGNED, COLUMN_UNIT, COLUMN_SINCE, COLUMN_OUTCOME, COLUMN_ANSWER,
};

struct column {
	enum column_kind kind;
	struct str	 id, title;
	const struct release *release;		/* of an answer; NULL for what all cases have */
	const struct form_item *item;
	bool		 shown, plain;		/* plain: nothing but its text */
};

struct columns {
	struct column	 v[COLUMN_MOST];
	size_t		 n;
	const struct release *service[16];	/* in force, that one may see cases of */
	size_t		 nservices;
	struct form_world world;
};

/*
 * columns_read - the catalogue, and what of it is shown
 *
 * takes  services  rows of desk/work_services     chosen  rows of desk/choice_read: none: the usual
 * Call after page_read: releases that this process has not met are read in a transaction of their
 * own.
 */
enum err columns_read(struct req *, const struct db_rows *services, const struct db_rows *chosen,
    struct columns *out) MUST_USE;

/* Those of who has chosen none, and of no service: enough to fill rows in. */
void columns_usual(struct req *, struct columns *out);

/* One cell, of a row of desk/work_list and the release it names: as people read it. */
struct str column_text(struct req *, const struct columns *, const struct column *,
    const struct db_rows *, size_t row, const struct release *);

/* The same as a machine reads it: an ISO day for dates, kroner with a point for money; p == NULL
   when the column holds neither. */
struct str column_day(struct req *, const struct column *, const struct db_rows *, size_t row,
    const struct release *);
struct str column_amount(struct req *, const struct column *, const struct db_rows *, size_t row,
    const struct release *);

#endif
