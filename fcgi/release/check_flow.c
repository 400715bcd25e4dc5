/* check_flow.c - words for what the flow has, and what a flow that decides or asks must say */
#include "release/checks.h"

#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

static void
check_words(struct check *c, xmlNode *service, const char *list, const char *what,
    const struct str *flow, size_t n)
{
	xmlNode *words = xml_child(service, list);
	struct str have[CHECK_MOST];
	size_t k = check_ids(words, "id", have);

	for (size_t i = 0; i < n; i++)
		if (!str_among(flow[i], have, k))
			check_wrong(c, SERVICE, xml_line(words != NULL ? words : service),
			    "the flow's %s '" STR_FMT "' has no words; put <%s id=\"" STR_FMT
			    "\"> in <%s>",
			    what, STR_ARG(flow[i]), what, STR_ARG(flow[i]), list);
	for (xmlNode *w = words != NULL ? xml_first(words) : NULL; w != NULL; w = xml_next(w))
		if (!str_among(xml_attr(w, "id"), flow, n))
			check_wrong(c, SERVICE, xml_line(w), "the flow has no %s '" STR_FMT "'%s",
			    what, STR_ARG(xml_attr(w, "id")),
			    suggest_say(c->a, suggest(xml_attr(w, "id"), flow, n)));
	for (size_t i = 0; i < k; i++)
		if (str_among(have[i], have, i))
			check_wrong(c, SERVICE, xml_line(words),
			    "there are words for the %s '" STR_FMT "' twice; take one of them away",
			    what, STR_ARG(have[i]));
}

/* ---- decisions ---- */

/* The events that decide: those that every service calls so, and each it has an outcome for. */
static size_t
deciding(const struct check *c, const struct str *events, size_t n, struct str *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (str_eq_z(events[i], "grant") || str_eq_z(events[i], "reject") ||
		    service_outcome(c->r->service, events[i]) != NULL)
			out[k++] = events[i];
	return k;
}

/* Reasons or conditions: each of an outcome there is, and called by a name of its own. */
static void
check_choices(
    struct check *c, xmlNode *list, const char *what, const struct str *outcomes, size_t n)
{
	struct str of[CHECK_MOST], codes[CHECK_MOST];
	size_t k = check_ids(list, "outcome", of), i = 0;

	check_ids(list, "code", codes);
	for (xmlNode *w = list != NULL ? xml_first(list) : NULL; w != NULL && i < k;
	    w = xml_next(w), i++) {
		if (!str_among(of[i], outcomes, n))
			check_wrong(c, SERVICE, xml_line(w),
			    "no decision of the flow has the outcome '" STR_FMT "'%s",
			    STR_ARG(of[i]), suggest_say(c->a, suggest(of[i], outcomes, n)));
		if (str_among(codes[i], codes, i))
			check_wrong(c, SERVICE, xml_line(w),
			    "two %s have the code '" STR_FMT "'; rename one", what,
			    STR_ARG(codes[i]));
	}
}

/* ---- what is missing ---- */

static void
check_codes(struct check *c, xmlNode *list)
{
	struct str codes[CHECK_MOST];
	size_t n = list != NULL ? check_ids(list, "code", codes) : 0;

	for (size_t i = 0; i < n; i++)
		if (str_among(codes[i], codes, i))
			check_wrong(c, SERVICE, xml_line(list),
			    "two deficiencies have the code '" STR_FMT "'; rename one",
			    STR_ARG(codes[i]));
}

/* A service that asks must be able to say why, and hear the answer. */
static void
check_asking(struct check *c, xmlNode *service, const struct str *events, size_t n)
{
	static const struct str needed[] = { { "answer", 6 }, { "unask", 5 },
	    { "deadline.answer", 15 } };
	xmlNode *list = xml_child(service, "deficiencies");

	check_codes(c, list);
	if (!str_among(STR("ask"), events, n))
		return;
	if (list == NULL)
		check_wrong(c, SERVICE, xml_line(service),
		    "the flow asks for what is missing, and no "
		    "reason can be given; write them in <deficiencies>");
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!str_among(needed[i], events, n))
			check_wrong(c, "flow.scxml", 1,
			    "the flow has the event 'ask' and not '" STR_FMT
			    "'; what is asked for is answered, taken back or too late",
			    STR_ARG(needed[i]));
	if (release_letter(c->r, STR("missing")) == NULL)
		check_wrong(c, "flow.scxml", 1,
		    "the flow has the event 'ask' and no letter 'missing' "
		    "that says what is asked for; write letters/missing.xml");
}

/* A pause that no law allows is time that counts. */
static void
check_pauses(struct check *c, xmlNode *n)
{
	for (xmlNode *k = n != NULL ? xml_first(n) : NULL; k != NULL; k = xml_next(k)) {
		bool pause = xml_is(k, "clock") && str_eq_z(xml_attr(k, "action"), "pause");

		if (pause && xml_attr(k, "law").n == 0)
			check_wrong(c, "flow.scxml", xml_line(k),
			    "a clock pauses here without a law; say with law= what allows it");
		if (pause && xml_attr(k, "reason").n == 0)
			check_wrong(c, "flow.scxml", xml_line(k),
			    "a clock pauses here without a reason; give it reason=, and words in "
			    "<pauses> of " SERVICE);
		check_pauses(c, k);
	}
}

static void
check_reasons(struct check *c, xmlNode *service, const struct str *outcomes, size_t n)
{
	xmlNode *reasons = xml_child(service, "reasons");
	struct str of[CHECK_MOST];
	size_t k = check_ids(reasons, "outcome", of);

	for (size_t o = 0; o < n; o++)
		if (!str_among(outcomes[o], of, k))
			check_wrong(c, SERVICE, xml_line(reasons != NULL ? reasons : service),
			    "no reason has outcome=\"" STR_FMT "\", and a decision must give one; "
			    "write it in <reasons>",
			    STR_ARG(outcomes[o]));
	check_choices(c, reasons, "reasons", outcomes, n);
	check_choices(c, xml_child(service, "conditions"), "conditions", outcomes, n);
	if (xml_child(service, "complaint") == NULL)
		check_wrong(c, SERVICE, xml_line(service),
		    "a decision must say who decides a complaint "
		    "(fvl § 27); write <complaint> with its law and the body");
}

/* Four eyes: who writes sends it on, and who reads may send it back. */
static void
check_eyes(struct check *c, const struct str *events, size_t n)
{
	static const struct str both[] = { { "propose", 7 }, { "return", 6 } };
	const struct flow_way *w;
	size_t nways = flow_ways(c->a, c->r->flow, &w), first = nways;

	for (size_t i = nways; i > 0; i--)
		if (w[i - 1].four_eyes)
			first = i - 1;
	for (size_t i = 0; first < nways && i < 2; i++)
		if (!str_among(both[i], events, n))
			check_wrong(c, "flow.scxml", w[first].line,
			    "four eyes read what was proposed: "
			    "give the state a transition event=\"propose return\" without target");
	for (size_t i = 0; i < nways; i++)
		if (w[i].four_eyes && str_starts(w[i].event, STR("dismiss-")))
			check_wrong(c, "flow.scxml", w[i].line,
			    "who has the case dismisses a complaint, and nobody can propose it: "
			    "take sk:four-eyes away");
}

static bool
always(void *ctx, const void *cond)
{
	(void)ctx;
	(void)cond;
	return true;
}

static bool
tells(const struct check *c, const struct flow_result *f)
{
	for (size_t i = 0; i < f->nactions; i++) {
		const struct flow_action *x = &f->actions[i];
		const struct release_letter *l =
		    x->kind == FLOW_LETTER && str_eq_z(x->to, "applicant") ?
		    release_letter(c->r, x->name) : NULL;

		if (l != NULL && letter_kind(l->letter) == LETTER_DECISION)
			return true;
	}
	return false;
}

static int
line_of(const struct check *c, const struct flow_transition *t)
{
	const struct flow_way *w;
	size_t n = flow_ways(c->a, c->r->flow, &w);

	for (size_t i = 0; i < n; i++)
		if (w[i].transition == t)
			return w[i].line;
	return 1;
}

/* What is decided is told in a letter of the kind whose duties are checked, and in no other.  The
   way that is taken when conditions hold, and the one when none does. */
static void
check_told(struct check *c, const struct str *states, size_t nstates, struct str outcome)
{
	struct flow_result f;

	for (size_t i = 0; i < nstates * 2; i++) {
		struct flow_case at = { .state = states[i / 2],
		    .holds = i % 2 == 0 ? always : NULL };

		if (flow_step(c->a, c->r->flow, &at, outcome, FLOW_CASEWORKER, &f) != ERR_OK ||
		    tells(c, &f))
			continue;
		check_wrong(c, "flow.scxml", line_of(c, f.taken),
		    "'" STR_FMT "' decides, and the applicant gets no letter of "
		    "kind 'decision' (fvl § 27)",
		    STR_ARG(outcome));
		return;
	}
}

void
check_flow(struct check *c, xmlNode *service)
{
	const struct str *states, *events, *clocks, *pauses;
	size_t nclocks = flow_clock_names(c->a, c->r->flow, &clocks);
	size_t npauses = flow_pause_reasons(c->a, c->r->flow, &pauses);
	size_t nstates = flow_states(c->a, c->r->flow, &states);
	size_t nevents = flow_events(c->a, c->r->flow, &events), n;
	struct str *outcomes = arena_alloc(c->a, (nevents + 1) * sizeof *outcomes);

	check_words(c, service, "states", "state", states, nstates);
	check_words(c, service, "events", "event", events, nevents);
	check_words(c, service, "clocks", "clock", clocks, nclocks);
	check_words(c, service, "pauses", "pause", pauses, npauses);
	check_pauses(c, check_root(c, "flow.scxml"));
	check_asking(c, service, events, nevents);
	check_eyes(c, events, nevents);
	n = deciding(c, events, nevents, outcomes);
	if (n > 0) {
		check_words(c, service, "outcomes", "outcome", outcomes, n);
		check_reasons(c, service, outcomes, n);
		for (size_t i = 0; i < n; i++)
			check_told(c, states, nstates, outcomes[i]);
	}
}
