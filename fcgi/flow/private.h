/* private.h - the flow as its own files see it */
#ifndef FLOW_PRIVATE_H
#define FLOW_PRIVATE_H

#include "flow/flow.h"

#define FLOW_NS		"http://www.w3.org/2005/07/scxml"
#define FLOW_SK_NS	"urn:skranke:flow:1"
#define FLOW_MAGIC	0x464c4f57u

struct flow_act {
	struct flow_act	*next;
	struct flow_action action;
};

struct flow_acts {
	struct flow_act	*first, **last;
};

struct flow_transition {
	struct flow_transition *next;	/* of the same state, in the file's order */
	struct str	 events;	/* blank between */
	struct str	 target_name;	/* p == NULL: no target */
	const struct flow_state *target;
	bool		 has_cond;
	const void	*cond;
	unsigned	 by;		/* flow_by bits; what a caseworker may, a leader may */
	bool		 told;		/* only when the event tells of a day */
	bool		 four_eyes;
	struct flow_acts acts;
	int		 line;
};

struct flow_name {			/* each once */
	struct flow_name *next;
	struct str	 s;
	bool		 started;	/* of a clock: by some action */
	const struct flow_action *by_table;	/* of a clock: the action that starts it by one */
};

struct flow_state {
	struct flow_state *next;	/* in the file's order, parents before their children */
	struct str	 id, initial_name;
	const struct flow_state *parent, *initial;
	bool		 final, compound;
	bool		 reached, ends;	/* for the checks */
	struct flow_transition *first, **last;
	struct flow_acts enter, initially, leave;
	int		 line;
};

struct flow {
	uint32_t	 magic;
	struct flow_state *first, **last;
	struct flow_name *clocks, *alarms, *reasons;	/* alarms: the events of clocks */
	size_t		 nstates, nacts, nclocks;
	struct str	 initial_name;
	const struct flow_state *initial;
	int		 line;
};

/* Of one call of flow_load. */
struct flow_loading {
	struct arena	*a;
	struct flow	*flow;
	const struct flow_hooks *hooks;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

__attribute__((format(printf, 3, 4)))
void flow_wrong(struct flow_loading *, int line, const char *fmt, ...);

/* What a transition or a handler does; what is not an action is complained of. */
void flow_load_acts(struct flow_loading *, xmlNode *holder, bool deadlines, struct flow_acts *out);
/* Complain of attributes not in `allowed`: names with blanks around, those of our namespace as
   sk:name. */
void flow_check_attrs(struct flow_loading *, const xmlNode *, const char *allowed);
void flow_check(struct flow_loading *);		/* what is only seen when all is read and every name
						   resolved */
void flow_check_clocks(struct flow_loading *);

/* What beginning, or taking the transition t of `source` while `active` is the innermost state,
   does: out->actions, out->to, out->final. */
void flow_take(struct arena *, const struct flow *, const struct flow_case *,
    const struct flow_state *active, const struct flow_state *source,
    const struct flow_transition *t, struct str event, struct flow_result *out);

/* NULL when there is none */
struct flow_state *flow_state(const struct flow *, struct str id);
/* or that state itself */
bool flow_inside(const struct flow_state *, const struct flow_state *ancestor);
bool flow_has_event(struct str events, struct str event);
bool flow_sets(const struct flow *, struct str event);		/* does some deadline fire it? */
bool flow_event_ok(struct str);
/* is there a transition for it in that state, or around it? */
bool flow_takes(const struct flow_state *, struct str event);

/* flow_due, `more_days` later: before a day off moves it on */
bool flow_due_later(struct str duration, int64_t from_at, int64_t more_days, int64_t more_usec,
    bool workday, int64_t *due_at);

#endif
