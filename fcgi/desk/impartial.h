/*
 * impartial.h - nobody acts in their own or a close one's case (forvaltningsloven § 6)
 *
 * PostgreSQL refuses what who is disqualified writes, in whatever way it comes (migrations/0015,
 * 0021).  Here it is said plainly, noted that they tried, and «Jeg er inhabil» is taken.
 */
#ifndef DESK_IMPARTIAL_H
#define DESK_IMPARTIAL_H

#include "desk/work.h"

/* The program's trouble: who was refused because they are disqualified in the case of the address
   is told so, and it stands in the access log; anything else is page_trouble's. */
void impartial_trouble(struct req *, enum err);

/* parts/case-impartial of the case's page, from its part disqualified. */
void impartial_fill(struct req *, const struct db_rows *, const struct work *);

#endif
