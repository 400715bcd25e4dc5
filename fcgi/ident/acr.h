/*
 * acr.h - how sure a login is: idporten-loa-low < idporten-loa-substantial < idporten-loa-high
 *
 * spec  eIDAS (EU) 910/2014 art. 8; ID-porten's acr values
 */
#ifndef IDENT_ACR_H
#define IDENT_ACR_H

#include "base/str.h"

bool acr_is(struct str);				/* one of the three */

/* Is `got` as high as what was asked?  Nothing asked: yes.  An unknown level is below all. */
bool acr_at_least(struct str got, struct str asked);
struct str acr_highest(struct str a, struct str b);	/* an unknown one loses */

#endif
