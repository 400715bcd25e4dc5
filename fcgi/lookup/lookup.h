/*
 * lookup.h - between the files of the program: what is asked, and the two kinds of register
 *
 * spec  register/lookup.h has the questions and answers on the wire
 *       Kartverket, adresse-API v1 (GET /sok)         address.c
 *       deploy/README.md, «Registers»                  property.c
 */
#ifndef LOOKUP_LOOKUP_H
#define LOOKUP_LOOKUP_H

#include "lookup/remote.h"
#include "lookup/settings.h"

#define HITS_SHOWN	20
#define PROPERTY_BYTES	40

/* "9998-12/34/0/0": a municipality, and gårds-, bruks-, feste- and seksjonsnummer. */
struct property {
	struct str	 tenant;
	int64_t		 number[4];
	size_t		 given;		/* how many of the four were written: 2 to 4 */
};

/*
 * property_read - as people write it: "12/34", "12/34/0/2", "9998-12/34", "gnr. 12, bnr. 34"
 *
 * takes  own  the municipality that one without a municipality is in
 */
bool property_read(struct arena *, struct str words, struct str own, struct property *out);
struct str property_text(struct arena *, const struct property *);	/* all five */
/* "kommunenummer=9998&gardsnummer=12&bruksnummer=34", with those below that were given */
struct str property_query(struct arena *, const struct property *);

struct question {
	struct arena	*a;
	struct settings	*settings;
	struct str	 tenant;
	int64_t		 until;
};

enum ask_end {
	ASK_SAID, ASK_AWAY, ASK_RESTS, ASK_UNSET, ASK_BAD
};

/* What a register said, in our words: a new array of {column: value} and how many there are. */
struct hits {
	json_t		*v;
	size_t		 total;
};

/* The columns of a property; zero is written as nothing. */
void hits_numbers(json_t *to, struct arena *, const struct property *);
enum ask_end ask_end_of(enum remote_end);

/* address.c: by words, in one municipality or (tenant empty) anywhere; those of a property */
enum ask_end address_search(const struct question *, struct str words, struct str tenant,
    struct hits *out);
enum ask_end address_of(const struct question *, const struct property *, struct hits *out);

/* property.c: those with these numbers; the owners around some */
enum ask_end property_find(const struct question *, const struct property *, struct hits *out);
enum ask_end property_neighbours(const struct question *, const struct property *of, size_t n,
    struct str draft, struct hits *out);

/* ref.c: what stands for an identity number in one draft, and back */
struct str ref_close(struct arena *, struct str key, struct str tenant, struct str draft,
    struct str number);
bool ref_open(struct arena *, struct str key, struct str tenant, struct str draft, struct str ref,
    struct str *out);

/*
 * lookup_serve - one connection: a question, and its answer
 *
 * Who asks faster than they may is told so (limit); what was just asked is answered from memory,
 * unless it is of people.
 */
struct cache;
struct lookup {
	struct settings	*settings;
	struct limit	 limit;
	struct cache	*cache;
};
struct cache *cache_new(struct arena *process);
/* p == NULL when it is not there any more */
struct str cache_get(struct cache *, struct str question, int64_t now);
void cache_put(struct cache *, struct str question, struct str answer, int64_t now);

void lookup_serve(struct lookup *, struct arena *, int connection);

#endif
