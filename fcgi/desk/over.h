/* over.h - the session ran out under a form: the next page carries all of it */
#ifndef DESK_OVER_H
#define DESK_OVER_H

#include "http/req.h"

/*
 * over_show - answer a POST that nobody is logged in behind
 *
 * takes  href  the form's own address, which answers GET too: what was typed is posted to it again,
 *              without a form token, and it must then be shown and not acted on
 */
enum err over_show(struct req *, struct str href) MUST_USE;

/* The list "carried" of {name, value}: the form as it was sent, but for its token and what is named
   here, a blank between. */
void over_carry(struct req *, const char *but);

#endif
