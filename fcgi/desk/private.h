/* private.h - between the files of the desk that are about a decision */
#ifndef DESK_PRIVATE_H
#define DESK_PRIVATE_H

#include "desk/decision.h"

#define DECISION_PLACES_AWAY	"decide-places-away"

/* What a place is chosen from; none while the register is away. */
struct form_options decision_places(const struct work *);
/* The label of one of them; empty when it is none. */
struct str decision_place_name(const struct work *, struct str value);
bool decision_has(const struct service_reason *const *, size_t n, const struct service_reason *);

#endif
