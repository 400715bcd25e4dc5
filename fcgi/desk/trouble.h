/* trouble.h - a page of the desk that cannot be shown, and what was typed on the way to it */
#ifndef DESK_TROUBLE_H
#define DESK_TROUBLE_H

#include "http/req.h"

/*
 * desk_trouble - the desk's http_program trouble
 *
 * What stands in the way is said by impartial_trouble.  A POST that nothing came of gives its free
 * words back (page_typed).
 */
void desk_trouble(struct req *, enum err);

#endif
