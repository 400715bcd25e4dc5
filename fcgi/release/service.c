#include "release/service.h"

#include "base/arena.h"
#include "flow/flow.h"

static size_t
count(xmlNode *parent, const char *name)
{
	size_t n = 0;

	for (xmlNode *c = parent != NULL ? xml_first(parent) : NULL; c != NULL; c = xml_next(c))
		n += name == NULL || xml_is(c, name);
	return n;
}

static struct str
child_text(struct arena *a, xmlNode *parent, const char *name)
{
	xmlNode *c = xml_child(parent, name);

	return c != NULL ? xml_text(a, c) : STR_NONE;
}

static void
load_block(struct arena *a, xmlNode *n, struct service_block *out)
{
	struct service_item *items;
	size_t i = 0;

	if (!xml_is(n, "list")) {
		out->text = xml_text(a, n);
		return;
	}
	out->nitems = count(n, "item");
	out->items = items = arena_alloc(a, out->nitems * sizeof *items);
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		items[i++] = (struct service_item){ xml_text(a, c), xml_attr(c, "href") };
}

static void
load_section(struct arena *a, xmlNode *n, struct service_section *out)
{
	struct service_block *blocks;
	size_t i = 0;

	out->id = xml_attr(n, "id");
	out->title = child_text(a, n, "title");
	out->nblocks = count(n, NULL) - count(n, "title");
	out->blocks = blocks = arena_alloc(a, out->nblocks * sizeof *blocks);
	for (xmlNode *c = xml_first(n); c != NULL; c = xml_next(c))
		if (!xml_is(c, "title"))
			load_block(a, c, &blocks[i++]);
}

static void
load_sections(struct arena *a, xmlNode *root, struct service *s)
{
	struct service_section *v;
	size_t i = 0;

	s->nsections = count(root, "section");
	s->sections = v = arena_alloc(a, s->nsections * sizeof *v);
	for (xmlNode *c = xml_first(root); c != NULL; c = xml_next(c))
		if (xml_is(c, "section"))
			load_section(a, c, &v[i++]);
}

static void
load_steps(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_step *v;
	size_t i = 0;

	s->nsteps = count(list, "step");
	s->steps = v = arena_alloc(a, s->nsteps * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		v[i++] = (struct service_step){ child_text(a, c, "title"), child_text(a, c, "text"),
			xml_attr(c, "within") };
}

static const struct service_reason *
load_reasons(struct arena *a, xmlNode *list, size_t *n_out)
{
	struct service_reason *v;
	size_t i = 0;

	*n_out = count(list, NULL);
	v = arena_alloc(a, *n_out * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		v[i++] = (struct service_reason){ xml_attr(c, "code"), xml_attr(c, "outcome"),
			xml_attr(c, "law"), xml_text(a, c) };
	return v;
}

static void
load_deficiencies(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_deficiency *v;
	size_t i = 0;

	s->ndeficiencies = count(list, "deficiency");
	s->deficiencies = v = arena_alloc(a, s->ndeficiencies * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		v[i++] = (struct service_deficiency){ xml_attr(c, "code"), xml_attr(c, "law"),
			xml_text(a, c) };
}

static void
load_decision(xmlNode *n, struct service *s)
{
	if (n != NULL)
		s->decision = (struct service_decision){ xml_attr(n, "places"),
		    xml_attr(n, "wishes"), xml_attr(n, "start") };
}

static void
load_complaint(struct arena *a, xmlNode *n, struct service *s)
{
	if (n == NULL)
		return;
	s->complaint_law = xml_attr(n, "law");
	s->complaint_body = child_text(a, n, "body");
}

static bool
asks(const xmlNode *n, const char *what)
{
	struct str rest = xml_attr(n, "asks");

	while (rest.n > 0)
		if (str_eq_z(str_cut(&rest, ' '), what))
			return true;
	return false;
}

static enum err
load_retention(xmlNode *n, xml_complain_fn *complain, void *ctx, struct service *s)
{
	int64_t at;

	if (n == NULL)
		return ERR_OK;
	s->retention = (struct service_retention){ xml_attr(n, "keep"), str_trim(xml_attr(n, "law")) };
	if (flow_due(s->retention.after, 0, false, &at) && s->retention.law.n > 0)
		return ERR_OK;
	complain(ctx, xml_line(n), "retention needs keep=, a duration such as P10Y, and law=");
	return ERR_CONFIG;
}

static const struct service_words *
load_words(struct arena *a, xmlNode *list, size_t *n_out)
{
	struct service_words *v;
	size_t i = 0;

	*n_out = count(list, NULL);
	v = arena_alloc(a, *n_out * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		v[i++] = (struct service_words){ .id = xml_attr(c, "id"),
		    .ball = xml_attr(c, "ball"),
			.citizen = child_text(a, c, "citizen"), .desk = child_text(a, c, "desk"),
			.text = child_text(a, c, "text"), .button = child_text(a, c, "button"),
			.asks_place = asks(c, "place"), .asks_start = asks(c, "start"),
			.asks_until = asks(c, "until"), .asks_remains = asks(c, "remains") };
	return v;
}

static void
load_routes(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_route *v;
	size_t i = 0;

	s->nroutes = count(list, "route");
	s->routes = v = arena_alloc(a, s->nroutes * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		v[i++] = (struct service_route){ xml_attr(c, "when"), xml_attr(c, "address"),
			xml_attr(c, "unit"), xml_line(c) };
}

static bool
yes(const xmlNode *n, const char *attr)
{
	return str_eq_z(xml_attr(n, attr), "true");
}

static void
load_parties(struct arena *a, xmlNode *list, struct service *s)
{
	struct service_party *v;
	size_t i = 0;

	s->nparties = count(list, "party");
	s->parties = v = arena_alloc(a, s->nparties * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c))
		v[i++] = (struct service_party){ .id = xml_attr(c, "id"),
			.of = xml_attr(c, "of"), .name = xml_attr(c, "name"),
			.when = xml_attr(c, "when"), .citizen = child_text(a, c, "citizen"),
			.desk = child_text(a, c, "desk"), .fill = yes(c, "fill"),
			.sign = yes(c, "sign"), .applicant = yes(c, "applicant"),
			.line = xml_line(c) };
}

static void
load_follow_ups(struct arena *a, xmlNode *root, struct service *s)
{
	struct service_follow_up *v;
	size_t i = 0;

	s->nfollow_ups = count(root, "follow-up");
	s->follow_ups = v = arena_alloc(a, s->nfollow_ups * sizeof *v);
	for (xmlNode *c = xml_first(root); c != NULL; c = xml_next(c))
		if (xml_is(c, "follow-up"))
			v[i++] = (struct service_follow_up){ .service = xml_attr(c, "service"),
				.in = xml_attr(c, "in"), .after = xml_attr(c, "after"),
				.until = xml_attr(c, "until"),
				.citizen = child_text(a, c, "citizen"),
				.text = child_text(a, c, "text"), .line = xml_line(c) };
}

static enum err
load_hearings(struct arena *a, xmlNode *list, xml_complain_fn *complain, void *ctx,
    struct service *s)
{
	struct service_hearing *v;
	enum err e = ERR_OK;
	size_t i = 0;

	s->nhearings = count(list, "hearing");
	s->hearings = v = arena_alloc(a, s->nhearings * sizeof *v);
	for (xmlNode *c = list != NULL ? xml_first(list) : NULL; c != NULL; c = xml_next(c)) {
		int64_t days = 0;

		if (!str_int(xml_attr(c, "answer-days"), &days) || days < 1 || days > 90) {
			complain(ctx, xml_line(c),
			    "answer-days is how many days there are to answer: 1 to 90");
			e = ERR_CONFIG;
		}
		v[i++] = (struct service_hearing){ .id = xml_attr(c, "id"),
		    .letter = xml_attr(c, "letter"), .law = xml_attr(c, "law"),
		    .rows = xml_attr(c, "rows"), .tells = xml_attr(c, "tells"),
		    .answer_days = (int)days, .on_draft = str_eq_z(xml_attr(c, "on"), "draft"),
		    .citizen = child_text(a, c, "citizen"), .desk = child_text(a, c, "desk"),
		    .line = xml_line(c) };
	}
	return e;
}

static void
load_inspections(struct arena *a, xmlNode *n, struct service *s)
{
	if (n != NULL)
		s->inspections = (struct service_inspections){ .law = xml_attr(n, "law"),
			.letter = xml_attr(n, "letter"), .citizen = child_text(a, n, "citizen"),
			.desk = child_text(a, n, "desk"), .line = xml_line(n) };
}

static enum err
load_draft_days(xmlNode *root, xml_complain_fn *complain, void *ctx, struct service *s)
{
	struct str written = xml_attr(root, "draft-days");
	int64_t days = SERVICE_DRAFT_DAYS;

	if (written.p != NULL && (!str_int(written, &days) || days < 1 || days > 365)) {
		complain(ctx, xml_line(root),
		    "draft-days is how many days an unsent application is kept: 1 to 365");
		return ERR_CONFIG;
	}
	s->draft_days = (int)days;
	return ERR_OK;
}

enum err
service_load(struct arena *a, xmlDoc *doc, xml_complain_fn *complain, void *ctx,
    struct service **out)
{
	xmlNode *root = xml_root(doc);
	struct service *s = ARENA_NEW(a, struct service);

	xml_keep(a, doc);
	*s = (struct service){ .id = xml_attr(root, "id"), .prefix = xml_attr(root, "prefix"),
		.acr = xml_attr(root, "acr"), .title = child_text(a, root, "title"),
		.form_title = child_text(a, root, "form-title"), .lead = child_text(a, root,
		"lead"), .version = xml_attr(root, "version"),
		.from_case = str_eq_z(xml_attr(root, "begun-from"), "case") };
	if (!xml_in(root, "urn:skranke:service:1") || s->id.n == 0 || s->prefix.n == 0 ||
	    s->title.n == 0) {
		complain(ctx, xml_line(root),
		    "a service needs id, prefix and title, in namespace urn:skranke:service:1");
		return ERR_CONFIG;
	}
	TRY(load_draft_days(root, complain, ctx, s));
	TRY(load_retention(xml_child(root, "retention"), complain, ctx, s));
	TRY(load_hearings(a, xml_child(root, "hearings"), complain, ctx, s));
	if (s->form_title.n == 0)
		s->form_title = s->title;
	load_inspections(a, xml_child(root, "inspections"), s);
	load_sections(a, root, s);
	load_steps(a, xml_child(root, "steps"), s);
	s->reasons = load_reasons(a, xml_child(root, "reasons"), &s->nreasons);
	s->conditions = load_reasons(a, xml_child(root, "conditions"), &s->nconditions);
	load_deficiencies(a, xml_child(root, "deficiencies"), s);
	load_decision(xml_child(root, "decision"), s);
	load_complaint(a, xml_child(root, "complaint"), s);
	load_routes(a, xml_child(root, "routing"), s);
	load_parties(a, xml_child(root, "parties"), s);
	load_follow_ups(a, root, s);
	s->states = load_words(a, xml_child(root, "states"), &s->nstates);
	s->outcomes = load_words(a, xml_child(root, "outcomes"), &s->noutcomes);
	s->events = load_words(a, xml_child(root, "events"), &s->nevents);
	s->clocks = load_words(a, xml_child(root, "clocks"), &s->nclocks);
	s->pauses = load_words(a, xml_child(root, "pauses"), &s->npauses);
	service_load_facts(a, root, s);
	*out = s;
	return ERR_OK;
}

const struct service_words *
service_words(struct arena *a, const struct service_words *v, size_t n, struct str id)
{
	struct service_words *unknown;

	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].id, id))
			return &v[i];
	unknown = ARENA_NEW(a, struct service_words);
	*unknown = (struct service_words){ .id = id, .citizen = id, .desk = id };
	return unknown;
}

static const struct service_reason *
by_code(const struct service_reason *v, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].code, code))
			return &v[i];
	return NULL;
}

const struct service_reason *
service_reason(const struct service *s, struct str code)
{
	return by_code(s->reasons, s->nreasons, code);
}

const struct service_reason *
service_condition(const struct service *s, struct str code)
{
	return by_code(s->conditions, s->nconditions, code);
}

const struct service_words *
service_outcome(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->noutcomes; i++)
		if (str_eq(s->outcomes[i].id, id))
			return &s->outcomes[i];
	return NULL;
}

const struct service_hearing *
service_hearing(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->nhearings; i++)
		if (str_eq(s->hearings[i].id, id))
			return &s->hearings[i];
	return NULL;
}

const struct service_hearing *
service_hearing_on(const struct service *s, bool draft)
{
	for (size_t i = 0; i < s->nhearings; i++)
		if (s->hearings[i].on_draft == draft)
			return &s->hearings[i];
	return NULL;
}

const struct service_party *
service_party(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->nparties; i++)
		if (str_eq(s->parties[i].id, id))
			return &s->parties[i];
	return NULL;
}

bool
service_party_other(const struct service *s, struct str id)
{
	return service_party(s, id) == NULL && !str_eq_z(id, "applicant") &&
	    !str_eq_z(id, "representative");
}

const struct service_follow_up *
service_follow_up(const struct service *s, struct str service)
{
	for (size_t i = 0; i < s->nfollow_ups; i++)
		if (str_eq(s->follow_ups[i].service, service))
			return &s->follow_ups[i];
	return NULL;
}

const struct service_deficiency *
service_deficiency(const struct service *s, struct str code)
{
	for (size_t i = 0; i < s->ndeficiencies; i++)
		if (str_eq(s->deficiencies[i].code, code))
			return &s->deficiencies[i];
	return NULL;
}
