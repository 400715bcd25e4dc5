/* check_lists.c - the lists of service.xml: checklist, fee, what follows, journal */
#include "release/checks.h"

#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

/* ---- checklist, facts and fee ---- */

static void
check_twice(struct check *c, xmlNode *list, const char *what)
{
	struct str ids[CHECK_MOST];
	size_t n = check_ids(list, "id", ids);

	for (size_t i = 0; i < n; i++)
		if (str_among(ids[i], ids, i))
			check_wrong(c, SERVICE, xml_line(list),
			    "two %s have the id '" STR_FMT "'; rename one", what, STR_ARG(ids[i]));
}

static void
check_lines(struct check *c)
{
	const struct service *s = c->r->service;

	for (size_t i = 0; i < s->nfees; i++)
		if (service_fee(s, s->fees[i].id) != &s->fees[i])
			check_wrong(c, SERVICE, s->fees[i].line,
			    "two lines of the fee have the id '" STR_FMT "'; rename one",
			    STR_ARG(s->fees[i].id));
}

static void
check_points(struct check *c, xmlNode *list)
{
	const struct service *s = c->r->service;
	struct str *codes = arena_alloc(c->a, (s->ndeficiencies + 1) * sizeof *codes);

	for (size_t i = 0; i < s->ndeficiencies; i++)
		codes[i] = s->deficiencies[i].code;
	for (xmlNode *n = list != NULL ? xml_first(list) : NULL; n != NULL; n = xml_next(n)) {
		struct str code = xml_attr(n, "deficiency");

		if (code.p != NULL && service_deficiency(s, code) == NULL)
			check_wrong(c, SERVICE, xml_line(n),
			    "no deficiency has the code '" STR_FMT "'%s", STR_ARG(code),
			    suggest_say(c->a, suggest(code, codes, s->ndeficiencies)));
		check_question(c, n, "field");
	}
	check_twice(c, list, "points");
}

/* in="STATE …" */
static void
check_in(struct check *c, int line, struct str rest)
{
	const struct str *states;
	size_t n = flow_states(c->a, c->r->flow, &states);

	while (rest.n > 0) {
		struct str state = str_cut(&rest, ' ');

		if (state.n > 0 && !str_among(state, states, n))
			check_wrong(c, SERVICE, line, "in: the flow has no state '" STR_FMT "'%s",
			    STR_ARG(state), suggest_say(c->a, suggest(state, states, n)));
	}
}

static void
check_fee(struct check *c, xmlNode *fee)
{
	const struct str *states;
	size_t n;

	if (fee != NULL)
		check_in(c, xml_line(fee), xml_attr(fee, "in"));
	check_lines(c);
	n = flow_events(c->a, c->r->flow, &states);
	if (c->r->service->fee_overrun.id.p == NULL && str_among(STR(FLOW_OVERRUN), states, n))
		check_wrong(c, "flow.scxml", 1,
		    "the flow takes " FLOW_OVERRUN ", which leaves out a part "
		    "of the fee; say in <fee> of " SERVICE ", with <overrun>, what people are told "
		    "of it");
}

/* ---- what follows ---- */

static void
check_after(struct check *c, const struct service_follow_up *f)
{
	const struct service *s = c->r->service;
	struct str *ids = arena_alloc(c->a, (s->noutcomes + 1) * sizeof *ids), rest = f->after;

	for (size_t i = 0; i < s->noutcomes; i++)
		ids[i] = s->outcomes[i].id;
	while (rest.n > 0) {
		struct str id = str_cut(&rest, ' ');

		if (id.n > 0 && !str_among(id, ids, s->noutcomes))
			check_wrong(c, SERVICE, f->line,
			    "after: no decision of the flow has the outcome "
			    "'" STR_FMT "'%s",
			    STR_ARG(id), suggest_say(c->a, suggest(id, ids, s->noutcomes)));
	}
}

static void
check_follow_ups(struct check *c)
{
	const struct service *s = c->r->service;

	for (size_t i = 0; i < s->nfollow_ups; i++) {
		const struct service_follow_up *f = &s->follow_ups[i];

		check_in(c, f->line, f->in);
		check_after(c, f);
		if (service_follow_up(s, f->service) != f)
			check_wrong(c, SERVICE, f->line,
			    "the service '" STR_FMT "' follows twice; take "
			    "one of them away",
			    STR_ARG(f->service));
		if (str_eq(f->service, s->id) || s->from_case)
			check_wrong(c, SERVICE, f->line,
			    "a part of a case has no parts; let what follows "
			    "stand in the first service");
	}
}

/* ---- the public journal ---- */

/* Anybody reads the title: numbers, days and yes or no alone, never words that somebody wrote. */
static void
check_public(struct check *c, const xmlNode *n, struct str path)
{
	const struct form_item *it = form_find(c->r->form, path);
	struct str *known = arena_alloc(c->a, (c->r->form->nitems + 1) * sizeof *known);
	size_t k = 0;

	for (size_t i = 0; i < c->r->form->nitems; i++)
		if (c->r->form->item[i]->kind == FORM_NUMBER)
			known[k++] = check_path(c->a, c->r->form->item[i]);
	if (it == NULL)
		check_wrong(c, SERVICE, xml_line(n),
		    "title: the form has no question called '" STR_FMT "'%s", STR_ARG(path),
		    suggest_say(c->a, suggest(path, known, k)));
	else if (it->kind != FORM_NUMBER && it->kind != FORM_DATE)
		check_wrong(c, SERVICE, xml_line(n),
		    "title: '" STR_FMT "' is neither a number nor a day, "
		    "and anybody reads the journal; take it out",
		    STR_ARG(path));
}

static void
check_journal_title(struct check *c, const xmlNode *n)
{
	struct str rest = xml_attr(n, "title");
	bool any = false;

	for (str_cut(&rest, '{'); rest.n > 0; str_cut(&rest, '{')) {
		check_public(c, n, str_cut(&rest, '}'));
		any = true;
	}
	if (any && !str_eq_z(xml_attr(n, "open"), "true"))
		check_wrong(c, SERVICE, xml_line(n),
		    "title: only the journal of a service whose cases are "
		    "public has answers in it; give it open=\"true\", or take them out");
}

static void
check_journal(struct check *c, xmlNode *journal)
{
	struct str ids[CHECK_MOST];
	size_t n = check_ids(journal, "of", ids);

	if (journal == NULL)
		return;
	check_journal_title(c, journal);
	for (size_t i = 0; i < n; i++)
		if (str_among(ids[i], ids, i))
			check_wrong(c, SERVICE, xml_line(journal),
			    "the journal has two titles for '" STR_FMT "'; take one of them away",
			    STR_ARG(ids[i]));
}

void
check_lists(struct check *c, xmlNode *service)
{
	check_points(c, xml_child(service, "checklist"));
	check_fee(c, xml_child(service, "fee"));
	check_follow_ups(c);
	check_journal(c, xml_child(service, "journal"));
}
