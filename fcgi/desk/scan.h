/* scan.h - what paper may be scanned to: an upload question that no form asks */
#ifndef DESK_SCAN_H
#define DESK_SCAN_H

#include "form/form.h"
#include "http/req.h"

/* Sent as the field `skann`, in the form that is written in beside it. */
extern const struct form_item scan_question;

/* By the button `handling`: the file to take out (fjern:ID), or empty; and whether nothing is asked
   for but that, or to put files in (legg-ved). */
struct str scan_drop(const struct req *);
bool scan_alone(const struct req *);

#endif
