/*
 * remote.h - one question to a register, within the time there is, unless it rests
 *
 * What was asked and answered is never logged; that a register failed, and its status, are.
 */
#ifndef LOOKUP_REMOTE_H
#define LOOKUP_REMOTE_H

#include "json/json.h"
#include "lookup/settings.h"

enum remote_end {
	REMOTE_DONE,			/* *out: its object */
	REMOTE_NOT_THERE,		/* 404: it knows of no such thing */
	REMOTE_AWAY,			/* no answer in time, or nonsense */
	REMOTE_RESTS			/* it was away a moment ago, and is not asked */
};

/*
 * remote_get - GET url + path; when that is away and there is another address, that one
 *
 * takes  path   with its query, encoded
 *        whole  the name of a list that a sound answer has: one without it is nonsense
 */
enum remote_end remote_get(struct arena *, struct source *, struct str path, const char *whole,
    int64_t until_ms, json_t **out);

/* How long one that failed is left alone; to be set before the first question. */
void remote_rest(int64_t ms);

/* A value of a query, encoded. */
struct str remote_value(struct arena *, struct str);

#endif
