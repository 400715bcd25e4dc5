/* supplement.h - a draft that answers what a case was asked for: in supplement.c and extra.c */
#ifndef CITIZEN_SUPPLEMENT_H
#define CITIZEN_SUPPLEMENT_H

#include "apply/draft.h"

/* What is asked for that the form has no question for, and what is answered so far. */
struct extras {
	const struct db_rows *rows, *files;
	bool		 typed;		/* their texts are those of the form that was posted */
};

/* /mine-saker/{ref}/svar/{draft}.  extras: in ctx; may be NULL where none are looked at. */
struct apply supplement_here(struct req *, struct extras *);

/* Queue.  The draft's id is one (id_is). */
void extras_ask(struct req *, struct extras *);

/*
 * extras_fill - for citizen/extra and citizen/check
 *
 * gives  list `extra`: n, title, why, law, text, text_name (tekst.N), field (filer.N), error, and
 *        files as parts/message-files; extra_href  where they are answered
 */
void extras_fill(struct req *, const struct extras *, const struct draft *);

bool extras_said(const struct extras *);	/* something is written or put there */

#endif
