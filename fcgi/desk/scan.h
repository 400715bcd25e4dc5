/* scan.h - what paper may be scanned to: an upload question that no form asks */
#ifndef DESK_SCAN_H
#define DESK_SCAN_H

#include "form/form.h"

/* Sent as the field `skann`. */
extern const struct form_item scan_question;

#endif
