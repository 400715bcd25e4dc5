/*
 * scenario.h - a scenario: one person's way through a service, and what must come of it
 *
 * Pure: a release, the scenario's own clock and registers, no database.  The person meets the
 * pages as in the citizen's program, the case its letters and deadlines as with the postman and
 * the clock.
 * Vocabulary urn:skranke:scenario:1; shape and meaning of each element in
 * templates/schema/scenario.rng.
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "letter/values.h"
#include "release/release.h"

struct arena;
struct coverage;
struct scenario;

/*
 * scenario_load - read a scenario and hold its names against the release
 *
 * takes    doc       follows the schema; lives as long as the scenario
 *          complain  told, with line, of each page, question, letter, event … that there is none of
 * fails    ERR_CONFIG  complained of at least once
 */
enum err scenario_load(struct arena *, xmlDoc *doc, const struct release *, xml_complain_fn *,
    void *ctx, const struct scenario **out) MUST_USE;
struct str scenario_title(const struct scenario *);

/*
 * scenario_run - walk through it
 *
 * takes    cover     counts what was reached; may be NULL
 *          complain  told of each expectation that did not hold: its line, what was expected and
 *                    what came; and of a step that could not be taken, which is then the last
 * gives    true when nothing was complained of
 */
bool scenario_run(struct arena *, const struct scenario *, struct coverage *, xml_complain_fn *,
    void *ctx);

/*
 * scenario_letters - walk through it for the letters alone, as they are made
 *
 * takes    put       told of each, with the facts it was made of; what it is told lives until then
 *
 * Expectations are passed over: they are about the words of one language.
 */
struct scenario_letter {
	struct str	 name;			/* of its template */
	enum lang	 lang;
	struct str	 xml;			/* finished */
	const struct letter_facts *facts;
};
typedef void scenario_letter_fn(void *ctx, const struct scenario_letter *);
void scenario_letters(struct arena *, const struct scenario *, scenario_letter_fn *put, void *ctx);

/* ---- what the scenarios of a service reach, all together --------------------------------- */

enum coverage_of {
	COVER_QUESTIONS,	/* answered while relevant, or calculated, on a page somebody came
				   to */
	COVER_RULES,		/* conditions both true and false, constraints and checks both kept
				   and broken, calculated values given; on such a page */
	COVER_BRANCHES,		/* transitions taken and their conditions both ways, letters made
				   and each <when> of them both ways */
	COVER_KINDS
};

struct coverage_count {
	size_t		 reached, all;
};

/* A rule that looks at nothing, such as required="true()", needs to be met one way only. */
struct coverage *coverage_new(struct arena *, const struct release *);
struct coverage_count coverage_count(const struct coverage *, enum coverage_of);

/* Each thing not wholly reached: file is relative to the templates folder. */
typedef void coverage_missing_fn(void *ctx, struct str file, int line, const char *sentence);
void coverage_missing(const struct coverage *, struct arena *, coverage_missing_fn *, void *ctx);

#endif
