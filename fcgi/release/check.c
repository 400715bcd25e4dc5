/* What the files of a service say of each other: words for what the flow has, and names of the form
   that service.xml and the letters point at. */
#include "release/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

#define LIST_MOST	200

struct check {
	struct arena	*a;
	xmlDoc		*bundle;
	const struct release *r;
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

__attribute__((format(printf, 4, 5)))
static void
wrong(struct check *c, const char *file, int line, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	c->bad = true;
	c->complain(c->ctx, line, str_fmt(c->a, "%s:%d: %s", file, line, what).p);
}

#define SERVICE	"service.xml"

static xmlNode *
root_of(struct check *c, const char *name)
{
	xmlDoc *doc;

	if (xml_parse(c->a, release_file(c->a, c->bundle, name), NULL, NULL, &doc) != ERR_OK)
		return NULL;
	return xml_root(doc);
}

/* ---- words for what the flow has ---- */

static size_t
ids_in(xmlNode *list, const char *attr, struct str *out)
{
	size_t n = 0;

	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL && n < LIST_MOST;
	    c = xml_next(c))
		out[n++] = xml_attr(c, attr);
	return n;
}

static void
check_words(struct check *c, xmlNode *service, const char *list, const char *what,
    const struct str *flow, size_t n)
{
	xmlNode *words = xml_child(service, list);
	struct str have[LIST_MOST];
	size_t k = ids_in(words, "id", have);

	for (size_t i = 0; i < n; i++)
		if (!str_among(flow[i], have, k))
			wrong(c, SERVICE, xml_line(words != NULL ? words : service),
			    "the flow's %s '" STR_FMT "' has no words; put <%s id=\"" STR_FMT
			    "\"> in <%s>", what, STR_ARG(flow[i]), what, STR_ARG(flow[i]), list);
	for (xmlNode *w = words != NULL ? xml_first(words) : NULL; w != NULL; w = xml_next(w))
		if (!str_among(xml_attr(w, "id"), flow, n))
			wrong(c, SERVICE, xml_line(w), "the flow has no %s '" STR_FMT "'%s", what,
			    STR_ARG(xml_attr(w, "id")), suggest_say(c->a,
			    suggest(xml_attr(w, "id"), flow, n)));
	for (size_t i = 0; i < k; i++)
		if (str_among(have[i], have, i))
			wrong(c, SERVICE, xml_line(words), "there are words for the %s '" STR_FMT
			    "' twice; take one of them away", what, STR_ARG(have[i]));
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
check_choices(struct check *c, xmlNode *list, const char *what, const struct str *outcomes,
    size_t n)
{
	struct str of[LIST_MOST], codes[LIST_MOST];
	size_t k = ids_in(list, "outcome", of), i = 0;

	ids_in(list, "code", codes);
	for (xmlNode *w = list != NULL ? xml_first(list) : NULL; w != NULL && i < k;
	    w = xml_next(w), i++) {
		if (!str_among(of[i], outcomes, n))
			wrong(c, SERVICE, xml_line(w), "no decision of the flow has the outcome '"
			    STR_FMT "'%s", STR_ARG(of[i]),
			    suggest_say(c->a, suggest(of[i], outcomes, n)));
		if (str_among(codes[i], codes, i))
			wrong(c, SERVICE, xml_line(w), "two %s have the code '" STR_FMT
			    "'; rename one", what, STR_ARG(codes[i]));
	}
}

/* ---- what is missing ---- */

static void
check_codes(struct check *c, xmlNode *list)
{
	struct str codes[LIST_MOST];
	size_t n = list != NULL ? ids_in(list, "code", codes) : 0;

	for (size_t i = 0; i < n; i++)
		if (str_among(codes[i], codes, i))
			wrong(c, SERVICE, xml_line(list), "two deficiencies have the code '" STR_FMT
			    "'; rename one", STR_ARG(codes[i]));
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
		wrong(c, SERVICE, xml_line(service), "the flow asks for what is missing, and no "
		    "reason can be given; write them in <deficiencies>");
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!str_among(needed[i], events, n))
			wrong(c, "flow.scxml", 1, "the flow has the event 'ask' and not '" STR_FMT
			    "'; what is asked for is answered, taken back or too late",
			    STR_ARG(needed[i]));
	if (release_letter(c->r, STR("missing")) == NULL)
		wrong(c, "flow.scxml", 1, "the flow has the event 'ask' and no letter 'missing' "
		    "that says what is asked for; write letters/missing.xml");
}

/* A pause that no law allows is time that counts. */
static void
check_pauses(struct check *c, xmlNode *n)
{
	for (xmlNode *k = n != NULL ? xml_first(n) : NULL; k != NULL; k = xml_next(k)) {
		bool pause = xml_is(k, "clock") && str_eq_z(xml_attr(k, "action"), "pause");

		if (pause && xml_attr(k, "law").n == 0)
			wrong(c, "flow.scxml", xml_line(k),
			    "a clock pauses here without a law; say with law= what allows it");
		if (pause && xml_attr(k, "reason").n == 0)
			wrong(c, "flow.scxml", xml_line(k),
			    "a clock pauses here without a reason; give it reason=, and words in "
			    "<pauses> of " SERVICE);
		check_pauses(c, k);
	}
}

static void
check_reasons(struct check *c, xmlNode *service, const struct str *outcomes, size_t n)
{
	xmlNode *reasons = xml_child(service, "reasons");
	struct str of[LIST_MOST];
	size_t k = ids_in(reasons, "outcome", of);

	for (size_t o = 0; o < n; o++)
		if (!str_among(outcomes[o], of, k))
			wrong(c, SERVICE, xml_line(reasons != NULL ? reasons : service),
			    "no reason has outcome=\"" STR_FMT "\", and a decision must give one; "
			    "write it in <reasons>", STR_ARG(outcomes[o]));
	check_choices(c, reasons, "reasons", outcomes, n);
	check_choices(c, xml_child(service, "conditions"), "conditions", outcomes, n);
	if (xml_child(service, "complaint") == NULL)
		wrong(c, SERVICE, xml_line(service), "a decision must say who decides a complaint "
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
			wrong(c, "flow.scxml", w[first].line, "four eyes read what was proposed: "
			    "give the state a transition event=\"propose return\" without target");
}

static void
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
	check_pauses(c, root_of(c, "flow.scxml"));
	check_asking(c, service, events, nevents);
	check_eyes(c, events, nevents);
	n = deciding(c, events, nevents, outcomes);
	if (n > 0) {
		check_words(c, service, "outcomes", "outcome", outcomes, n);
		check_reasons(c, service, outcomes, n);
	}
}

/* ---- names of the form ---- */

static void
check_list(struct check *c, const xmlNode *n, struct str id)
{
	const struct form *f = c->r->form;
	struct str *known = arena_alloc(c->a, (f->nlists + 1) * sizeof *known);

	for (size_t i = 0; i < f->nlists; i++)
		known[i] = f->list[i]->id;
	if (!str_among(id, known, f->nlists))
		wrong(c, SERVICE, xml_line(n), "places: the form has no list called '" STR_FMT
		    "'%s", STR_ARG(id), suggest_say(c->a, suggest(id, known, f->nlists)));
}

static struct str
path_of(struct arena *a, const struct form_item *it)
{
	return it->group == NULL ? it->name : str_fmt(a, STR_FMT "/" STR_FMT,
	    STR_ARG(path_of(a, it->group)), STR_ARG(it->name));
}

static void
check_question(struct check *c, const xmlNode *n, const char *attr)
{
	const struct form *f = c->r->form;
	struct str *known = arena_alloc(c->a, (f->nitems + 1) * sizeof *known);
	struct str path = xml_attr(n, attr);
	const struct form_item *it = form_find(f, path);
	size_t k = 0;

	if (path.p == NULL || (it != NULL && form_is_question(it)))
		return;
	for (size_t i = 0; i < f->nitems; i++)
		if (form_is_question(f->item[i]))
			known[k++] = path_of(c->a, f->item[i]);
	wrong(c, SERVICE, xml_line(n), "%s: the form has no question called '" STR_FMT "'%s", attr,
	    STR_ARG(path), suggest_say(c->a, suggest(path, known, k)));
}

static void
check_decision(struct check *c, xmlNode *service)
{
	const xmlNode *n = xml_child(service, "decision");

	if (n == NULL)
		return;
	if (c->r->service->decision.places.p != NULL)
		check_list(c, n, c->r->service->decision.places);
	check_question(c, n, "wishes");
	check_question(c, n, "start");
}

/* ---- hearings ---- */

/* What others are told, they are told whole, and no identity number is in it. */
static void
check_told(struct check *c, const struct service_hearing *h, struct str name)
{
	const struct form *f = c->r->form;
	const struct form_item *it = form_find(f, name);
	struct str *known = arena_alloc(c->a, (f->nitems + 1) * sizeof *known);
	size_t k = 0;

	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->group == NULL && (f->item[i]->type != FORM_NOTHING ||
		    f->item[i]->kind == FORM_REPEAT))
			known[k++] = f->item[i]->name;
	if (it == NULL || !str_among(name, known, k))
		wrong(c, SERVICE, h->line, "tells: the form has no answer called '" STR_FMT
		    "'%s", STR_ARG(name), suggest_say(c->a, suggest(name, known, k)));
	else if (it->type == FORM_PID)
		wrong(c, SERVICE, h->line, "tells: '" STR_FMT "' is an identity number, and others "
		    "are never told one; take it out", STR_ARG(name));
}

static void
check_rows(struct check *c, const struct service_hearing *h)
{
	const struct form_item *it = form_find(c->r->form, h->rows);

	if (it == NULL || it->kind != FORM_REPEAT || it->group != NULL)
		wrong(c, SERVICE, h->line, "rows: the form has no repeat called '" STR_FMT "'",
		    STR_ARG(h->rows));
	else if (form_find(c->r->form, str_fmt(c->a, STR_FMT "/navn", STR_ARG(h->rows))) == NULL)
		wrong(c, SERVICE, h->line, "rows: the repeat '" STR_FMT "' has no question 'navn', "
		    "so nobody can be told", STR_ARG(h->rows));
}

/* A letter that says more than is kept of what was told would say it empty. */
static void
check_notice(struct check *c, const struct service_hearing *h, const char *file, xmlNode *n)
{
	for (xmlNode *k = n != NULL ? xml_first(n) : NULL; k != NULL; k = xml_next(k)) {
		struct str of = xml_is(k, "when") ? xml_attr(k, "value") : xml_attr(k, "of");
		struct str rest = h->tells, name = of;
		bool told = !str_starts(of, STR("answer."));

		if (!told)
			name = str_skip(of, strlen("answer."));
		while (rest.n > 0)
			told |= str_eq(str_cut(&rest, ' '), name);
		if (!told)
			wrong(c, file, xml_line(k), "this letter tells of '" STR_FMT "', and "
			    "tells= of the hearing '" STR_FMT "' does not", STR_ARG(name),
			    STR_ARG(h->id));
		check_notice(c, h, file, k);
	}
}

static void
check_hearings(struct check *c)
{
	for (size_t i = 0; i < c->r->service->nhearings; i++) {
		const struct service_hearing *h = &c->r->service->hearings[i];
		const char *file = str_fmt(c->a, "letters/" STR_FMT ".xml", STR_ARG(h->letter)).p;
		struct str rest = h->tells;

		while (rest.n > 0)
			check_told(c, h, str_cut(&rest, ' '));
		if (h->on_draft)
			check_rows(c, h);
		if (release_letter(c->r, h->letter) == NULL)
			wrong(c, SERVICE, h->line, "there is no letter '" STR_FMT "'; write "
			    STR_FMT, STR_ARG(h->letter), STR_ARG(str_from_z(file)));
		else
			check_notice(c, h, file, root_of(c, file));
		for (size_t k = 0; k < i; k++)
			if (str_eq(c->r->service->hearings[k].id, h->id))
				wrong(c, SERVICE, h->line, "two hearings are called '" STR_FMT
				    "'; rename one", STR_ARG(h->id));
	}
}

static void
check_inspections(struct check *c)
{
	const struct service_inspections *i = &c->r->service->inspections;

	if (i->letter.p != NULL && release_letter(c->r, i->letter) == NULL)
		wrong(c, SERVICE, i->line, "there is no letter '" STR_FMT "'; write letters/"
		    STR_FMT ".xml, with the part inspection", STR_ARG(i->letter), STR_ARG(i->letter));
}

/* ---- parties ---- */

/* Who a party is stands in one answer of the form: an identity number. */
static void
check_party(struct check *c, const xmlNode *n, const struct release_party *p)
{
	bool pid = p->of != NULL && p->of->type == FORM_PID && p->of->group == NULL;
	bool text = p->name != NULL && p->name->kind == FORM_TEXT && p->name->group == NULL;

	check_question(c, n, "of");
	check_question(c, n, "name");
	if (p->of != NULL && !pid)
		wrong(c, SERVICE, xml_line(n), "of: '" STR_FMT "' says not who one person is; name "
		    "a question of type no:pid outside repeats", STR_ARG(p->said->of));
	if (p->name != NULL && !text)
		wrong(c, SERVICE, xml_line(n), "name: '" STR_FMT "' is no text with one name; name "
		    "a text outside repeats", STR_ARG(p->said->name));
	if (p->said->applicant && !p->said->sign)
		wrong(c, SERVICE, xml_line(n), "nobody applies in another's name without their "
		    "signature; give the party sign=\"true\"");
}

static void
check_parties(struct check *c, xmlNode *service)
{
	xmlNode *list = xml_child(service, "parties");
	struct str ids[LIST_MOST];
	size_t n = ids_in(list, "id", ids), i = 0;
	bool applicant = false;

	for (xmlNode *p = list != NULL ? xml_first(list) : NULL; p != NULL && i < n;
	    p = xml_next(p), i++) {
		check_party(c, p, &c->r->parties[i]);
		if (str_among(ids[i], ids, i))
			wrong(c, SERVICE, xml_line(p), "two parties are called '" STR_FMT
			    "'; rename one", STR_ARG(ids[i]));
		if (applicant && c->r->parties[i].said->applicant)
			wrong(c, SERVICE, xml_line(p), "a case is one's; only one party may have "
			    "applicant=\"true\"");
		applicant |= c->r->parties[i].said->applicant;
	}
}

static void
check_steps(struct check *c, xmlNode *service)
{
	xmlNode *steps = xml_child(service, "steps");
	int64_t due_at;

	for (xmlNode *n = steps != NULL ? xml_first(steps) : NULL; n != NULL; n = xml_next(n))
		if (xml_attr(n, "within").n > 0 && !flow_due(xml_attr(n, "within"), 0, false,
		    &due_at))
			wrong(c, SERVICE, xml_line(n), "within: '" STR_FMT "' is no duration; "
			    "write for example P2W, P14D or P1M", STR_ARG(xml_attr(n, "within")));
}

/* ---- checklist, facts and fee ---- */

static void
check_twice(struct check *c, xmlNode *list, const char *what)
{
	struct str ids[LIST_MOST];
	size_t n = ids_in(list, "id", ids);

	for (size_t i = 0; i < n; i++)
		if (str_among(ids[i], ids, i))
			wrong(c, SERVICE, xml_line(list), "two %s have the id '" STR_FMT
			    "'; rename one", what, STR_ARG(ids[i]));
}

static void
check_lines(struct check *c)
{
	const struct service *s = c->r->service;

	for (size_t i = 0; i < s->nfees; i++)
		if (service_fee(s, s->fees[i].id) != &s->fees[i])
			wrong(c, SERVICE, s->fees[i].line, "two lines of the fee have the id '"
			    STR_FMT "'; rename one", STR_ARG(s->fees[i].id));
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
			wrong(c, SERVICE, xml_line(n), "no deficiency has the code '" STR_FMT "'%s",
			    STR_ARG(code), suggest_say(c->a,
			    suggest(code, codes, s->ndeficiencies)));
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
			wrong(c, SERVICE, line, "in: the flow has no state '" STR_FMT
			    "'%s", STR_ARG(state), suggest_say(c->a, suggest(state, states, n)));
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
		wrong(c, "flow.scxml", 1, "the flow takes " FLOW_OVERRUN ", which leaves out a part "
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
			wrong(c, SERVICE, f->line, "after: no decision of the flow has the outcome "
			    "'" STR_FMT "'%s", STR_ARG(id),
			    suggest_say(c->a, suggest(id, ids, s->noutcomes)));
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
			wrong(c, SERVICE, f->line, "the service '" STR_FMT "' follows twice; take "
			    "one of them away", STR_ARG(f->service));
		if (str_eq(f->service, s->id) || s->from_case)
			wrong(c, SERVICE, f->line, "a part of a case has no parts; let what follows "
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
			known[k++] = path_of(c->a, c->r->form->item[i]);
	if (it == NULL)
		wrong(c, SERVICE, xml_line(n), "title: the form has no question called '" STR_FMT
		    "'%s", STR_ARG(path), suggest_say(c->a, suggest(path, known, k)));
	else if (it->kind != FORM_NUMBER && it->kind != FORM_DATE)
		wrong(c, SERVICE, xml_line(n), "title: '" STR_FMT "' is neither a number nor a day, "
		    "and anybody reads the journal; take it out", STR_ARG(path));
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
		wrong(c, SERVICE, xml_line(n), "title: only the journal of a service whose cases are "
		    "public has answers in it; give it open=\"true\", or take them out");
}

static void
check_journal(struct check *c, xmlNode *journal)
{
	struct str ids[LIST_MOST];
	size_t n = ids_in(journal, "of", ids);

	if (journal == NULL)
		return;
	check_journal_title(c, journal);
	for (size_t i = 0; i < n; i++)
		if (str_among(ids[i], ids, i))
			wrong(c, SERVICE, xml_line(journal), "the journal has two titles for '"
			    STR_FMT "'; take one of them away", STR_ARG(ids[i]));
}

/* ---- names of files ---- */

static void
check_id(struct check *c, const char *file, const char *want, const char *of)
{
	xmlNode *root = root_of(c, file);

	if (root != NULL && !str_eq_z(xml_attr(root, "id"), want))
		wrong(c, file, xml_line(root), "its id is '" STR_FMT "', and the name of its %s is "
		    "'%s'; make them alike", STR_ARG(xml_attr(root, "id")), of, want);
}

static void
check_letters(struct check *c)
{
	for (size_t i = 0; i < c->r->nletters; i++) {
		const char *name = str_z(c->a, c->r->letters[i].name);

		check_id(c, str_fmt(c->a, "letters/%s.xml", name).p, name, "file");
	}
}

struct within {
	struct check	*c;
	const char	*file;
};

static void
complain_of_form(void *ctx, int line, const char *message)
{
	const struct within *w = ctx;

	release_complain(w->c->a, w->file, line, message, w->c->complain, w->c->ctx);
}

enum err
release_check(struct arena *a, struct str text, const struct release *r, const char *folder,
    const struct form_known *known, xml_complain_fn *complain, void *ctx)
{
	struct check c = { .a = a, .r = r, .complain = complain, .ctx = ctx };
	struct within w = { &c, "form.xml" }, guide = { &c, "guide.xml" };
	xmlNode *service;

	TRY(xml_parse(a, text, NULL, NULL, &c.bundle));
	service = root_of(&c, SERVICE);
	CHECK(service != NULL);		/* it was loaded */
	check_id(&c, SERVICE, folder, "folder");
	check_id(&c, "form.xml", folder, "folder");
	check_letters(&c);
	check_flow(&c, service);
	check_decision(&c, service);
	check_parties(&c, service);
	check_steps(&c, service);
	check_hearings(&c);
	check_inspections(&c);
	check_points(&c, xml_child(service, "checklist"));
	check_fee(&c, xml_child(service, "fee"));
	check_follow_ups(&c);
	check_journal(&c, xml_child(service, "journal"));
	if (form_check(a, r->form, known, complain_of_form, &w) != ERR_OK)
		c.bad = true;
	if (r->guide != NULL &&
	    guide_check(a, r->guide, folder, complain_of_form, &guide) != ERR_OK)
		c.bad = true;
	return c.bad ? ERR_CONFIG : ERR_OK;
}
