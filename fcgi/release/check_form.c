/* check_form.c - names of the form that service.xml and the letters point at */
#include "release/checks.h"

#include <string.h>

#include "base/arena.h"
#include "base/suggest.h"

static void
check_list(struct check *c, const xmlNode *n, struct str id)
{
	const struct form *f = c->r->form;
	struct str *known = arena_alloc(c->a, (f->nlists + 1) * sizeof *known);

	for (size_t i = 0; i < f->nlists; i++)
		known[i] = f->list[i]->id;
	if (!str_among(id, known, f->nlists))
		check_wrong(c, SERVICE, xml_line(n),
		    "places: the form has no list called '" STR_FMT "'%s", STR_ARG(id),
		    suggest_say(c->a, suggest(id, known, f->nlists)));
}

struct str
check_path(struct arena *a, const struct form_item *it)
{
	return it->group == NULL ? it->name
				 : str_fmt(a, STR_FMT "/" STR_FMT,
				       STR_ARG(check_path(a, it->group)), STR_ARG(it->name));
}

void
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
			known[k++] = check_path(c->a, f->item[i]);
	check_wrong(c, SERVICE, xml_line(n), "%s: the form has no question called '" STR_FMT "'%s",
	    attr, STR_ARG(path), suggest_say(c->a, suggest(path, known, k)));
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
		if (f->item[i]->group == NULL &&
		    (f->item[i]->type != FORM_NOTHING || f->item[i]->kind == FORM_REPEAT))
			known[k++] = f->item[i]->name;
	if (it == NULL || !str_among(name, known, k))
		check_wrong(c, SERVICE, h->line,
		    "tells: the form has no answer called '" STR_FMT "'%s", STR_ARG(name),
		    suggest_say(c->a, suggest(name, known, k)));
	else if (it->type == FORM_PID)
		check_wrong(c, SERVICE, h->line,
		    "tells: '" STR_FMT "' is an identity number, and others "
		    "are never told one; take it out",
		    STR_ARG(name));
}

static void
check_rows(struct check *c, const struct service_hearing *h)
{
	const struct form_item *it = form_find(c->r->form, h->rows);

	if (it == NULL || it->kind != FORM_REPEAT || it->group != NULL)
		check_wrong(c, SERVICE, h->line,
		    "rows: the form has no repeat called '" STR_FMT "'", STR_ARG(h->rows));
	else if (form_find(c->r->form, str_fmt(c->a, STR_FMT "/navn", STR_ARG(h->rows))) == NULL)
		check_wrong(c, SERVICE, h->line,
		    "rows: the repeat '" STR_FMT "' has no question 'navn', "
		    "so nobody can be told",
		    STR_ARG(h->rows));
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
			check_wrong(c, file, xml_line(k),
			    "this letter tells of '" STR_FMT "', and "
			    "tells= of the hearing '" STR_FMT "' does not",
			    STR_ARG(name), STR_ARG(h->id));
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
			check_wrong(c, SERVICE, h->line,
			    "there is no letter '" STR_FMT "'; write " STR_FMT, STR_ARG(h->letter),
			    STR_ARG(str_from_z(file)));
		else
			check_notice(c, h, file, check_root(c, file));
		for (size_t k = 0; k < i; k++)
			if (str_eq(c->r->service->hearings[k].id, h->id))
				check_wrong(c, SERVICE, h->line,
				    "two hearings are called '" STR_FMT "'; rename one",
				    STR_ARG(h->id));
	}
}

static void
check_inspections(struct check *c)
{
	const struct service_inspections *i = &c->r->service->inspections;

	if (i->letter.p != NULL && release_letter(c->r, i->letter) == NULL)
		check_wrong(c, SERVICE, i->line,
		    "there is no letter '" STR_FMT "'; write letters/" STR_FMT
		    ".xml, with the part inspection",
		    STR_ARG(i->letter), STR_ARG(i->letter));
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
		check_wrong(c, SERVICE, xml_line(n),
		    "of: '" STR_FMT "' says not who one person is; name "
		    "a question of type no:pid outside repeats",
		    STR_ARG(p->said->of));
	if (p->name != NULL && !text)
		check_wrong(c, SERVICE, xml_line(n),
		    "name: '" STR_FMT "' is no text with one name; name "
		    "a text outside repeats",
		    STR_ARG(p->said->name));
	if (p->said->applicant && !p->said->sign)
		check_wrong(c, SERVICE, xml_line(n),
		    "nobody applies in another's name without their "
		    "signature; give the party sign=\"true\"");
}

static void
check_parties(struct check *c, xmlNode *service)
{
	xmlNode *list = xml_child(service, "parties");
	struct str ids[CHECK_MOST];
	size_t n = check_ids(list, "id", ids), i = 0;
	bool applicant = false;

	for (xmlNode *p = list != NULL ? xml_first(list) : NULL; p != NULL && i < n;
	    p = xml_next(p), i++) {
		check_party(c, p, &c->r->parties[i]);
		if (str_among(ids[i], ids, i))
			check_wrong(c, SERVICE, xml_line(p),
			    "two parties are called '" STR_FMT "'; rename one", STR_ARG(ids[i]));
		if (applicant && c->r->parties[i].said->applicant)
			check_wrong(c, SERVICE, xml_line(p),
			    "a case is one's; only one party may have "
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
		if (xml_attr(n, "within").n > 0 &&
		    !flow_due(xml_attr(n, "within"), 0, false, &due_at))
			check_wrong(c, SERVICE, xml_line(n),
			    "within: '" STR_FMT "' is no duration; "
			    "write for example P2W, P14D or P1M",
			    STR_ARG(xml_attr(n, "within")));
}

void
check_form(struct check *c, xmlNode *service)
{
	check_decision(c, service);
	check_parties(c, service);
	check_steps(c, service);
	check_hearings(c);
	check_inspections(c);
}
