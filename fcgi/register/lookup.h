/*
 * lookup.h - asking national registers, through the program that may: lookup
 *
 * It alone has keys and a network; it is reached over the Unix socket SKRANKE_LOOKUP.  One question
 * a connection, answered within two seconds or not at all.  Nothing here is logged but that it was
 * away, once a minute.
 *
 * On the wire (base/frame.h): FRAME_ASK, a JSON object; then FRAME_SAID, one too, or FRAME_AWAY or
 * FRAME_BAD with a code.
 *
 *   {"tenant":T,"ask":"addresses"|"properties","words":W}       {"hits":[{COLUMN:VALUE,…},…],
 *                                                                "total":N}
 *   {"tenant":T,"ask":"property","property":"9998-12/34/0/0"}   {"said":"known"|"unknown"}
 *   {"tenant":T,"ask":"neighbours","of":[PROPERTY,…],
 *    "draft":ID}                                                {"hits":[…],"total":N}
 *   {"tenant":T,"ask":"ref","draft":ID,"ref":R}                 {"pid":P}
 *
 * FRAME_AWAY: away (no answer, or nonsense), rest (it was away a moment ago), busy (too many
 * questions), unset (the municipality has no such register).  FRAME_BAD: question, or ref.
 *
 * spec  Kartverket, adresse-API v1; deploy/README.md, «Registers», for owners and neighbours
 */
#ifndef REGISTER_LOOKUP_H
#define REGISTER_LOOKUP_H

#include "base/err.h"
#include "form/lookup.h"

#define LOOKUP_MS	2000		/* for all questions of one request together */

struct arena;

/* Until when a request that begins now may ask (base/frame.h, frame_clock). */
int64_t lookup_until(void);

struct lookup_hits {
	const struct form_hit *v;
	size_t		 n, total;	/* total: that the register has; n of them are here */
};

/*
 * lookup_search - what fits some words, in register:SOURCE (addresses, properties)
 *
 * fails  ERR_REMOTE  away    ERR_GONE  the municipality has none: people go on by hand
 */
enum err lookup_search(struct arena *, struct str tenant, struct str source, struct str words,
    int64_t until_ms, struct lookup_hits *out) MUST_USE;

/*
 * lookup_property - is there such a property?
 *
 * takes  property  as answers_property gives it
 * gives  *said     known, unknown, elsewhere (of another municipality: nobody is asked) or away;
 *                  NULL when nobody can tell: the municipality has no such register
 */
void lookup_property(struct arena *, struct str tenant, struct str property, int64_t until_ms,
    const char **said);

/*
 * lookup_neighbours - the owners of what lies around some properties
 *
 * takes  draft_id  what their refs are sealed to
 * gives  hits as register:neighbours has them.  Of an owner with a graded address: the property,
 *        ref and skjermet=true, and neither name nor address.
 * fails  as lookup_search
 */
enum err lookup_neighbours(struct arena *, struct str tenant, struct str draft_id,
    const struct str *properties, size_t n, int64_t until_ms, struct lookup_hits *out) MUST_USE;

/*
 * lookup_open_ref - who a ref means: an identity number, or the number of an organisation
 *
 * Only for the one who sends them something, and never shown.
 * fails  ERR_INPUT  not made in this municipality for this draft   ERR_REMOTE  away
 *        ERR_GONE   there is no such program here
 */
enum err lookup_open_ref(struct arena *, struct str tenant, struct str draft_id, struct str ref,
    struct str *out) MUST_USE;

#endif
