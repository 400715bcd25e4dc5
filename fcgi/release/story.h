/*
 * story.h - what letters tell of a decision and of a complaint, from the columns of case_story()
 *
 * The caseworker's preview and the letter that is sent are both filled here, so that they are the
 * same.
 */
#ifndef RELEASE_STORY_H
#define RELEASE_STORY_H

#include "db/db.h"
#include "letter/values.h"
#include "release/release.h"

/* Reasons or conditions kept as lines of code, law and text, a tab between: said in the release's
   language, by their codes; one that it does not know is said as it was. */
const struct letter_reason *story_reasons(struct arena *, const struct service *,
    struct str lines, size_t *n_out);
const struct letter_reason *story_conditions(struct arena *, const struct service *,
    struct str lines, size_t *n_out);

/* The decision, the complaint and what came of it, in facts that know the rest. */
void story_fill(struct arena *, const struct service *, const struct db_rows *,
    struct letter_facts *);

/* The note of an inspection: rows with n, day, replaces, present, seen, and of each remark text and
   due (ISO day).  No row: none. */
void story_inspection(struct arena *, const struct service *, const struct db_rows *,
    struct letter_facts *);

/* Who decides a complaint: whom the municipality has named, else whom the service names. */
void story_body(const struct service *, struct str named, struct str address,
    struct letter_facts *);

#endif
