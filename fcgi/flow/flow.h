/*
 * flow.h - the life of a case: states, who may do what, what is sent and which deadlines run
 *
 * Pure: no database, no clock of its own.  The file is a small profile of W3C SCXML (2015): scxml,
 * state (nested), final (at the top), initial, transition (event, cond, target), onentry, onexit;
 * in the namespace urn:skranke:flow:1 the attributes by and four-eyes of a transition and the
 * elements
 *
 *   <sk:letter template="receipt" to="applicant|complaint-body|heard|complainant|one-complainant"/>
 *   <sk:deadline event="deadline.x" after="P1M" from="now|received|notified" law="…"
 *   workday="true"/>
 *                                    in onentry only: it runs while the state is active
 *   <sk:deadline event="deadline.x" keep="true"/>
 *                                    likewise: one that ran in the state that was left runs on
 *   <sk:clock name="decision" action="start" after="P12W" from="now|received|notified" law="…"
 *   ball="municipality|applicant|other" event="deadline.x" workday="true"/>
 *                                    all but name and action may be left out
 *   <sk:clock name="decision" action="pause" law="…" ball="applicant" reason="missing"/>
 *   <sk:clock name="decision" action="resume|stop"/>
 *   <sk:clock name="decision" action="start" table="TABLE" …/>
 *                                    its limit, law and what comes of passing it are those of the
 *                                    first row of lists/TABLE.xml (<rules>) that holds on the day
 *                                    it counts from: columns after, law, overrun, percent
 *   <sk:clock name="decision" action="recount"/>   by the same table, as things are now
 *   <sk:clock name="decision" action="extend"/>    to the day that the event tells: agreed on
 *
 * from="told" counts from the day that the event tells of.  A clock with a table that passes its
 * limit fires deadline.overrun for each week begun (overrun="fee": percent of the fee each, to a
 * hundred), deadline.granted once (overrun="granted"), or its own event, if any (overrun="none").
 *
 * A clock is told of in flow/clock.h.  One that nothing starts runs from the beginning of the case
 * and has no limit; a final state stops all.  While it runs, its event is a deadline, which a pause
 * takes away and a resumption sets again, moved by as long as the pause was.
 *
 * Only the id of the active innermost state is stored.  An event is taken by the innermost state
 * that has an open transition for it, the first in the file's order; leaving runs onexit from the
 * inside out, then the transition's own actions, then onentry from the outside in (SCXML 3.13).  A
 * transition without target leaves nothing.  Event names are matched whole.
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "base/err.h"
#include "base/str.h"
#include "xml/xml.h"

struct arena;
struct buf;
struct flow;		/* one flow, checked; lives in the arena it was loaded in */

#define FLOW_SUBMIT	"submit"	/* the event that begins a case; no transition has it */
#define FLOW_OVERRUN	"deadline.overrun"
#define FLOW_GRANTED	"deadline.granted"

/* Who fires an event.  A leader may do what a caseworker may; the system fires deadlines and
   nothing else. */
enum flow_by { FLOW_APPLICANT = 1, FLOW_CASEWORKER = 2, FLOW_LEADER = 4, FLOW_SYSTEM = 8 };

/* What comes of a limit that is passed; and sets of them. */
enum flow_overrun { FLOW_OVERRUN_NONE = 1, FLOW_OVERRUN_FEE = 2, FLOW_OVERRUN_GRANTED = 4 };

/* "none", "fee", "granted"; 0 and "" for none of them. */
enum flow_overrun flow_overrun(struct str word);
struct str flow_overrun_word(enum flow_overrun);

/* A row of a table of limits. */
struct flow_rule {
	struct str	 after, law;
	enum flow_overrun overrun;
	int64_t		 percent;	/* of the fee, for each week begun; else 0 */
};

struct flow_hooks {
	/* Is there a letter template of that name? */
	bool		 (*letter)(void *ctx, struct str name);
	/* "; did you mean …?" when one is called nearly so, else "".  May be NULL. */
	const char	*(*letter_like)(void *ctx, struct str name);
	/* Compile a condition, for flow_case.holds; NULL after having complained. */
	const void	*(*cond)(void *ctx, struct str text, int line);
	/* A table of limits, for flow_case.rule, and which overruns stand in it; NULL after having
	   complained.  May be NULL: there is none. */
	const void	*(*rules)(void *ctx, struct str table, int line, unsigned *overruns);
	void		*ctx;
};

/*
 * flow_load - read and check a flow.scxml
 *
 * takes    doc  may go afterwards; hooks  NULL: letters are not looked for, conditions are refused
 * gives    *out in the arena
 * fails    ERR_CONFIG, complained of at least once, each with its line: an element or attribute
 *          outside the profile, a target that is not there, two states of one name, a state that
 *          cannot be reached, one that is not final and has no way out, an event nobody may fire, a
 *          transition that never gets its turn, a deadline whose event nothing takes while it runs,
 *          a duration that is none, a letter that is not there
 */
enum err flow_load(struct arena *, xmlDoc *doc, const struct flow_hooks *hooks, xml_complain_fn *,
    void *complain_ctx, const struct flow **out) MUST_USE;

/* The case as a step sees it. */
struct flow_case {
	struct str	 state;		/* empty in flow_initial */
	int64_t		 at;		/* of this event */
	int64_t		 received_at;	/* when the application came in; 0 in flow_initial: `at` */
	int64_t		 told_at;	/* in the day that the event tells of, or 0 */
	bool		 (*holds)(void *ctx, const void *cond);	/* NULL: no condition holds */
	/* The row of a table that holds on a day; false when none does.  May be NULL. */
	bool		 (*rule)(void *ctx, const void *rules, int64_t day, struct flow_rule *);
	void		*ctx;
};

enum flow_action_kind { FLOW_LETTER, FLOW_DEADLINE_SET, FLOW_DEADLINE_CANCEL, FLOW_CLOCK_START,
    FLOW_CLOCK_PAUSE, FLOW_CLOCK_RESUME, FLOW_CLOCK_STOP, FLOW_CLOCK_RECOUNT, FLOW_CLOCK_EXTEND,
    FLOW_CLOCK_OVERRUN };		/* the last the flow does by itself, at deadline.overrun */
enum flow_from { FLOW_FROM_NOW, FLOW_FROM_RECEIVED, FLOW_FROM_NOTIFIED, FLOW_FROM_TOLD };

struct flow_action {
	enum flow_action_kind kind;
	struct str	 name;		/* letter's template, deadline's event, clock's name */
	struct str	 to;		/* letter: "applicant", "complaint-body", "heard": who
					   had remarks, "complainant" of those, or
					   "one-complainant": who wrote the complaint that
					   the event is about */
	struct str	 after, law;	/* deadline, clock: ISO 8601 duration; law may be empty,
					   and so may a clock's duration */
	enum flow_from	 from;		/* deadline, clock */
	struct str	 ball;		/* clock: who must do something meanwhile */
	struct str	 reason;	/* clock that pauses: id of the words for why, or empty */
	struct str	 event;		/* clock that starts: fired at its limit; may be empty */
	bool		 keep;		/* of an element alone, never of a step: a deadline that
					   runs on when it runs */
	bool		 workday;	/* deadline: a day off moves it to the next working day (fvl
					   § 30) */
	const void	*rules;		/* clock that starts or is recounted: its table, or NULL */
	unsigned	 overruns;	/* of the table: bits of enum flow_overrun */
	int64_t		 due_at;	/* deadline: 0 when counted from the notice, whose time is
					   not known yet: then flow_due() is asked when it is */
	int		 line;		/* in the file; 0: the flow does it by itself */
};

struct flow_transition;

struct flow_result {
	const struct flow_transition *taken;	/* NULL in flow_initial */
	struct str	 from, to;	/* states; the same when it was not left, or was entered
					   again */
	bool		 final;		/* `to` is final */
	bool		 four_eyes;	/* somebody else must approve first */
	const struct flow_action *actions;	/* in order.  A deadline that is set takes the place
					   of a running one of the same event */
	size_t		 nactions;
};

/* The state a new case begins in and what happens then. */
void flow_initial(struct arena *, const struct flow *, const struct flow_case *,
    struct flow_result *out);

/*
 * flow_step - what an event does
 *
 * fails    ERR_STALE   no transition for this event from this state: changed elsewhere, or fired
 *          twice
 *          ERR_DENIED  there is one, but not for `by`
 *          ERR_INVALID there is one, but its condition does not hold
 *          ERR_CONFIG  the state is not of this flow
 */
enum err flow_step(struct arena *, const struct flow *, const struct flow_case *, struct str event,
    enum flow_by by, struct flow_result *out) MUST_USE;

struct flow_choice {
	struct str	 event;
	bool		 four_eyes;
};

/* The events `by` may fire now, each once, innermost state first: the buttons.  0 for an unknown
   state. */
size_t flow_may(struct arena *, const struct flow *, const struct flow_case *, enum flow_by by,
    const struct flow_choice **out);

bool flow_has_state(const struct flow *, struct str state);
bool flow_is_final(const struct flow *, struct str state);
/* Is `state` that state or inside it? */
bool flow_in(const struct flow *, struct str state, struct str ancestor);

/* Every transition, once for each event it takes, in the file's order: for those who count which
   were taken. */
struct flow_way {
	const struct flow_transition *transition;	/* as flow_result has it */
	struct str	 from, event;
	const void	*cond;		/* as flow_case.holds is asked; NULL: there is none */
	bool		 four_eyes;
	int		 line;
};

size_t flow_ways(struct arena *, const struct flow *, const struct flow_way **out);

/* The tables of limits of its clocks, as the hook gave them, each clock's once. */
size_t flow_tables(struct arena *, const struct flow *, const void *const **out);

/* The names of its clocks, and the reasons they pause for: those who check that each has words. */
size_t flow_clock_names(struct arena *, const struct flow *, const struct str **out);
size_t flow_pause_reasons(struct arena *, const struct flow *, const struct str **out);

/* Every innermost state, and every event with FLOW_SUBMIT first, for those who check that each has
   words. */
size_t flow_states(struct arena *, const struct flow *, const struct str **out);
size_t flow_events(struct arena *, const struct flow *, const struct str **out);

/*
 * flow_due - from_at and an ISO 8601 duration PnYnMnWnDTnH (any part may be left out, not all)
 *
 * Years to days are counted in the Norwegian calendar, months as time_add_months() does; without
 * hours the deadline lasts to the end of that day (23.59.59), with hours it is that much later than
 * the same time of that day.  With `workday` a Saturday, Sunday or public holiday moves it on.
 * false when the duration is none, or over 9999 of anything.
 */
bool flow_due(struct str duration, int64_t from_at, bool workday, int64_t *due_at);

/* Saturdays, Sundays and the public holidays of Norway are not. */
bool flow_is_workday(int64_t day);

/* Graphviz text of the whole flow. */
void flow_dot(const struct flow *, struct buf *out);

#endif
