/* What a scenario names must be there, and be of use there. */
#include "scenario/private.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/suggest.h"
#include "base/time.h"

struct check {
	struct arena	*a;
	const struct release *rel;
	const struct form *form;	/* whose names count: the application's, or the guide's */
	xml_complain_fn	*complain;
	void		*ctx;
	bool		 bad;
};

__attribute__((format(printf, 3, 4)))
static void
wrong(struct check *c, const xmlNode *n, const char *fmt, ...)
{
	char message[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	c->complain(c->ctx, xml_line(n), message);
	c->bad = true;
}

struct names {
	struct str	*v;
	size_t		 n;
};

static struct names
room_for(struct check *c, size_t n)
{
	return (struct names){ arena_alloc(c->a, (n + 1) * sizeof(struct str)), 0 };
}

static void
known(struct check *c, const xmlNode *n, const char *what, struct str name, struct names all)
{
	if (!str_among(name, all.v, all.n))
		wrong(c, n, "there is no %s called '" STR_FMT "'%s", what, STR_ARG(name),
		    suggest_say(c->a, suggest(name, all.v, all.n)));
}

/* ---- questions and pages ---- */

const struct form_item *
field_item(struct arena *a, const struct form *f, struct str field)
{
	struct buf path = buf_new(a, 64);
	int64_t row;

	while (field.n > 0) {
		struct str part = str_cut(&field, '.');

		if (str_int(part, &row) && path.n > 0)
			continue;
		if (path.n > 0)
			buf_add_char(&path, '/');
		buf_add(&path, part);
	}
	return form_find(f, buf_str(&path));
}

static struct str
field_of(struct arena *a, const struct form_item *it)
{
	return it->group == NULL ? it->name : str_fmt(a, STR_FMT ".1." STR_FMT,
	    STR_ARG(field_of(a, it->group)), STR_ARG(it->name));
}

static struct names
field_names(struct check *c)
{
	const struct form *f = c->form;
	struct names all = room_for(c, f->nitems);

	for (size_t i = 0; i < f->nitems; i++)
		if (f->item[i]->name.n > 0 && f->item[i]->kind != FORM_PAGE &&
		    f->item[i]->kind != FORM_SECTION)
			all.v[all.n++] = field_of(c->a, f->item[i]);
	return all;
}

static void
check_field(struct check *c, const xmlNode *n, const char *what)
{
	struct str name = xml_attr(n, "name");
	const struct form_item *it = field_item(c->a, c->form, name);
	bool file = str_eq_z(str_from_z(what), "upload question");

	if (name.p == NULL)
		return;
	if (it == NULL)
		known(c, n, what, name, field_names(c));
	else if (str_eq_z(str_from_z(what), "question") && !form_is_question(it))
		wrong(c, n, STR_FMT " cannot be answered: it is a %s", STR_ARG(name),
		    form_kind_name(it->kind));
	else if (str_eq_z(str_from_z(what), "lookup") && it->kind != FORM_LOOKUP)
		wrong(c, n, STR_FMT " is a %s, and no lookup", STR_ARG(name),
		    form_kind_name(it->kind));
	else if (form_is_question(it) && file != (it->kind == FORM_UPLOAD) &&
	    (file || str_eq_z(str_from_z(what), "question")))
		wrong(c, n, STR_FMT " is %s", STR_ARG(name), file ?
		    "not an upload question: write <answer>" :
		    "answered with a file: write <file>");
}

/* A page may be named too. */
static void
check_place(struct check *c, const xmlNode *n)
{
	if (form_page(c->form, xml_attr(n, "name")) == NULL)
		check_field(c, n, "question or page");
}

static void
check_page_id(struct check *c, const xmlNode *n, struct str id)
{
	struct names all = room_for(c, c->form->nitems);

	for (const struct form_item *p = c->form->pages; p != NULL; p = p->next)
		if (p->kind == FORM_PAGE)
			all.v[all.n++] = p->name;
	known(c, n, "page", id, all);
}

static void
check_press(struct check *c, xmlNode *n)
{
	static const char *const leave[] = { "neste", "forrige", "lagre" };
	static struct str all[] = { STR("neste"), STR("forrige"), STR("lagre"), STR("oppdater"),
		STR("legg-til"), STR("fjern"), STR("opp"), STR("ned"), STR("fjern-fil") };
	struct str rest = xml_text(c->a, n), verb = str_cut(&rest, ':');
	const xmlNode *after = xml_next(n);

	known(c, n, "button", verb, (struct names){ all, sizeof all / sizeof *all });
	for (size_t i = 0; i < 3; i++)
		if (str_eq_z(verb, leave[i]) && after != NULL && !xml_is(after, "expect"))
			wrong(c, n, "'" STR_FMT "' leaves the page: what comes after it belongs to "
			    "another <page>", STR_ARG(verb));
	if (rest.n > 0 && field_item(c->a, c->form, str_cut(&rest, ':')) == NULL)
		wrong(c, n, "the button names a question that there is none of");
}

/* ---- the case ---- */

static void
check_letter(struct check *c, const xmlNode *n)
{
	struct names all = room_for(c, c->rel->nletters);

	for (size_t i = 0; i < c->rel->nletters; i++)
		all.v[all.n++] = c->rel->letters[i].name;
	if (xml_attr(n, "name").p != NULL)
		known(c, n, "letter", xml_attr(n, "name"), all);
}

static void
check_event(struct check *c, const xmlNode *n, struct str events)
{
	const struct str *v;
	size_t k = flow_events(c->a, c->rel->flow, &v);
	struct names all = room_for(c, k);

	for (size_t i = 1; i < k; i++)		/* the first begins a case */
		all.v[all.n++] = v[i];
	while (events.n > 0)
		known(c, n, "event", str_cut(&events, ' '), all);
}

static void
check_state(struct check *c, xmlNode *n)
{
	struct names all = { NULL, 0 };
	const struct str *v;
	size_t k = flow_states(c->a, c->rel->flow, &v);

	all = room_for(c, k);
	for (; all.n < k; all.n++)
		all.v[all.n] = v[all.n];
	known(c, n, "state", xml_text(c->a, n), all);
}

static void
check_clock(struct check *c, xmlNode *n)
{
	struct names all = { NULL, 0 };
	const struct str *v;
	size_t k = flow_clock_names(c->a, c->rel->flow, &v);

	all = room_for(c, k);
	for (; all.n < k; all.n++)
		all.v[all.n] = v[all.n];
	known(c, n, "clock", xml_attr(n, "name"), all);
}

/* A reason or a condition. */
static void
check_choice(struct check *c, xmlNode *n, const struct service_reason *v, size_t nv,
    struct str outcome)
{
	const char *what = (const char *)n->name;
	struct str code = xml_text(c->a, n);
	struct names all = room_for(c, nv);

	for (size_t i = 0; i < nv; i++) {
		all.v[all.n++] = v[i].code;
		if (str_eq(v[i].code, code) && !str_eq(v[i].outcome, outcome))
			wrong(c, n, "'" STR_FMT "' is a %s of the outcome " STR_FMT, STR_ARG(code),
			    what, STR_ARG(v[i].outcome));
	}
	known(c, n, what, code, all);
}

/* As the desk asks of whoever decides. */
static void
check_parts(struct check *c, const xmlNode *event, xmlNode *d, const struct service_words *o)
{
	const struct service *s = c->rel->service;

	if (xml_child(d, "reason") == NULL)
		wrong(c, event, "a decision needs at least one reason");
	if ((o->asks_start && xml_attr(d, "start").n == 0) ||
	    (o->asks_place && xml_attr(d, "place").n == 0))
		wrong(c, event, "a decision that says " STR_FMT " needs a start%s", STR_ARG(o->id),
		    o->asks_place ? " and a place" : "");
	if ((o->asks_until && xml_attr(d, "until").n == 0) ||
	    (o->asks_remains && xml_child(d, "remains") == NULL))
		wrong(c, event, "a decision that says " STR_FMT " needs until= and <remains>",
		    STR_ARG(o->id));
	for (xmlNode *n = xml_first(d); n != NULL; n = xml_next(n))
		if (xml_is(n, "reason"))
			check_choice(c, n, s->reasons, s->nreasons, o->id);
		else if (xml_is(n, "condition"))
			check_choice(c, n, s->conditions, s->nconditions, o->id);
}

static void
check_decision(struct check *c, xmlNode *event)
{
	xmlNode *d = xml_child(event, "decision");
	struct str own = d != NULL ? xml_attr(d, "outcome") : STR_NONE;
	struct str outcome = own.n > 0 ? own : xml_attr(event, "name");
	const struct service_words *o = service_outcome(c->rel->service, outcome);

	if (o == NULL && d != NULL)
		wrong(c, d, STR_FMT " is not an outcome of the service: no decision",
		    STR_ARG(outcome));
	else if (o != NULL && (d != NULL ||
	    xml_child(xml_child(event, "expect"), "refused") == NULL))
		check_parts(c, event, d, o);
}

/* ---- the walk ---- */

/* A fact, a point or a line of the fee. */
static void
check_said(struct check *c, const xmlNode *n, const char *what, struct str id)
{
	const struct service *s = c->rel->service;
	struct names all = room_for(c, s->nfacts + s->npoints);

	for (size_t i = 0; i < s->nfacts && strcmp(what, "point") != 0; i++)
		if (!xml_is(n, "check") || s->facts[i].value.p == NULL)
			all.v[all.n++] = s->facts[i].id;
	for (size_t i = 0; i < s->npoints && strcmp(what, "point") == 0; i++)
		all.v[all.n++] = s->points[i].id;
	known(c, n, what, id, all);
}

static void
check_check(struct check *c, const xmlNode *n)
{
	if (xml_attr(n, "fact").p != NULL)
		check_said(c, n, "fact to be asked for", xml_attr(n, "fact"));
	else
		check_said(c, n, "point", xml_attr(n, "point"));
}

/* What the form has no question for is called something instead. */
static void
check_missing(struct check *c, xmlNode *event)
{
	const struct service *s = c->rel->service;
	xmlNode *asked = xml_child(event, "missing");
	struct names all = room_for(c, s->ndeficiencies);
	struct date d;

	for (; all.n < s->ndeficiencies; all.n++)
		all.v[all.n] = s->deficiencies[all.n].code;
	if (asked != NULL && !time_date_read(xml_attr(asked, "answer-by"), &d))
		wrong(c, asked, "the applicant is asked to answer by a day: answer-by=\"2026-12-04\"");
	for (xmlNode *n = asked != NULL ? xml_first(asked) : NULL; n != NULL; n = xml_next(n)) {
		known(c, n, "deficiency", xml_attr(n, "code"), all);
		check_field(c, n, "question that is asked again");
		if (xml_attr(n, "name").p == NULL && xml_text(c->a, n).n == 0)
			wrong(c, n, "what is asked for needs the name of a question, or words");
	}
}

static void
check_of_case(struct check *c, xmlNode *n)
{
	if (xml_is(n, "fact") || xml_is(n, "point"))
		check_said(c, n, (const char *)n->name, xml_attr(n, "id"));
	if (xml_is(n, "state"))
		check_state(c, n);
	else if (xml_is(n, "clock"))
		check_clock(c, n);
}

static void
check_expectation(struct check *c, xmlNode *n)
{
	if (xml_is(n, "issue") || xml_is(n, "no-issue") || xml_is(n, "value") || xml_is(n, "rows"))
		check_field(c, n, "field");
	else if (xml_is(n, "shown") || xml_is(n, "hidden"))
		check_place(c, n);
	else if (xml_is(n, "letter") || xml_is(n, "no-letter"))
		check_letter(c, n);
	else if (xml_is(n, "deadline") || xml_is(n, "no-deadline"))
		check_event(c, n, xml_attr(n, "event"));
	else if (xml_is(n, "may"))
		check_event(c, n, xml_text(c->a, n));
	else if (xml_is(n, "pages"))
		for (struct str rest = xml_text(c->a, n); rest.n > 0;)
			check_page_id(c, n, str_cut(&rest, ' '));
	else
		check_of_case(c, n);
}

static void
check_content(struct check *c, xmlNode *step)
{
	for (xmlNode *n = xml_first(step); n != NULL; n = xml_next(n)) {
		if (xml_is(n, "answer"))
			check_field(c, n, "question");
		else if (xml_is(n, "file"))
			check_field(c, n, "upload question");
		else if (xml_is(n, "lookup"))
			check_field(c, n, "lookup");
		else if (xml_is(n, "press"))
			check_press(c, n);
		for (xmlNode *e = xml_is(n, "expect") ? xml_first(n) : NULL; e != NULL;
		    e = xml_next(e))
			check_expectation(c, e);
	}
}

static void
check_register(struct check *c, xmlNode *reg)
{
	const struct form *f = c->rel->form;
	struct names all = room_for(c, f->nlists);
	struct str columns = STR_NONE;

	for (size_t i = 0; i < f->nlists; i++)
		if (f->list[i]->source.n > 0) {
			all.v[all.n++] = f->list[i]->source;
			if (str_eq(f->list[i]->source, xml_attr(reg, "name")))
				columns = f->list[i]->columns;
		}
	if (xml_child(reg, "option") != NULL)
		known(c, reg, "register", xml_attr(reg, "name"), all);
	all = room_for(c, columns.n);
	while (columns.n > 0)
		all.v[all.n++] = str_cut(&columns, ' ');
	for (xmlNode *o = xml_first(reg); o != NULL; o = xml_next(o))
		for (xmlNode *n = xml_first(o); n != NULL; n = xml_next(n))
			known(c, n, "column", xml_attr(n, "name"), all);
}

static void
check_day(struct check *c, const xmlNode *n)
{
	struct str s = xml_attr(n, "today"), told = xml_attr(n, "told");
	struct date d;

	if ((s.p != NULL && !time_date_read(s, &d)) || (told.p != NULL &&
	    !time_date_read(told, &d)))
		wrong(c, n, "there is no such day; write year, month and day as in 2026-11-20");
}

static void
check_guide(struct check *c, xmlNode *n)
{
	const struct guide *g = c->rel->guide;
	struct names all;

	if (g == NULL) {
		wrong(c, n, "the service has no guide; write its guide.xml");
		return;
	}
	c->form = g->form;
	check_content(c, n);
	c->form = c->rel->form;
	all = room_for(c, g->nendings);
	for (; all.n < g->nendings; all.n++)
		all.v[all.n] = g->endings[all.n].id;
	for (xmlNode *e = xml_first(xml_child(n, "expect")); e != NULL; e = xml_next(e))
		if (xml_is(e, "ending"))
			known(c, e, "ending", xml_text(c->a, e), all);
}

/* An expectation stands in what is asked of somebody. */
static void
check_hearing(struct check *c, xmlNode *n)
{
	const struct service *s = c->rel->service;
	struct names all = room_for(c, s->nhearings);

	for (; all.n < s->nhearings; all.n++)
		all.v[all.n] = s->hearings[all.n].id;
	known(c, n, "hearing", xml_attr(n, "id"), all);
	for (xmlNode *one = xml_first(n); one != NULL; one = xml_next(one))
		check_content(c, one);
}

static void
check_step(struct check *c, xmlNode *n)
{
	check_day(c, n);
	if (xml_is(n, "hearing"))
		check_hearing(c, n);
	if (xml_is(n, "guide"))
		check_guide(c, n);
	if (xml_is(n, "register"))
		check_register(c, n);
	if (xml_is(n, "page"))
		check_page_id(c, n, xml_attr(n, "id"));
	if (xml_is(n, "check"))
		check_check(c, n);
	if (xml_is(n, "event")) {
		check_event(c, n, xml_attr(n, "name"));
		check_decision(c, n);
		check_missing(c, n);
	}
	if (xml_is(n, "inspection") && xml_attr(n, "day").p != NULL &&
	    c->rel->service->inspections.letter.p == NULL)
		wrong(c, n, "service.xml has no <inspections>: there is no letter of one");
	if (xml_is(n, "page") || xml_is(n, "submit") || xml_is(n, "event") ||
	    xml_is(n, "check") || xml_is(n, "inspection"))
		check_content(c, n);
}

enum err
scenario_load(struct arena *a, xmlDoc *doc, const struct release *rel, xml_complain_fn *complain,
    void *ctx, const struct scenario **out)
{
	struct check c = { .a = a, .rel = rel, .form = rel->form, .complain = complain,
		.ctx = ctx };
	struct scenario *s = ARENA_NEW(a, struct scenario);
	xmlNode *root = xml_root(doc);

	if (!xml_in(root, SCENARIO_NS) || !xml_is(root, "scenario")) {
		wrong(&c, root, "the root is not <scenario xmlns=\"" SCENARIO_NS "\">");
		return ERR_CONFIG;
	}
	if (xml_attr(root, "today").p == NULL)
		wrong(&c, root, "the scenario needs today=, the day it begins");
	check_day(&c, root);
	for (xmlNode *n = xml_first(root); n != NULL; n = xml_next(n))
		check_step(&c, n);
	s->magic = SCENARIO_MAGIC;
	s->root = root;
	s->release = rel;
	*out = s;
	return c.bad ? ERR_CONFIG : ERR_OK;
}
