/* private.h - between the files of the case room */
#ifndef CASE_PRIVATE_H
#define CASE_PRIVATE_H

#include "case/case.h"
#include "db/db.h"
#include "flow/clock.h"
#include "release/release.h"

/* A step of one case, as it is written down. */
struct case_step {
	struct str	 tenant_id, case_id;
	struct flow_case at;		/* when it happens, when the application came in */
	bool		 is_new;	/* nothing of the case is there yet */
	struct flow_clocks clocks;	/* before it; case_do turns them */
	const struct flow_result *result;
	const struct case_event *event;	/* NULL: the first */
};

/* What the conditions and tables of a flow are asked of; ctx of a flow_case. */
struct case_hold {
	const struct answers *answers;		/* NULL: nothing holds */
	const struct form_world *world;
};
bool case_rule(void *hold, const void *rules, int64_t day, struct flow_rule *out);

/* Queue: what a new case costs (case/fee.c).  Before its first event. */
void case_fee_put(struct db *, struct arena *, const struct case_new *, const struct case_step *);

/* Queue what a step causes: letters, deadlines, intervals of its clocks. */
void case_do(struct db *, struct arena *, struct case_step *);

/* Which units the rules of the release name for these answers, in order, as JSON that unit_route()
   takes. */
struct str case_routes(struct arena *, const struct case_new *);

/* What the rules only warned of, as JSON. */
struct str case_warnings(struct arena *, const struct answers *);

/* Where the people of a case live: each address that a rule of those looks at, and each answer
   that the form says is one (address="true").  A JSON array of text. */
struct str case_addresses(struct arena *, const struct release *, const struct answers *,
    const struct form_world *);

/* Queue what an action makes of a clock (case/turn.c). */
void case_turn(struct db *, struct arena *, struct case_step *, const struct flow_action *);

/*
 * case_due - does the step change when the case is due, and to what?
 *
 * It is due when the first of the clocks that run reaches its limit: while one is paused and none
 * runs, at no time.  In a flow whose clocks have no limit, a new case is due at its first deadline,
 * and nothing is after a decision or at the end.
 *
 * takes    before  the clocks as they were: they are copied
 * gives    *due_at 0: at no time
 */
bool case_due(struct arena *, const struct case_step *before, bool decided, int64_t *due_at);

/* Who must do something in that state, as service.xml says: municipality, applicant or none. */
struct str case_ball(struct arena *, const struct release *, struct str state);

#endif
