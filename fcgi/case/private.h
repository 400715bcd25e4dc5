/* private.h - between the files of the case room */
#ifndef CASE_PRIVATE_H
#define CASE_PRIVATE_H

#include "case/case.h"
#include "db/db.h"
#include "flow/flow.h"
#include "release/release.h"

struct case_ids {
	struct str	 tenant_id, case_id;
	int64_t		 at;
	bool		 is_new;	/* nothing of the case is there yet */
};

/* Queue what a step causes. */
void case_do(struct db *, struct arena *, const struct case_ids *, const struct flow_result *);

/* Which units the rules of the release name for these answers, in order, as JSON that unit_route()
   takes. */
struct str case_routes(struct arena *, const struct case_new *);

/* The first deadline a step sets, as PostgreSQL's text; p == NULL when it sets none. */
struct str case_due(struct arena *, const struct flow_result *);

/* Who must do something in that state, as service.xml says: municipality, applicant or none. */
struct str case_ball(struct arena *, const struct release *, struct str state);

#endif
