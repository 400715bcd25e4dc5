/*
 * event.h - life events: what happens in a life, and the steps it asks for, ours and others'
 *
 * templates/life-events/NAME.xml, urn:skranke:life-event:1, read once at start.
 */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "base/err.h"
#include "base/lang.h"
#include "base/str.h"

struct arena;

struct event_step {
	struct str	 title, text, owner;
	struct str	 service, href;		/* one of them; the other has p == NULL */
};

struct event {
	struct str	 id, title, lead;
	int64_t		 order;
	const struct event_step *steps;
	size_t		 nsteps;
};

struct events {
	struct event	*v;			/* in order */
	size_t		 n;
};

/* From a folder in that language.
   fails  ERR_CONFIG  a file is not well-formed or lacks its id; logged with its name */
enum err events_load(struct arena *process, const char *templates_dir, enum lang,
    struct events *out) MUST_USE;

const struct event *events_find(const struct events *, struct str id);	/* or NULL */

#endif
