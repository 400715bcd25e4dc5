/*
 * service.h - service.xml: what people are told of a service, and the words for the life of a case
 *
 * Vocabulary urn:skranke:service:1, shape in templates/schema/service.rng.  Everything lives in the
 * arena it was loaded in.
 */
#ifndef RELEASE_SERVICE_H
#define RELEASE_SERVICE_H

#include "base/err.h"
#include "base/str.h"
#include "xml/xml.h"

struct arena;

struct service_item {
	struct str	 text, href;		/* href: p == NULL when it is not a link */
};

struct service_block {				/* a paragraph, or a list when nitems > 0 */
	struct str	 text;
	const struct service_item *items;
	size_t		 nitems;
};

struct service_section {
	struct str	 id, title;
	const struct service_block *blocks;
	size_t		 nblocks;
};

struct service_step {
	struct str	 title, text, within;	/* within: ISO 8601 duration from receipt, or p ==
						   NULL */
};

struct service_reason {			/* a condition (vilkår) has the same parts */
	struct str	 code, outcome, law, text;
};

struct service_deficiency {		/* why something is asked for again */
	struct str	 code, law, text;
};

/* A point of the checklist, and what is so of a case or not; p == NULL where not said. */
struct service_point {
	struct str	 id, when, law, deficiency, field, desk;
	int		 line;
};

struct service_fact {
	struct str	 id, value, desk;	/* no value: a caseworker is asked */
	int		 line;
};

/* A line of the fee: øre, where `when` holds. */
struct service_fee {
	struct str	 id, when, amount, law, citizen;
	int		 line;
};

/* Of a state, an outcome, an event, a clock, or why it pauses. */
struct service_words {
	struct str	 id, citizen, desk;
	struct str	 text, ball, button;	/* where the kind has them, else p == NULL */
	bool		 asks_place, asks_start;	/* an outcome: what it says */
	bool		 asks_until, asks_remains;
};

struct service_decision {			/* where a place and a first day come from */
	struct str	 places;		/* id of the form's list that a place is chosen
						   from, or p == NULL */
	struct str	 wishes, start;		/* questions of the form that tell what was asked
						   for, or p == NULL */
};

/* A rule of where a case goes: the unit, or the unit of the address, where `when` holds;
   expressions over the answers, p == NULL when not said. */
struct service_route {
	struct str	 when, address, unit;
	int		 line;
};

/* Others are asked for their view: of a draft, row by row of a repeat, or in a case. */
struct service_hearing {
	struct str	 id, letter, law;
	struct str	 rows;			/* the repeat; p == NULL in a case */
	struct str	 tells;			/* questions that they are told, a blank between */
	int		 answer_days;
	bool		 on_draft;
	struct str	 citizen, desk;		/* what it is called */
	int		 line;
};

/* That inspections are noted in its cases: by which law, and the letter the party gets of one. */
struct service_inspections {
	struct str	 law, letter;		/* p == NULL: none are */
	struct str	 citizen, desk;		/* what one is called */
	int		 line;
};

/* Another than whoever fills in an application, that it is also of: a word for what they are, and
   what they may and must.  of, name: questions of the form; when: p == NULL when not said. */
struct service_party {
	struct str	 id, of, name, when, citizen, desk;
	bool		 fill, sign;
	bool		 applicant;	/* the case becomes theirs */
	int		 line;
};

/* Another service that may follow in a case of this: begun from it, and a part of it. */
struct service_follow_up {
	struct str	 service;
	struct str	 in;			/* states in which it may be begun, a blank
						   between */
	struct str	 after;			/* outcomes after which alone; p == NULL: any */
	struct str	 until;			/* its own outcomes that leave nothing to ask for;
						   p == NULL: none does */
	struct str	 citizen, text;		/* the button, and what is said above it */
	int		 line;
};

struct service_retention {			/* how long a case is kept when it is over */
	struct str	 after, law;		/* p == NULL: for ever */
};

struct service {
	struct str	 id, prefix, acr, title, form_title, lead;
	struct str	 version;	/* the author's own, "1.2"; p == NULL when it has none */
	int		 draft_days;	/* a draft is kept so long after its last use */
	bool		 from_case;	/* begun from a case that it follows, and not else */
	const struct service_section *sections;
	const struct service_step *steps;
	const struct service_reason *reasons, *conditions;
	const struct service_deficiency *deficiencies;
	struct service_decision decision;
	struct str	 complaint_body, complaint_law;	/* who decides a complaint; p == NULL
							   when it does not say */
	struct service_retention retention;
	struct service_inspections inspections;
	const struct service_words *states, *outcomes, *events;
	const struct service_route *routes;
	const struct service_hearing *hearings;
	const struct service_party *parties;
	const struct service_follow_up *follow_ups;
	const struct service_words *clocks, *pauses;	/* pauses: why a clock pauses */
	const struct service_point *points;
	const struct service_fact *facts;	/* each after those it names */
	const struct service_fee *fees;
	struct service_fee fee_overrun;	/* what weeks over the limit take away: law, words */
	struct str	 fee_in;		/* states in which it is to be paid, a blank
						   between */
	size_t		 npoints, nfacts, nfees;
	size_t		 nsections, nsteps, nreasons, nconditions, ndeficiencies, nstates;
	size_t		 noutcomes, nevents, nclocks, npauses, nroutes;
	size_t		 nhearings, nparties, nfollow_ups;
};

#define SERVICE_DRAFT_DAYS	30		/* where none is said; 1 to 365 may be */

/* The document may go afterwards.
   fails  ERR_CONFIG  root or a required part is missing, or a value is out of range: told to
   complain */
enum err service_load(struct arena *, xmlDoc *, xml_complain_fn *, void *ctx,
    struct service **out) MUST_USE;

/* The words with this id; never NULL: an unknown id gives itself as its words. */
const struct service_words *service_words(struct arena *, const struct service_words *, size_t n,
    struct str id);
/* NULL when unknown */
const struct service_reason *service_reason(const struct service *, struct str code);
const struct service_reason *service_condition(const struct service *, struct str code);
const struct service_words *service_outcome(const struct service *, struct str id);
const struct service_hearing *service_hearing(const struct service *, struct str id);
/* The hearing of its drafts, or in its cases; the first. */
const struct service_hearing *service_hearing_on(const struct service *, bool draft);
const struct service_party *service_party(const struct service *, struct str id);
/* Whether a party of a case is none of its service's own: of the case that this one follows. */
bool service_party_other(const struct service *, struct str id);
const struct service_follow_up *service_follow_up(const struct service *, struct str service);
const struct service_deficiency *service_deficiency(const struct service *, struct str code);
/* Of the fact, point or line with that id; NULL when unknown */
const struct service_fact *service_fact(const struct service *, struct str id);
const struct service_point *service_point(const struct service *, struct str id);
const struct service_fee *service_fee(const struct service *, struct str id);

/* service_facts.c: <facts>, <checklist> and <fee> */
void service_load_facts(struct arena *, xmlNode *root, struct service *);

#endif
