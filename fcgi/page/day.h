/* day.h - a day that somebody typed */
#ifndef PAGE_DAY_H
#define PAGE_DAY_H

#include "http/req.h"

/* 17.08.2027 as a form takes it, and 2027-08-17; gives *iso as the latter.  false: no day. */
bool page_day_read(const struct req *, struct str typed, struct str *iso);

#endif
