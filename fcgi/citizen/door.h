/* door.h - the draft that an address below /soknad/{service}/{draft} is of */
#ifndef CITIZEN_DOOR_H
#define CITIZEN_DOOR_H

#include "apply/apply.h"

struct apply door_here(struct req *);

#endif
