/*
 * guide.h - the guide of a service: «do I need to apply?»
 *
 * Nothing is stored and nobody is asked who they are: the answers given so far stand in the address
 * itself, NAME=VALUE as a form of pages sends them, with the page in GUIDE_PAGE.  Such an address
 * can be shown to somebody else, and opened again after a login.
 */
#ifndef CITIZEN_GUIDE_H
#define CITIZEN_GUIDE_H

#include "form/form.h"
#include "http/req.h"
#include "release/release.h"

/* The answers of the guide in the address of this request, judged. */
enum err guide_answers(struct req *, const struct guide *, const struct form_world *,
    struct answers **out) MUST_USE;

/* The address of the guide at the page of that name, or its first for the empty str; with the
   answers, unless as is NULL. */
struct str guide_href(struct req *, struct str service, const struct answers *as, struct str page);

/* NAME=VALUE&… of all that is answered; may be empty. */
struct str guide_query(struct req *, const struct answers *);

#endif
