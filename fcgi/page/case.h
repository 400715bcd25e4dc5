/*
 * case.h - what citizen and desk share in opening a case or a draft for a page
 *
 * The row of a statement names a release and holds the answers; here they come together: answers
 * read, judged by that release's rules: a draft in the world as it is now, a case as it was sent.
 */
#ifndef PAGE_CASE_H
#define PAGE_CASE_H

#include "case/case.h"
#include "http/req.h"
#include "release/release.h"
#include "release/said.h"

/*
 * page_answers - from the columns id, release_id, answers, pids and files of the first row
 *
 * Reads the release and the lists if this process has not met them lately: in the open transaction,
 * else in one of its own.
 * gives  *answers_out  judged, in the request's arena
 * fails  ERR_CONFIG  the release does not load, or the answers cannot be read (logged)
 *        ERR_GONE, ERR_DB
 */
enum err page_answers(struct req *, const struct db_rows *, const struct release **release_out,
    struct answers **answers_out, struct form_world *world_out) MUST_USE;

/* The same in another language than the page's, of a letter or of what staff will read; and of a
   case as on the day it came in (received_at; 0 for a draft). */
enum err page_answers_in(struct req *, const struct db_rows *, enum lang, int64_t received_at,
    const struct release **release_out, struct answers **answers_out,
    struct form_world *world_out) MUST_USE;

/* The release a row names, in the page's language; fails as release_get. */
enum err page_release(struct req *, struct str id, const struct release **out) MUST_USE;

/* What others were told of an application (hearing_look): columns release_id, answers, files
   and masked. */
enum err page_told(struct req *, const struct db_rows *, const struct release **release_out,
    struct answers **answers_out, struct form_world *world_out) MUST_USE;

struct page_may {		/* what somebody may do with the case; v NULL: not asked yet */
	enum flow_by	 by;
	const struct flow_choice *v;
	size_t		 n;
};

struct page_case {
	struct str	 id, ref, state, revision;
	int64_t		 received_at;
	struct str	 clocks;		/* as case_event */
	struct release_said *said;		/* what caseworkers have said of it */
	enum flow_by	 by;			/* who is looking: at the desk nobody, until the
						   row's own role is taken (desk/work.h) */
	const struct release *release;
	struct answers	*answers;		/* judged */
	struct form_world world;
	struct page_may	*may;			/* kept by page_case_may; may be NULL */
};

/* From the columns of page_answers, and ref, state, revision, received_at, clocks (`lines` of the
   view case_clocks) and said (those of case_said).
   fails  ERR_GONE  no row: no such case, or not theirs to see      and as page_answers */
enum err page_case_take(struct req *, const struct db_rows *, struct page_case *out) MUST_USE;

/* An event by who is logged in, as c->by, ready for case_fire. */
struct case_event page_case_event(const struct req *, const struct page_case *, const char *event);
bool page_case_may(const struct req *, const struct page_case *, const char *event);
/* The same, and it asks for four eyes. */
bool page_case_eyes(const struct req *, const struct page_case *, const char *event);

#endif
