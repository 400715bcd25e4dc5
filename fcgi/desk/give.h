/* give.h - a case goes to a colleague, or back to those that nobody has */
#ifndef DESK_GIVE_H
#define DESK_GIVE_H

#include "desk/work.h"

/*
 * give_case - queue that a locked case is somebody's from now on
 *
 * takes  e   of page_case_event: whose case, in which state; its event and data are set here
 *        to  desk user; p == NULL: nobody
 * The flow's own "assign" is fired where it can be, so that a case that is taken moves on;
 * elsewhere the chain gets desk.hand-over or desk.give-back and the state stays.  PostgreSQL
 * refuses who may not work with the case.
 * fails  ERR_DENIED  who is logged in may only look
 */
enum err give_case(struct req *, struct case_event e, struct str to) MUST_USE;

/* The same without the flow, which is all that who is disqualified in their own case may do. */
enum err give_away(struct req *, struct case_event e, struct str to) MUST_USE;

/* A note that goes with it, when there is something to say. */
void give_message(struct req *, struct str case_id, struct str text, struct str to);

#endif
