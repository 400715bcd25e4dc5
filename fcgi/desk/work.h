/* work.h - a case as the desk has it open */
#ifndef DESK_WORK_H
#define DESK_WORK_H

#include "case/case.h"
#include "http/req.h"
#include "page/page.h"
#include "release/release.h"

struct work {
	struct str	 id, ref, base;		/* base: /saksbehandling/sak/REF */
	struct str	 state, revision, applicant, code;
	int64_t		 received_at;
	bool		 mine;
	const struct release *release;
	struct answers	*answers;		/* judged */
	struct form_world world;
};

/* fails  ERR_GONE  no such case, or not one this caseworker may see      ERR_CONFIG, ERR_DB */
enum err work_take(struct req *, const struct db_rows *, struct work *out) MUST_USE;

/* An event by the caseworker logged in, ready for case_fire or case_may. */
struct case_event work_event(const struct req *, const struct work *, const char *event);
bool work_may(const struct req *, const struct work *, const char *event);

/* The names that all pages about one case read: ref, case_title, applicant, case_href. */
void work_head(struct req *, const struct work *);

#endif
