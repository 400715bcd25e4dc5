/*
 * lookup.h - questions that a register fills in: a box to search in, or a button that fetches
 *
 * <lookup source="register:NAME" fills="QUESTION …"> fills questions of its own row from one hit;
 * with rows="REPEAT" it fills rows of that repeat from several.  Who asks the register is no
 * business of this room: it says which questions there are, and takes the answers in.
 *
 * A lookup that fills gardsnummer and bruksnummer names a property, by whatever way its numbers
 * came there.  What the register said of that property is kept as the lookup's own answer, and is
 * its value in expressions: known, unknown, elsewhere, away, or nothing when it was not asked.
 * It falls away as soon as the numbers are others.
 *
 * What is filled in keeps its source and time as what is prefilled does (answer.source).
 */
#ifndef FORM_LOOKUP_H
#define FORM_LOOKUP_H

#include "form/form.h"

struct form_fill {
	const struct form_item *item;		/* the question */
	struct str	 column;		/* of the register */
};

struct form_lookup {
	struct str	 source;		/* "properties" of register:properties */
	const struct form_fill *fills;
	size_t		 nfills;
	const struct form_item *of, *rows;	/* repeats, or NULL both */
	const struct form_item *row;		/* the lookup of the repeat `of` that names its
						   properties, or NULL */
	/* Of the property, or NULL: municipality, gardsnummer, bruksnummer, feste, seksjon. */
	const struct form_item *number[5];
};

/* One thing that a register knows. */
struct form_hit {
	const struct form_hit_value {
		struct str	 column, value;
	}		*v;
	size_t		 n;
};

/* p == NULL: it has no such column. */
struct str form_hit_get(const struct form_hit *, const char *column);

/* The lookup with that field name on this page that may be used now, or NULL. */
struct answer *answers_lookup(const struct answers *, const struct form_item *page,
    struct str field);

/*
 * answers_property - the property that stands in the row of a lookup, "9998-12/34/0/0"
 *
 * takes  own   the municipality's number, for a form that does not ask for one
 * gives  empty when its numbers are missing or no numbers, or the lookup names no property
 */
struct str answers_property(struct arena *, const struct answer *lookup, struct str own);

/*
 * answers_due - the lookups of a page whose property the register has not spoken of yet, or could
 *               not
 *
 * gives  the first after `before` (NULL: the first of all), in the order of the form; NULL: no more
 */
struct answer *answers_due(const struct answers *, const struct form_item *page,
    const struct answer *before);

/* What the register says of it: known, unknown, elsewhere, away. */
void answers_said(struct answers *, struct answer *lookup, const char *said,
    const struct form_world *);

/*
 * answers_fill - the person has chosen a hit: the questions take its values
 *
 * What it has no value for is emptied.  A property is known from then on.  Runs the rules.
 */
void answers_fill(struct answers *, struct answer *lookup, const struct form_hit *,
    const struct form_world *);

/*
 * answers_fill_rows - the hits become rows of the repeat that the lookup names
 *
 * A row that a register filled before is filled anew where it is the same thing (by ref and the
 * number of the property), keeps what the person changed in it, and goes when it is no hit any
 * more; what was typed by hand stays.  Runs the rules.
 * gives  how many found no room
 */
size_t answers_fill_rows(struct answers *, struct answer *lookup, const struct form_hit *,
    size_t n, const struct form_world *);

#endif
