/* private.h - between the files of the scenario room */
#ifndef SCENARIO_PRIVATE_H
#define SCENARIO_PRIVATE_H

#include "geo/geo.h"
#include "scenario/scenario.h"

#include "base/arena.h"
#include "base/buf.h"
#include "flow/clock.h"
#include "letter/values.h"
#include "release/said.h"

#define SCENARIO_NS	"urn:skranke:scenario:1"
#define SCENARIO_MAGIC	0x7363656eu

struct scenario {
	uint32_t	 magic;
	xmlNode		*root;
	const struct release *release;
};

struct run_deadline {
	struct run_deadline *next;
	struct str	 event;
	int64_t		 due_at;
	bool		 running;
};

struct run_file {
	struct run_file	*next;
	const xmlNode	*node;		/* its <file> */
	struct str	 field;
	struct form_file file;
	bool		 sent;
};

struct run_letter {
	struct run_letter *next;
	struct str	 name, text;	/* title and text, each blank one */
};

struct run {
	struct arena	*a;
	const struct scenario *s;
	const struct release *rel;
	struct coverage	*cover;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 failed;
	const xmlNode	*step;		/* the one under way */
	struct str	 told_until;	/* the day that its decision tells of */
	struct form_world world;
	struct geo_map	 map;		/* of its municipality; n == 0: it has none */
	const struct form_options **list;	/* of registers, by the list's index; NULL: not
						   yet */
	struct answers	*as;		/* what the person has answered */
	struct answers	*stored;	/* what the case has of it: no identity numbers */
	const struct form_item *at;	/* the page the person has come to; NULL: the summary */
	const struct guide_ending *ending;	/* what the guide of this step came to, or NULL */
	struct form_field *typed;	/* on this page, not sent yet */
	size_t		 ntyped;
	struct run_file	*files;		/* the last first */
	bool		 sent;		/* the application */
	struct str	 state;
	int64_t		 received_at;
	struct run_deadline *deadlines;
	struct flow_clocks clocks;
	struct release_said said;	/* what caseworkers have said */
	struct run_letter *letters;	/* of this step, the last first */
	struct letter_facts facts;
	scenario_letter_fn *put;	/* NULL: nobody wants the letters */
	void		*put_ctx;
	const char	*refused;	/* why this step's event was; NULL: it happened */
};

/* Complain at a node's line; false. */
__attribute__((format(printf, 3, 4)))
bool run_fail(struct run *, const xmlNode *, const char *fmt, ...);

/* missing.c: what the event asks the applicant for, if anything */
void run_missing(struct run *, xmlNode *event);

/* file.c: a file chosen on the page; sent with it, false when it is not taken */
void run_choose(struct run *, const xmlNode *file);
bool run_send_files(struct run *);
const struct form_file *run_file(void *run, struct str id);	/* for the world */

/* lookup.c: a register answers; false when it was not asked */
bool run_lookup(struct run *, xmlNode *);

void expect_route(struct run *, xmlNode *, const struct form_item *page);

/* each step: false when the scenario cannot go on */
bool run_guide(struct run *, xmlNode *);
bool run_page(struct run *, xmlNode *);
bool run_submit(struct run *, xmlNode *);
bool run_event(struct run *, xmlNode *);
bool run_check(struct run *, xmlNode *);
bool run_hearing(struct run *, xmlNode *);
bool run_inspection(struct run *, xmlNode *);

/* said.c: the row of a flow's table that holds; ctx is an asking */
struct asking {
	struct run	*r;
	const struct answers *as;
};
bool run_rule(void *asking, const void *rules, int64_t day, struct flow_rule *out);
/* What the rules beside the form and the flow come to now, for the coverage. */
void run_cover_said(struct run *);
/* The fee and the limit, as letters tell them now. */
void run_fee(struct run *, enum lang);
void expect_fact(struct run *, xmlNode *, const struct form_item *page);
void expect_point(struct run *, xmlNode *, const struct form_item *page);
void expect_fee(struct run *, xmlNode *, const struct form_item *page);

/* Move the clock to the step's today=, if it has one. */
bool run_clock(struct run *, const xmlNode *step);
void run_set_clock(struct run *, int64_t at);
bool run_is_shown(const struct run *, const struct form_item *page);

/* Each expectation of a step.  page: where its issues stand; NULL for all. */
void run_expect(struct run *, const xmlNode *step, const struct form_item *page);
/* Errors on the page (NULL: any) that the step does not expect: complained of; false then. */
bool run_no_other_errors(struct run *, const xmlNode *step, const struct form_item *page);
void expect_pruned(struct run *, xmlNode *);		/* pruned.c */

/* The answers as a case stores them; what shall stand for the i-th identity number. */
struct str pruned_text(const struct run *, struct str (*number)(struct arena *, struct str pid,
    size_t i));

/* world.c */
void run_world(struct run *);
void run_facts(struct run *);
void run_registers(struct run *);	/* one has changed */
struct str step_day(const xmlNode *, int64_t *day_out);	/* its today=; n == 0: none */

/* case.c: what they may do now */
size_t run_may(struct run *, struct str by, const struct flow_choice **out);

/* letter.c: make one and keep its text */
void run_letter(struct run *, const xmlNode *step, struct str template, struct str to);
void run_letter_of(struct run *, const xmlNode *step, struct str template,
    const struct answers *);		/* that it may speak of */

/* "b\u00a0 c" becomes "b c" */
struct str one_blank(struct arena *, struct str);

/* check.c: the item of a field name, whatever the rows; NULL when there is none */
const struct form_item *field_item(struct arena *, const struct form *, struct str field);

/* cover.c; each may be given NULL */
void cover_begin(struct coverage *);				/* of a scenario */
void cover_page(struct coverage *, const struct form_item *);	/* somebody came to it */
void cover_answers(struct coverage *, const struct answers *);
void cover_rule(void *coverage, const struct form_expr *, enum form_seen);
void cover_transition(struct coverage *, const struct flow_transition *, struct str event);
void cover_cond(struct coverage *, const void *cond, bool holds);
void cover_letter(struct coverage *, const struct letter *);
void cover_ending(struct coverage *, const struct guide_ending *);
struct cover_letter {			/* for letter_make_seen */
	struct coverage	*cover;
	struct str	 name;
};
void cover_when(void *cover_letter, const struct letter_when *, bool put);

#endif
