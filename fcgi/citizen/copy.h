/* copy.h - a new application with the answers of an earlier one */
#ifndef CITIZEN_COPY_H
#define CITIZEN_COPY_H

#include "base/str.h"
#include "http/req.h"

/* Where the button that begins it posts to: /mine-saker/{ref}/kopier */
struct str copy_href(struct req *, struct str ref);

#endif
