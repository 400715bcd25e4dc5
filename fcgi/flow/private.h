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
	int		 line;
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
	bool		 four_eyes;
	struct flow_acts acts;
	int		 line;
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
	size_t		 nstates, nacts;
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

/* NULL when there is none */
struct flow_state *flow_state(const struct flow *, struct str id);
/* or that state itself */
bool flow_inside(const struct flow_state *, const struct flow_state *ancestor);
bool flow_has_event(struct str events, struct str event);
bool flow_sets(const struct flow *, struct str event);		/* does some deadline fire it? */
bool flow_event_ok(struct str);

#endif
